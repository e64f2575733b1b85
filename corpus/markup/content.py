"""Which part of a page is its content, which its asides, and which only site furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from corpus.markup.blocks import HEADINGS
from corpus.markup.soup import Parsed, attribute, outermost, tags_in
from corpus.markup.text import text_of

_ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:aside|ci-?contre|sidebar|encart|voir-aussi|a-lire|en-savoir-plus"
    r"|pour-aller-plus-loin|ressources-associees|related)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_HEADING = re.compile(
    r"^(?:ci[- ]contre|pour aller plus loin|pour en savoir plus|en savoir plus|voir aussi"
    r"|consultez aussi|à lire aussi|a lire aussi|à télécharger|documents? (?:associés?|joints?"
    r"|à télécharger|recommandés?))\b",
    re.IGNORECASE,
)
_FURNITURE = frozenset({"nav", "footer", "header"})
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar"})
_CONTAINERS = frozenset({"div", "td", "section", "article", "center", "table", "tbody", "tr"})
_DENSE = frozenset({"div", "td", "ul", "ol", "table", "p", "section", "font", "center", "header"})
_DESCEND_SHARE = 0.8
_LINK_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Split:
    """The content element of a page, its asides, and what was found to be link lists.

    `inside` are the elements below `main`. `certain`: the page itself says where its content is (`<main>`, `role=main`, `<article>`).
    """

    main: Tag
    inside: tuple[Tag, ...]
    asides: tuple[Tag, ...]
    certain: bool
    _apart: frozenset[int] = frozenset()
    _link_lists: frozenset[int] = frozenset()

    def is_apart(self, tag: Tag) -> bool:
        """Whether an element inside the content is an aside or furniture."""
        return id(tag) in self._apart

    def is_no_prose(self, tag: Tag) -> bool:
        """Whether an element is apart, or only lists links where the page declares no content."""
        return id(tag) in self._apart or id(tag) in self._link_lists

    def is_furniture(self, tag: Tag) -> bool:
        return _is_furniture(tag, self.certain)


def main_of(soup: BeautifulSoup) -> Tag:
    """The element that holds the content of a page."""
    return _main_of(soup, tuple(tags_in(soup)))[0]


def split(parsed: Parsed) -> Split:
    """Tell content, asides and furniture apart: by the markup first, by link density otherwise."""
    main, link_lists, certain = _main_of(parsed.soup, parsed.tags)
    inside = tuple(tags_in(main))
    asides = [tag for tag in parsed.tags if _is_aside(tag)]
    apart = {id(tag) for tag in asides}
    apart.update(id(tag) for tag in inside if _is_furniture(tag, certain))
    return Split(main, inside, tuple(outermost(asides)), certain, frozenset(apart), link_lists)


def _main_of(soup: BeautifulSoup, tags: Sequence[Tag]) -> tuple[Tag, frozenset[int], bool]:
    """The content, the elements (by identity) that only list links, and whether it is declared."""
    if (declared := _declared_main(tags)) is not None:
        return declared, frozenset(), True
    return *_densest(soup.body or soup), False


def _is_aside(tag: Tag) -> bool:
    """An `<aside>`, or a box that is one by its role, its class or its name."""
    if tag.name == "aside":
        return True
    attributes = tag.attrs
    if not ("class" in attributes or "id" in attributes or "role" in attributes):
        return False
    if tag.name in ("body", "main", "html", "a", *HEADINGS):
        return False
    if attributes.get("role") == "complementary":
        return True
    named = f"{attribute(tag, 'class')} {attribute(tag, 'id')}"
    return _ASIDE_CLASS.search(named) is not None


def _is_furniture(tag: Tag, certain: bool) -> bool:
    """Menus, site headers and site footers; within a declared content, those are content."""
    if tag.name in _FURNITURE:
        return tag.name == "nav" or not certain
    return tag.attrs.get("role") in _FURNITURE_ROLES


def headed_asides(inside: Iterable[Tag]) -> Iterator[Tag]:
    """What stands under headings such as “Pour aller plus loin”: up to the next heading."""
    for heading in inside:
        if heading.name not in HEADINGS or not _ASIDE_HEADING.match(text_of(heading)):
            continue
        for sibling in heading.next_siblings:
            if not isinstance(sibling, Tag):
                continue
            if sibling.name in HEADINGS and sibling.name <= heading.name:
                break
            yield sibling


def _declared_main(tags: Sequence[Tag]) -> Tag | None:
    articles: list[Tag] = []
    for tag in tags:
        if tag.name == "main" or tag.attrs.get("role") == "main":
            return tag
        if tag.name == "article":
            articles.append(tag)
    outer = list(outermost(articles))
    return outer[0] if len(outer) == 1 else None


@dataclass(slots=True)
class _Weight:
    """Characters of text below an element, those of them in links, and how many links."""

    text: int = 0
    linked: int = 0
    links: int = 0

    @property
    def own(self) -> int:
        return self.text - self.linked


def _densest(body: Tag) -> tuple[Tag, frozenset[int]]:
    """Go down from the body while one child holds nearly all the text that is not links."""
    weights = _weights(body)
    current = body
    while (child := _heaviest_child(current, weights)) is not None:
        if weights[id(child)].own < _DESCEND_SHARE * weights[id(current)].own:
            break
        current = child
    return current, frozenset(
        id(tag)
        for tag in tags_in(current)
        if tag.name in _DENSE and _is_link_list(weights[id(tag)])
    )


def _is_link_list(weight: _Weight) -> bool:
    return weight.links >= 3 and weight.linked >= _LINK_SHARE * weight.text


def _heaviest_child(tag: Tag, weights: dict[int, _Weight]) -> Tag | None:
    children = [
        child for child in tag.children if isinstance(child, Tag) and child.name in _CONTAINERS
    ]
    return max(children, key=lambda child: weights[id(child)].own, default=None)


def _weights(body: Tag) -> dict[int, _Weight]:
    """The weight of every element, children before parents; furniture weighs nothing."""
    tags = [body, *tags_in(body)]
    weights = {id(tag): _Weight() for tag in tags}
    for tag in reversed(tags):
        weight = weights[id(tag)]
        for child in tag.contents:
            if type(child) is NavigableString and not child.isspace():
                weight.text += len(child.strip())
        if tag.name == "a":
            weight.linked, weight.links = weight.text, 1
        if _is_furniture(tag, certain=False):
            weight.text = weight.linked = weight.links = 0
        if tag is not body and tag.parent is not None:
            above = weights[id(tag.parent)]
            above.text += weight.text
            above.linked += weight.linked
            above.links += weight.links
    return weights
