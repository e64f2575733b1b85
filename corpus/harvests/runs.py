"""The harvests: one at a time a source, held by a lease, each with its report.

A run is `running` while a process holds it, `interrupted` when it stopped before its end (asked
to, out of disk, killed), `finished`, `failed` (nothing could be got), or `quarantined`: it waits for
a person because it found too little. The next harvest of the same source with the same settings
takes an interrupted run up where it was. What a run found is in the catalogue once `applied_at`
says so; `decision` is a person's (`accepted`, `discarded`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database
from corpus.errors import HarvestRunning, RunNotFound
from corpus.harvests.figures import Figures
from corpus.harvests.lease import is_gone, lease_end, this_process

LEASE_SECONDS = 15


class RunState(StrEnum):
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    QUARANTINED = "quarantined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One harvest of one source. `resumed` says that it was taken up after an interruption."""

    id: int
    source: str
    state: RunState
    settings: Mapping[str, Any]
    holder: str
    lease_until: str
    started_at: str
    ended_at: str
    figures: Figures
    applied_at: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_at: str = ""
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class RunNote:
    """A line of a run's report: a stable code, a French sentence, the value met, the remedy."""

    code: str
    url: str
    message: str
    value: str = ""
    remedy: str = ""
    at: str = ""


_OF_A_RUN = tuple(name for name in Run.__dataclass_fields__ if name != "resumed")


