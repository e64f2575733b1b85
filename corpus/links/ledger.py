"""The ledger of looks at outbound links: every look is a row, and stays.

Outbound links are those of present records that lead to a host which no source was harvested from:
what a harvest asked for is known from the harvest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, Select, Table, func, insert, select

from corpus import tables as t
from corpus.batches import batched
from corpus.clock import at
from corpus.database import Database
from corpus.links.checks import Check, LinkState, hops_from_json, hops_to_json
from corpus.links.standing import due_at
from corpus.record import Standing as RecordStanding
from corpus.values import host_of

Histories = Mapping[str, Sequence[Check]]
"""All looks at each address, oldest first."""


@dataclass(frozen=True, slots=True)
class DueLink:
    """An address to look at; `seen_at` is when it was last known to be good, or was first met."""

    url: str
    seen_at: str
    previous: Check | None = None


class LinkLedger:
    """Looks at links in one `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, check: Check) -> None:
        """Keeps one look, in a transaction of its own: a check that is killed loses none."""
        row = {
            "url": check.url,
            "checked_at": check.checked_at,
            "state": check.state.value,
            "status": check.status,
            "final_url": check.final_url,
            "hops": hops_to_json(check.hops),
            "etag": check.etag,
            "last_modified": check.last_modified,
            "message": f"{check.reason}: {check.detail}" if check.detail else check.reason,
            "archived_url": check.archived_url,
        }
        with self._database.write() as connection:
            connection.execute(insert(t.link_checks), row)

    def history(self, url: str) -> tuple[Check, ...]:
        """Every look at that address, oldest first."""
        rows = select(t.link_checks).where(t.link_checks.c.url == url).order_by(t.link_checks.c.id)
        with self._database.read() as connection:
            return tuple(_check_of(row) for row in connection.execute(rows))

    def outbound(self) -> dict[str, str]:
        """Each outbound address, with the instant it was first met."""
        with self._database.read() as connection:
            return outbound_in(connection)

    def due(
        self, instant: datetime, *, every: bool = False, host: str = "", limit: int = 0
    ) -> list[DueLink]:
        """The outbound links to look at by then, those never looked at first, then the oldest.

        `every` takes those that rest as well; `host` keeps the links to that host; a `limit` of 0
        is none. As the oldest come first, a check of everything that is cut short goes on where
        it was.
        """
        with self._database.read() as connection:
            outbound, histories = outbound_in(connection), histories_in(connection)
        links = [
            _due_link(url, seen_at, histories.get(url, ()))
            for url, seen_at in outbound.items()
            if (not host or host_of(url) == host.lower())
            and (every or url not in histories or due_at(histories[url]) <= at(instant))
        ]
        links.sort(key=lambda link: link.previous.checked_at if link.previous else "")
        return links[:limit] if limit else links


def histories_in(connection: Connection) -> Histories:
    """The looks at every address."""
    found: dict[str, list[Check]] = defaultdict(list)
    for row in connection.execute(select(t.link_checks).order_by(t.link_checks.c.id)):
        found[row.url].append(_check_of(row))
    return found


def histories_of(connection: Connection, urls: Collection[str]) -> Histories:
    """The looks at some addresses."""
    found: dict[str, list[Check]] = defaultdict(list)
    for rows in _among(connection, select(t.link_checks).order_by(t.link_checks.c.id), urls):
        for row in rows:
            found[row.url].append(_check_of(row))
    return found


def first_met_in(connection: Connection, urls: Collection[str]) -> dict[str, str]:
    """When each of these addresses was first met in a record that is present."""
    met = (
        select(t.links.c.url, func.min(t.records.c.first_seen))
        .join(t.records, t.records.c.id == t.links.c.record_id)
        .where(t.links.c.record_id.not_in(t.gone()))
        .group_by(t.links.c.url)
    )
    return {row[0]: row[1] for rows in _among(connection, met, urls, t.links) for row in rows}


def _among(
    connection: Connection,
    statement: Select[Any],
    urls: Collection[str],
    table: Table = t.link_checks,
) -> Iterator[Any]:
    """What the statement gives for these addresses, some hundreds at a time."""
    wanted = sorted(urls)
    for batch in batched(wanted):
        here = table.c.url.in_(batch)
        yield connection.execute(statement.where(here))


def outbound_urls_in(connection: Connection) -> frozenset[str]:
    """The addresses of `outbound_in`, which does not take reading their records."""
    known = origins_in(connection)
    met = select(t.links.c.url).where(t.links.c.record_id.not_in(t.gone())).distinct()
    urls = connection.execute(met).scalars()
    return frozenset(url for url in urls if (origin := origin_of(url)) and origin not in known)


def outbound_in(connection: Connection) -> dict[str, str]:
    """See `LinkLedger.outbound`."""
    known = origins_in(connection)
    met = (
        select(t.links.c.url, func.min(t.records.c.first_seen))
        .join(t.records, t.records.c.id == t.links.c.record_id)
        .where(t.records.c.standing == RecordStanding.PRESENT)
        .group_by(t.links.c.url)
        .order_by(t.links.c.url)
    )
    return {
        url: first_seen
        for url, first_seen in connection.execute(met)
        if (origin := origin_of(url)) and origin not in known
    }


def origins_in(connection: Connection) -> frozenset[str]:
    """`scheme://host:port` of everything that was harvested."""
    urls = connection.execute(select(t.pages.c.url)).scalars()
    return frozenset(origin_of(url) for url in urls)


_PLAIN = re.compile(r"(https?://[A-Za-z0-9][A-Za-z0-9.:-]*)(?![^/?#])")
"""How nearly every address begins, for which nothing has to be taken apart."""


def origin_of(url: str) -> str:
    """Empty for what is no http address."""
    if url.isascii() and url.isprintable() and (plain := _PLAIN.match(url)):
        return plain[1].lower()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_http = parts.scheme in ("http", "https") and parts.hostname
    return f"{parts.scheme}://{parts.netloc.lower()}" if is_http else ""


def _due_link(url: str, first_met: str, checks: Sequence[Check]) -> DueLink:
    well = (check.checked_at for check in reversed(checks) if check.state is LinkState.OK)
    return DueLink(url, next(well, first_met), checks[-1] if checks else None)


def _check_of(row: Row[Any]) -> Check:
    reason, _, detail = row.message.partition(": ")
    return Check(
        url=row.url,
        checked_at=row.checked_at,
        state=LinkState(row.state),
        status=row.status,
        final_url=row.final_url,
        hops=hops_from_json(row.hops),
        reason=reason,
        detail=detail,
        etag=row.etag,
        last_modified=row.last_modified,
        archived_url=row.archived_url,
    )
