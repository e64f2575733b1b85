"""What a run found, read back for people: its counts, its changes, and how far it has come."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database
from corpus.harvests.differences import FieldDifference, record_differences
from corpus.harvests.outcomes import RowState
from corpus.harvests.runs import Run, RunNote, RunState, run_of
from corpus.harvests.states import RecordState
from corpus.harvests.vanishing import OBJECTIONS
from corpus.interchange import record_from_json

TOLD = (
    RecordState.NEW,
    RecordState.CHANGED,
    RecordState.MOVED,
    RecordState.ABSENT,
    RecordState.ERROR,
)
"""The states of records that a run has something to say of, in the order they are told."""

_FEWEST_DONE = 10
"""Fewer addresses say nothing of how long the others will take."""


@dataclass(frozen=True, slots=True)
class RunChange:
    """A record that a run found new, changed, moved (to `moved_to`), absent or in error.

    `differences` are those of a changed record, `fields` their names.
    """

    record_id: str
    kind: str
    state: RecordState
    title: str
    url: str
    fields: tuple[str, ...] = ()
    differences: tuple[FieldDifference, ...] = ()
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the addresses known so far a run has done; more may be found on its way.

    `held` is False when its process has said nothing for longer than its lease. `seconds_left` is
    what the known addresses would take at the pace so far, None when that cannot be told.
    """

    done: int
    known: int
    held: bool
    seconds_left: int | None = None


class Reports:
    """The runs as people look at them; nothing here writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def runs(self, source: str = "", limit: int = 50, offset: int = 0) -> Sequence[Run]:
        """The runs of one source, or of all, latest first."""
        query = _of_source(select(t.runs), source).order_by(t.runs.c.id.desc())
        with self._database.read() as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).mappings()
            return [run_of(row) for row in rows]

    def count(self, source: str = "") -> int:
        query = _of_source(select(func.count()).select_from(t.runs), source)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def sources(self) -> Sequence[str]:
        """The keys of the sources that were harvested, in order."""
        with self._database.read() as connection:
            query = select(t.runs.c.source).distinct().order_by(t.runs.c.source)
            return connection.execute(query).scalars().all()

    def waiting(self) -> Sequence[Run]:
        """The runs that a person must decide about before they can count, latest first."""
        run = t.runs.c
        query = select(t.runs).where((run.applied_at == "") & (run.decision == ""))
        ended = run.state.in_((RunState.QUARANTINED, RunState.FINISHED))
        with self._database.read() as connection:
            rows = connection.execute(query.where(ended).order_by(run.id.desc())).mappings()
            runs = [run_of(row) for row in rows]
            return [run for run in runs if waits(run) and not _superseded(connection, run)]

    def is_decidable(self, run: Run) -> bool:
        """Whether `Decisions` would accept or discard the run: an interrupted one too."""
        if not (waits(run) or (run.state is RunState.INTERRUPTED and not run.decision)):
            return False
        with self._database.read() as connection:
            return not run.applied_at and not _superseded(connection, run)

    def record_counts(self, run: Run) -> Mapping[str, Mapping[str, int]]:
        """State → kind → records; as it was counted on the way, for runs older than their rows."""
        row = t.run_records.c
        query = select(row.state, row.kind, func.count()).where(row.run_id == run.id)
        counts: dict[str, dict[str, int]] = {}
        with self._database.read() as connection:
            for state, kind, number in connection.execute(query.group_by(row.state, row.kind)):
                counts.setdefault(state, {})[kind] = number
        return counts or run.figures.get("records", {})

    def changes(
        self,
        run_id: int,
        states: Sequence[RecordState] = TOLD,
        limit: int | None = None,
        offset: int = 0,
    ) -> Sequence[RunChange]:
        """The records in those states, by their ids; all of them without a `limit`."""
        staged = t.run_records.c
        here = (staged.run_id == run_id) & staged.state.in_(states)
        query = (
            select(t.run_records, t.records.c.title, t.records.c.url)
            .outerjoin(t.records, t.records.c.id == staged.record_id)
            .where(here)
            .order_by(staged.record_id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).mappings()
            return [_change_of(row) for row in rows]

    def objections(self, run_id: int) -> Sequence[RunNote]:
        """The remarks that say why the run must wait, however many others there are."""
        note = t.run_notes.c
        columns = (note.code, note.url, note.message, note.value, note.remedy, note.at)
        query = select(*columns).where((note.run_id == run_id) & note.code.in_(OBJECTIONS))
        with self._database.read() as connection:
            return [RunNote(*row) for row in connection.execute(query.order_by(note.id))]

    def progress(self, run: Run) -> Progress:
        row = t.frontier.c
        query = select(row.state, func.count()).where(row.run_id == run.id).group_by(row.state)
        with self._database.read() as connection:
            counts = Counter({row[0]: row[1] for row in connection.execute(query)})
        known = sum(counts.values())
        left = counts[RowState.PENDING] + counts[RowState.IN_FLIGHT]
        held = run.state is RunState.RUNNING and run.lease_until > now()
        return Progress(known - left, known, held, _seconds_left(run, known - left, left))

    def lines(self, run: Run) -> Iterator[Mapping[str, Any]]:
        """Everything kept of a run, one plain mapping a line, each with its `type`."""
        yield {"type": "run", **_plain_run(run)}
        for kind, table, order in (
            ("fetch", t.fetches, "url"),
            ("record", t.run_records, "record_id"),
            ("file", t.run_files, "url"),
            ("note", t.run_notes, "id"),
        ):
            query = select(table).where(table.c.run_id == run.id).order_by(table.c[order])
            with self._database.read() as connection:
                chunked = connection.execution_options(yield_per=500)
                for row in chunked.execute(query).mappings():
                    yield {"type": kind, **_plain_row(row)}


def waits(run: Run) -> bool:
    """Whether the run has ended and only a person's word can bring it into the catalogue."""
    if run.applied_at or run.decision:
        return False
    tried_out = run.state is RunState.FINISHED and bool(run.settings.get("dry_run"))
    return tried_out or run.state is RunState.QUARANTINED


