"""A Whoosh segment, read: its heads once, since segments never change, its postings as they are asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from indexer.engines.base import NO_POSITION
from indexer.engines.whoosh_engine.postings import PackedMatcher
from indexer.engines.whoosh_engine.schema import WORDS_FIELD
from indexer.engines.whoosh_engine.whoosh_api import (
    Reader,
    TermNotFound,
    frequencies_of,
)
from indexer.rows import Layout, read_head
from indexer.snapshot.keeping import Kept
from indexer.snapshot.segments import (
    NO_POSTINGS,
    Heads,
    Lexicon,
    Numbers,
    Postings,
    heads_of,
)

KEPT_BYTES = 24_000_000
"""Of the postings of a segment: they are still good after a change, when terms are made anew."""


@dataclass
class SegmentData:
    """What was read of a segment, whoever holds it open; kept from one commit to the next."""

    heads: Heads
    position_row: int = -1
    position: int = NO_POSITION
    postings: Kept[str, Postings] = field(default_factory=lambda: Kept(KEPT_BYTES))
    lexicon: Lexicon | None = None


def read_segment(reader: Reader, layout: Layout) -> SegmentData:
    """Reads the head of every row."""
    column = reader.column_reader("head", translate=False)
    packed = [bytes(column[row]) for row in range(reader.doc_count_all())]
    marks = [row for row, head in enumerate(packed) if head.isdigit()]
    heads = heads_of((None if head.isdigit() else read_head(head) for head in packed), layout)
    if not marks:
        return SegmentData(heads)
    return SegmentData(heads, marks[-1], int(packed[marks[-1]]))


class WhooshSegment:
    """See `indexer.snapshot.segments.Segment`. To be used by one thread at a time."""

    def __init__(self, reader: Reader, data: SegmentData) -> None:
        self._reader = reader
        self._data = data
        self._columns: dict[str, Any] = {}

    @property
    def heads(self) -> Heads:
        return self._data.heads

    def position(self) -> int:
        """`NO_POSITION` when it is kept in another segment."""
        row = self._data.position_row
        if row < 0 or self._reader.is_deleted(row):
            return NO_POSITION
        return self._data.position

    def alive(self) -> Numbers:
        rows: Numbers = np.fromiter(self._reader.all_doc_ids(), np.int64)
        documents: Numbers = rows[rows != self._data.position_row]
        return documents

    def lexicon(self) -> Lexicon:
        if self._data.lexicon is None:
            found = dict(frequencies_of(self._reader, WORDS_FIELD))
            counts = np.fromiter(found.values(), np.int64, len(found))
            self._data.lexicon = Lexicon([word.decode() for word in found], counts)
        return self._data.lexicon

    def postings(self, word: str) -> Postings:
        found = self._data.postings.get(word)
        if found is None:
            found = self._read(word)
            self._data.postings.put(word, found, found.size + 300)
        return found

    def cell(self, row: int, column: str) -> bytes:
        if column not in self._columns:
            self._columns[column] = self._reader.column_reader(column, translate=False)
        return bytes(self._columns[column][row])

    def close(self) -> None:
        self._columns.clear()
        self._reader.close()

    def _read(self, word: str) -> Postings:
        try:
            matcher = self._reader.postings(WORDS_FIELD, word.encode("utf-8", "replace"))
        except TermNotFound:
            return NO_POSTINGS
        while not isinstance(matcher, PackedMatcher):
            matcher = matcher.child  # Whoosh hides what is deleted; so does the snapshot
        packed = matcher.packed
        return Postings(packed.rows, packed.counts, packed.places)
