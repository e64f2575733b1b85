"""One page read into values: titles, content, links, metadata, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Never

from bs4 import Tag

from corpus.markup.blocks import blocks_of
from corpus.markup.charset import REPLACEMENT
from corpus.markup.content import Split, headed_asides, split
from corpus.markup.links import absolute_url, links_of
from corpus.markup.metadata import dates_in, iso_date, metadata_of
from corpus.markup.soup import Parsed, attribute, parse
from corpus.markup.text import clean, text_of
from corpus.record import Block, Link, LinkPlace, PartialDate

HTML_TOO_DEEP = "html_too_deep"
HTML_ALMOST_NO_TEXT = "html_almost_no_text"
HTML_EMPTY = "html_empty"

_MUCH_HTML = 200_000  # characters; below this, a page of pictures or scripts is ordinary
_LITTLE_TEXT = 1_000  # one character of text for this many of HTML is suspicious


def _nothing() -> Mapping[str, Never]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Titles:
    """The three places a title is read from, apart: they often disagree."""

    h1: str = ""
    head: str = ""
    og: str = ""

    @property
    def best(self) -> str:
        """The heading of the content, else what is shared, else the window's title."""
        return self.h1 or self.og or self.head


@dataclass(frozen=True, slots=True)
class PageContent:
    """What one HTML page says.

    `blocks` are those of the main content; `aside_blocks` those of the boxes beside it.
    `links` come from the content, `aside_links` from the boxes and from sections such as “Pour
    aller plus loin”. `metadata` is described in `corpus.markup.metadata`. `dates` come from the
    metadata (`found_in="meta"`) and from `<time>` in the content (`body`).
    `damage` counts U+FFFD. `faults` are stable words: `html_too_deep` (nested beyond reason, cut
    there), `html_almost_no_text`, `html_empty`. `dropped` counts elements removed, by name, and
    `hidden` for blocks that readers do not see.
    """

    url: str
    titles: Titles
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    aside_blocks: tuple[Block, ...] = ()
    aside_links: tuple[Link, ...] = ()
    canonical: str = ""
    language: str = ""
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    dates: tuple[PartialDate, ...] = ()
    damage: int = 0
    faults: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=_nothing)

    @property
    def title(self) -> str:
        return self.titles.best

    @property
    def text(self) -> str:
        """The content as plain text, one line a block."""
        return "\n".join(block.plain for block in self.blocks)

    def meta(self, *names: str) -> str:
        """The first value of the first of these metadata names that has one, or nothing."""
        return next((self.metadata[name][0] for name in names if name in self.metadata), "")


@dataclass(slots=True)
class _Found:
    """What one pass over the elements picks up."""

    head_title: str = ""
    first_h1: str = ""
    language: str = ""
    base: str = ""
    canonical: str = ""
    metas: list[Tag] = field(default_factory=list)


def read_page(html: str, url: str) -> PageContent:
    """Read a page; `url` is where it was fetched, against which links are made absolute."""
    return read_parsed(parse(html), url, len(html), html.count(REPLACEMENT))


def read_parsed(parsed: Parsed, url: str, size: int, damage: int = 0) -> PageContent:
    """Read a page already parsed; `size` is that of its HTML in characters."""
    found = _look_over(parsed.tags)
    base = absolute_url(found.base, url) or url
    metadata = metadata_of(parsed, found.metas)
    parts = split(parsed)
    blocks = _main_blocks(parts)
    aside_links = _aside_links(parts, base)
    taken = {link.url for link in aside_links}
    links = links_of(parts.main, base, LinkPlace.BODY, skip=parts.is_apart)
    return PageContent(
        url=url,
        titles=Titles(_main_h1(parts.inside) or found.first_h1, found.head_title, _og(metadata)),
        blocks=blocks,
        links=tuple(link for link in links if link.url not in taken),
        aside_blocks=_aside_blocks(parts),
        aside_links=aside_links,
        canonical=absolute_url(found.canonical, base),
        language=found.language,
        metadata=MappingProxyType(metadata),
        dates=tuple(dict.fromkeys((*dates_in(metadata), *_times(parts.inside)))),
        damage=damage,
        faults=_faults(parsed, size, blocks),
        dropped=parsed.dropped,
    )


def _look_over(tags: Iterable[Tag]) -> _Found:
    found = _Found()
    for tag in tags:
        match tag.name:
            case "meta":
                found.metas.append(tag)
            case "title":
                found.head_title = found.head_title or text_of(tag)
            case "h1":
                found.first_h1 = found.first_h1 or text_of(tag)
            case "html":
                found.language = attribute(tag, "lang") or attribute(tag, "xml:lang")
            case "base":
                found.base = found.base or attribute(tag, "href")
            case "link" if "canonical" in attribute(tag, "rel").lower().split():
                found.canonical = found.canonical or attribute(tag, "href")
    return found


def _og(metadata: Mapping[str, tuple[str, ...]]) -> str:
    return clean(metadata.get("og:title", ("",))[0])


def _main_h1(inside: Iterable[Tag]) -> str:
    return next((text for tag in inside if tag.name == "h1" and (text := text_of(tag))), "")


def _times(inside: Iterable[Tag]) -> tuple[PartialDate, ...]:
    dates = (iso_date(attribute(tag, "datetime"), "body") for tag in inside if tag.name == "time")
    return tuple(found for found in dates if found)


def _main_blocks(parts: Split) -> tuple[Block, ...]:
    """The blocks of the content; of a page that only lists links, those lists."""
    return blocks_of(parts.main, skip=parts.is_no_prose) or blocks_of(
        parts.main, skip=parts.is_apart
    )


def _aside_blocks(parts: Split) -> tuple[Block, ...]:
    return tuple(
        block for aside in parts.asides for block in blocks_of(aside, skip=parts.is_furniture)
    )


def _aside_links(parts: Split, base: str) -> tuple[Link, ...]:
    boxes = (*parts.asides, *headed_asides(parts.inside))
    links = {
        link.url: link
        for box in reversed(boxes)
        for link in reversed(links_of(box, base, LinkPlace.ASIDE, skip=parts.is_furniture))
    }
    return tuple(reversed(links.values()))


def _faults(parsed: Parsed, size: int, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    text = sum(len(block.plain) for block in blocks)
    faults = [HTML_TOO_DEEP] if parsed.too_deep else []
    if size > _MUCH_HTML and text * _LITTLE_TEXT < size:
        faults.append(HTML_ALMOST_NO_TEXT)
    if not blocks:
        faults.append(HTML_EMPTY)
    return tuple(faults)
