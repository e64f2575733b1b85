"""A page cut in its parts, before any field is read: title, what stands above it, body, boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.markup import (
    absolute_url,
    attribute,
    blocks_of,
    links_of,
    parse,
    soup_of,
    tags_in,
    text_of,
)
from corpus.markup.charset import REPLACEMENT
from corpus.markup.page import PageContent, read_parsed
from corpus.record import Block, BlockKind, Link
from corpus.values import clean_text, fold
from crawler.addresses import Addresses

if TYPE_CHECKING:
    from bs4 import Tag

_BOX_TITLE = re.compile(
    r"(?:ci[- ]contre|pour aller plus loin|pour en savoir plus|en savoir plus|voir aussi|"
    r"consultez aussi|a lire aussi|documents? (?:associes?|joints?|a telecharger))\s*:?"
)
_BOXES = ("div", "section", "td", "aside")
_LONGEST_GENERIC = 40
_GENERIC_WORDS = re.compile(
    r"(?:>|»|\W)*\s*(?:suite|lire la suite|en savoir plus|voir|ici|cliquez ici|la suite|plus|"
    r"lire|suivant|precedent|retour|\d+)\W*"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The parts of a page (or of a fragment that a REST answer holds).

    `title` is empty when no place has one; `title_from` says where it was read. `above` are the lines before the title in the
    content; `blocks` what follows it; `aside_blocks` what stands in boxes. `links` are those of
    the content and `aside_links` those of the boxes, as the page wrote them, made absolute.
    `everywhere` holds every link of the page, menus included: what a crawl follows.
    """

    title: str
    title_from: str
    above: tuple[str, ...]
    blocks: tuple[Block, ...]
    aside_blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    aside_links: tuple[Link, ...] = ()
    everywhere: tuple[Link, ...] = ()
    canonical: str = ""
    language: str = ""
    page: PageContent | None = None
    body: Tag | None = None

    @property
    def is_frameset(self) -> bool:
        return self.body is not None and self.body.find(["frame", "frameset"]) is not None


def read_sheet(html: str, url: str, site: Addresses, link_text: str = "") -> Sheet:
    """Cut a page; `link_text` is what the link that led there said, for pages without a title."""
    parsed = parse(html)
    body = parsed.soup.body or parsed.soup
    _prepare(body)
    page = read_parsed(parsed, url, len(html), html.count(REPLACEMENT))
    base = parsed.soup.find("base")
    base_url = absolute_url(attribute(base, "href"), url) if base is not None else ""
    title, title_from = _title(page, site, link_text)
    above, blocks = around_title(page.blocks, page.titles.h1)
    return Sheet(
        title=title,
        title_from=title_from,
        above=above,
        blocks=blocks,
        aside_blocks=page.aside_blocks,
        links=page.links,
        aside_links=page.aside_links,
        everywhere=links_of(body, base_url or url),
        canonical=page.canonical,
        language=page.language,
        page=page,
        body=body,
    )


def read_fragment(html: str, url: str, title: str) -> Sheet:
    """A sheet from a fragment of HTML whose title is known (REST)."""
    body = soup_of(html)
    _prepare(body)
    boxes = [tag for tag in body.find_all(_BOXES) if attribute(tag, "role") == "complementary"]
    outside = blocks_of(body, skip=_is_box)
    links = links_of(body, url, skip=_is_box)
    return Sheet(
        title=title,
        title_from="rest",
        above=(),
        blocks=outside,
        links=links,
        aside_links=tuple(link for box in boxes for link in links_of(box, url)),
        everywhere=links_of(body, url),
        body=body,
    )


def _is_box(tag: Tag) -> bool:
    return tag.name == "aside" or attribute(tag, "role") == "complementary"


_TITLES = frozenset({"h1", "h2", "h3"})
_BOX_LINES = frozenset({"p", "strong", "b", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_BOX_TITLE = 60


def _prepare(body: Tag) -> None:
    """What a theme leaves to the eye is said in the tree: lines of a title, and boxes."""
    for tag in list(tags_in(body)):
        if tag.name in _TITLES:
            _join_lines(tag)
        if tag.name in _BOX_LINES:
            _mark_box(tag)


def _join_lines(title: Tag) -> None:
    """« Sujet<br>question ? » is one title in two parts."""
    for line_break in title.find_all("br"):
        before = str(line_break.previous_sibling or "").rstrip()
        line_break.replace_with(" " if before.endswith((":", "?", "!", ",", "–")) else " – ")


def _mark_box(line: Tag) -> None:
    """Say of a box that opens with words such as « Pour aller plus loin » that it is one.

    Themes write these boxes as plain `<div>`; the links in them are what they are for.
    """
    words = line.get_text(" ", strip=True)
    if len(words) > _LONGEST_BOX_TITLE or not _BOX_TITLE.fullmatch(fold(words)):
        return
    box = next((parent for parent in line.parents if parent.name in _BOXES), None)
    if box is not None and not holds_title(box) and text_of(box).startswith(text_of(line)):
        box["role"] = "complementary"


def holds_title(tag: Tag) -> bool:
    """Whether a tag is the content itself rather than a box: it holds the title of the page."""
    return tag.find("h1") is not None


def _title(page: PageContent, site: Addresses, link_text: str) -> tuple[str, str]:
    """The title and where it was read; empty when the page nor the link to it says any."""
    candidates = (
        (page.titles.h1, "h1"),
        (without_site_name(page.titles.og, site), "og:title"),
        (without_site_name(page.titles.head, site), "title"),
        ("" if is_generic(link_text) else link_text, "link text"),
    )
    return next(((clean_text(text), how) for text, how in candidates if text.strip()), ("", ""))


def without_site_name(title: str, site: Addresses) -> str:
    """A window's title less the name of the site at its end; empty when it is only that name."""
    label = re.escape(site.source.label_fr)
    bare = re.sub(rf"(?:^|\s*[–—|-]\s*){label}\s*$", "", clean_text(title), flags=re.IGNORECASE)
    return bare.strip(" –—|-")


def is_generic(link_text: str) -> bool:
    """Whether the words of a link (« Suite », « Lire la suite ») say nothing of what they open."""
    if len(link_text) > _LONGEST_GENERIC:
        return False
    return not link_text.strip() or _GENERIC_WORDS.fullmatch(fold(link_text)) is not None


def around_title(
    blocks: tuple[Block, ...], title: str
) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    """The lines before the title, and the blocks after it; all blocks when it is not among them."""
    for position, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and block.text == title:
            above = tuple(line for before in blocks[:position] for line in before.plain.split("\n"))
            return above, blocks[position + 1 :]
    return (), blocks


def first_words(blocks: Sequence[Block]) -> str:
    """The first ten words of a text, for a work without a title."""
    first = next((block.plain for block in blocks if block.plain), "")
    words = clean_text(first).split(" ")[:10]
    return " ".join(words).rstrip(" .,;:") + ("…" if len(words) == 10 else "")