def seconds_of(run: Run) -> int | None:
    """How long the run took from its start to its end, pauses included; None while it runs."""
    if not run.ended_at:
        return None
    return int((_instant(run.ended_at) - _instant(run.started_at)).total_seconds())


def _superseded(connection: Connection, run: Run) -> bool:
    """Whether a later run of the source is in the catalogue."""
    row = t.runs.c
    later = (row.source == run.source) & (row.id > run.id) & (row.applied_at != "")
    return connection.execute(select(row.id).where(later).limit(1)).first() is not None


def _of_source(query: Select[Any], source: str) -> Select[Any]:
    return query.where(t.runs.c.source == source) if source else query


def _seconds_left(run: Run, done: int, left: int) -> int | None:
    """None for a run that was taken up: its start says nothing of its pace."""
    if done < _FEWEST_DONE or run.figures.get("sessions", 1) > 1:
        return None
    spent = (datetime.now(UTC) - _instant(run.started_at)).total_seconds()
    return round(left * max(spent, 1) / done)


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _change_of(row: RowMapping) -> RunChange:
    """A record that was read again says itself; the others are as the catalogue has them."""
    state, title, url = RecordState(row["state"]), row["title"] or "", row["url"] or ""
    fields = tuple(filter(None, row["fields"].split(",")))
    named = (row["record_id"], row["kind"], state)
    if state is RecordState.MOVED:
        return RunChange(*named, title, url, moved_to=row["fields"])
    if not row["data"]:
        return RunChange(*named, title, url)
    record = record_from_json(row["data"])
    if not row["before"]:
        return RunChange(*named, record.title, record.url)
    differences = record_differences(record_from_json(row["before"]), record, fields)
    return RunChange(*named, record.title, record.url, fields, differences)


_JSON_COLUMNS = {"headers", "gives", "data", "before"}


def _plain_row(row: RowMapping) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in _JSON_COLUMNS and value else value
        for name, value in row.items()
        if name != "id"
    }


def _plain_run(run: Run) -> dict[str, Any]:
    names = ("id", "source", "started_at", "ended_at", "applied_at")
    decided = ("decision", "decided_by", "decided_at")
    return {
        **{name: getattr(run, name) for name in (*names, *decided)},
        "state": run.state.value,
        "settings": dict(run.settings),
        "figures": dict(run.figures),
    }
