"""HTML text to a tree without what is not content: scripts, templates, hidden blocks.

The tree is built by lxml, never by html.parser, whose time is quadratic on hostile input.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

MAX_DEPTH = 1_000

_NEVER_CONTENT = frozenset({"script", "style", "noscript", "template"})
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_NOT_TEXT_BLOCKS = frozenset({"svg", "img", "i", "html", "body", "main"})
# Elements that libxml2 closes by itself when the next one opens, or that have no end at all.
_NOT_NESTING_NAMES = (
    "a area base br col embed form hr img input link meta param source track wbr p li dt dd tr td th "
    "thead tbody tfoot option optgroup colgroup html head body"
)
_NOT_NESTING = frozenset(_NOT_NESTING_NAMES.split())
_NOFRAMES = re.compile("<noframes", re.IGNORECASE)
_TAG_EDGE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree and what was taken out of it.

    `tags` are the elements kept, in document order. `dropped` counts what was removed: by element name, and under `hidden` for hidden blocks.
    `json_ld` holds the contents of the JSON-LD scripts, which are read before they go.
    `too_deep`: the page nests more than `MAX_DEPTH` elements and was cut there.
    """

    soup: BeautifulSoup
    tags: tuple[Tag, ...]
    dropped: Mapping[str, int]
    json_ld: tuple[str, ...] = ()
    too_deep: bool = False


def soup_of(html: str) -> BeautifulSoup:
    """The tree of a page, without scripts, styles, templates and hidden blocks."""
    return parse(html).soup


def parse(html: str) -> Parsed:
    """The tree of a page, with the account of what was dropped from it."""
    cut = _too_deep_at(html)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(html if cut is None else html[:cut], "lxml")
        if _NOFRAMES.search(html):
            _open_noframes(soup)
    unwanted = [tag for tag in tags_in(soup) if _is_dropped(tag)]
    json_ld = tuple(tag.string or "" for tag in unwanted if _is_json_ld(tag))
    dropped: dict[str, int] = {}
    for tag in list(outermost(unwanted)):
        reason = tag.name if tag.name in _NEVER_CONTENT else "hidden"
        dropped[reason] = dropped.get(reason, 0) + 1
        tag.decompose()
    tags = tuple(tags_in(soup))
    return Parsed(soup, tags, MappingProxyType(dropped), json_ld, cut is not None)


def _open_noframes(soup: BeautifulSoup) -> None:
    """Reads what `<noframes>` holds, which recent versions of libxml2 leave as bare text."""
    for tag in soup.find_all("noframes"):
        if tag.find(True) is None:
            inside = BeautifulSoup(tag.get_text(), "lxml")
            tag.clear()
            tag.extend(list(inside.body.contents) if inside.body else [])


def tags_in(node: Tag) -> Iterator[Tag]:
    """Every element below `node`, in document order."""
    return (child for child in node.descendants if isinstance(child, Tag))


def outermost(tags: Iterable[Tag]) -> Iterator[Tag]:
    """Those of some tags, given in document order, that stand inside none of the others."""
    last: Tag | None = None
    for tag in tags:
        if last is None or not any(parent is last for parent in tag.parents):
            last = tag
            yield tag


def holds(tag: Tag, names: frozenset[str]) -> bool:
    """Whether an element of one of these names stands below `tag`."""
    return any(isinstance(child, Tag) and child.name in names for child in tag.descendants)


def attribute(tag: Tag, name: str) -> str:
    """The value of an attribute as one string, empty when it is absent."""
    value = tag.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def _is_json_ld(tag: Tag) -> bool:
    return tag.name == "script" and attribute(tag, "type").lower() == "application/ld+json"


def _is_dropped(tag: Tag) -> bool:
    if tag.name in _NEVER_CONTENT:
        return True
    return bool(tag.attrs) and _is_hidden(tag)


def _is_hidden(tag: Tag) -> bool:
    attributes = tag.attrs
    if tag.name in ("html", "body"):
        return False
    if "hidden" in attributes and attribute(tag, "hidden").lower() != "until-found":
        return True
    if attribute(tag, "aria-hidden").lower() == "true":
        return tag.name not in _NOT_TEXT_BLOCKS
    return "style" in attributes and _HIDING_STYLE.search(attribute(tag, "style")) is not None


def _too_deep_at(html: str) -> int | None:
    """Where the nesting of a page first passes `MAX_DEPTH`, judged on its tags alone."""
    if html.count("<") <= MAX_DEPTH:
        return None
    depth = 0
    for edge in _TAG_EDGE.finditer(html):
        if edge.group(2).lower() in _NOT_NESTING:
            continue
        depth = max(0, depth - 1) if edge.group(1) else depth + 1
        if depth > MAX_DEPTH:
            return edge.start()
    return None
