"""Pages beside their records, drawn by lot: the same seed draws the same pairs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.fields import FIELDS
from corpus.harvests.differences import Columns, Piece, PieceKind, Pieces, side_by_side
from corpus.record import Entry, Record

_HEAD, _TAIL = 500, 200
"""Characters shown of the beginning and of the end of texts that are the same."""

_BESIDE = frozenset(
    [
        "author",
        "organisation",
        "date",
        "place",
        "theme",
        "actor",
        "method",
        "keyword",
        "type_term",
        "rights",
    ]
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that was drawn, for the kind of its records, and how much of its words they hold."""

    url: str
    kind: str
    passages: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The text of a page (left) and that of its records (right), with where they differ."""

    drawn: Drawn
    differences: Columns
    fields: tuple[tuple[str, str], ...] = ()


def draw(names_by_kind: Mapping[str, Sequence[str]], size: int, seed: int) -> tuple[str, ...]:
    """`size` names at most, each kind having its share and one at least while there is room.

    The same names, size and seed give the same draw, whatever the order of the names.
    """
    lot = random.Random(seed)
    waiting = {kind: sorted(names_by_kind[kind]) for kind in sorted(names_by_kind)}
    for names in waiting.values():
        lot.shuffle(names)
    rarest = sorted(waiting, key=lambda kind: (-len(waiting[kind]), kind))
    taken: dict[str, int] = defaultdict(int)
    total = sum(map(len, waiting.values()))
    for _ in range(min(size, total)):
        free = [kind for kind in rarest if taken[kind] < len(waiting[kind])]
        due = max(free, key=lambda kind: _due(taken[kind], len(waiting[kind]) / total, size))
        taken[due] += 1
    return tuple(name for kind in waiting for name in waiting[kind][: taken[kind]])


def _due(taken: int, share: float, size: int) -> tuple[bool, float]:
    """Kinds without any come first, then the one furthest below its share."""
    return taken == 0, share * size - taken


def compared(drawn: Drawn) -> Compared:
    """Both texts with their differences marked, and the fields that stand beside the text."""
    said = "\n".join(drawn.passages)
    told = side_by_side(said, "\n".join(map(_text_of, drawn.records)))
    if told.same:
        told = replace(
            told, left=_abridged(said), right=_abridged("\n".join(map(_text_of, drawn.records)))
        )
    return Compared(drawn, told, tuple(_fields(drawn.records)))


def _text_of(record: Record) -> str:
    return "\n".join(part for part in (record.title, record.subtitle, record.text) if part)


def _abridged(text: str) -> Pieces:
    """The beginning and the end of a text that is the same on both sides."""
    if len(text) <= _HEAD + _TAIL:
        return (Piece(PieceKind.SAME, text),)
    head, tail = text[:_HEAD].rpartition(" ")[0], text[-_TAIL:].partition(" ")[2]
    return (
        Piece(PieceKind.SAME, head),
        Piece(PieceKind.LEFT_OUT),
        Piece(PieceKind.SAME, tail),
    )


def _fields(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """The name of each field (French) that stands beside the text, and its values in all records."""
    for field in FIELDS:
        if field.name not in _BESIDE:
            continue
        entries = [Entry(record) for record in records]
        values = dict.fromkeys(v for entry in entries for v in field.values(entry) if v)
        if values:
            yield field.label.fr, ", ".join(field.label_of(value, "fr") for value in values)
