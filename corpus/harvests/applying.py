"""The end of a run: what it missed, whether it may be applied, and its entry into the catalogue.

A run is applied whole, in one transaction, or not at all. People's tags and edits are never in
its reach; a change of the source under a correction is noted as a conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from corpus import tables as t
from corpus.batches import batched
from corpus.catalogue.changes import note_change
from corpus.catalogue.conflicts import note_conflicts
from corpus.catalogue.entry_rows import copy_curated
from corpus.catalogue.file_rows import FileRow, keep_file
from corpus.catalogue.record_rows import add_urls, kept_records, put_record, write_standing
from corpus.clock import now
from corpus.database import Database
from corpus.harvests.absences import Missed, expected_kinds, missed_records
from corpus.harvests.fetch_rows import apply_fetches
from corpus.harvests.figures import Figures, add_figures
from corpus.harvests.runs import Run, RunNote, Runs, RunState
from corpus.harvests.states import DISGUISES, PROPOSED_AFTER, RecordState
from corpus.harvests.vanishing import Findings, objections
from corpus.interchange import record_from_json
from corpus.record import FileState, Record, Standing


def conclude(database: Database, run: Run, figures: Figures) -> Run:
    """Ends a run that asked all there was to ask, and applies it unless it must wait.

    What the run missed is noted with it. A run that is only tried out (`dry_run` among its
    settings) is finished and not applied; one the vanish guard objects to is in quarantine. Raises
    `StorageError`; nothing is kept then, and the run can be concluded again.
    """
    with database.write() as connection:
        missed = missed_records(connection, run)
        _note_missed(connection, run, missed)
        figures = _with_missed(figures, missed)
        notes = objections(findings(connection, run, missed), run.source)
        if run.settings.get("dry_run"):
            state = RunState.FINISHED
        elif notes:
            state = RunState.QUARANTINED
        else:
            state = RunState.FINISHED
            notes = list(apply_run(connection, run))
        figures = add_figures(figures, {"notes": dict(Counter(note.code for note in notes))})
        runs = Runs(database)
        runs.note(run.id, notes, connection)
        return runs.finish(run, state, figures, connection)


def apply_run(connection: Connection, run: Run) -> Iterator[RunNote]:
    """Makes what the run found the catalogue's, in the caller's transaction; yields remarks."""
    yield from _apply_records(connection, run)
    _apply_unchanged(connection, run)
    yield from _apply_missed(connection, run)
    for file in _staged_files(connection, run):
        keep_file(connection, file)
    apply_fetches(connection, run.id)
    _forget_what_is_kept_elsewhere(connection, run)
    applied = {"applied_at": now()}
    connection.execute(update(t.runs).where(t.runs.c.id == run.id).values(applied))


def findings(connection: Connection, run: Run, missed: Sequence[Missed]) -> Findings:
    """What the vanish guard looks at."""
    gone = (
        one.kind for one in missed if one.state is RecordState.ABSENT or one.reason in DISGUISES
    )
    staged = t.run_records.c
    read = (staged.run_id == run.id) & (staged.state != RecordState.UNCHANGED) & (staged.data != "")
    number = connection.execute(select(func.count()).select_from(t.run_records).where(read))
    return Findings(
        known=Counter(expected_kinds(connection, run).values()),
        missed=Counter(gone),
        alike=_turned_alike(connection, run),
        read=int(number.scalar_one()),
    )


class _Said(msgspec.Struct):
    """The parts of a record that are looked at without reading all of it."""

    id: str
    title: str = ""
    url: str = ""
    urls: tuple[str, ...] = ()
    text_sha256: str = ""


def _turned_alike(connection: Connection, run: Run) -> Counter[str]:
    """What several records of the run say and did not say before: the same text or the same title
    for those that changed, both for new ones (whose site may well repeat one of them)."""
    staged = t.run_records.c
    written = (staged.run_id == run.id) & staged.state.in_((RecordState.NEW, RecordState.CHANGED))
    alike: Counter[str] = Counter()
    for data, before in connection.execute(select(staged.data, staged.before).where(written)):
        said = msgspec.json.decode(data, type=_Said)
        earlier = msgspec.json.decode(before, type=_Said) if before else None
        alike.update(_signatures(said, earlier))
    return alike


def _signatures(said: _Said, earlier: _Said | None) -> Iterator[str]:
    if earlier is None:
        yield f"{said.title} {said.text_sha256}"
        return
    if said.text_sha256 and earlier.text_sha256 != said.text_sha256:
        yield said.text_sha256
    if said.title and earlier.title != said.title:
        yield said.title


# --- records -----------------------------------------------------------------------------------


def _apply_records(connection: Connection, run: Run) -> Iterator[RunNote]:
    """New and changed ones, and the addresses under which the others were met."""
    for rows in _staged_records(connection, run):
        kept = kept_records(connection, [row.record_id for row in rows])
        for row in rows:
            record = record_from_json(row.data)
            before = kept.get(record.id)
            put_record(connection, record, before)
            if before and before.sha256 != row.record_sha256:
                old = record_from_json(before.data)
                yield from _conflict_notes(connection, run, old, record)
        _mark_met(connection, run, [row.record_id for row in rows])
    yield from _withdrawn_but_met(connection, run)


def _staged_records(connection: Connection, run: Run) -> Iterator[Sequence[Row[Any, Any, Any]]]:
    """New and changed records, some hundreds at a time: all of a large run would fill the memory."""
    staged = t.run_records.c
    columns = (staged.record_id, staged.record_sha256, staged.data)
    for ids in _ids_in(connection, run, (RecordState.NEW, RecordState.CHANGED)):
        here = (staged.run_id == run.id) & staged.record_id.in_(ids)
        yield connection.execute(select(*columns).where(here).order_by(staged.record_id)).all()


def _ids_in(
    connection: Connection, run: Run, states: Sequence[RecordState]
) -> Iterator[Sequence[str]]:
    """The ids of the run's records in those states, that were read again, a batch at a time."""
    staged = t.run_records.c
    here = (staged.run_id == run.id) & staged.state.in_(states) & (staged.data != "")
    ids = connection.execute(select(staged.record_id).where(here).order_by(staged.record_id))
    kept = ids.scalars().all()
    yield from batched(kept)


