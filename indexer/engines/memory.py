"""The small engine: rows in memory, nothing on a disk. Tests and short-lived collections use it."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Self

import numpy as np

from corpus.fields import FIELDS, Field
from indexer.answering.answer import Searcher
from indexer.document import Document
from indexer.engines.answers import Answers
from indexer.engines.base import NO_POSITION, fingerprint_of
from indexer.query import Query, Results
from indexer.ranking import DEFAULT, Ranking
from indexer.rows import Layout, Row, layout_of, read_head, row_of
from indexer.snapshot.segments import (
    NO_POSTINGS,
    Heads,
    Lexicon,
    Numbers,
    Postings,
    heads_of,
)
from indexer.snapshot.snapshot import Snapshot
from indexer.snapshot.terms import Terms
from indexer.synonyms import NO_SYNONYMS, SynonymList


@dataclass(frozen=True)
class _State:
    """All the rows and the position they stand for; replaced whole, never changed."""

    layout: Layout
    ranking: Ranking
    rows: Mapping[str, Row] = field(default_factory=dict)
    position: int = NO_POSITION

    @cached_property
    def terms(self) -> Terms:
        rows = [self.rows[id_] for id_ in sorted(self.rows)]
        segment = _MemorySegment(rows, self.layout)
        return Terms(Snapshot([segment], self.layout, self.position), self.ranking)


class _MemorySegment:
    """See `indexer.snapshot.segments.Segment`."""

    def __init__(self, rows: Sequence[Row], layout: Layout) -> None:
        self._rows = rows
        self.heads: Heads = heads_of((read_head(row.head) for row in rows), layout)

    def alive(self) -> Numbers:
        return np.arange(len(self._rows))

    def lexicon(self) -> Lexicon:
        counts = [len(rows) for rows in self._inverted.values()]
        return Lexicon(list(self._inverted), np.array(counts, np.int64))

    def postings(self, word: str) -> Postings:
        found = self._inverted.get(word)
        if found is None:
            return NO_POSTINGS
        values = [self._rows[row].postings[word] for row in found]
        counts = np.array([len(value) // 4 for value in values], np.uint32)
        return Postings(
            np.array(found, np.uint32), counts, np.frombuffer(b"".join(values), np.uint32)
        )

    def cell(self, row: int, column: str) -> bytes:
        value: bytes = getattr(self._rows[row], column)
        return value

    def close(self) -> None:
        """Nothing to let go of."""

    @cached_property
    def _inverted(self) -> Mapping[str, array[int]]:
        inverted: dict[str, array[int]] = {}
        for number, row in enumerate(self._rows):
            for word in row.postings:
                inverted.setdefault(word, array("q")).append(number)
        return inverted


class MemoryEngine(Answers):
    """See `SearchEngine`; nothing outlives the object."""

    def __init__(self, fields: Sequence[Field] = FIELDS, *, ranking: Ranking = DEFAULT) -> None:
        super().__init__(fields)
        self._ranking = ranking
        self._layout = layout_of(self._fields)
        self._state = _State(self._layout, ranking)
        self._writing = threading.Lock()

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self._fields)

    def position(self) -> int:
        return self._state.position

    def count(self) -> int:
        return len(self._state.rows)

    def ids(self) -> list[str]:
        return sorted(self._state.rows)

    def write(self, documents: Iterable[Document], deleted: Iterable[str], position: int) -> None:
        before = self._state.rows
        new = {document.id: self._row(document, before) for document in documents}
        gone = set(deleted)
        with self._writing:
            old = {id_: row for id_, row in self._state.rows.items() if id_ not in gone}
            self._state = _State(self._layout, self._ranking, {**old, **new}, position)

    def replacement(self) -> MemoryReplacement:
        return MemoryReplacement(self, self._fields, self._ranking)

    def close(self) -> None:
        """Nothing to let go of."""

    @contextmanager
    def searcher(self, synonyms: SynonymList) -> Iterator[Searcher]:
        yield Searcher(self._state.terms, self._fields, synonyms)

    def take(self, other: MemoryEngine, *, back: bool) -> bool:
        """Becomes what `other` is; only with `back` if that is to go back."""
        with self._writing:
            if not back and self._state.position > other._state.position:
                return False
            self._state = other._state
            return True

    def _row(self, document: Document, before: Mapping[str, Row]) -> Row:
        return row_of(document, self._layout, before.get(document.id))


class MemoryReplacement:
    def __init__(self, live: MemoryEngine, fields: Sequence[Field], ranking: Ranking) -> None:
        self._live = live
        self._new = MemoryEngine(fields, ranking=ranking)

    def write(self, documents: Iterable[Document], deleted: Iterable[str], position: int) -> None:
        self._new.write(documents, deleted, position)

    def search(self, query: Query, synonyms: SynonymList = NO_SYNONYMS) -> Results:
        return self._new.search(query, synonyms)

    def publish(self, *, back: bool = False) -> bool:
        return self._live.take(self._new, back=back)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Abandoned or published: there is nothing to clean."""
