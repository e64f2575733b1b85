"""Every link that a harvested page writes, menus and pictures included, and how often.

Counted as follows: each `href` and each `src` of a page, on whatever element, is one link, unless
it is empty or stays within the page (`#…`). Those to addresses of the page's own source are kept
here, without what follows their `#`, in the spelling that the harvest asks for them. A page that
answers under two addresses (`/fr/` and `/fr/index.html`) with the same bytes and the same links is
one page, counted under the first of its addresses.

They are read from the bodies that harvests keep, so that a better reader needs no new harvest: a
page is read again when its body or the reader has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnCollection,
    ColumnElement,
    Connection,
    Subquery,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database

ColumnsOfPages = ColumnCollection[str, Any]
"""The columns of a table that has `source` and `url_key`."""

READER = 2
"""To be raised when links are read, counted or spelled otherwise: pages are then read again."""

_HTML = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class HarvestedPage:
    """A page whose links are to be read: where it is, the hash of its body, and its charset."""

    source: str
    url_key: str
    url: str
    sha256: str
    charset: str


class WrittenLinks:
    """The links of pages in one `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unread(self) -> list[HarvestedPage]:
        """The pages that this version of the reader has not read as they are now, by source."""
        with self._database.read() as connection:
            return list(unread_in(connection))

    def keep(self, page: HarvestedPage, links: Mapping[str, int]) -> None:
        """Keeps how often a page writes each address, in place of what was read before."""
        here = {"source": page.source, "url_key": page.url_key}
        rows = [{**here, "url": url, "times": times} for url, times in links.items()]
        reading = {
            "sha256": page.sha256,
            "reader": READER,
            "twin": twin_of(page.sha256, links),
            "links": sum(links.values()),
            "read_at": now(),
        }
        with self._database.write() as connection:
            connection.execute(delete(t.page_links).where(_same(t.page_links.c, here)))
            if rows:
                connection.execute(insert(t.page_links), rows)
            statement = upsert(t.link_readings).values(**here, **reading)
            connection.execute(
                statement.on_conflict_do_update(index_elements=list(here), set_=reading)
            )

    def of_page(self, source: str, url: str) -> dict[str, int]:
        """The addresses within its source that a page writes, with how often it does."""
        columns = select(t.page_links.c.url, t.page_links.c.times)
        rows = columns.join(t.pages, same_page(t.page_links.c, t.pages.c)).where(
            t.pages.c.source == source, t.pages.c.url == url
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(rows)}


def unread_in(connection: Connection) -> Iterator[HarvestedPage]:
    """See `WrittenLinks.unread`."""
    pages, readings = t.pages.c, t.link_readings.c
    as_now = and_(
        same_page(readings, pages), readings.sha256 == pages.sha256, readings.reader == READER
    )
    rows = (
        select(pages.source, pages.url_key, pages.url, pages.sha256, pages.charset_used)
        .outerjoin(t.link_readings, as_now)
        .where(is_there(pages), pages.sha256 != "", pages.media_type.in_(_HTML))
        .where(readings.url_key.is_(None))
        .order_by(pages.source, pages.url)
    )
    for row in connection.execute(rows):
        yield HarvestedPage(*row)


def twin_of(sha256: str, links: Mapping[str, int]) -> str:
    """What two addresses of one page have in common: their bytes, and where their links lead."""
    written = "\n".join([sha256, *sorted(links)])
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def counted_pages() -> Subquery:
    """The pages that were read and are there, with `rank` 1 for the first address of each."""
    readings, pages = t.link_readings.c, t.pages.c
    of_twins = func.row_number().over(
        partition_by=(readings.source, readings.twin), order_by=pages.url
    )
    return (
        select(pages.source, pages.url_key, pages.url, readings.links, of_twins.label("rank"))
        .join(t.link_readings, same_page(readings, pages))
        .where(is_there(pages))
        .subquery("counted")
    )


def is_there(pages: ColumnsOfPages) -> ColumnElement[bool]:
    """Whether the last answer of a page was the page; 304 says that it still is."""
    return or_(pages.status.between(200, 299), pages.status == 304)


def same_page(one: ColumnsOfPages, other: ColumnsOfPages) -> ColumnElement[bool]:
    return and_(one.source == other.source, one.url_key == other.url_key)


def _same(columns: ColumnsOfPages, values: Mapping[str, str]) -> ColumnElement[bool]:
    return and_(columns.source == values["source"], columns.url_key == values["url_key"])
