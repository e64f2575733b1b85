"""What an answer shows, as a `Seen`: no request, no disk."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.http import Response

from corpus.markup import Decoded, Parsed, absolute_url, attribute, main_of, parse, text_of
from corpus.values import normalise_url
from crawler.addresses import Addresses
from crawler.probe.guessing import candidates_found
from crawler.probe.seen import PageSeen, Seen
from crawler.probe.systems import HEADER_NAMES, Trace, traces_in, traces_of_headers
from crawler.probe.templates import steps_of

if TYPE_CHECKING:
    from bs4 import Tag

_HEADERS = ("server", "x-powered-by", "etag", "last-modified", "cache-control", *HEADER_NAMES)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_LONGEST = 200
_LISTING = re.compile(r"(?:Directory listing for|Index of) /")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer was asked as, and what only the asker could tell of it."""

    role: str
    items: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()


def seen_in(
    response: Response,
    site: Addresses,
    asked: Asked,
    read: Decoded | None = None,
    page: PageSeen | None = None,
) -> Seen:
    """An answer as it is kept; `read` is how its text was decoded, `page` what a page shows."""
    headers = _headers(response)
    return Seen(
        url=response.url,
        path=site.record_path(response.url),
        role=asked.role,
        status=response.status,
        media_type=_header(response, "Content-Type").partition(";")[0].strip().lower(),
        headers=headers,
        size=len(response.body),
        sha256=hashlib.sha256(response.body).hexdigest(),
        declared=read.declared if read else "",
        used=read.charset if read else "",
        damaged=read.damaged if read else 0,
        items=asked.items,
        traces=(*asked.traces, *traces_of_headers(headers)),
        page=page,
    )


def look_at(html: str, url: str, site: Addresses) -> PageSeen:
    """What a page shows; `url` is where it was fetched."""
    parsed = parse(html)
    soup = parsed.soup
    base = _first(parsed, "base", "href")
    links, elsewhere = _links(parsed, absolute_url(base, url) or url, site)
    generator, title = _generator(parsed), _title(parsed)
    return PageSeen(
        title=title[:_LONGEST],
        language=_first(parsed, "html", "lang") or _first(parsed, "html", "xml:lang"),
        generator=generator[:_LONGEST],
        steps=steps_of(soup.body or soup),
        links=dict(links),
        elsewhere=elsewhere,
        feeds=tuple(_feeds(parsed, url)),
        found=candidates_found(soup),
        traces=traces_in(html, generator, lambda raw: _is_own(raw, url, site)),
        is_listing=_LISTING.match(title) is not None,
        words=len(text_of(main_of(soup)).split()),
    )


def _is_own(raw: str, url: str, site: Addresses) -> bool:
    return site.is_within(absolute_url(raw, url))


def _links(parsed: Parsed, base: str, site: Addresses) -> tuple[Counter[str], int]:
    """How often each address of the site is linked to, and how many links lead elsewhere.

    Links within the same page are not counted; frames are.
    """
    found: Counter[str] = Counter()
    elsewhere = 0
    for raw in _addresses(parsed):
        address = normalise_url(absolute_url(raw, base))
        if address and site.is_within(address):
            found[site.canonical(address)] += 1
        elif address:
            elsewhere += 1
    return found, elsewhere


def _addresses(parsed: Parsed) -> Iterator[str]:
    for tag in parsed.tags:
        if tag.name in ("a", "area"):
            written = attribute(tag, "href").strip()
        elif tag.name in ("frame", "iframe"):
            written = attribute(tag, "src").strip()
        else:
            continue
        if written and not written.startswith("#"):
            yield written


def _feeds(parsed: Parsed, url: str) -> Iterator[str]:
    for tag in _named(parsed, "link"):
        address = absolute_url(attribute(tag, "href"), url)
        if address and attribute(tag, "type").lower() in _FEED_TYPES:
            yield address


def _title(parsed: Parsed) -> str:
    return next((text_of(tag) for tag in _named(parsed, "title")), "")


def _generator(parsed: Parsed) -> str:
    metas = (tag for tag in _named(parsed, "meta") if attribute(tag, "name").lower() == "generator")
    return next((attribute(tag, "content").strip() for tag in metas), "")


def _first(parsed: Parsed, name: str, attribute_name: str) -> str:
    values = (attribute(tag, attribute_name) for tag in _named(parsed, name))
    return next((value.strip() for value in values if value.strip()), "")


def _named(parsed: Parsed, name: str) -> Iterator[Tag]:
    return (tag for tag in parsed.tags if tag.name == name)


def _headers(response: Response) -> dict[str, str]:
    said = ((name, _header(response, name)) for name in _HEADERS)
    return {name: value[:_LONGEST] for name, value in said if value}


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""
