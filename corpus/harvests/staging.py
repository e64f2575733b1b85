"""What a run found, waiting beside the catalogue until the run is applied.

A record read again is kept whole, with the state it was found in beside what the catalogue holds;
one whose page was not read again only counts as met. Nothing here reaches an entry.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.catalogue.file_rows import FileRow
from corpus.catalogue.record_rows import Kept, changed_fields, kept_records, record_sha256
from corpus.harvests.figures import Figures
from corpus.harvests.outcomes import Outcome
from corpus.harvests.states import RecordState
from corpus.interchange import record_from_json, record_to_json
from corpus.record import Record

_BATCH = 400


def stage(connection: Connection, run_id: int, outcomes: Sequence[Outcome]) -> Figures:
    """Keeps the records and files of these pages for the run; counts the records by state and kind.

    A record met on several pages is the one of the last; what is counted is meetings.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    _stage_read(connection, run_id, outcomes, counts)
    _stage_met(connection, run_id, outcomes, counts)
    _stage_files(connection, run_id, [file for done in outcomes for file in done.files])
    return {"records": {state: dict(kinds) for state, kinds in counts.items()}}


def _stage_read(
    connection: Connection,
    run_id: int,
    outcomes: Iterable[Outcome],
    counts: dict[str, Counter[str]],
) -> None:
    found = [(done.key, record) for done in outcomes for record in done.records]
    if not found:
        return
    kept = kept_records(connection, list({record.id for _, record in found}))
    rows = []
    for key, record in found:
        row = _row(record, kept.get(record.id))
        counts[row["state"]][record.kind] += 1
        rows.append({**row, "run_id": run_id, "url_key": key})
    statement = upsert(t.run_records)
    values = {name: statement.excluded[name] for name in rows[0]}
    keyed = ["run_id", "record_id"]
    connection.execute(statement.on_conflict_do_update(index_elements=keyed, set_=values), rows)


def _row(record: Record, kept: Kept | None) -> dict[str, str]:
    sha256 = record_sha256(record)
    state, before, fields = RecordState.NEW, "", ""
    if kept and kept.sha256 == sha256:
        state = RecordState.UNCHANGED
    elif kept:
        state, before = RecordState.CHANGED, kept.data
        fields = ",".join(changed_fields(record_from_json(kept.data), record))
    return {
        "record_id": record.id,
        "kind": record.kind,
        "state": state.value,
        "record_sha256": sha256,
        "text_sha256": record.text_sha256,
        "data": record_to_json(record),
        "before": before,
        "fields": fields,
    }


def _stage_met(
    connection: Connection,
    run_id: int,
    outcomes: Iterable[Outcome],
    counts: dict[str, Counter[str]],
) -> None:
    """The records of pages that were not read again."""
    keys = {id_: done.key for done in outcomes if done.unchanged for id_ in done.unchanged.gives}
    ids = list(keys)
    for start in range(0, len(ids), _BATCH):
        kept = _kept(connection, ids[start : start + _BATCH])
        rows = [{**row, "run_id": run_id, "url_key": keys[row["record_id"]]} for row in kept]
        if rows:
            connection.execute(upsert(t.run_records).on_conflict_do_nothing(), rows)
        counts[RecordState.UNCHANGED].update(row["kind"] for row in rows)


def _kept(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    kept = t.records.c
    columns = (kept.id, kept.kind, kept.record_sha256, kept.text_sha256)
    rows = connection.execute(select(*columns).where(kept.id.in_(ids))).all()
    blank: dict[str, Any] = {"data": "", "before": "", "fields": ""}
    return [
        {
            "record_id": row.id,
            "kind": row.kind,
            "state": RecordState.UNCHANGED.value,
            "record_sha256": row.record_sha256,
            "text_sha256": row.text_sha256,
            **blank,
        }
        for row in rows
    ]


def _stage_files(connection: Connection, run_id: int, files: Sequence[FileRow]) -> None:
    if not files:
        return
    rows = [
        {
            "run_id": run_id,
            "url": file.url,
            "sha256": file.sha256,
            "media_type": file.media_type,
            "name": file.name,
            "size": file.size,
            "state": file.state.value,
            "error": file.error,
        }
        for file in files
    ]
    statement = upsert(t.run_files)
    values = {name: statement.excluded[name] for name in rows[0]}
    keyed = ["run_id", "url"]
    connection.execute(statement.on_conflict_do_update(index_elements=keyed, set_=values), rows)