def _mark_met(connection: Connection, run: Run, ids: Sequence[str]) -> None:
    met = {"last_run": run.id, "absent_runs": 0}
    connection.execute(update(t.records).where(t.records.c.id.in_(ids)).values(met))


def _apply_unchanged(connection: Connection, run: Run) -> None:
    """Records that say the same: only when they were last met, and under which addresses."""
    staged = t.run_records.c
    same = (staged.run_id == run.id) & (staged.state == RecordState.UNCHANGED)
    ids = select(staged.record_id).where(same)
    met = {"last_seen": now(), "last_run": run.id, "absent_runs": 0}
    connection.execute(update(t.records).where(t.records.c.id.in_(ids)).values(met))
    for batch in _ids_in(connection, run, (RecordState.UNCHANGED,)):
        here = (staged.run_id == run.id) & staged.record_id.in_(batch)
        for data in connection.execute(select(staged.data).where(here)).scalars().all():
            said = msgspec.json.decode(data, type=_Said)
            add_urls(connection, said.id, (said.url, *said.urls))


def _conflict_notes(
    connection: Connection, run: Run, before: Record, after: Record
) -> Iterator[RunNote]:
    for field in note_conflicts(connection, before, after, run.id):
        message = f"La source a changé « {field} » sous une correction ; la correction reste."
        remedy = "Réglez le conflit sur la page des conflits, au bureau."
        yield RunNote("edit_conflict", after.url, message, after.id, remedy)


