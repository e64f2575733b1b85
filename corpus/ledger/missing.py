"""Which fields a record should have and has not, by kind. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
    return tuple(name for name in expected_of(record.kind) if not _has(record, name))


@dataclass(frozen=True, slots=True)
class KindFields:
    """How many of the `records` of a kind lack each field that is expected of them."""

    kind: str
    records: int
    missing: Mapping[str, int]

    @property
    def lacks(self) -> bool:
        return any(self.missing.values())


def missing_by_kind(records: Iterable[Record]) -> tuple[KindFields, ...]:
    """Each kind among these records, in alphabetical order; a field that none lacks counts 0."""
    totals: Counter[str] = Counter()
    missing: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        totals[record.kind] += 1
        missing[record.kind].update(missing_fields(record))
    return tuple(
        KindFields(kind, totals[kind], {name: missing[kind][name] for name in expected_of(kind)})
        for kind in sorted(totals)
    )


def expected_of(kind: str) -> tuple[str, ...]:
    """The names of the fields that a record of that kind should have."""
    return (*_ALL, *_EXPECTED.get(kind, ()))


def _has(record: Record, name: str) -> bool:
    if name == "text":
        return bool(record.text or record.summary or record.files)
    return bool(getattr(record, name))
