"""Which fields a record should have and has not, by kind. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.record import Record

_ALL = ("title", "text")
_EXPECTED: Mapping[str, tuple[str, ...]] = {
    "experience": ("credits", "date", "places"),
    "case_study": ("credits", "places"),
    "document": ("date", "credits"),
    "reading_note": ("credits",),
    "interview": ("credits",),
    "event": ("date",),
    "training": ("date",),
    "job": ("date",),
}


def missing_fields(record: Record) -> tuple[str, ...]:
    """The names of the fields that a record of its kind is expected to have, and lacks."""
    names = (*_ALL, *_EXPECTED.get(record.kind, ()))
    return tuple(name for name in names if not _has(record, name))


def _has(record: Record, name: str) -> bool:
    if name == "text":
        return bool(record.text or record.summary or record.files)
    return bool(getattr(record, name))
