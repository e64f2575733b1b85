"""Links that are not well, read from the tables: one row a page and an address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag

from sqlalchemy import Connection, ScalarSelect, Select, Subquery, func, select

from corpus import tables as t
from corpus.batches import batched
from corpus.catalogue.shown import shown_title
from corpus.links.archived import ArchivedCopy, suggested_copy
from corpus.links.checks import Hop, LinkState, reason_of_status, state_of_status
from corpus.links.ledger import Histories
from corpus.links.standing import Shown, standing_of
from corpus.links.written import counted_pages

FAULTS = frozenset({Shown.BROKEN, Shown.SOFT_404, Shown.TO_CONFIRM})
"""What a reader who follows the link is hurt by, or may well be."""

_FIRST_ERROR_STATUS = 400


@dataclass(frozen=True, slots=True)
class BadLink:
    """A link of a page that is not simply well.

    `times` says how often the page has it; `since` is the first look that said so. `moved_to` is
    the address to write instead. `hops` are empty for links within what was harvested.
    """

    url: str
    state: Shown
    since: str
    status: int = 0
    reason: str = ""
    detail: str = ""
    internal: bool = False
    times: int = 1
    hops: tuple[Hop, ...] = ()
    moved_to: str = ""
    copy: ArchivedCopy | None = None


@dataclass(frozen=True, slots=True)
class PageWithLinks:
    """A page, the record made of it (an empty id when none was), and its links that are not well."""

    url: str
    record_id: str
    title: str
    links: tuple[BadLink, ...]


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """That a page writes an address which answered the harvest with an error, and how often."""

    page: str
    url: str
    times: int
    status: int
    since: str


def written_to_bad(connection: Connection) -> list[WrittenLink]:
    """Every page and every address in error that it writes, each page under one address only."""
    pages = counted_pages().c
    counted = select(pages.source, pages.url_key, pages.url).where(pages.rank == 1)
    urls = {(row.source, row.url_key): row.url for row in connection.execute(counted)}
    links, bad = t.page_links.c, _bad_pages()
    written = (
        select(links.source, links.url_key, links.url, links.times, bad.c.status, bad.c.since)
        .select_from(bad)
        .join(t.page_links, (links.source == bad.c.source) & (links.url == bad.c.url))
    )
    return [
        WrittenLink(urls[row.source, row.url_key], row.url, row.times, row.status, row.since)
        for row in connection.execute(written)
        if (row.source, row.url_key) in urls
    ]


def internal_links(
    connection: Connection, written: Sequence[WrittenLink]
) -> Iterator[PageWithLinks]:
    """Links within what was harvested: those of records, each with its record; then the others of
    their pages (menus, footers), with the first record of the page."""
    left = {(link.page, link.url): link for link in written}
    others = _other_addresses(connection)
    for row in connection.execute(_linked_to_bad()):
        page = urldefrag(row.page).url
        if page not in others:
            same = left.pop((page, row.url), None)
            link = _internal_link(row.url, row.status, row.since, same.times if same else 1)
            yield PageWithLinks(row.page, row.id, row.title, (link,))
    records = _records_at(connection, {page for page, _ in left})
    for one in left.values():
        record_id, title = records.get(one.page, ("", ""))
        link = _internal_link(one.url, one.status, one.since, one.times)
        yield PageWithLinks(one.page, record_id, title, (link,))


def external_links(
    connection: Connection, outbound: Mapping[str, str], histories: Histories
) -> Iterator[PageWithLinks]:
    """The outbound links of records, by what the ledger says; `outbound` as `outbound_in` has it."""
    links = {
        url: link
        for url, first_met in outbound.items()
        if (link := external_link(url, first_met, histories))
    }
    rows = records_with(t.records.c.url.label("page"), t.links.c.url).join(
        t.links, t.links.c.record_id == t.records.c.id
    )
    for row in connection.execute(rows):
        if row.url in links:
            yield PageWithLinks(row.page, row.id, row.title, (links[row.url],))


def _internal_link(url: str, status: int, since: str, times: int) -> BadLink:
    return BadLink(
        url=url,
        state=Shown(state_of_status(status)),
        since=since,
        status=status,
        reason=reason_of_status(status),
        internal=True,
        times=times,
    )


def external_link(url: str, first_met: str, histories: Histories) -> BadLink | None:
    """An outbound link as its looks say; None for one that is well, or was never looked at."""
    if url not in histories:
        return None
    standing = standing_of(histories[url])
    if standing.state is Shown.OK:
        return None
    last = standing.last
    well = [check.checked_at for check in histories[url] if check.state is LinkState.OK]
    copy = suggested_copy(url, well[-1] if well else first_met, last.archived_url)
    return BadLink(
        url=url,
        state=standing.state,
        since=standing.since,
        status=last.status,
        reason=last.reason,
        detail=last.detail,
        hops=last.hops,
        moved_to=last.moved_to if standing.state is Shown.MOVED else "",
        copy=copy if standing.state in FAULTS else None,
    )


def _bad_pages() -> Subquery:
    """Addresses that answered a harvest with an error, each once."""
    pages = t.pages.c
    since = func.coalesce(_first_error(), pages.fetched_at)
    return (
        select(
            pages.source,
            pages.url,
            func.max(pages.status).label("status"),
            func.min(since).label("since"),
        )
        .where(pages.status >= _FIRST_ERROR_STATUS)
        .group_by(pages.source, pages.url)
        .subquery("bad")
    )


def _first_error() -> ScalarSelect[Any]:
    """When a page first answered with an error since it last answered well."""
    pages, fetches, well = t.pages.c, t.fetches.c, t.fetches.alias("well").c
    last_well = select(func.coalesce(func.max(well.run_id), 0)).where(
        well.source == pages.source,
        well.url == pages.url,
        well.status.between(1, _FIRST_ERROR_STATUS - 1),
    )
    return (
        select(func.min(fetches.fetched_at))
        .where(fetches.source == pages.source, fetches.url == pages.url)
        .where(fetches.status >= _FIRST_ERROR_STATUS)
        .where(fetches.run_id > last_well.correlate(t.pages).scalar_subquery())
        .correlate(t.pages)
        .scalar_subquery()
    )


def _linked_to_bad() -> Select[Any]:
    bad = _bad_pages()
    columns = (t.records.c.url.label("page"), t.links.c.url, bad.c.status, bad.c.since)
    return (
        records_with(*columns)
        .join(t.links, t.links.c.record_id == t.records.c.id)
        .join(bad, bad.c.url == t.links.c.url)
    )


def records_with(*columns: Any) -> Select[Any]:
    """`id` and the title shown of present records, with `columns`."""
    records = t.records.c
    return (
        select(records.id, shown_title().label("title"), *columns)
        .select_from(t.records)
        .where(records.id.not_in(t.gone()))
    )


def _other_addresses(connection: Connection) -> frozenset[str]:
    """The addresses of pages that are counted under another one."""
    pages = counted_pages().c
    rows = select(pages.url).where(pages.rank > 1)
    return frozenset(connection.execute(rows).scalars())


def _records_at(connection: Connection, urls: Collection[str]) -> dict[str, tuple[str, str]]:
    """The first record met under each of these addresses, with its title."""
    met, wanted = t.record_urls.c, sorted(urls)
    rows = records_with(met.url).join(t.record_urls, met.record_id == t.records.c.id)
    last_first = rows.order_by(t.records.c.id.desc())
    found: dict[str, tuple[str, str]] = {}
    for batch in batched(wanted):
        here = last_first.where(met.url.in_(batch))
        found.update({row.url: (row.id, row.title) for row in connection.execute(here)})
    return found
