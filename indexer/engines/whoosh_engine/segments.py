"""What one Whoosh segment holds, as arrays: read once, since segments never change."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.engines.base import NO_POSITION
from indexer.engines.whoosh_engine.rows import Layout, read_head
from indexer.engines.whoosh_engine.schema import zone_field
from indexer.engines.whoosh_engine.whoosh_api import Reader, TermNotFound

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]

MAX_POSTINGS_KEPT = 50_000
"""Terms of a segment whose postings are kept in memory; beyond, they are all read again."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of a facet in a segment: row `rows[i]` has `values[codes[i]]`."""

    values: list[str]
    rows: Numbers
    codes: Numbers


@dataclass(frozen=True)
class SegmentData:
    """The rows of a segment, deleted ones included.

    A row that is not a document has an empty id. `lengths` has a line a zone. `postings` fills as
    terms are searched: (zone, term) → rows and counts.
    """

    size: int
    ids: list[str]
    dates: list[str]
    title_keys: list[str]
    lengths: Floats
    facets: tuple[FacetColumn, ...]
    position_row: int = -1
    position: int = NO_POSITION
    postings: dict[tuple[str, str], tuple[Numbers, Floats]] = field(default_factory=dict)


def read_segment(reader: Reader, layout: Layout) -> SegmentData:
    """Reads the head of every row."""
    size = reader.doc_count_all()
    column = reader.column_reader("head", translate=False)
    ids, dates, title_keys = [""] * size, [""] * size, [""] * size
    lengths = np.zeros((len(layout.zones), size))
    facets: list[tuple[dict[str, int], list[int], list[int]]] = [
        ({}, [], []) for _ in layout.facets
    ]
    position_row, position = -1, NO_POSITION
    for row in range(size):
        packed = column[row]
        if packed.isdigit():
            position_row, position = row, int(packed)
            continue
        head = read_head(packed)
        ids[row], dates[row], title_keys[row] = head.id, head.date, head.title_key
        lengths[:, row] = head.lengths
        for (codes_of, rows, codes), values in zip(facets, head.facets, strict=True):
            for value in values:
                rows.append(row)
                codes.append(codes_of.setdefault(value, len(codes_of)))
    columns = tuple(
        FacetColumn(list(codes_of), np.array(rows, np.int64), np.array(codes, np.int64))
        for codes_of, rows, codes in facets
    )
    return SegmentData(size, ids, dates, title_keys, lengths, columns, position_row, position)


def postings(data: SegmentData, reader: Reader, zone: str, term: str) -> tuple[Numbers, Floats]:
    """The rows with the term in that zone, ascending, and how often; deleted rows may be there."""
    key = (zone, term)
    if key not in data.postings:
        if len(data.postings) >= MAX_POSTINGS_KEPT:
            data.postings.clear()
        data.postings[key] = _read_postings(reader, zone, term)
    return data.postings[key]


def _read_postings(reader: Reader, zone: str, term: str) -> tuple[Numbers, Floats]:
    try:
        matcher = reader.postings(zone_field(zone), term.encode())
    except TermNotFound:
        return np.zeros(0, np.int64), np.zeros(0)
    rows: list[int] = []
    counts: list[float] = []
    while matcher.is_active():
        rows.append(matcher.id())
        counts.append(matcher.weight())
        matcher.next()
    return np.array(rows, np.int64), np.array(counts)
