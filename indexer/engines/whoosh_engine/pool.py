"""Postings on their way to a segment, gathered by term, written aside when they take too much memory."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from heapq import merge
from itertools import groupby
from typing import Any

from indexer.engines.whoosh_engine.postings import TermPostings

BYTES_A_TERM = 400
BYTES_A_POSTING = 10


class PostingsPool:
    """In the place of Whoosh's own pool, which sorts postings one by one and holds each as a tuple.

    Rows must come in ascending order.
    """

    def __init__(self, storage: Any, most_bytes: int) -> None:
        """`storage` is where postings are written aside."""
        self._storage = storage
        self._most = most_bytes
        self._bytes = 0
        self._found: dict[str, dict[bytes, TermPostings]] = defaultdict(dict)
        self._runs: list[str] = []

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """One posting, as Whoosh gives them: (field, term, row, weight, value)."""
        field, term, row, _, value = item
        self._add(field, row, ((term, value or b""),))

    def add_words(self, field: str, row: int, words: Mapping[str, bytes]) -> None:
        """All the words of a row, each with its value."""
        self._add(field, row, ((w.encode("utf-8", "replace"), v) for w, v in words.items()))

    def iter_postings(self) -> Iterator[TermPostings]:
        """All of each term, by field, then by term."""
        if not self._runs:
            yield from self._sorted()
            return
        self._save()
        runs = map(self._read, self._runs)
        by_term = merge(*runs, key=lambda one: (one.field_name, one.term))
        for _, same in groupby(by_term, key=lambda one: (one.field_name, one.term)):
            yield reduce(TermPostings.followed_by, same)

    def cleanup(self) -> None:
        """Removes what was written aside."""
        while self._runs:
            self._storage.delete_file(self._runs.pop())

    def _add(self, field: str, row: int, terms: Iterable[tuple[bytes, bytes]]) -> None:
        found = self._found[field]
        size = 0
        for term, value in terms:
            postings = found.get(term)
            if postings is None:
                postings = found[term] = TermPostings(field, term)
                size += BYTES_A_TERM
            postings.rows.append(row)
            postings.sizes.append(len(value))
            postings.values += value
            size += len(value) + BYTES_A_POSTING
        self._bytes += size
        if self._bytes > self._most:
            self._save()

    def _save(self) -> None:
        name = f"postings-{len(self._runs)}.run"
        self._runs.append(name)
        with self._storage.create_file(name) as run:
            for one in self._sorted():
                pickle.dump(
                    (one.field_name, one.term, one.rows, one.sizes, bytes(one.values)),
                    run,
                    protocol=5,
                )
        self._found.clear()
        self._bytes = 0

    def _sorted(self) -> Iterator[TermPostings]:
        for field in sorted(self._found):
            of_field = self._found[field]
            yield from (of_field[term] for term in sorted(of_field))

    def _read(self, name: str) -> Iterator[TermPostings]:
        with self._storage.open_file(name).raw_file() as run:
            while True:
                try:
                    field, term, rows, sizes, values = pickle.load(run)  # noqa: S301 (our own, of a minute ago)
                except EOFError:
                    return
                yield TermPostings(field, term, rows, sizes, bytearray(values))
