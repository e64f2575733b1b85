"""What a source says of itself in kept answers: printed counters, sitemaps, totals of its API."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import FileMissing
from corpus.harvests.responses import Fetch, Responses
from corpus.markup import decode
from crawler.addresses import IcpcAddresses
from crawler.pages.icpc import Shape, shape_at
from crawler.pages.lists import ListPage, read_list
from crawler.pages.sheet import read_sheet
from crawler.proof.known import KnownAddresses
from crawler.spiders.probing import entries_of, unzipped

_TOTAL = "x-wp-total"
_HTML = ("text/html", "application/xhtml+xml", "")


class Says(StrEnum):
    COUNTER = "counter"
    SITEMAP = "sitemap"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Witness:
    """What the source announces at `url`, and how much of it was found.

    `lacking` are the addresses it names that are not accounted for; a counter names none of those
    it counts beyond its list.
    """

    says: Says
    url: str
    announced: int
    found: int
    lacking: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        return self.found >= self.announced and not self.lacking


def witnesses_of(known: KnownAddresses, responses: Responses, source: str) -> list[Witness]:
    """Every witness of a source, by what it is and where."""
    answers = [fetch for fetch in responses.answers(source) if fetch.status == 200]
    found = [
        *_counters(known, responses, answers),
        *_sitemaps(known, responses, answers),
        *_collections(known, responses, answers),
    ]
    return sorted(found, key=lambda witness: (witness.says, witness.url))


def _body(responses: Responses, fetch: Fetch) -> bytes:
    try:
        return responses.body(fetch.body_sha256)
    except FileMissing:
        return b""


# --- counters of lists ------------------------------------------------------------------------------


def _counters(
    known: KnownAddresses, responses: Responses, answers: Iterable[Fetch]
) -> Iterator[Witness]:
    """The lists of i-cpc.org print how many works they hold; no other source does."""
    if not isinstance(known.site, IcpcAddresses):
        return
    lists: dict[str, list[tuple[str, ListPage]]] = defaultdict(list)
    for fetch in answers:
        shape = shape_at(fetch.url, known.site)
        if shape in (Shape.LIST, Shape.ARCHIVE) and fetch.media_type in _HTML:
            lists[fetch.url.partition("?")[0]].append(
                (fetch.url, _list_page(known, responses, fetch))
            )
    for url, pages in lists.items():
        printed = [page.counter for _, page in pages if page.counter is not None]
        if printed:
            yield _counter(known, url, max(printed), pages)


def _list_page(known: KnownAddresses, responses: Responses, fetch: Fetch) -> ListPage:
    html = decode(_body(responses, fetch), _header(fetch, "content-type")).text
    return read_list(read_sheet(html, fetch.url, known.site), fetch.url, known.site)


def _counter(
    known: KnownAddresses, url: str, printed: int, pages: Sequence[tuple[str, ListPage]]
) -> Witness:
    """A list counts all works of its shape, though only its first pages were asked for where the
    API gives them; an archive counts those it names. Both count works that only they show."""
    items = {item.url for _, page in pages for item in page.items}
    only_there = {id_ for at, _ in pages for id_ in known.given.get(at, ())}
    lacking = tuple(sorted(item for item in items if not known.is_accounted(item)))
    found = len(items) - len(lacking)
    shapes = Counter(shape_at(item, known.site) for item in items)
    if shapes and shape_at(url, known.site) is Shape.LIST:
        shape = shapes.most_common(1)[0][0]
        found = sum(
            id_ not in only_there and "#" not in at and shape_at(at, known.site) is shape
            for id_, at in known.records.items()
        )
    return Witness(Says.COUNTER, url, printed, found + len(only_there), lacking)


# --- sitemaps ---------------------------------------------------------------------------------------


def _sitemaps(
    known: KnownAddresses, responses: Responses, answers: Iterable[Fetch]
) -> Iterator[Witness]:
    for fetch in answers:
        if "sitemap" not in fetch.url and not fetch.media_type.endswith("xml"):
            continue
        entries = entries_of(unzipped(_body(responses, fetch)))
        named = {known.site.canonical(url) for kind, url in entries if kind == "urlset"}
        if named:
            lacking = _unexplained(known, named, fetch.url)
            found = len(named) - len(lacking)
            yield Witness(Says.SITEMAP, fetch.url, len(named), found, lacking)


# --- the API ----------------------------------------------------------------------------------------


def _collections(
    known: KnownAddresses, responses: Responses, answers: Iterable[Fetch]
) -> Iterator[Witness]:
    """One a collection: the total that the server announces, and the items that it gave."""
    totals: dict[str, int] = defaultdict(int)
    items: dict[str, dict[str, str]] = defaultdict(dict)
    works: set[str] = set()
    for fetch in answers:
        total = _header(fetch, _TOTAL)
        if not total.isascii() or not total.isdecimal():
            continue
        name = _collection(fetch.url)
        totals[name] = max(totals[name], int(total))
        items[name].update(_items(_body(responses, fetch)))
        if known.given.get(fetch.url):
            works.add(name)
    for name, announced in totals.items():
        yield _collected(known, name, announced, items[name], name in works)


def _collected(
    known: KnownAddresses, name: str, total: int, items: Mapping[str, str], are_works: bool
) -> Witness:
    lacking: tuple[str, ...] = ()
    if are_works:
        links = {known.site.canonical(link) for link in items.values() if link}
        lacking = _unexplained(known, links, name)
    return Witness(Says.REST, name, total, len(items) - len(lacking), lacking)


def _collection(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _items(body: bytes) -> Mapping[str, str]:
    """What names each item of an answer → its address; the same item has one name in all answers."""
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    items: list[dict[str, Any]] = [item for item in _listed(answer) if isinstance(item, dict)]
    return {str(item.get("link") or item.get("id")): str(item.get("link") or "") for item in items}


def _listed(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else []


def _unexplained(known: KnownAddresses, urls: Iterable[str], witness: str) -> tuple[str, ...]:
    return tuple(sorted(url for url in urls if known.is_a_gap(url, witness)))


def _header(fetch: Fetch, name: str) -> str:
    return next((value for key, value in fetch.headers if key.lower() == name), "")
