"""The pages with links of some states, chosen without reading every look there ever was.

A page of the desk shows a few of them: where each link stands is summed up by the database, and
the looks themselves are read for what is shown. `corpus.links.report` says the same of all at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, case, func, select

from corpus import tables as t
from corpus.database import Database
from corpus.links.bad_links import (
    BadLink,
    PageWithLinks,
    external_link,
    internal_links,
    records_with,
    written_to_bad,
)
from corpus.links.checks import LinkState
from corpus.links.ledger import first_met_in, histories_of, outbound_urls_in
from corpus.links.report import LinkFigures, figures_in
from corpus.links.standing import FAULTY_LOOKS, Shown, is_confirmed
from corpus.values import host_of


@dataclass(frozen=True, slots=True)
class ChosenLink:
    """A link of a page that was chosen; `within` is all there is to say of one within what was
    harvested, None for an outbound one."""

    url: str
    state: Shown
    within: BadLink | None = None


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """A page, the record made of it (an empty id when none was), and its links that were chosen."""

    url: str
    record_id: str
    links: tuple[ChosenLink, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`pages` in the order of their addresses; `hosts` are those that links of these states lead
    to, with how many pages link there, most first."""

    pages: tuple[ChosenPage, ...]
    hosts: tuple[tuple[str, int], ...]
    figures: LinkFigures


def choose(database: Database, states: Collection[Shown], host: str = "") -> Choice:
    """The pages with links of these states, to that host when one is given."""
    with database.read() as connection:
        written = written_to_bad(connection)
        outbound, standing = outbound_urls_in(connection), states_in(connection)
        figures = figures_in(connection, written, outbound, standing)
        links: dict[tuple[str, str], list[ChosenLink]] = defaultdict(list)
        for page in internal_links(connection, written):
            for link in page.links:
                if link.state in states:
                    chosen = ChosenLink(link.url, link.state, link)
                    links[page.url, page.record_id].append(chosen)
        wanted = {url for url in outbound if standing.get(url) in states}
        for place, url in _linking_to(connection, wanted):
            links[place].append(ChosenLink(url, standing[url]))
    hosts: Counter[str] = Counter()
    for found in links.values():
        hosts.update({_host_of(link.url) for link in found})
    pages = tuple(_pages(links, host.lower()))
    return Choice(pages, tuple(sorted(hosts.items(), key=lambda h: (-h[1], h[0]))), figures)


def told(database: Database, pages: Sequence[ChosenPage]) -> list[PageWithLinks]:
    """All there is to say of these pages: some at a time, for each look at their links is read."""
    urls = {link.url for page in pages for link in page.links if link.within is None}
    ids = {page.record_id for page in pages if page.record_id}
    with database.read() as connection:
        histories = histories_of(connection, urls)
        first_met = first_met_in(connection, urls)
        rows = connection.execute(records_with().where(t.records.c.id.in_(ids)))
        titles = {row.id: row.title for row in rows}
    outbound = {
        url: link for url in urls if (link := external_link(url, first_met.get(url, ""), histories))
    }
    return [
        PageWithLinks(
            page.url,
            page.record_id,
            titles.get(page.record_id, ""),
            tuple(
                link
                for one in page.links
                if (link := one.within or outbound.get(one.url)) is not None
            ),
        )
        for page in pages
    ]


def states_in(connection: Connection) -> dict[str, Shown]:
    """The state of `corpus.links.standing.standing_of` for every address that was looked at."""
    check = t.link_checks.c
    tells_nothing = (*FAULTY_LOOKS, LinkState.ERROR)
    well = func.max(case((check.state.not_in(tells_nothing), check.id)))
    ends = (
        select(
            check.url,
            func.max(check.id).label("last"),
            func.coalesce(well, 0).label("well"),
        )
        .group_by(check.url)
        .subquery("ends")
    )
    is_last = check.id == ends.c.last
    last_looks = select(check.url, check.state).select_from(ends).join(t.link_checks, is_last)
    looks = {row.url: LinkState(row.state) for row in connection.execute(last_looks)}
    since = (ends.c.url == check.url) & (check.id > ends.c.well)
    streaks = (
        select(check.url, func.min(check.checked_at), func.max(check.checked_at))
        .select_from(ends)
        .join(t.link_checks, since)
        .where(check.state.in_(FAULTY_LOOKS))
        .group_by(check.url)
    )
    confirmed = {
        url for url, first, last in connection.execute(streaks) if is_confirmed(first, last)
    }
    return {
        url: Shown.TO_CONFIRM if look in FAULTY_LOOKS and url not in confirmed else Shown(look)
        for url, look in looks.items()
    }


_host_of = lru_cache(maxsize=20_000)(host_of)


def _linking_to(
    connection: Connection, urls: Collection[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """Each present record that links to one of these addresses, as its address and id."""
    record, link = t.records.c, t.links.c
    rows = (
        select(record.url.label("page"), link.record_id, link.url)
        .join(t.records, record.id == link.record_id)
        .where(link.record_id.not_in(t.gone()))
    )
    for row in connection.execute(rows):
        if row.url in urls:
            yield (row.page, row.record_id), row.url


def _pages(
    links: Mapping[tuple[str, str], Sequence[ChosenLink]], host: str
) -> Iterator[ChosenPage]:
    for place in sorted(links):
        kept = [link for link in links[place] if not host or _host_of(link.url) == host]
        kept.sort(key=lambda link: (link.within is None, link.url))
        if kept:
            yield ChosenPage(*place, tuple(kept))
