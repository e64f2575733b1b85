"""What readers see of a record, as columns: a correction before what was harvested."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, func, select

from corpus import tables as t


def shown_title() -> ColumnElement[str]:
    """For a statement that selects from `records`."""
    return _shown(t.records.c.title)


def shown_kind() -> ColumnElement[str]:
    """For a statement that selects from `records`."""
    return _shown(t.records.c.kind)


def _shown(harvested: Column[str]) -> ColumnElement[str]:
    edit, record = t.edits.c, t.records.c
    corrected = select(edit.value).where(edit.record_id == record.id, edit.field == harvested.name)
    first: ColumnElement[str] = func.coalesce(
        corrected.correlate(t.records).scalar_subquery(), harvested
    )
    return first
