"""Works that only a list shows: events, trainings and offers that have no page of their own.

Lists roll: the same address shows other items a month later. Each item is a record, named by its
title and its date, whatever its rank, so that it stays the same as the list goes by.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.markup import absolute_url, attribute, blocks_of, links_of, text_of
from corpus.record import ExtractedFrom
from corpus.values import clean_text, read_dates
from crawler.addresses import Addresses
from crawler.pages.aggregates import gathered, holds_heading, main_of_fragment, slug
from crawler.pages.draft import Draft, PageReading, finished
from crawler.pages.icpc import (
    fill_event,
    fill_job,
    fill_training,
    is_when,
    names_a_job,
    shape_at,
)
from crawler.pages.labels import label_of
from crawler.pages.lists import HEADINGS, WORKS, lines_after
from crawler.pages.sheet import Sheet

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a list shows, how to read it, and the labels that make a heading the title of one."""

    kind: str
    fill: Callable[[Draft, Sheet], None]
    labels: frozenset[str]


_LISTINGS: Mapping[str, _Listing] = MappingProxyType(
    {
        "/ressources/agenda-des-evenements": _Listing(
            "event", fill_event, frozenset({"proposers", "dates"})
        ),
        "/ressources/formations": _Listing(
            "training", fill_training, frozenset({"proposers", "organisations", "dates"})
        ),
        "/ressources/emplois": _Listing("job", fill_job, frozenset({"organisations"})),
    }
)


def read_listed(sheet: Sheet, url: str, site: Addresses) -> PageReading:
    """The records of the items of a list that lead to no page of theirs; none for other pages."""
    listing = _LISTINGS.get(site.local_path(url).rstrip("/"))
    if listing is None or sheet.body is None:
        return PageReading()
    page_url = site.canonical(url).partition("?")[0]
    headings = _titles(main_of_fragment(sheet.body), url, site, listing)
    drafts = {draft.url: draft for draft in (_draft(h, page_url, site, listing) for h in headings)}
    return finished(*drafts.values())


def _titles(root: Tag, url: str, site: Addresses, listing: _Listing) -> Iterator[Tag]:
    """The headings that are followed by what such a work says first, and that link to no work."""
    for heading in root.find_all(HEADINGS):
        if not _leads_to_work(heading, url, site) and _is_title(heading, listing):
            yield heading


def _leads_to_work(heading: Tag, url: str, site: Addresses) -> bool:
    links = (absolute_url(attribute(link, "href"), url) for link in heading.find_all("a"))
    return any(link and shape_at(link, site) in WORKS for link in links)


def _is_title(heading: Tag, listing: _Listing) -> bool:
    if listing.kind == "job" and names_a_job(clean_text(text_of(heading))):
        return True
    return any(_tells(line, listing) for line in lines_after(heading))


def _tells(line: str, listing: _Listing) -> bool:
    found = label_of(line)
    if found:
        return found[0] in listing.labels
    return listing.kind == "event" and len(line) <= 80 and is_when(line)


def _draft(heading: Tag, page_url: str, site: Addresses, listing: _Listing) -> Draft:
    title = clean_text(text_of(heading))
    anchor = attribute(heading, "id") or slug(f"{title} {_day(lines_after(heading))}")
    draft = Draft(site, listing.kind, page_url, anchor)
    draft.told_by("kind", "list")
    draft.put("extracted_from", ExtractedFrom(page_url, anchor), "list")
    text = gathered([copy.copy(node) for node in _nodes_of(heading)])
    links = (*links_of(heading, page_url), *links_of(text, page_url))
    listing.fill(draft, Sheet(title, "heading", (), blocks_of(text), links=links))
    return draft


def _day(lines: Iterator[str]) -> str:
    """The first date of an item: meetings of one title are told apart by it."""
    starts = (read_dates(line).start for line in lines)
    return next((start.value for start in starts if start), "")


def _nodes_of(heading: Tag) -> Sequence[PageElement]:
    """What follows a title in its box, up to a heading of its level: lower ones are its own."""
    ends = [name for name in _LEVELS if name <= heading.name]
    nodes: list[PageElement] = []
    for node in heading.next_siblings:
        if holds_heading(node, ends):
            break
        nodes.append(node)
    return nodes