def _withdrawn_but_met(connection: Connection, run: Run) -> Iterator[RunNote]:
    record, staged = t.records.c, t.run_records.c
    here = (staged.record_id == record.id) & (staged.run_id == run.id)
    found = staged.state.in_((RecordState.NEW, RecordState.CHANGED, RecordState.UNCHANGED))
    rows = connection.execute(
        select(record.id, record.url)
        .join(t.run_records, here)
        .where(found & (record.standing != Standing.PRESENT))
    ).all()
    for row in rows:
        message = "Une fiche retirée de la base est toujours dans la source ; elle reste retirée."
        remedy = "Rétablissez-la sur la page des retraits, au bureau, si elle doit revenir."
        yield RunNote("withdrawn_met", row.url, message, row.id, remedy)


def _forget_what_is_kept_elsewhere(connection: Connection, run: Run) -> None:
    """What a record said that says the same as before is in the catalogue already."""
    staged = t.run_records.c
    same = (staged.run_id == run.id) & (staged.state == RecordState.UNCHANGED)
    connection.execute(update(t.run_records).where(same & (staged.data != "")).values(data=""))


# --- what was missed ---------------------------------------------------------------------------


def _note_missed(connection: Connection, run: Run, missed: Sequence[Missed]) -> None:
    """One row each with the run; a run concluded again notes them once."""
    rows = [
        {
            "run_id": run.id,
            "record_id": one.record_id,
            "url_key": "",
            "kind": one.kind,
            "state": one.state.value,
            "fields": one.moved_to,
            "data": "",
            "before": "",
            "record_sha256": "",
            "text_sha256": "",
        }
        for one in missed
    ]
    if rows:
        connection.execute(insert(t.run_records), rows)


def _with_missed(figures: Figures, missed: Sequence[Missed]) -> Figures:
    counts: dict[str, dict[str, int]] = {}
    for one in missed:
        kinds = counts.setdefault(one.state.value, {})
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return add_figures(figures, {"records": counts})


def _apply_missed(connection: Connection, run: Run) -> Iterator[RunNote]:
    staged = t.run_records.c
    rows = connection.execute(
        select(
            staged.record_id, staged.state, staged.fields, t.records.c.url, t.records.c.absent_runs
        )
        .join(t.records, t.records.c.id == staged.record_id)
        .where(
            (staged.run_id == run.id) & staged.state.in_((RecordState.ABSENT, RecordState.MOVED))
        )
    ).all()
    for row in rows:
        if row.state == RecordState.MOVED:
            move(connection, row.record_id, row.fields)
            message = "La fiche a changé d'adresse ; étiquettes et corrections l'ont suivie."
            yield RunNote("moved", row.url, message, row.fields)
            continue
        absent = row.absent_runs + 1
        this = t.records.c.id == row.record_id
        connection.execute(update(t.records).where(this).values(absent_runs=absent))
        if absent == PROPOSED_AFTER:
            message = f"La fiche n'est plus dans la source depuis {absent} moissons."
            remedy = "Décidez de son retrait sur la page des retraits, au bureau."
            yield RunNote("withdrawal_proposed", row.url, message, row.record_id, remedy)


def move(connection: Connection, record_id: str, to: str) -> None:
    """The record has another in its place now: what people said of it goes there too."""
    write_standing(connection, record_id, Standing.MOVED, to)
    copy_curated(connection, record_id, to)
    note_change(connection, [to], "tags", f"← {record_id}")


def _staged_files(connection: Connection, run: Run) -> Iterator[FileRow]:
    names = ("url", "sha256", "media_type", "name", "size", "state", "error")
    columns = (t.run_files.c[name] for name in names)
    rows = connection.execute(select(*columns).where(t.run_files.c.run_id == run.id)).all()
    for row in rows:
        url, sha256, media_type, name, size, state, error = row
        yield FileRow(url, sha256, media_type, name, size, FileState(state), error)
