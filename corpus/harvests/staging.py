"""What a run found, waiting beside the catalogue until the run is applied.

A record read again is kept whole, with the state it was found in beside what the catalogue holds;
one whose page was not read again only counts as met. Nothing here reaches an entry.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.batches import batched
from corpus.catalogue.file_rows import FileRow
from corpus.catalogue.record_rows import Kept, changed_fields, kept_records, record_sha256
from corpus.harvests.figures import Figures
from corpus.harvests.meetings import Meeting, kept_of
from corpus.harvests.outcomes import Outcome
from corpus.harvests.states import RecordState
from corpus.interchange import record_from_json, record_to_json
from corpus.record import Record


def stage(connection: Connection, run_id: int, outcomes: Sequence[Outcome]) -> Figures:
    """Keeps the records and files of these pages for the run; counts the records by state and kind.

    Of a record met on several pages, one reading is kept, the same whatever their order
    (`corpus.harvests.meetings`); what is counted is meetings.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    _stage_records(connection, run_id, outcomes, counts)
    _stage_files(connection, run_id, [file for done in outcomes for file in done.files])
    return {"records": {state: dict(kinds) for state, kinds in counts.items()}}


# --- records -----------------------------------------------------------------------------------


def _stage_records(
    connection: Connection,
    run_id: int,
    outcomes: Sequence[Outcome],
    counts: dict[str, Counter[str]],
) -> None:
    read = [(done.key, record) for done in outcomes for record in done.records]
    met = [(done.key, id_) for done in outcomes if done.unchanged for id_ in done.unchanged.gives]
    if not read and not met:
        return
    kept = kept_records(connection, list({record.id for _, record in read})) if read else {}
    rows: dict[str, dict[str, Any]] = {}
    for key, record in read:
        row = _row(record, kept.get(record.id))
        counts[row["state"]][record.kind] += 1
        rows[record.id] = {**row, "run_id": run_id, "url_key": key}
    unread = {row["record_id"]: row for row in _unread(connection, {id_ for _, id_ in met})}
    for key, id_ in met:
        if id_ in unread:
            counts[RecordState.UNCHANGED][unread[id_]["kind"]] += 1
            rows.setdefault(id_, {**unread[id_], "run_id": run_id, "url_key": key})
    times = Counter([*(record.id for _, record in read), *(id_ for _, id_ in met if id_ in unread)])
    rows |= _chosen(connection, run_id, times, read, met)
    _write(connection, list(rows.values()))


def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = upsert(t.run_records)
    values = {name: statement.excluded[name] for name in rows[0]}
    keyed = ["run_id", "record_id"]
    connection.execute(statement.on_conflict_do_update(index_elements=keyed, set_=values), rows)


def _unread(connection: Connection, ids: set[str]) -> list[dict[str, Any]]:
    """Rows for records of pages that were not read again, as the catalogue holds them."""
    wanted = sorted(ids)
    found = []
    for batch in batched(wanted):
        found += _kept(connection, batch)
    return found


# --- records met on several pages ---------------------------------------------------------------


def _chosen(
    connection: Connection,
    run_id: int,
    times: Counter[str],
    read: Sequence[tuple[str, Record]],
    met: Sequence[tuple[str, str]],
) -> dict[str, dict[str, Any]]:
    """The rows of records that several pages of the run gave, by id: here, or in earlier batches."""
    staged = {row.record_id: row for row in _staged(connection, run_id, list(times))}
    several = {id_ for id_, number in times.items() if number > 1 or id_ in staged}
    if not several:
        return {}
    pages: dict[str, dict[str, Record | None]] = defaultdict(dict)
    for id_ in several & staged.keys():
        row = staged[id_]
        pages[id_][row.url_key] = record_from_json(row.data) if row.data else None
    # A page asked again after a kill is the page of its last answer.
    for key, id_ in met:
        if id_ in several:
            pages[id_][key] = None
    for key, record in read:
        if record.id in several:
            pages[record.id][key] = record
    held = _held(connection, [id_ for id_ in several if None in pages[id_].values()])
    urls = _urls(connection, run_id, {key for given in pages.values() for key in given})
    kept = kept_records(connection, sorted(several))
    return {
        id_: _best(run_id, id_, given, held.get(id_, ("", None)), urls, kept.get(id_))
        for id_, given in pages.items()
    }


def _best(
    run_id: int,
    record_id: str,
    pages: Mapping[str, Record | None],
    held: tuple[str, dict[str, Any] | None],
    urls: Mapping[str, str],
    kept: Kept | None,
) -> dict[str, Any]:
    """The row of a record from its readings, by the key of their pages; `held` is the page whose
    reading the catalogue holds, and a row that says that it still holds."""
    holder, unread = held
    known = dict(pages)
    if unread and kept and holder in pages and pages[holder] is None:
        known[holder] = record_from_json(kept.data)
    best = kept_of([Meeting(key, urls.get(key, ""), record) for key, record in known.items()])
    if best.record and pages[best.key]:
        row = _row(best.record, kept)
    else:
        assert unread is not None  # a page that is not read again gives what the catalogue holds
        row = {**unread, "data": record_to_json(best.record) if best.record else ""}
    return {**row, "record_id": record_id, "run_id": run_id, "url_key": best.key}


def _staged(connection: Connection, run_id: int, ids: Sequence[str]) -> Iterator[Any]:
    staged = t.run_records.c
    columns = select(staged.record_id, staged.url_key, staged.data).where(staged.run_id == run_id)
    for batch in batched(ids):
        yield from connection.execute(columns.where(staged.record_id.in_(batch)))


def _held(
    connection: Connection, ids: Sequence[str]
) -> dict[str, tuple[str, dict[str, Any] | None]]:
    """The page whose reading of a record the catalogue holds, with a row that says so."""
    holders = holders_of(connection, ids)
    return {
        row["record_id"]: (holders.get(row["record_id"], ""), row)
        for row in _unread(connection, set(ids))
    }


def holders_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Record → the key of the page whose reading of it the catalogue holds, where that is known."""
    staged, record = t.run_records.c, t.records.c
    same = (staged.run_id == record.last_run) & (staged.record_id == record.id)
    columns = select(record.id, staged.url_key).join(t.run_records, same)
    found: dict[str, str] = {}
    for batch in batched(ids):
        here = record.id.in_(batch) & (staged.url_key != "")
        found.update((row.id, row.url_key) for row in connection.execute(columns.where(here)))
    return found


def _urls(connection: Connection, run_id: int, keys: set[str]) -> dict[str, str]:
    """The addresses of pages, by key."""
    wanted, frontier = sorted(keys), t.frontier.c
    columns = select(frontier.url_key, frontier.url).where(frontier.run_id == run_id)
    found: dict[str, str] = {}
    for batch in batched(wanted):
        here = frontier.url_key.in_(batch)
        found.update((row.url_key, row.url) for row in connection.execute(columns.where(here)))
    return found


# --- rows --------------------------------------------------------------------------------------


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


# --- files -------------------------------------------------------------------------------------


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
