"""What an engine gives to be searched: segments, which never change once they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.acronyms import Acronym
from indexer.rows import Head, Layout

Numbers = NDArray[np.signedinteger]
Places = NDArray[np.unsignedinteger]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows with a word, ascending; how often; and its places in each, one row after the other."""

    rows: Places
    counts: Places
    places: Places

    @property
    def size(self) -> int:
        """In bytes."""
        return self.rows.nbytes + self.counts.nbytes + self.places.nbytes


_NOTHING = np.zeros(0, np.uint32)
NO_POSTINGS = Postings(_NOTHING, _NOTHING, _NOTHING)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word of a segment, each once, in no order, and how many rows each is in."""

    words: Sequence[str]
    frequencies: Numbers


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of a facet in a segment: row `rows[i]` has `values[codes[i]]`."""

    values: list[str]
    rows: Numbers
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of all rows of a segment, as columns. A row that is no document has an empty id.

    `lengths` and `starts` have a line a zone (see `indexer.rows.Head`).
    """

    size: int
    ids: list[str]
    dates: list[str]
    title_keys: list[str]
    same: list[str]
    acronyms: list[tuple[Acronym, ...]]
    lengths: Numbers
    starts: Numbers
    spans: Numbers
    facets: tuple[FacetColumn, ...]


class Segment(Protocol):
    """Some rows of an index. Raises whatever reading raises; the engine says what that means."""

    @property
    def heads(self) -> Heads: ...

    def alive(self) -> Numbers:
        """The rows that are documents and are not deleted, ascending."""
        ...

    def lexicon(self) -> Lexicon:
        """Rows that are deleted may be counted."""
        ...

    def postings(self, word: str) -> Postings:
        """Rows that are deleted may be there."""
        ...

    def cell(self, row: int, column: str) -> bytes:
        """One of `indexer.rows.COLUMNS`."""
        ...

    def close(self) -> None: ...


def heads_of(rows: Iterable[Head | None], layout: Layout) -> Heads:
    """Gathers the heads of rows, in order; None for a row that is no document."""
    heads = list(rows)
    size = len(heads)
    zones = len(layout.zones)
    nothing = Head(
        "", "", "", "", "", "", ((),) * len(layout.facets), (0,) * zones, (0,) * zones, 0
    )
    full = [head or nothing for head in heads]
    return Heads(
        size=size,
        ids=[head.id for head in full],
        dates=[head.date for head in full],
        title_keys=[head.title_key for head in full],
        same=[head.same for head in full],
        acronyms=[head.acronyms for head in full],
        lengths=np.array([h.lengths for h in full], np.int64).reshape(size, zones).T.copy(),
        starts=np.array([h.starts for h in full], np.int64).reshape(size, zones).T.copy(),
        spans=np.array([head.span for head in full], np.int64),
        facets=tuple(_column(full, rank) for rank in range(len(layout.facets))),
    )


def _column(heads: Sequence[Head], rank: int) -> FacetColumn:
    codes_of: dict[str, int] = {}
    rows: list[int] = []
    codes: list[int] = []
    for row, head in enumerate(heads):
        for value in head.facets[rank]:
            rows.append(row)
            codes.append(codes_of.setdefault(value, len(codes_of)))
    return FacetColumn(list(codes_of), np.array(rows, np.int64), np.array(codes, np.int64))
