"""What changed between two texts, or two readings of a record, as people read it. Pure functions.

Texts are compared word by word, long ones line by line first. The pieces of a comparison give
back both texts: what is `SAME` or `REMOVED` is the one before, what is `SAME` or `ADDED` the one
after. Shortened for the eye, they keep the passages that changed. `side_by_side` gives each text in a
column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import singledispatch
from itertools import groupby

from corpus.record import Block, Credit, ExtractedFrom, FileRef, Link, PartialDate, PlaceRef, Record

AROUND = 80
"""Characters kept on each side of a change when a long text is shortened, to the next word end."""

LONGEST_CHANGE = 2_000
"""A passage that changed and has more characters is shown by its two ends."""

LONGEST_COLUMN = 40_000
"""Characters of each text that are compared side by side: a page shows no more."""

AROUND_IN_COLUMN = 160
"""As `AROUND`, for columns, where a reader looks for the same place in both."""

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 6_000
"""Beyond, a changed passage is shown whole: comparing its words would take seconds."""

_NOT_FOR_PEOPLE = ("text_sha256",)


class PieceKind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. One that is `LEFT_OUT` stands for words that are not shown."""

    kind: PieceKind
    text: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field in which the source says something else, and how; `pieces` are shortened."""

    field: str
    pieces: Pieces


def record_differences(
    before: Record, after: Record, fields: Iterable[str]
) -> tuple[FieldDifference, ...]:
    """The named fields, each compared as text; what no reader would look at is left out."""
    return tuple(
        FieldDifference(
            name, shortened(compare(written(getattr(before, name)), written(getattr(after, name))))
        )
        for name in fields
        if name not in _NOT_FOR_PEOPLE
    )


# --- comparing ---------------------------------------------------------------------------------


def compare(before: str, after: str) -> Pieces:
    """The pieces that give back both texts; of a change, what is removed comes first."""
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return tuple(_joined(_by_lines(*lines)))


def _by_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for same, old, new in _matched(before, after):
        if same:
            yield Piece(PieceKind.SAME, old)
        else:
            yield from _by_words(_WORDS.findall(old), _WORDS.findall(new))


def _by_words(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """A space that both have between two changes is part of the change: it is easier to read."""
    whole = max(len(before), len(after)) > _MOST_WORDS
    changed = [(False, "".join(before), "".join(after))]
    for same, old, new in changed if whole else _matched(before, after):
        if same and not old.isspace():
            yield Piece(PieceKind.SAME, old)
        else:
            yield Piece(PieceKind.REMOVED, old)
            yield Piece(PieceKind.ADDED, new)


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    """What both begin and end with is set aside first: the rest is often a few words."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    yield True, "".join(before[:start]), "".join(after[:start])
    for what, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        yield what == "equal", "".join(old[i:j]), "".join(new[k:m])
    yield True, "".join(before[len(before) - end :]), "".join(after[len(after) - end :])


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many items both begin with."""
    pairs = zip(before, after, strict=False)
    return next(
        (n for n, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after))
    )


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """No two neighbours of one kind, and nothing empty."""
    written_out = (piece for piece in pieces if piece.text)
    for same, group in groupby(written_out, key=lambda piece: piece.kind is PieceKind.SAME):
        stretch = list(group)
        for kind in (PieceKind.SAME,) if same else (PieceKind.REMOVED, PieceKind.ADDED):
            if text := "".join(piece.text for piece in stretch if piece.kind is kind):
                yield Piece(kind, text)


# --- side by side ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Columns:
    """Two texts beside each other: what is `REMOVED` is only on the left, `ADDED` only on the right.

    `same`: they have the same words. `cut`: one is longer than what is compared.
    """

    left: Pieces
    right: Pieces
    same: bool
    cut: bool


def side_by_side(left: str, right: str) -> Columns:
    """Spaces, and how lines end, are no difference; changed passages are kept whole."""
    pieces = compare(_spaced(left[:LONGEST_COLUMN]), _spaced(right[:LONGEST_COLUMN]))
    shown = shortened(pieces, AROUND_IN_COLUMN, LONGEST_COLUMN)
    return Columns(
        tuple(piece for piece in shown if piece.kind is not PieceKind.ADDED),
        tuple(piece for piece in shown if piece.kind is not PieceKind.REMOVED),
        same=all(piece.kind is PieceKind.SAME for piece in pieces),
        cut=max(len(left), len(right)) > LONGEST_COLUMN,
    )


def _spaced(text: str) -> str:
    return "".join(f"{' '.join(line.split())}\n" for line in text.splitlines() if line.strip())


# --- shortening --------------------------------------------------------------------------------


def shortened(pieces: Pieces, around: int = AROUND, longest_change: int = LONGEST_CHANGE) -> Pieces:
    """The changed passages with the words around them; endless ones by their two ends."""
    last = len(pieces) - 1
    short: list[Piece] = []
    for rank, piece in enumerate(pieces):
        if piece.kind is PieceKind.SAME:
            head, tail = around if rank else 0, around if rank < last else 0
            short += _cut(piece, head, tail, 3 * around)
        else:
            half = longest_change // 2
            short += _cut(piece, half, half, longest_change)
    return tuple(short)


def _cut(piece: Piece, head: int, tail: int, longest: int) -> Iterator[Piece]:
    text = piece.text
    if len(text) <= longest:
        yield piece
        return
    if head:
        yield Piece(piece.kind, _to_word_end(text, head))
    yield Piece(PieceKind.LEFT_OUT)
    if tail:
        yield Piece(piece.kind, _to_word_end(text[::-1], tail)[::-1])


def _to_word_end(text: str, size: int) -> str:
    """The first `size` characters, and the rest of a word of ordinary length cut by that."""
    end = re.compile(r"\S{0,30}").match(text, size)
    return text[: end.end() if end else size]


# --- values as text ----------------------------------------------------------------------------


@singledispatch
def written(value: object) -> str:
    """A value of a record as plain text, one line an item; empty for none."""
    return str(value) if value else ""


@written.register
def _(value: tuple) -> str:  # type: ignore[type-arg]  # singledispatch takes no parameters
    return "\n".join(written(item) for item in value)


@written.register
def _(value: Mapping) -> str:  # type: ignore[type-arg]
    return "\n".join(f"{name} : {value[name]}" for name in sorted(value))


@written.register
def _(value: Block) -> str:
    return value.plain


@written.register
def _(value: PartialDate) -> str:
    return value.value


@written.register
def _(value: Credit) -> str:
    return ", ".join(filter(None, (value.name, value.organisation, value.role.value)))


@written.register
def _(value: PlaceRef) -> str:
    return f"{value.name} ({value.code})" if value.code else value.name


@written.register
def _(value: FileRef) -> str:
    return f"{value.name} {value.url}".strip()


@written.register
def _(value: Link) -> str:
    return f"{value.text} {value.url}".strip()


@written.register
def _(value: ExtractedFrom) -> str:
    return f"{value.url}#{value.anchor}" if value.anchor else value.url
