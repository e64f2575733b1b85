"""How the postings of a term lie in a segment: side by side, as arrays of the fewest bits they need.

Whoosh's own codec pickles them by blocks of 128, a value at a time: arrays are read ten times as
quickly, take half the room, and are written without a call a posting.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.mapping import MappedSegment
from indexer.engines.whoosh_engine.whoosh_api import FieldWriter, ListMatcher, TermInfo, W3Codec

Unsigned = NDArray[np.unsignedinteger]
PLACE_BYTES = 4
_FIELD = struct.Struct("!H")
_HEADER = struct.Struct("<IIBBB")
"""How many rows and places, then the bytes a number takes of rows, counts and places."""


@dataclass(slots=True)
class TermPostings:
    """The rows that have a term, ascending, and the bytes of the value of each, one after the other."""

    field_name: str
    term: bytes
    rows: array[int] = field(default_factory=lambda: array("I"))
    sizes: array[int] = field(default_factory=lambda: array("I"))
    values: bytearray = field(default_factory=bytearray)

    def followed_by(self, other: TermPostings) -> TermPostings:
        """With those of later rows."""
        self.rows += other.rows
        self.sizes += other.sizes
        self.values += other.values
        return self


@dataclass(frozen=True, slots=True)
class Packed:
    """The rows that have a term, how many places it has in each, and those places."""

    rows: Unsigned
    counts: Unsigned
    places: Unsigned


class PlacesCodec(W3Codec):  # type: ignore[misc] # untyped, see whoosh_api
    """Whoosh's own, but for how the postings of a term are laid."""

    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> Any:
        return MappedSegment(self, indexname)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _TermsWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        packed = _read(dbfile, terminfo.extent()[0])
        return PackedMatcher.of(packed, format_, scorer, term, terminfo)


class PackedMatcher(ListMatcher):  # type: ignore[misc] # untyped, see whoosh_api
    """One after the other, for Whoosh's merges; `packed` has them all."""

    packed: Packed

    @classmethod
    def of(
        cls, packed: Packed, format_: Any, scorer: Any, term: Any, terminfo: Any
    ) -> PackedMatcher:
        rows = array("I", packed.rows.astype(np.uint32).tobytes())
        made = cls(rows, None, _Values(packed), format_, scorer, term=term, terminfo=terminfo)
        made.packed = packed
        return made


class _Values:
    """The value of each posting: its places, 32 bits each."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._ends: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._packed.rows)

    def __getitem__(self, rank: int) -> bytes:
        if self._ends is None:
            self._ends = np.cumsum(self._packed.counts, dtype=np.int64)
        end = int(self._ends[rank])
        first = end - int(self._packed.counts[rank])
        return self._packed.places[first:end].astype(np.uint32).tobytes()


class _TermsWriter(FieldWriter):  # type: ignore[misc] # untyped, see whoosh_api
    """Takes whole terms, as `PostingsPool` gives them."""

    def add_postings(self, schema: Any, lengths: object, items: Iterable[TermPostings]) -> None:
        for name, terms in groupby(items, key=attrgetter("field_name")):
            self.start_field(name, schema[name])
            prefix = _FIELD.pack(self._fieldid)
            for term in terms:
                self._tindex.add(prefix + term.term, self._written(term).to_bytes())
            self.finish_field()

    def _written(self, term: TermPostings) -> Any:
        info = TermInfo()
        info._df = len(term.rows)
        info._weight = float(info._df)
        info._maxweight = 1.0
        info._minid, info._maxid = term.rows[0], term.rows[-1]
        start = self._postfile.tell()
        self._postfile.write(_packed(term))
        info.set_extent(start, self._postfile.tell() - start)
        return info


def _packed(term: TermPostings) -> bytes:
    arrays = (
        _narrow(np.frombuffer(term.rows, np.uint32)),
        _narrow(np.frombuffer(term.sizes, np.uint32) // PLACE_BYTES),
        _narrow(np.frombuffer(bytes(term.values), np.uint32)),
    )
    rows, _, places = arrays
    header = _HEADER.pack(len(rows), len(places), *(one.itemsize for one in arrays))
    return b"".join((header, *(one.tobytes() for one in arrays)))


def _read(file: Any, at: int) -> Packed:
    """Those written at that place of a file."""
    rows, places, *widths = _HEADER.unpack(file.get(at, _HEADER.size))
    size = rows * (widths[0] + widths[1]) + places * widths[2]
    written = file.get(at + _HEADER.size, size)
    found = []
    at = 0
    for count, width in zip((rows, rows, places), widths, strict=True):
        found.append(np.frombuffer(written, f"<u{width}", count, at))
        at += count * width
    return Packed(*found)


def _narrow(numbers: Unsigned) -> Unsigned:
    """In the fewest bits that hold them all."""
    most = int(numbers.max()) if len(numbers) else 0
    return numbers.astype("<u1" if most < 1 << 8 else "<u2" if most < 1 << 16 else "<u4")
