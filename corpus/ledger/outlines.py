"""Every address of a source with its fate alone: quick enough to choose among all of them.

A line of the ledger reads whole records; that is for the few that are shown. Both tell the same fate,
by the same rules (`corpus.ledger.fates`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from corpus import tables as t
from corpus.harvests.states import PageState
from corpus.ledger.fates import TO_LOOK_AT, Fate, Known, fate_of, fate_of_named
from corpus.record import FileState, Standing

_OF_NAMED = frozenset(
    {Fate.RECORD, Fate.PART, Fate.ALIAS, Fate.DUPLICATE, Fate.MOVED, Fate.WITHDRAWN}
)
"""What may become of an address that was never asked for: `fate_of_named` gives no other."""

Place = tuple[str, str, str]
"""The source, the key and the address of a line."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An address, by `key` when it was asked for (empty when not), and what became of it.

    `waits`: a person must look at it, and has not.
    """

    source: str
    key: str
    url: str
    fate: Fate
    waits: bool

    @property
    def place(self) -> Place:
        return self.source, self.key, self.url


def outlines(
    connection: Connection, source: str, doubles: Mapping[str, str], fates: Collection[Fate]
) -> Iterator[Outline]:
    """Those of these fates, in the order of `Ledger.lines`: by address those that were asked for,
    then the others."""
    asked = set()
    for outline in _of_pages(connection, source, doubles):
        asked.add(outline.url)
        if outline.fate in fates:
            yield outline
    if not _OF_NAMED.isdisjoint(fates):
        for outline in _of_records(connection, source, doubles, asked):
            if outline.fate in fates:
                yield outline


def places(connection: Connection, source: str, start: int, size: int) -> list[Place]:
    """`size` lines of a source at most, from that one on (0 for the first), in the same order."""
    page, met, record = t.pages.c, t.record_urls.c, t.records.c
    of_source = page.source == source
    asked = select(page.url_key, page.url).where(of_source).order_by(page.url)
    found = [
        (source, row.url_key, row.url)
        for row in connection.execute(asked.offset(start).limit(size))
    ]
    if len(found) == size:
        return found
    before = connection.execute(select(func.count()).select_from(t.pages).where(of_source))
    named = (
        select(met.url)
        .join(t.records, record.id == met.record_id)
        .where((record.source == source) & met.url.not_in(select(page.url).where(of_source)))
        .distinct()
        .order_by(met.url)
        .offset(max(0, start - before.scalar_one()))
        .limit(size - len(found))
    )
    return found + [(source, "", url) for url in connection.execute(named).scalars()]


def notes_of(connection: Connection, source: str) -> Mapping[tuple[int, str], frozenset[str]]:
    """The remarks that decide on a fate, by run and address."""
    note, run = t.run_notes.c, t.runs.c
    rows = connection.execute(
        select(note.run_id, note.url, note.code)
        .join(t.runs, run.id == note.run_id)
        .where((run.source == source) & (note.code == "nothing_found"))
    )
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in rows:
        found[row.run_id, row.url].add(row.code)
    return {place: frozenset(codes) for place, codes in found.items()}


# --- addresses asked for -----------------------------------------------------------------------


def _of_pages(connection: Connection, source: str, doubles: Mapping[str, str]) -> Iterator[Outline]:
    page = t.pages.c
    names = ("url_key", "url", "state", "status", "media_type", "moved_to", "reason", "run_id")
    columns = (*(page[name] for name in names), page.gives)
    rows = connection.execute(select(*columns).where(page.source == source).order_by(page.url))
    around = _Around.of(connection, source)
    for row in rows.all():
        fate = fate_of(around.known(row, doubles))[0]
        waits = fate in TO_LOOK_AT and row.url_key not in around.judged
        yield Outline(source, row.url_key, row.url, fate, waits)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the catalogue knows around the addresses of a source."""

    standings: Mapping[str, Standing]
    holders: Mapping[str, str]
    known_as: Mapping[str, Sequence[str]]
    kept: Collection[str]
    notes: Mapping[tuple[int, str], frozenset[str]]
    judged: Collection[str]

    @classmethod
    def of(cls, connection: Connection, source: str) -> _Around:
        record, staged, verdict = t.records.c, t.run_records.c, t.page_verdicts.c
        met = and_(staged.run_id == record.last_run, staged.record_id == record.id)
        rows = connection.execute(
            select(record.id, record.standing, staged.url_key)
            .outerjoin(t.run_records, met)
            .where(record.source == source)
        ).all()
        kept = select(t.files.c.url).where(t.files.c.state == FileState.KEPT)
        judged = select(verdict.url_key).where(verdict.source == source)
        return cls(
            standings={id_: Standing(standing) for id_, standing, _ in rows},
            holders={id_: key for id_, _, key in rows if key},
            known_as=_known_as(connection, source),
            kept=frozenset(connection.execute(kept).scalars()),
            notes=notes_of(connection, source),
            judged=frozenset(connection.execute(judged).scalars()),
        )

    def known(self, row: Row[Any], doubles: Mapping[str, str]) -> Known:
        ids = tuple(id_ for id_ in json.loads(row.gives) if id_ in self.standings)
        key = row.url_key
        return Known(
            row.url,
            PageState(row.state),
            row.status,
            row.media_type,
            row.moved_to,
            row.reason,
            ids,
            {id_: self.standings[id_] for id_ in ids},
            tuple(self.known_as.get(row.url, ())),
            frozenset(id_ for id_ in ids if self.holders.get(id_, key) != key),
            doubles.get(ids[0], "") if ids else "",
            row.url in self.kept,
            self.notes.get((row.run_id, row.url), frozenset()),
        )


def _known_as(connection: Connection, source: str) -> Mapping[str, Sequence[str]]:
    """The records met under an address of the source, or whose file it is."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in (t.record_urls, t.record_files):
        here = (t.pages.c.url == table.c.url) & (t.pages.c.source == source)
        rows = select(table.c.url, table.c.record_id).join(t.pages, here)
        for url, id_ in connection.execute(rows.order_by(table.c.record_id)):
            found[url].append(id_)
    return found


# --- those of records met elsewhere --------------------------------------------------------------


def _of_records(
    connection: Connection, source: str, doubles: Mapping[str, str], asked: Collection[str]
) -> Iterator[Outline]:
    met, record = t.record_urls.c, t.records.c
    parts = frozenset(connection.execute(select(record.id).where(t.IS_PART)).scalars())
    rows = connection.execute(
        select(met.url, record.id, record.url.label("own"), record.standing)
        .join(t.records, record.id == met.record_id)
        .where(record.source == source)
        .order_by(met.url, met.record_id)
    )
    last = ""
    for row in rows.all():
        if row.url in asked or row.url == last:
            continue
        last = row.url
        standings = {row.id: Standing(row.standing)}
        known = Known(
            row.url,
            PageState.UNCHANGED,
            0,
            gives=(row.id,),
            standings=standings,
            canonical=doubles.get(row.id, ""),
        )
        fate, _ = fate_of_named(known, row.own, "page" if row.id in parts else "")
        yield Outline(source, "", row.url, fate, waits=False)
