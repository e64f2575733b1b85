"""Which pages are built alike. Pure.

The signature of a page is the set of its *steps*: for each element that gives the page its frame, a
parent and a child, both written `tag#id.class` (`div#content>h1`). Links, words in bold and other
parts of a line, and paragraphs, cells or titles without a class, say what an author wrote, not how the
page is built: they are left out, and so are numbers inside names (`post-123`). Steps that nearly all
pages of the site have (header, menu, footer) or hardly any has are left out of the comparison. Two
pages are alike when at least `ALIKE` of the steps that either has are common to both (Jaccard's
index). Pages with the same signature are one pile; the piles, largest first, each join the template
most alike, or found one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.markup import attribute, tags_in

if TYPE_CHECKING:
    from bs4 import Tag

ALIKE = 0.4
_CORE = 0.8  # of the pages of a template have each of its common steps
_MOST, _FEW = 0.95, 0.05  # of its pages, and of the others, have the element that sets it apart
_ALL, _RARE = 0.95, 0.03  # of all pages: steps met on more, or on fewer, tell nothing
_NAMED = re.compile(r"[.#][^0]*$")
_DEEPEST = 10
_NUMBER = re.compile(r"\d+")
_INLINE_NAMES = (
    "a b i u s tt em strong small big span font br wbr img code pre kbd samp var sub sup abbr acronym "
    "cite q dfn time mark label input button picture source track param svg path g circle rect line "
    "polygon use map area select option textarea"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_TEXT_NAMES = (
    "p li dt dd td th tr tbody thead tfoot colgroup col caption blockquote figure figcaption hr ul ol "
    "dl h2 h3 h4 h5 h6 table center fieldset legend meta link title base head html"
)
_TEXT = frozenset(_TEXT_NAMES.split())
_LANDMARKS = frozenset({"article", "main", "section", "body"})
_HOLDERS = frozenset({"div", "table", "form"})
_CHANGING = re.compile(
    r"^(?:active|current|selected|open|hover|odd|even|first|last|js-|is-)|\d{3,}"
)


@dataclass(frozen=True, slots=True)
class Template:
    """A group of pages built alike: their ranks in the list given, and their common steps.

    `mark` is an element (`table.module`) that nearly all its pages have and hardly any other; empty
    when nothing sets the group apart.
    """

    pages: tuple[int, ...]
    core: frozenset[str]
    mark: str = ""


def steps_of(body: Tag) -> tuple[str, ...]:
    """The signature of a page, sorted."""
    return tuple(sorted(set(_steps(body))))


def _steps(body: Tag) -> Iterator[str]:
    names: dict[int, tuple[str, int]] = {id(body): (_name(body), 0)}
    for tag in tags_in(body):
        parent = names.get(id(tag.parent))
        if parent is None or parent[1] >= _DEEPEST:
            continue
        name = _name(tag)
        if tag.name in _INLINE or (tag.name in _TEXT and name == tag.name):
            names[id(tag)] = (parent[0], parent[1])  # what stands in it is under its parent
            continue
        names[id(tag)] = (name, parent[1] + 1)
        yield f"{parent[0]}>{name}"


def _name(tag: Tag) -> str:
    """`div#id.class.class`, the names sorted, those with a number or of a moment left out."""
    if tag.name in ("body", "html"):
        return tag.name
    identity = attribute(tag, "id")
    classes = sorted(c for c in attribute(tag, "class").split() if not _CHANGING.search(c))
    named = f"#{identity}" if _is_frame_id(tag, identity) else ""
    return tag.name + named + "".join(f".{_NUMBER.sub('0', c)}" for c in classes[:3])


def _is_frame_id(tag: Tag, identity: str) -> bool:
    """Whether an id names a part of the frame, rather than an anchor in a text."""
    return (
        bool(identity)
        and tag.name not in _TEXT
        and re.fullmatch(r"[A-Za-z][\w-]*", identity) is not None
        and not _NUMBER.search(identity)
    )


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index: 1 for the same steps, 0 for none in common; two empty pages are alike."""
    union = len(one | other)
    return len(one & other) / union if union else 1.0


def templates_of(signatures: Sequence[Iterable[str]]) -> tuple[Template, ...]:
    """The templates of some pages, given by their signatures; the largest first."""
    telling = _telling(signatures)
    piles: dict[frozenset[str], list[int]] = {}
    for rank, steps in enumerate(signatures):
        piles.setdefault(telling.intersection(steps), []).append(rank)
    groups: list[tuple[frozenset[str], list[frozenset[str]]]] = []
    for signature in sorted(piles, key=lambda s: (-len(piles[s]), sorted(s))):
        alike = [(similarity(signature, leader), members) for leader, members in groups]
        best = max(alike, key=lambda pair: pair[0], default=(0.0, []))
        if best[0] >= ALIKE:
            best[1].append(signature)
        else:
            groups.append((signature, [signature]))
    made = [_template(members, piles, signatures) for _, members in groups]
    made.sort(key=lambda template: -len(template.pages))
    return tuple(_marked(template, signatures) for template in made)


def _telling(signatures: Sequence[Iterable[str]]) -> frozenset[str]:
    """The steps that tell pages apart: neither those of nearly all, nor of hardly any."""
    counts = Counter(step for steps in signatures for step in set(steps))
    most, few = _ALL * len(signatures), max(2, _RARE * len(signatures))
    return frozenset(step for step, count in counts.items() if few <= count < most)


def _template(
    members: Sequence[frozenset[str]],
    piles: Mapping[frozenset[str], list[int]],
    signatures: Sequence[Iterable[str]],
) -> Template:
    pages = sorted(rank for member in members for rank in piles[member])
    counts = Counter(step for rank in pages for step in signatures[rank])
    core = frozenset(step for step, count in counts.items() if count >= _CORE * len(pages))
    return Template(tuple(pages), core)


def _marked(template: Template, signatures: Sequence[Iterable[str]]) -> Template:
    """The template with the element that sets its pages apart, if one does."""
    own, inside = Counter[str](), set(template.pages)
    others: Counter[str] = Counter()
    for rank, steps in enumerate(signatures):
        (own if rank in inside else others).update({element_of(step) for step in steps})
    strangers = len(signatures) - len(inside)
    telling = [
        element
        for element, count in own.items()
        if _NAMED.search(element)
        and count >= _MOST * len(inside)
        and others[element] <= _FEW * strangers
    ]
    best = min(telling, key=lambda e: (others[e] - own[e], _humility(e), len(e), e), default="")
    return Template(template.pages, template.core, best if strangers else "")


def _humility(element: str) -> int:
    """What holds others sets a page apart more surely than what is a line of a text."""
    name = re.split(r"[.#]", element)[0]
    return 0 if name in _LANDMARKS else 1 if name in _HOLDERS else 2


def element_of(step: str) -> str:
    """The child of a step: `h1.title` for `main>h1.title`."""
    return step.rpartition(">")[2]
