"""One state of an index, open: its segments side by side, documents numbered from 0.

Every place of every document has a number of its own too: those of a document follow those of the
document before it, so that phrases and neighbours are found by comparing sorted arrays.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from indexer.analysis import fold
from indexer.query import MISSING
from indexer.rows import Head, Layout, read_body, read_head
from indexer.snapshot.keeping import Kept
from indexer.snapshot.segments import Floats, Mask, Numbers, Segment
from indexer.snapshot.shown import Shown, shown_of
from indexer.snapshot.vocabulary import Vocabulary

KEPT_BYTES = 48_000_000
"""Of documents that were shown, kept to be shown again."""

TITLES_JUDGED = 3_000
FEWEST_TITLES = 100
_ANY_WORD = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^\W\d_]{3,}(?![\d-])")


@dataclass(frozen=True, slots=True)
class Facet:
    """All values of a facet in order, and its entries: document `numbers[i]` has value `codes[i]`,
    by ascending document; those of document `n` begin at `firsts[n]`. `MISSING` is the last value.
    `copied` are the ranks of the entries of documents that have a copy."""

    values: list[str]
    numbers: Numbers
    codes: Numbers
    firsts: Numbers
    code_of: Mapping[str, int]
    copied: Numbers

    def codes_of(self, numbers: Numbers) -> Numbers:
        """The values of some documents, each as often as they have it."""
        first, after = self.firsts[numbers], self.firsts[numbers + 1]
        sizes = after - first
        if (sizes == 1).all():
            return self.codes[first]
        ends = sizes.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        return self.codes[np.repeat(after - ends, sizes) + np.arange(total)]


@dataclass(frozen=True, slots=True)
class Held:
    """A segment with documents: the number of its first row, and whether none of them is deleted."""

    segment: Segment
    first: int
    whole: bool


Guard = Callable[[], AbstractContextManager[object]]
"""Held while a segment is read: it says what reading errors mean, and keeps threads apart."""


class Snapshot:
    """`close` may be called while others search: the last one out closes the segments."""

    def __init__(
        self,
        segments: Sequence[Segment],
        layout: Layout,
        position: int,
        guard: Guard = nullcontext,
        before: Vocabulary | None = None,
    ) -> None:
        """`before` is the vocabulary of the state before this one, of which most is still there."""
        self.segments = segments
        self.layout = layout
        self.position = position
        self.guard = guard
        self.before = before
        self._users = 1
        self._counting = threading.Lock()
        self._shown: Kept[int, Shown] = Kept(KEPT_BYTES)
        sizes = [segment.heads.size for segment in segments]
        self.firsts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self._firsts: list[int] = self.firsts.tolist()
        self.size = self._firsts[-1]
        self.live = self._live_mask()
        self.count = int(self.live.sum())

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The segments that have live documents."""
        found = []
        for first, segment in zip(self.firsts.tolist(), self.segments, strict=False):
            alive = int(self.live[first : first + segment.heads.size].sum())
            if alive:
                found.append(Held(segment, first, alive == sum(map(bool, segment.heads.ids))))
        return tuple(found)

    # --- what the whole index is ----------------------------------------------------------------

    @cached_property
    def ids(self) -> list[str]:
        return self._joined(lambda segment: segment.heads.ids)

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        ids = self.ids
        return {ids[number]: number for number in np.flatnonzero(self.live).tolist()}

    @cached_property
    def id_rank(self) -> Numbers:
        return _rank(self.ids)

    @cached_property
    def title_rank(self) -> Numbers:
        keys = self._joined(lambda segment: segment.heads.title_keys)
        return _rank(list(zip(keys, self.ids, strict=True)))

    @cached_property
    def date_codes(self) -> Numbers:
        """Equal dates have equal codes, in the order of time; 0 is an unknown date."""
        dates = self._joined(lambda segment: segment.heads.dates)
        code = {date: place for place, date in enumerate(sorted({*dates, ""}))}
        return np.array([code[date] for date in dates], np.int64)

    @cached_property
    def years(self) -> Numbers:
        """The year of each document; 0 when it is unknown."""
        dates = self._joined(lambda segment: segment.heads.dates)
        return np.array([int(date[:4]) if date else 0 for date in dates], np.int64)

    @cached_property
    def titled(self) -> Mapping[str, Sequence[int]]:
        """The live documents with each title, by its words."""
        keys = self._joined(lambda segment: segment.heads.title_keys)
        found: dict[str, list[int]] = {}
        for number in np.flatnonzero(self.live).tolist():
            found.setdefault(_words_of(keys[number]), []).append(number)
        found.pop("", None)
        return found

    @cached_property
    def title_worth(self) -> Floats:
        """How much the title of each document says of it: less when others have the same one."""
        keys = self._joined(lambda segment: segment.heads.title_keys)
        shared = Counter(key for key, alive in zip(keys, self.live.tolist(), strict=True) if alive)
        return np.array([max(shared[key], 1) for key in keys], np.float64) ** -0.75

    @cached_property
    def weak_titles(self) -> float:
        """The share of documents whose title has less than two words of its own: neither a code nor
        a word that a tenth of the titles have. Judged on a sample."""
        keys = self._joined(lambda segment: segment.heads.title_keys)
        numbers = np.flatnonzero(self.live)
        if len(numbers) < FEWEST_TITLES:
            return 0.0
        step = len(numbers) // TITLES_JUDGED + 1
        titles = [_WORDS.findall(keys[number]) for number in numbers[::step].tolist()]
        met = Counter(word for title in titles for word in set(title))
        common = {word for word, count in met.items() if count > len(titles) / 10}
        weak = sum(len(set(title) - common) < 2 for title in titles)
        return weak / max(len(titles), 1)

    @cached_property
    def clusters(self) -> Numbers:
        """Equal for documents with the same text; a document without text is alone."""
        code: dict[str, int] = {}
        same = self._joined(lambda segment: segment.heads.same)
        return np.array(
            [code.setdefault(key or f"#{rank}", len(code)) for rank, key in enumerate(same)],
            np.int64,
        )

    @cached_property
    def copied(self) -> Mask:
        """The live documents whose text another one has too."""
        sizes = np.bincount(self.clusters[self.live], minlength=self.size)
        found: Mask = self.live & (sizes[self.clusters] > 1)
        return found

    @cached_property
    def has_copies(self) -> bool:
        """Whether two live documents have the same text."""
        return bool(self.copied.any())

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        return {name: self._facet(rank) for rank, name in enumerate(self.layout.facets)}

    @cached_property
    def lengths(self) -> Floats:
        """Words of each document, a line a zone."""
        empty = np.zeros((len(self.layout.zones), 0))
        return np.concatenate([empty, *(s.heads.lengths for s in self.segments)], axis=1)

    @cached_property
    def whole_lengths(self) -> Floats:
        whole: Floats = self.lengths.sum(axis=0)
        return whole

    @cached_property
    def averages(self) -> Floats:
        """The average length of each zone, then of the whole."""
        alive = np.vstack([self.lengths, self.whole_lengths])[:, self.live]
        sums: Floats = alive.sum(axis=1) / max(self.count, 1)
        return sums

    @cached_property
    def starts(self) -> Numbers:
        """Where each zone begins in the places of a document, a line a zone."""
        empty = np.zeros((len(self.layout.zones), 0), np.int64)
        return np.concatenate([empty, *(s.heads.starts for s in self.segments)], axis=1)

    @cached_property
    def first_places(self) -> Numbers:
        """The number of the first place of each document; one more at the end. Places have its type
        everywhere: 32 bits where they fit."""
        spans = [segment.heads.spans for segment in self.segments]
        firsts = np.concatenate([[0], np.cumsum(np.concatenate([np.zeros(0, np.int64), *spans]))])
        return firsts.astype(np.int32 if firsts[-1] < 2**31 else np.int64)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        with self.guard():
            lexicons = [segment.lexicon() for segment in self.segments]
        return self.before.grown(lexicons) if self.before else Vocabulary.of(lexicons)

    @property
    def known_vocabulary(self) -> Vocabulary | None:
        """The vocabulary, if it was needed."""
        found: Vocabulary | None = self.__dict__.get("vocabulary")
        return found

    @cached_property
    def acronyms(self) -> Mapping[str, str]:
        """Acronym → long form, for those that two documents explain in the same way."""
        explained = [pairs for s in self.segments for pairs in s.heads.acronyms]
        alive = np.flatnonzero(self.live).tolist()
        return _agreed([pair for number in alive for pair in explained[number]])

    # --- documents ------------------------------------------------------------------------------

    def shown(self, number: int) -> Shown:
        """Read when it is first asked for."""
        found = self._shown.get(number)
        if found is None:
            found = self.read(number)
            self._shown.put(number, found, found.size)
        return found

    def read(self, number: int) -> Shown:
        """From the disk, without keeping it."""
        with self.guard():
            return shown_of(*self._cells(number, "head", "text", "places", "starts"))

    def head(self, number: int) -> Head:
        with self.guard():
            return read_head(*self._cells(number, "head"))

    def body_words(self, number: int) -> list[str]:
        with self.guard():
            return read_body(*self._cells(number, "body"))

    # --- opening and closing --------------------------------------------------------------------

    def enter(self) -> bool:
        """Counts one more user; False when it is closed already."""
        with self._counting:
            if not self._users:
                return False
            self._users += 1
            return True

    def close(self) -> None:
        """One user less; the segments are closed with the last."""
        with self._counting:
            self._users -= 1
            last = not self._users
        if last:
            for segment in self.segments:
                segment.close()

    # --- inside ---------------------------------------------------------------------------------

    def _live_mask(self) -> Mask:
        mask = np.zeros(self.size, np.bool_)
        for first, segment in zip(self.firsts, self.segments, strict=False):
            mask[first + segment.alive()] = True
        return mask

    def _joined(self, column: Callable[[Segment], list[str]]) -> list[str]:
        return [value for segment in self.segments for value in column(segment)]

    def _facet(self, rank: int) -> Facet:
        """Of live documents only: what nobody has any more is no value."""
        numbers, codes = [NOBODY], [NOBODY]
        met: set[str] = set()
        columns = [segment.heads.facets[rank] for segment in self.segments]
        alive = [
            self.live[column.rows + first]
            for column, first in zip(columns, self.firsts, strict=False)
        ]
        for column, kept in zip(columns, alive, strict=True):
            met.update(column.values[code] for code in np.unique(column.codes[kept]).tolist())
        values = [*sorted(met), MISSING]
        code = {value: place for place, value in enumerate(values)}
        for column, kept, first in zip(columns, alive, self.firsts, strict=False):
            of_column = np.array([code.get(value, -1) for value in column.values], np.int64)
            numbers.append(column.rows[kept] + first)
            codes.append(of_column[column.codes[kept]])
        having = np.concatenate(numbers)
        without = np.setdiff1d(np.flatnonzero(self.live), having)
        everyone = np.concatenate([having, without])
        every_code = np.concatenate([*codes, np.full(len(without), len(values) - 1)])
        order = np.argsort(everyone, kind="stable")
        in_order = everyone[order]
        copied = np.flatnonzero(self.copied[in_order])
        firsts = np.searchsorted(in_order, np.arange(self.size + 1))
        return Facet(values, in_order, every_code[order], firsts, code, copied)

    def _cells(self, number: int, *names: str) -> list[bytes]:
        """Values of columns for a document. To be called with the guard held."""
        rank = bisect_right(self._firsts, number) - 1
        segment, row = self.segments[rank], number - self._firsts[rank]
        return [segment.cell(row, name) for name in names]


NOBODY: Numbers = np.zeros(0, np.int64)


def title_words(title: str) -> str:
    """The words of a title, folded, without what stands between them."""
    return _words_of(fold(title))


def _words_of(folded: str) -> str:
    return " ".join(_ANY_WORD.findall(folded))


def _rank(keys: Sequence[Any]) -> Numbers:
    """The place of each key once they are sorted."""
    ranks = np.empty(len(keys), np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks


def _agreed(pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    counts: dict[tuple[str, str], int] = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    best: dict[str, tuple[int, str]] = {}
    for (acronym, long_form), count in counts.items():
        if count > 1:
            best[acronym] = max(best.get(acronym, (0, "")), (count, long_form))
    return {acronym: long_form for acronym, (_, long_form) in best.items()}
