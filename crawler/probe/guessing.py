"""Which selector finds a field on pages built alike: candidates tried, and the best by its share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.markup import attribute, iso_date, main_of, selector_of, tags_in, text_of
from corpus.values import parse_credit_line, read_dates
from crawler.probe.templates import element_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from corpus.markup import Selector

Found = Mapping[str, Mapping[str, str]]
"""For each field, the selectors that find something on a page, and what."""

_CANDIDATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": (
            "main h1", "article h1", "#content h1", "#contenu h1", "h1.title", "h1.titre",
            "h1.entry-title", "h1", "main h2", "article h2", "h2", "h3", "h4",
            "meta[property='og:title']", "title",
        ),
        "subtitle": (".subtitle", ".sous-titre", ".soustitre", ".surtitre"),
        "summary": (
            ".chapo", ".chapeau", ".lead", ".introduction", ".summary",
            "meta[name='description' i]", "meta[property='og:description']",
        ),
        "body": (
            "main", "[role=main]", "article", ".entry-content", ".post-content", ".texte",
            "#mw-content-text", ".node__content", ".item-page", "#content", "#contenu", ".content",
        ),
        "authors": (
            "[rel=author]", "[itemprop=author]", ".author", ".auteur", ".auteurs", ".byline",
            "meta[name='author' i]", "meta[name='dc.creator' i]",
        ),
        "date": (
            "main time", "article time", "time", "[itemprop=datePublished]",
            "meta[property='article:published_time']", ".entry-date", ".date", ".published",
            "meta[name='dc.date' i]", "meta[name='date' i]",
        ),
        "themes": ("[rel~=tag]", ".tags a", ".mots a", ".thematiques a", ".cat-links a"),
        "keywords": ("meta[name='keywords' i]",),
        "places": (".lieu", ".territoire", ".location", "[itemprop=location]"),
    }
)  # fmt: skip
_SELECTORS = {field: tuple(map(selector_of, texts)) for field, texts in _CANDIDATES.items()}
FIELDS = tuple(_CANDIDATES)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_IN_BRACKETS = re.compile(r"\[([\w-]+)")
_PARTS = re.compile(r"(?=[.#])")
_NAMES = re.compile(r"[.#]?[A-Za-z][\w-]*")
_TITLES_IN_TURN = ("h1", "h2", "h3", "h4")
_LAST_TITLES = ("title", "meta[property='og:title']")
_FEW = 3  # pages too few to tell the name of a site from titles that are the same by chance
_SHORT_TEXT = "…"  # stands for what an element says where it holds little of the text
_SHORT = 80  # characters of a value that are kept
_SURE = 0.95
_WORTH = 0.3
_VARIED = 0.5  # of the values of a title are its own, or it is the name of the site
_LONG_ENOUGH = 0.6  # of the text of the page, links apart, is in a body


@dataclass(frozen=True, slots=True)
class Guess:
    """The best selector of a field, or several to be tried in turn; on how many of how many pages
    they find something, and what. `is_sure`: the field may be required.
    """

    field: str
    selectors: tuple[str, ...]
    found: int
    pages: int
    example: str

    @property
    def share(self) -> float:
        return self.found / self.pages if self.pages else 0.0

    @property
    def is_sure(self) -> bool:
        return self.share >= _SURE


def _needed(selector: str) -> frozenset[str]:
    """What a page must have somewhere for a candidate to find anything: `h1`, `.date`, `[rel]`."""
    names = {f"[{name}]" for name in _IN_BRACKETS.findall(selector)}
    return frozenset(names | set(_NAMES.findall(_BRACKETS.sub("", selector))))


_NEEDS = {s.text: _needed(s.text) for selectors in _SELECTORS.values() for s in selectors}


def candidates_found(soup: BeautifulSoup) -> dict[str, dict[str, str]]:
    """For each field, its candidates that find something, with the beginning of what they find."""
    there = _tokens_in(soup)
    possible = {
        field: [s for s in selectors if _NEEDS[s.text] <= there]
        for field, selectors in _SELECTORS.items()
    }
    found = {
        field: _values(field, selectors, soup)
        for field, selectors in possible.items()
        if field != "body"
    }
    found["body"] = _bodies(possible["body"], soup)
    return {field: values for field, values in found.items() if values}


def _tokens_in(soup: BeautifulSoup) -> set[str]:
    """One pass over a page, so that most of the candidates need none of their own."""
    there: set[str] = set()
    for tag in tags_in(soup):
        there.add(tag.name)
        there.update(f"[{name}]" for name in tag.attrs)
        there.update(f".{name}" for name in attribute(tag, "class").split())
        there.add(f"#{attribute(tag, 'id')}")
    return there


def _values(field: str, selectors: Sequence[Selector], soup: BeautifulSoup) -> dict[str, str]:
    firsts = ((s.text, s.value(soup)) for s in selectors)
    return {text: value[:_SHORT] for text, value in firsts if value and _fits(field, value)}


def _fits(field: str, value: str) -> bool:
    """Whether a value is one of that field: a date must be a date, a name no paragraph."""
    if field == "date":
        return iso_date(value, "") is not None or read_dates(value).start is not None
    if field == "authors":
        return len(value) <= _SHORT or parse_credit_line(value) is not None
    return True


def _bodies(selectors: Sequence[Selector], soup: BeautifulSoup) -> dict[str, str]:
    """The candidates that hold most of the text, and the named element that the text points at."""
    main = main_of(soup)
    needed = _LONG_ENOUGH * len(text_of(main))
    found: dict[str, str] = {}
    for selector in selectors:
        text = text_of(tag) if (tag := selector.first(soup)) is not None else ""
        if text and len(text) >= needed:
            found[selector.text] = text[:_SHORT]
    around = (own for tag in (main, *main.parents) if (own := _selector_of_element(tag)))
    if needed and (own := next(around, "")):
        found.setdefault(own, text_of(main)[:_SHORT])
    return found


def _selector_of_element(tag: Tag) -> str:
    identity, classes = attribute(tag, "id"), attribute(tag, "class").split()
    named = f"#{identity}" if identity.replace("-", "").replace("_", "").isalpha() else ""
    if not named and classes and classes[0].replace("-", "").replace("_", "").isalpha():
        named = f".{classes[0]}"
    return "body" if tag.name == "body" else f"{tag.name}{named}" if named else ""


def guesses_for(pages: Sequence[Found], signatures: Sequence[Iterable[str]]) -> tuple[Guess, ...]:
    """The best selector of each field over pages built alike, for fields worth reading.

    `pages` are what `candidates_found` said of each, `signatures` their steps.
    """
    pages = _with_bodies_of_others(pages, signatures)
    made = (_guess(field, [page.get(field, {}) for page in pages]) for field in FIELDS)
    return tuple(guess for guess in made if guess)


def _with_bodies_of_others(
    pages: Sequence[Found], signatures: Sequence[Iterable[str]]
) -> Sequence[Found]:
    """The element that holds the text of one page is there on others, where their text is short."""
    known = {text for page in pages for text in page.get("body", ())} - set(_CANDIDATES["body"])
    parts = {text: frozenset(_PARTS.split(text)) for text in known}
    completed = []
    for page, steps in zip(pages, signatures, strict=True):
        there = {frozenset(_PARTS.split(element_of(step))) for step in steps}
        body = dict(page.get("body", {}))
        for text in sorted(known - set(body)):
            if any(parts[text] <= element for element in there):
                body[text] = _SHORT_TEXT
        completed.append({**page, "body": body})
    return completed


def _guess(field: str, found: Sequence[Mapping[str, str]]) -> Guess | None:
    counts = Counter(selector for page in found for selector in page)
    order = {text: rank for rank, text in enumerate(_CANDIDATES[field])}
    fitting = [
        (selector, count)
        for selector, count in counts.items()
        if count >= _WORTH * len(found) and _is_varied(field, selector, found)
    ]
    if not fitting:
        return None
    # One found on nearly all pages is as good as on all: then the order of the candidates speaks.
    selector, count = min(
        fitting,
        key=lambda pair: (
            -min(pair[1], _SURE * len(found)),
            order.get(pair[0], len(order)),
            -sum(page.get(pair[0], _SHORT_TEXT) != _SHORT_TEXT for page in found),
            pair[0],
        ),
    )
    chosen: tuple[str, ...] = (selector,)
    if field == "title" and (count < _SURE * len(found) or selector in _LAST_TITLES):
        chosen = _headings(found) or chosen
    values = [next((page[s] for s in chosen if s in page), "") for page in found]
    filled = sorted((value for value in values if value), key=lambda value: value == _SHORT_TEXT)
    return Guess(field, chosen, len(filled), len(found), filled[0])


def _headings(found: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Headings of several levels which together title nearly all pages; nothing when none do."""
    used = [s for s in _TITLES_IN_TURN if any(s in page for page in found)]
    titled = sum(1 for page in found if any(s in page for s in used))
    values = {next((page[s] for s in used if s in page), "") for page in found}
    is_varied = len(found) < _FEW or len(values) >= _VARIED * len(found)
    return tuple(used) if titled >= _SURE * len(found) and is_varied else ()


def _is_varied(field: str, selector: str, found: Sequence[Mapping[str, str]]) -> bool:
    """Whether a title or summary is not the same everywhere, as the name of a site is."""
    values = [page[selector] for page in found if selector in page]
    if field not in ("title", "subtitle", "summary") or len(values) < _FEW:
        return True
    return len(set(values)) >= _VARIED * len(values)
