"""The title that readers see, as a column: a corrected one before the harvested one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from corpus import tables as t


def shown_title() -> ColumnElement[str]:
    """For a statement that selects from `records`."""
    edit, record = t.edits.c, t.records.c
    corrected = select(edit.value).where(edit.record_id == record.id, edit.field == "title")
    title: ColumnElement[str] = func.coalesce(
        corrected.correlate(t.records).scalar_subquery(), record.title
    )
    return title
