"""Saved pages and what is expected of them: `tests/data/sources/<source>/<shape>.html` + `.json`.

A page and its JSON are all a new shape needs. The JSON says at which address the page stood
(`url`) and what it gives: `records` (less what is empty, and less the hashes) and the codes of the
`notes`. A saved REST answer is `<shape>.rest.json`: the collection as served, with what was known
before it.

`python -m tests.crawler.saved_pages` writes the expected part anew from the code as it is: read
the difference before you keep it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.markup import decode
from corpus.sources import COMEDIE, ICPC, Source, source_of_host
from crawler.addresses import Addresses, ComedieAddresses, IcpcAddresses
from crawler.described.saved import bare, plain, said
from crawler.pages.comedie import read_comedie
from crawler.pages.draft import PageReading
from crawler.pages.icpc import Shape, read_icpc, shape_at
from crawler.pages.icpc_rest import Known, read_item
from crawler.pages.lists import read_list
from crawler.pages.sheet import read_sheet
from crawler.pages.site import read_site_page

SOURCES = Path(__file__).parent.parent / "data" / "sources"
_LISTS = (Shape.LIST, Shape.ARCHIVE)


__all__ = ["plain", "said"]


def site_of(source: str) -> Addresses:
    known: dict[str, tuple[type[Addresses], Source]] = {
        "comedie": (ComedieAddresses, COMEDIE),
        "icpc": (IcpcAddresses, ICPC),
        "site": (Addresses, source_of_host("www.example.org")),
    }
    addresses, made = known[source]
    return addresses(made, made.home)


def pages() -> list[Path]:
    """Every saved page, in the order of the names."""
    return sorted(SOURCES.glob("*/*.html"))


def rest_answers() -> list[Path]:
    return sorted(SOURCES.glob("*/*.rest.json"))


def read_page(page: Path, url: str, link_text: str = "") -> PageReading:
    source = page.parent.name
    html = decode(page.read_bytes(), "text/html").text
    readers = {"comedie": read_comedie, "icpc": read_icpc, "site": read_site_page}
    return readers[source](html, url, site_of(source), link_text)


def read_saved_list(page: Path, url: str) -> dict[str, Any] | None:
    """What a saved list of i-cpc.org names; None for a page that is no list."""
    if page.parent.name != "icpc" or shape_at(url, site_of("icpc")) not in _LISTS:
        return None
    html = decode(page.read_bytes(), "text/html").text
    read = read_list(read_sheet(html, url, site_of("icpc")), url, site_of("icpc"))
    items = [bare({"url": i.url, "title": i.title} | asdict(i.listed)) for i in read.items]
    return {"counter": read.counter, "items": items}


def read_rest(answer: Path) -> PageReading:
    """All the items of a saved collection, as one reading."""
    saved = json.loads(answer.read_text("utf-8"))
    known = Known.from_json(saved["known"])
    readings = [read_item(item, site_of("icpc"), known) for item in saved["items"]]
    return PageReading(
        tuple(record for reading in readings for record in reading.records),
        tuple(note for reading in readings for note in reading.notes),
    )


def said_by_page(page: Path, url: str, link_text: str = "") -> dict[str, Any]:
    """All that a saved page says: its records and notes, and its items when it is a list."""
    listed = read_saved_list(page, url)
    return said(read_page(page, url, link_text)) | ({"list": listed} if listed else {})


def expectation(page: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(page.with_suffix(".json").read_text("utf-8"))
    return expected


def _rewritten() -> Iterator[tuple[Path, dict[str, Any]]]:
    for page in pages():
        kept = expectation(page)
        head = {name: kept[name] for name in ("about", "url", "link_text") if name in kept}
        now = said_by_page(page, kept["url"], kept.get("link_text", ""))
        yield page.with_suffix(".json"), head | now
    for answer in rest_answers():
        saved = json.loads(answer.read_text("utf-8"))
        yield answer, saved | {"expected": said(read_rest(answer))}


def main() -> int:
    for path, values in _rewritten():
        path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(path.relative_to(SOURCES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
