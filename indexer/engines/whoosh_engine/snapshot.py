"""One state of the index, open: its segments side by side, numbered from 0."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.base import NO_POSITION
from indexer.engines.whoosh_engine.manifest import damaged
from indexer.engines.whoosh_engine.rows import Head, Layout, needle, read_head, read_places
from indexer.engines.whoosh_engine.segments import Floats, Numbers, SegmentData, postings
from indexer.engines.whoosh_engine.whoosh_api import Reader
from indexer.query_parser import Clause
from indexer.ranking import field_score, rarity, text_score
from indexer.snippet import Quotable

Mask = NDArray[np.bool_]
MAX_TERMS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class TermHits:
    """The live documents that have a term, what it adds to the score of each, its rarity."""

    numbers: Numbers
    scores: Floats
    rarity: float


@dataclass(frozen=True, slots=True)
class Facet:
    """All values of a facet in order, and its entries: document `numbers[i]` has value `codes[i]`."""

    values: list[str]
    numbers: Numbers
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Kept:
    """What is read of a document to show it."""

    head: Head
    quotable: Quotable
    files: tuple[tuple[str, str], ...]


class Snapshot:
    """The live generation as it was when opened. Whoosh's readers are used by one thread at a time.

    `close` may be called while others search: the last one out closes the readers.
    """

    def __init__(
        self,
        path: Path,
        readers: Sequence[Reader],
        data: Sequence[SegmentData],
        layout: Layout,
    ) -> None:
        self._path = path
        self._readers = readers
        self._data = data
        self._layout = layout
        self._lock = threading.Lock()
        self._users = 1
        self._terms: dict[str, TermHits] = {}
        self._phrases: dict[tuple[str, ...], Numbers] = {}
        self._columns: dict[tuple[int, str], Any] = {}
        sizes = [segment.size for segment in data]
        self._starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self.size = int(self._starts[-1])
        self.live = self._live_mask()
        self.count = int(self.live.sum())

    # --- what the whole index is ----------------------------------------------------------------

    @cached_property
    def position(self) -> int:
        for reader, segment in zip(self._readers, self._data, strict=True):
            if segment.position_row >= 0 and not reader.is_deleted(segment.position_row):
                return segment.position
        return NO_POSITION

    @cached_property
    def ids(self) -> list[str]:
        return self._joined(lambda segment: segment.ids)

    @cached_property
    def id_rank(self) -> Numbers:
        return _rank(self.ids)

    @cached_property
    def title_rank(self) -> Numbers:
        return _rank(
            list(zip(self._joined(lambda segment: segment.title_keys), self.ids, strict=True))
        )

    @cached_property
    def date_codes(self) -> Numbers:
        """Equal dates have equal codes, in the order of time; 0 is an unknown date."""
        dates = self._joined(lambda segment: segment.dates)
        code = {date: place for place, date in enumerate(sorted({*dates, ""}))}
        return np.array([code[date] for date in dates], np.int64)

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        return {name: self._facet(rank) for rank, name in enumerate(self._layout.facets)}

    @cached_property
    def _lengths(self) -> Floats:
        """Terms of each document, a line a zone."""
        empty = np.zeros((len(self._layout.zones), 0))
        return np.concatenate([empty, *(segment.lengths for segment in self._data)], axis=1)

    @cached_property
    def _whole_lengths(self) -> Floats:
        whole: Floats = self._lengths.sum(axis=0)
        return whole

    # --- searching ------------------------------------------------------------------------------

    def term(self, term: str) -> TermHits:
        """Cached; the first time, the term's postings are read from the disk."""
        if term not in self._terms:
            if len(self._terms) >= MAX_TERMS_KEPT:
                self._terms.clear()
            self._terms[term] = self._read_term(term)
        return self._terms[term]

    def having(self, clause: Clause) -> Numbers:
        """The live documents that match a clause, ascending."""
        words = clause.words
        numbers = self.term(words[0]).numbers
        for word in words[1:]:
            numbers = np.intersect1d(numbers, self.term(word).numbers, assume_unique=True)
        return self._with_phrase(clause.terms, numbers) if clause.phrase else numbers

    def kept(self, number: int) -> Kept:
        with self._reading():
            head, text, folded, places = (
                self._cell(number, name) for name in ("head", "text", "folded", "places")
            )
        sections, files = read_places(places)
        return Kept(read_head(head), Quotable(text.decode(), folded.decode(), sections), files)

    # --- opening and closing --------------------------------------------------------------------

    def enter(self) -> bool:
        """Counts one more user; False when it is closed already."""
        with self._lock:
            if not self._users:
                return False
            self._users += 1
            return True

    def close(self) -> None:
        """One user less; the readers are closed with the last."""
        with self._lock:
            self._users -= 1
            if not self._users:
                self._columns.clear()
                for reader in self._readers:
                    reader.close()

    # --- inside ---------------------------------------------------------------------------------

    def _live_mask(self) -> Mask:
        mask = np.zeros(self.size, np.bool_)
        for start, reader, segment in zip(self._starts, self._readers, self._data, strict=False):
            alive = np.fromiter(reader.all_doc_ids(), np.int64)
            mask[start + alive] = True
            if segment.position_row >= 0:
                mask[start + segment.position_row] = False
        return mask

    def _joined(self, column: Callable[[SegmentData], list[str]]) -> list[str]:
        return [value for segment in self._data for value in column(segment)]

    def _facet(self, rank: int) -> Facet:
        columns = [segment.facets[rank] for segment in self._data]
        values = sorted({value for column in columns for value in column.values})
        code = {value: place for place, value in enumerate(values)}
        numbers = [c.rows + start for c, start in zip(columns, self._starts, strict=False)]
        codes = [np.array([code[v] for v in c.values], np.int64)[c.codes] for c in columns]
        none = np.zeros(0, np.int64)
        return Facet(values, np.concatenate([none, *numbers]), np.concatenate([none, *codes]))

    def _read_term(self, term: str) -> TermHits:
        by_zone = {zone: self._postings(zone, term) for zone in self._layout.zones}
        counts = np.zeros(self.size)
        for numbers, met in by_zone.values():
            counts[numbers] += met
        having = np.flatnonzero(counts)
        overall = rarity(self.count, len(having))
        scores = np.zeros(self.size)
        lengths = self._whole_lengths
        scores[having] = text_score(
            overall, counts[having], lengths[having], self._average(lengths)
        )
        for rank, (zone, boost) in enumerate(
            zip(self._layout.zones, self._layout.boosts, strict=True)
        ):
            numbers, met = by_zone[zone]
            if boost and zone != "body" and len(numbers):
                rarest = min(overall, rarity(self.count, len(numbers)))
                own = self._lengths[rank]
                scores[numbers] += field_score(boost, rarest, met, own[numbers], self._average(own))
        return TermHits(having, scores[having], overall)

    def _average(self, lengths: Floats) -> float:
        return float(lengths[self.live].sum()) / max(self.count, 1)

    def _postings(self, zone: str, term: str) -> tuple[Numbers, Floats]:
        """Of live documents, over all segments."""
        found = []
        with self._reading():
            for start, reader, segment in zip(
                self._starts, self._readers, self._data, strict=False
            ):
                rows, counts = postings(segment, reader, zone, term)
                found.append((rows + start, counts))
        numbers = np.concatenate([np.zeros(0, np.int64), *(rows for rows, _ in found)])
        met = np.concatenate([np.zeros(0), *(counts for _, counts in found)])
        alive = self.live[numbers]
        return numbers[alive], met[alive]

    def _with_phrase(self, phrase: tuple[str, ...], among: Numbers) -> Numbers:
        if phrase not in self._phrases:
            looked_for = needle(phrase)
            with self._reading():
                found = [n for n in among.tolist() if looked_for in self._cell(n, "stream")]
            if len(self._phrases) >= MAX_TERMS_KEPT:
                self._phrases.clear()
            self._phrases[phrase] = np.array(found, np.int64)
        return self._phrases[phrase]

    def _cell(self, number: int, name: str) -> bytes:
        """One value of a column. To be called inside `_reading`."""
        rank = int(np.searchsorted(self._starts, number, side="right")) - 1
        key = (rank, name)
        if key not in self._columns:
            self._columns[key] = self._readers[rank].column_reader(name, translate=False)
        return bytes(self._columns[key][number - int(self._starts[rank])])

    def _reading(self) -> _Reading:
        return _Reading(self._lock, self._path)


class _Reading:
    """Alone with Whoosh's readers; whatever they raise means the files are not what was written."""

    def __init__(self, lock: threading.Lock, path: Path) -> None:
        self._lock = lock
        self._path = path

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._lock.release()
        if isinstance(error, Exception):
            raise damaged(self._path, f"{type(error).__name__}: {error}") from error


def _rank(keys: Sequence[Any]) -> Numbers:
    """The place of each key once they are sorted."""
    ranks = np.empty(len(keys), np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks
