"""A source that changed what a person had corrected: shown to people, never settled by a harvest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from corpus import tables as t
from corpus.catalogue.changes import edit_detail, note_change
from corpus.catalogue.shown import shown_title
from corpus.clock import now
from corpus.database import Database
from corpus.errors import EditConflict, RecordNotFound
from corpus.record import EDITABLE, Record, written


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that a person corrected (`edited`) and whose source said `before` and says `after`."""

    id: int
    record_id: str
    title: str
    field: str
    before: str
    after: str
    edited: str
    edited_by: str
    edited_at: str
    run_id: int
    at: str


def note_conflicts(
    connection: Connection, before: Record, after: Record, run_id: int
) -> tuple[str, ...]:
    """Notes the edited fields that the source changed; gives their names.

    An open conflict on the same field is brought up to date, so that there is one a field. A source
    that now says what the person wrote is no conflict.
    """
    edits = t.edits.c
    rows = connection.execute(
        select(edits.field, edits.value).where(edits.record_id == after.id).order_by(edits.field)
    ).all()
    found = []
    for field, edited in rows:
        if field not in EDITABLE:
            continue
        old, new = written(before, field), written(after, field)
        if old == new or new == edited:
            continue
        _put_conflict(connection, after.id, field, old, new, run_id)
        found.append(field)
    return tuple(found)


def settle_without_edit(connection: Connection, record_id: str, by: str) -> None:
    """Settles the conflicts of a record on fields that are corrected no more."""
    conflict, edit = t.conflicts.c, t.edits.c
    edited = select(edit.field).where(edit.record_id == record_id)
    here = (conflict.record_id == record_id) & (conflict.settled == "")
    values = {"settled": "source", "settled_by": by, "settled_at": now()}
    moot = here & conflict.field.not_in(edited)
    connection.execute(update(t.conflicts).where(moot).values(values))


def _put_conflict(
    connection: Connection, record_id: str, field: str, old: str, new: str, run_id: int
) -> None:
    conflict = t.conflicts.c
    still = (conflict.record_id == record_id) & (conflict.field == field) & (conflict.settled == "")
    values = {"after": new, "run_id": run_id, "at": now()}
    if not connection.execute(update(t.conflicts).where(still).values(values)).rowcount:
        new_row = {"record_id": record_id, "field": field, "before": old, **values}
        connection.execute(insert(t.conflicts).values(new_row))


class Conflicts:
    """The conflicts that wait for a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> int:
        """How many wait."""
        waiting = select(func.count()).select_from(t.conflicts).where(t.conflicts.c.settled == "")
        with self._database.read() as connection:
            return int(connection.execute(waiting).scalar_one())

    def waiting(self, limit: int = 200, record_id: str = "") -> Sequence[Conflict]:
        """Those that wait, oldest first; of one record when it is named."""
        query = _query().limit(limit)
        if record_id:
            query = query.where(t.conflicts.c.record_id == record_id)
        with self._database.read() as connection:
            return [_conflict_of(row) for row in connection.execute(query).mappings()]

    def settle(self, conflict_id: int, *, take_source: bool, by: str) -> Conflict:
        """Keeps the correction, or takes what the source says now (the correction is taken back).

        Raises `EditConflict` when somebody settled it meanwhile, `RecordNotFound` for no such one.
        """
        with self._database.write() as connection:
            query = _query(settled=None).where(t.conflicts.c.id == conflict_id)
            row = connection.execute(query).mappings().one_or_none()
            if row is None:
                raise RecordNotFound(f"Il n'y a pas de conflit n° {conflict_id}.")
            if row["settled"]:
                raise EditConflict(
                    "Ce conflit a été réglé par quelqu'un d'autre entre-temps. Rechargez la page."
                )
            conflict = _conflict_of(row)
            _settle(connection, conflict, take_source, by)
        return conflict


def _settle(connection: Connection, conflict: Conflict, take_source: bool, by: str) -> None:
    settled = "source" if take_source else "edit"
    values = {"settled": settled, "settled_by": by, "settled_at": now()}
    this = t.conflicts.c.id == conflict.id
    connection.execute(update(t.conflicts).where(this).values(values))
    if not take_source:
        return
    edited = (t.edits.c.record_id == conflict.record_id) & (t.edits.c.field == conflict.field)
    connection.execute(t.edits.delete().where(edited))
    entry = t.records.c.id == conflict.record_id
    connection.execute(update(t.records).where(entry).values(version=t.records.c.version + 1))
    detail = edit_detail({conflict.field: None})
    note_change(connection, [conflict.record_id], "edit", detail, by)


def _query(settled: str | None = "") -> Any:
    conflict, edit, record = t.conflicts, t.edits, t.records
    same = (edit.c.record_id == conflict.c.record_id) & (edit.c.field == conflict.c.field)
    query = (
        select(
            conflict,
            shown_title().label("title"),
            func.coalesce(edit.c.value, "").label("edited"),
            func.coalesce(edit.c.by, "").label("edited_by"),
            func.coalesce(edit.c.at, "").label("edited_at"),
        )
        .join(record, record.c.id == conflict.c.record_id)
        .outerjoin(edit, same)
        .order_by(conflict.c.id)
    )
    return query if settled is None else query.where(conflict.c.settled == settled)


def _conflict_of(row: Mapping[Any, Any]) -> Conflict:
    return Conflict(**{name: row[name] for name in Conflict.__dataclass_fields__})