class Runs:
    """The runs of every source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, source: str, settings: Mapping[str, Any], resume: bool = True) -> Run:
        """A new run held by this process, or the interrupted one with the same settings.

        Raises `HarvestRunning` while another process holds a run of that source. A process that
        died loses its run at once on this machine, and after `LEASE_SECONDS` elsewhere. The
        attempt is then a line of the report of the run that holds.
        """
        try:
            return self._start(source, settings, resume)
        except HarvestRunning as error:
            self._note_attempt(source, error)
            raise

    def _start(self, source: str, settings: Mapping[str, Any], resume: bool) -> Run:
        with self._database.write() as connection:
            self._take_from_the_dead(connection, source)
            kept = _dump(settings)
            before = _latest(connection, source, kept) if resume else None
            if before is None or before["state"] != RunState.INTERRUPTED:
                _forget_frontiers(connection, source)
                return run_of(_row(connection, _insert_run(connection, source, kept)))
            _hold(connection, before["id"])
            return replace(run_of(_row(connection, before["id"])), resumed=True)

    def _note_attempt(self, source: str, error: HarvestRunning) -> None:
        message = "Une autre moisson de cette source a été lancée pendant celle-ci, et refusée."
        remedy = "Attendez la fin de celle-ci avant de relancer."
        held = (t.runs.c.source == source) & (t.runs.c.state == RunState.RUNNING)
        with self._database.write() as connection:
            for run_id in connection.execute(select(t.runs.c.id).where(held)).scalars().all():
                note = RunNote("second_harvest", source, message, error.message, remedy)
                self.note(run_id, [note], connection)

    def renew(self, run: Run, figures: Figures, connection: Connection | None = None) -> None:
        """Moves the lease on and keeps the figures, in the caller's transaction when given one.

        Raises `HarvestRunning` when the run is no longer ours (this process slept longer than its
        lease and another took over): the transaction must not be kept then.
        """
        values = {"lease_until": lease_end(LEASE_SECONDS), "figures": _dump(figures)}
        with nullcontext(connection) if connection else self._database.write() as writing:
            ours = (t.runs.c.id == run.id) & (t.runs.c.holder == run.holder)
            if not writing.execute(update(t.runs).where(ours).values(values)).rowcount:
                raise HarvestRunning(
                    f"La moisson n° {run.id} de « {run.source} » a été reprise par un autre "
                    "processus : celui-ci s'arrête, rien n'est perdu."
                )

    def finish(
        self, run: Run, state: RunState, figures: Figures, connection: Connection | None = None
    ) -> Run:
        """Lets go of the run. Does nothing to one that another process holds by now."""
        ours = (t.runs.c.id == run.id) & (t.runs.c.holder == run.holder)
        values = {
            "state": state.value,
            "ended_at": now(),
            "holder": "",
            "lease_until": "",
            "figures": _dump(figures),
        }
        with nullcontext(connection) if connection else self._database.write() as writing:
            writing.execute(update(t.runs).where(ours).values(values))
            return replace(run_of(_row(writing, run.id)), resumed=run.resumed)

    def release_dead(self, source: str) -> None:
        """Marks as interrupted the runs whose process is gone. Raises `HarvestRunning`."""
        with self._database.write() as connection:
            self._take_from_the_dead(connection, source)

    def note(self, run_id: int, notes: Iterable[RunNote], connection: Connection) -> None:
        """Adds lines to the report, in the caller's transaction."""
        rows = [
            {
                "run_id": run_id,
                "code": note.code,
                "url": note.url,
                "message": note.message,
                "value": note.value,
                "remedy": note.remedy,
                "at": note.at or now(),
            }
            for note in notes
        ]
        if rows:
            connection.execute(insert(t.run_notes), rows)

    def get(self, run_id: int) -> Run:
        """Raises `RunNotFound`."""
        with self._database.read() as connection:
            row = connection.execute(select(t.runs).where(t.runs.c.id == run_id)).mappings()
            found = row.one_or_none()
        if found is None:
            raise RunNotFound(
                f"Il n'y a pas de moisson n° {run_id}. « souffleur runs » les donne toutes."
            )
        return run_of(found)

    def last(self, source: str) -> Run | None:
        """The latest run of that source, as it stands."""
        with self._database.read() as connection:
            row = _latest(connection, source)
        return run_of(row) if row else None

    def list(self, limit: int = 50) -> Sequence[Run]:
        """The latest runs of all sources, latest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(t.runs).order_by(t.runs.c.id.desc()).limit(limit))
            return [run_of(row) for row in rows.mappings()]

    def notes(self, run_id: int, limit: int = 1000) -> Sequence[RunNote]:
        """The report of a run, in the order it was written."""
        columns = ("code", "url", "message", "value", "remedy", "at")
        with self._database.read() as connection:
            rows = connection.execute(
                select(*(t.run_notes.c[name] for name in columns))
                .where(t.run_notes.c.run_id == run_id)
                .order_by(t.run_notes.c.id)
                .limit(limit)
            )
            return [RunNote(*row) for row in rows]

    def count_notes(self, run_id: int) -> int:
        where = t.run_notes.c.run_id == run_id
        with self._database.read() as connection:
            statement = select(func.count()).select_from(t.run_notes).where(where)
            return int(connection.execute(statement).scalar_one())

    def _take_from_the_dead(self, connection: Connection, source: str) -> None:
        held = (t.runs.c.source == source) & (t.runs.c.state == RunState.RUNNING)
        for row in connection.execute(select(t.runs).where(held)).mappings().all():
            if row["lease_until"] > now() and not is_gone(row["holder"]):
                raise HarvestRunning(_held_sentence(row))
            values = {"state": RunState.INTERRUPTED.value, "holder": "", "lease_until": ""}
            connection.execute(update(t.runs).where(t.runs.c.id == row["id"]).values(values))


def _held_sentence(row: RowMapping) -> str:
    host, pid = row["holder"].split("/")[:2]
    return (
        f"Une moisson de « {row['source']} » est déjà en cours depuis {row['started_at']} "
        f"(processus {pid} sur {host}). Attendez sa fin, ou arrêtez-la avec Ctrl-C : "
        "la suivante reprendra où elle en était."
    )


def _forget_frontiers(connection: Connection, source: str) -> None:
    """The addresses of runs that are settled serve no more; their figures and reports stay.

    A run that waits for a decision keeps its own until a later one is applied.
    """
    over = (RunState.FINISHED, RunState.FAILED, RunState.QUARANTINED)
    of_source = t.runs.c.source == source
    applied = select(func.coalesce(func.max(t.runs.c.id), 0)).where(
        of_source & (t.runs.c.applied_at != "")
    )
    settled = (
        (t.runs.c.id <= applied.scalar_subquery())
        | (t.runs.c.decision != "")
        | (t.runs.c.state == RunState.FAILED)
    )
    ids = select(t.runs.c.id).where(of_source & t.runs.c.state.in_(over) & settled)
    connection.execute(delete(t.frontier).where(t.frontier.c.run_id.in_(ids)))


def _insert_run(connection: Connection, source: str, settings: str) -> int:
    values = {
        "source": source,
        "state": RunState.RUNNING.value,
        "settings": settings,
        "holder": this_process(),
        "lease_until": lease_end(LEASE_SECONDS),
        "started_at": now(),
    }
    key = connection.execute(insert(t.runs).values(values)).inserted_primary_key
    return int(key[0]) if key else 0


def _hold(connection: Connection, run_id: int) -> None:
    values = {
        "state": RunState.RUNNING.value,
        "holder": this_process(),
        "lease_until": lease_end(LEASE_SECONDS),
        "ended_at": "",
    }
    connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(values))


def _latest(connection: Connection, source: str, settings: str = "") -> RowMapping | None:
    statement = select(t.runs).where(t.runs.c.source == source).order_by(t.runs.c.id.desc())
    if settings:
        statement = statement.where(t.runs.c.settings == settings)
    return connection.execute(statement.limit(1)).mappings().one_or_none()


def _row(connection: Connection, run_id: int) -> RowMapping:
    return connection.execute(select(t.runs).where(t.runs.c.id == run_id)).mappings().one()


def run_of(row: RowMapping) -> Run:
    """A row of the table as a run."""
    values = {name: row[name] for name in _OF_A_RUN}
    values["state"] = RunState(row["state"])
    values["settings"] = json.loads(row["settings"])
    values["figures"] = json.loads(row["figures"])
    return Run(**values)


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
