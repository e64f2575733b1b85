"""Which pages have links that do not do, which ones, since when, and what to put in their place.

Links within what was harvested are judged by what the harvest was answered; outbound ones by the
ledger.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from corpus import tables as t
from corpus.database import Database
from corpus.links.bad_links import (
    BadLink,
    PageWithLinks,
    WrittenLink,
    external_links,
    internal_links,
    written_to_bad,
)
from corpus.links.checks import LinkState, state_of_status
from corpus.links.ledger import histories_in, outbound_in
from corpus.links.standing import Shown, standing_of
from corpus.links.written import counted_pages, unread_in
from corpus.values import host_of


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """How many links there are, counted as `corpus.links.written` says.

    `internal` and `internal_broken` count every occurrence on every page, `broken_pairs` a page and
    an address once, `broken_targets` an address once. `outbound`, `unchecked` and `by_state` count
    addresses.
    """

    pages_read: int
    pages_unread: int
    internal: int
    internal_broken: int
    broken_pairs: int
    broken_targets: int
    outbound: int
    unchecked: int
    by_state: Mapping[Shown, int]


@dataclass(frozen=True, slots=True)
class LinkReport:
    """Everything the ledger says; `pages` in the order of their addresses."""

    pages: tuple[PageWithLinks, ...]
    figures: LinkFigures

    def narrowed(self, states: Collection[Shown] = (), host: str = "") -> tuple[PageWithLinks, ...]:
        """The pages with only their links of these states (none: all) and to that host."""
        return tuple(_narrowed(self.pages, frozenset(states), host.lower()))


def read_report(database: Database) -> LinkReport:
    """The report as of now."""
    with database.read() as connection:
        histories = histories_in(connection)
        outbound = outbound_in(connection)
        written = written_to_bad(connection)
        pages = [
            *internal_links(connection, written),
            *external_links(connection, outbound, histories),
        ]
        standing = {url: standing_of(checks).state for url, checks in histories.items()}
        figures = figures_in(connection, written, outbound, standing)
    return LinkReport(tuple(_grouped(pages)), figures)


def never_asked(database: Database) -> int:
    """How many links, counted likewise, lead to addresses of a source that its harvest did not ask
    for: pictures, style sheets, what robots.txt forbids. Takes a look at every link there is."""
    links, asked, pages = t.page_links.c, t.pages.c, counted_pages()
    of_page = (pages.c.source == links.source) & (pages.c.url_key == links.url_key)
    was_asked = select(asked.url).where(asked.source == links.source, asked.url == links.url)
    statement = (
        select(func.coalesce(func.sum(links.times), 0))
        .select_from(t.page_links)
        .join(pages, of_page)
        .where(pages.c.rank == 1, ~was_asked.correlate(t.page_links).exists())
    )
    with database.read() as connection:
        return int(connection.execute(statement).scalar_one())


def pages_by_target(pages: Iterable[PageWithLinks]) -> dict[str, tuple[PageWithLinks, ...]]:
    """Each address with the pages that link to it, those most linked to first."""
    found: dict[str, list[PageWithLinks]] = defaultdict(list)
    for page in pages:
        for link in page.links:
            found[link.url].append(page)
    most = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return {url: tuple(linking) for url, linking in most}


def _narrowed(
    pages: Iterable[PageWithLinks], states: frozenset[Shown], host: str
) -> Iterator[PageWithLinks]:
    for page in pages:
        links = tuple(
            link
            for link in page.links
            if (not states or link.state in states) and (not host or host_of(link.url) == host)
        )
        if links:
            yield replace(page, links=links)


def _grouped(pages: Iterable[PageWithLinks]) -> Iterator[PageWithLinks]:
    links: dict[tuple[str, str], list[BadLink]] = defaultdict(list)
    whole: dict[tuple[str, str], PageWithLinks] = {}
    for page in pages:
        key = (page.url, page.record_id)
        whole[key] = page
        links[key].extend(page.links)
    for key in sorted(whole):
        ordered = sorted(links[key], key=lambda link: (not link.internal, link.url))
        yield replace(whole[key], links=tuple(ordered))


def figures_in(
    connection: Connection,
    written: Sequence[WrittenLink],
    outbound: Collection[str],
    standing: Mapping[str, Shown],
) -> LinkFigures:
    """The figures, `standing` being where each address that was looked at stands."""
    pages = counted_pages().c
    totals = select(func.count(), func.coalesce(func.sum(pages.links), 0)).where(pages.rank == 1)
    pages_read, internal = connection.execute(totals).one()
    broken = [link for link in written if state_of_status(link.status) is LinkState.BROKEN]
    states = Counter(standing[url] for url in outbound if url in standing)
    return LinkFigures(
        pages_read=pages_read,
        pages_unread=sum(1 for _ in unread_in(connection)),
        internal=internal,
        internal_broken=sum(link.times for link in broken),
        broken_pairs=len(broken),
        broken_targets=len({link.url for link in broken}),
        outbound=len(outbound),
        unchecked=len(outbound) - states.total(),
        by_state=dict(states),
    )
