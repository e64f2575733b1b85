"""SQLite FTS5 on analysed text, its own `snippet()`, facets counted by numpy (SQL was slower).

FTS5 stems no French, and a tokenizer of its own is written in C: it is given the terms, so that the
passages it makes are of terms too. Its work is the same, only less pleasant to read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import french
from benchmarks.answers.asked import FACETS, SIZE, Answer, Asked, whole_text
from indexer.document import Document

WORDS = 30
_FOUND = "SELECT rowid, rank FROM t WHERE t MATCH ?"
_PASSAGE = (
    f"SELECT rowid, snippet(t, 0, '<b>', '</b>', '…', {WORDS}) FROM t WHERE t MATCH ? AND rowid = ?"
)


class Fts5:
    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "base.sqlite")
        self._ids = [row[0] for row in self._base.execute("SELECT id FROM d ORDER BY rowid")]
        self._facets = {name: self._column(name) for name in FACETS}

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        base = sqlite3.connect(folder / "base.sqlite")
        base.executescript(
            "CREATE TABLE d(id TEXT);"
            "CREATE TABLE f(name TEXT, value TEXT, number INTEGER);"
            "CREATE VIRTUAL TABLE t USING fts5(body, tokenize = 'ascii');"
        )
        with base:
            for number, each in enumerate(documents, 1):
                base.execute("INSERT INTO d VALUES (?)", (each.id,))
                terms = " ".join(french.terms(whole_text(each)))
                base.execute("INSERT INTO t VALUES (?)", (terms,))
                base.executemany("INSERT INTO f VALUES (?, ?, ?)", _facets(each, number))
            base.execute("INSERT INTO t(t) VALUES ('optimize')")
        base.close()

    def answer(self, asked: Asked) -> Answer:
        question = _question(asked, " AND ")
        rows = self._base.execute(_FOUND, (question,)).fetchall()
        if not rows:
            question = _question(asked, " OR ")
            rows = self._base.execute(_FOUND, (question,)).fetchall()
        found = np.array(rows or np.empty((0, 2)))
        numbers = found[:, 0].astype(np.int64)
        best = numbers[np.argsort(found[:, 1], kind="stable")[:SIZE]].tolist()
        counts = {name: self._count(name, numbers) for name in FACETS}
        passages = [
            passage
            for number in best
            for _, passage in self._base.execute(_PASSAGE, (question, number))
        ]
        return Answer(
            total=len(rows),
            ids=[self._ids[number - 1] for number in best],
            counted=int(sum(count for _, count in counts["kind"])),
            marked=sum("<b>" in passage for passage in passages),
        )

    def _column(self, name: str) -> tuple[list[str], Any, Any]:
        """The values, and of each document (by number) where its codes begin, and the codes."""
        rows = self._base.execute(
            "SELECT number, value FROM f WHERE name = ? ORDER BY number", (name,)
        ).fetchall()
        values = sorted({value for _, value in rows})
        code_of = {value: code for code, value in enumerate(values)}
        codes = np.array([code_of[value] for _, value in rows], dtype=np.int64)
        owners = np.array([number for number, _ in rows], dtype=np.int64)
        starts = np.searchsorted(owners, np.arange(len(self._ids) + 2))
        return values, starts, codes

    def _count(self, name: str, numbers: Any) -> list[tuple[str, int]]:
        values, starts, codes = self._facets[name]
        first, lengths = starts[numbers], starts[numbers + 1] - starts[numbers]
        offsets = np.repeat(first - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        found = np.bincount(codes[offsets + np.arange(len(offsets))], minlength=len(values))
        order = np.argsort(-found, kind="stable")
        return [(values[code], int(found[code])) for code in order if found[code]]


def _question(asked: Asked, between: str) -> str:
    if asked.prefix:
        return f"{asked.prefix}*"
    if asked.phrase:
        return '"' + " ".join(french.terms(asked.text)) + '"'
    return between.join(f'"{term}"' for term in asked.terms)


def _facets(document: Document, number: int) -> Iterator[tuple[str, str, int]]:
    return ((name, value, number) for name in FACETS for value in document.facets[name])
