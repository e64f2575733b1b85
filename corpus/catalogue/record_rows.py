"""Harvested records as rows: what a source says now, and whether it said something else before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.catalogue.changes import note_change
from corpus.clock import now
from corpus.interchange import record_from_json, record_to_json
from corpus.record import Record, Standing


@dataclass(frozen=True, slots=True)
class PutCounts:
    """What a `put` did, by number of records."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: PutCounts) -> PutCounts:
        return PutCounts(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged
        )


_NOT_SAID: dict[str, Any] = {
    "urls": (),
    "first_seen": "",
    "last_seen": "",
    "http_status": 0,
    "content_sha256": "",
}
"""What may differ between two visits although the source says the same of the work."""


@dataclass(frozen=True, slots=True)
class Kept:
    sha256: str
    first_seen: str
    data: str


def kept_records(connection: Connection, ids: Sequence[str]) -> dict[str, Kept]:
    found: dict[str, Kept] = {}
    columns = (t.records.c.id, t.records.c.record_sha256, t.records.c.first_seen, t.records.c.data)
    for row in connection.execute(select(*columns).where(t.records.c.id.in_(ids))):
        found[row[0]] = Kept(row[1], row[2], row[3])
    return found


def record_sha256(record: Record) -> str:
    """The hash of what the source says, whenever and however it was fetched."""
    said = record_to_json(replace(record, **_NOT_SAID))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def put_record(connection: Connection, record: Record, kept: Kept | None) -> PutCounts:
    at, sha256 = now(), record_sha256(record)
    if kept and kept.sha256 == sha256:
        where = t.records.c.id == record.id
        connection.execute(update(t.records).where(where).values(last_seen=at))
        add_urls(connection, record.id, (record.url, *record.urls))
        return PutCounts(unchanged=1)
    dated = replace(record, first_seen=kept.first_seen if kept else at, last_seen=at)
    _write_record(connection, dated, sha256)
    add_urls(connection, record.id, (record.url, *record.urls))
    if kept:
        detail = ", ".join(changed_fields(record_from_json(kept.data), dated))
        note_change(connection, [record.id], "changed", detail)
        return PutCounts(changed=1)
    note_change(connection, [record.id], "new")
    return PutCounts(new=1)


def changed_fields(before: Record, after: Record) -> tuple[str, ...]:
    """The names of the fields in which the source says something else."""
    names = (name for name in Record.__dataclass_fields__ if name not in _NOT_SAID)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _write_record(connection: Connection, record: Record, sha256: str) -> None:
    values = {
        "id": record.id,
        "source": record.source,
        "kind": record.kind,
        "url": record.url,
        "title": record.title,
        "data": record_to_json(record),
        "record_sha256": sha256,
        "text_sha256": record.text_sha256,
        "first_seen": record.first_seen,
        "last_seen": record.last_seen,
    }
    statement = upsert(t.records).values(version=0, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
    _replace_links(connection, record)


def _replace_links(connection: Connection, record: Record) -> None:
    for table, urls in (
        (t.links, [link.url for link in record.links_out]),
        (t.record_files, [file.url for file in record.files]),
    ):
        connection.execute(delete(table).where(table.c.record_id == record.id))
        if urls:
            rows = [{"record_id": record.id, "url": url} for url in dict.fromkeys(urls)]
            connection.execute(insert(table), rows)


def add_urls(connection: Connection, record_id: str, urls: Iterable[str]) -> None:
    """Notes the addresses a record was met under, beside those noted before."""
    rows = [{"url": url, "record_id": record_id} for url in dict.fromkeys(urls)]
    connection.execute(upsert(t.record_urls).on_conflict_do_nothing(), rows)


def write_standing(
    connection: Connection, record_id: str, standing: Standing, moved_to: str = "", by: str = ""
) -> bool:
    """Where the record stands from now on, in the list of changes too; False for no such record."""
    values = {"standing": standing.value, "moved_to": moved_to, "absent_runs": 0}
    this = t.records.c.id == record_id
    if not connection.execute(update(t.records).where(this).values(values)).rowcount:
        return False
    note_change(connection, [record_id], standing.value, moved_to, by)
    return True
