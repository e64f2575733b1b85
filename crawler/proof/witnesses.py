"""What a source says of itself in kept answers: printed counters, sitemaps, totals of its API."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import FileMissing
from corpus.harvests.responses import Fetch, Responses
from crawler.proof.counters import described_counters, list_counters
from crawler.proof.known import KnownAddresses
from crawler.proof.witness import BodyOf, Says, Witness, header_of
from crawler.spiders.probing import entries_of, unzipped

_TOTAL = "x-wp-total"


def witnesses_of(known: KnownAddresses, responses: Responses, source: str) -> list[Witness]:
    """Every witness of a source, by what it is and where."""
    body_of = partial(_body, responses)
    answers = [fetch for fetch in responses.answers(source) if fetch.status == 200]
    found = [
        *list_counters(known, answers, body_of),
        *described_counters(known, answers, body_of),
        *_sitemaps(known, answers, body_of),
        *_collections(known, answers, body_of),
    ]
    return sorted(found, key=lambda witness: (witness.says, witness.url))


def _body(responses: Responses, fetch: Fetch) -> bytes:
    try:
        return responses.body(fetch.body_sha256)
    except FileMissing:
        return b""


# --- sitemaps ---------------------------------------------------------------------------------------


def _sitemaps(
    known: KnownAddresses, answers: Iterable[Fetch], body_of: BodyOf
) -> Iterator[Witness]:
    for fetch in answers:
        if "sitemap" not in fetch.url and not fetch.media_type.endswith("xml"):
            continue
        entries = entries_of(unzipped(body_of(fetch)))
        named = {known.site.canonical(url) for kind, url in entries if kind == "urlset"}
        if named:
            lacking = _unexplained(known, named, fetch.url)
            found = len(named) - len(lacking)
            yield Witness(Says.SITEMAP, fetch.url, len(named), found, lacking)


# --- the API ----------------------------------------------------------------------------------------


def _collections(
    known: KnownAddresses, answers: Iterable[Fetch], body_of: BodyOf
) -> Iterator[Witness]:
    """One a collection: the total that the server announces, and the items that it gave."""
    totals: dict[str, int] = defaultdict(int)
    items: dict[str, dict[str, str]] = defaultdict(dict)
    works: set[str] = set()
    for fetch in answers:
        total = header_of(fetch, _TOTAL)
        if not total.isascii() or not total.isdecimal():
            continue
        name = _collection(fetch.url)
        totals[name] = max(totals[name], int(total))
        items[name].update(_items(body_of(fetch)))
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
