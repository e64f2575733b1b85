"""What people decide about runs that wait, and about records that their source has no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from corpus import tables as t
from corpus.catalogue.record_rows import write_standing
from corpus.catalogue.shown import shown_title
from corpus.clock import now
from corpus.database import Database
from corpus.errors import RecordNotFound, RunSettled
from corpus.harvests.applying import apply_run
from corpus.harvests.runs import Run, Runs, RunState
from corpus.harvests.states import PROPOSED_AFTER
from corpus.record import Standing

ACCEPTED, DISCARDED = "accepted", "discarded"


class Decisions:
    """Each is one transaction, and says who decided."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._runs = Runs(database)

    def accept(self, run_id: int, by: str) -> Run:
        """Applies a run that waits: in quarantine, only tried out, or interrupted.

        Of an interrupted run, what it has got so far is taken, and it can still be taken up. Raises
        `RunNotFound`, and `RunSettled` for one that is applied, refused, failed, running, or older
        than one that was applied.
        """
        run = self._runs.get(run_id)
        with self._database.write() as connection:
            _require_waiting(connection, run)
            self._runs.note(run.id, list(apply_run(connection, run)), connection)
            _decide(connection, run, ACCEPTED, by)
        return self._runs.get(run_id)

    def discard(self, run_id: int, by: str) -> Run:
        """Leaves the catalogue as it is; what the run found stays readable. Raises the same."""
        run = self._runs.get(run_id)
        with self._database.write() as connection:
            _require_waiting(connection, run)
            _decide(connection, run, DISCARDED, by)
        return self._runs.get(run_id)

    def proposed(self) -> Sequence[Proposal]:
        """The records whose withdrawal is proposed, by source then title."""
        record = t.records.c
        gone = (record.absent_runs >= PROPOSED_AFTER) & (record.standing == Standing.PRESENT)
        return self._proposals(gone)

    def withdrawn(self) -> Sequence[Proposal]:
        """The records that a person withdrew."""
        return self._proposals(t.records.c.standing == Standing.WITHDRAWN)

    def withdraw(self, record_id: str, by: str) -> None:
        """Readers no longer find the record; nothing of it is deleted. Raises `RecordNotFound`."""
        self._stand(record_id, Standing.WITHDRAWN, by)

    def restore(self, record_id: str, by: str) -> None:
        """Readers find the record again, absent from its source or not. Raises `RecordNotFound`."""
        self._stand(record_id, Standing.PRESENT, by)

    def _stand(self, record_id: str, standing: Standing, by: str) -> None:
        with self._database.write() as connection:
            if not write_standing(connection, record_id, standing, by=by):
                raise RecordNotFound(f"Aucune fiche ne porte l'identifiant « {record_id} ».")

    def _proposals(self, where: object) -> Sequence[Proposal]:
        record = t.records.c
        title = shown_title()
        columns = (record.id, record.source, record.kind, title, record.url)
        query = select(*columns, record.last_seen, record.absent_runs).where(where)  # type: ignore[arg-type]
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(record.source, title, record.id))
            return [Proposal(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record to withdraw, or withdrawn: `absent_runs` in a row did not meet it."""

    record_id: str
    source: str
    kind: str
    title: str
    url: str
    last_seen: str
    absent_runs: int


def _require_waiting(connection: Connection, run: Run) -> None:
    if run.applied_at:
        raise RunSettled(f"La moisson n° {run.id} est déjà dans la base depuis {run.applied_at}.")
    if run.decision:
        raise RunSettled(
            f"La moisson n° {run.id} a déjà été écartée par {run.decided_by or 'quelqu’un'}."
        )
    if run.state in (RunState.RUNNING, RunState.FAILED):
        what = "est encore en cours" if run.state is RunState.RUNNING else "n'a rien donné"
        raise RunSettled(f"La moisson n° {run.id} {what} : il n'y a rien à décider.")
    later = (t.runs.c.source == run.source) & (t.runs.c.id > run.id) & (t.runs.c.applied_at != "")
    newest = connection.execute(select(func.max(t.runs.c.id)).where(later)).scalar()
    if newest:
        raise RunSettled(
            f"La moisson n° {run.id} est dépassée : la n° {newest}, plus récente, est dans la base."
        )


def _decide(connection: Connection, run: Run, decision: str, by: str) -> None:
    values = {"decision": decision, "decided_by": by, "decided_at": now()}
    if run.state is RunState.QUARANTINED:
        values["state"] = RunState.FINISHED.value
    connection.execute(update(t.runs).where(t.runs.c.id == run.id).values(values))
