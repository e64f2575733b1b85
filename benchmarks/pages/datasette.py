"""The same documents in Datasette: one table, its full-text table, and the app for uvicorn."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.answers.asked import whole_text
from corpus.record import Record
from indexer.document import Document

VARIABLE = "SOUFFLEUR_DATASETTE_BASE"


def fill(path: Path, records: Iterable[Record], documents: Iterable[Document]) -> None:
    """The facets are those of the records, but the first theme only.

    Datasette can count the values of a JSON array, in ten times the time of its whole page.
    """
    base = sqlite3.connect(path)
    base.executescript(
        "CREATE TABLE d(id TEXT, title TEXT, body TEXT, kind TEXT, year TEXT, place TEXT, theme TEXT);"
        "CREATE VIRTUAL TABLE d_fts USING fts5(title, body, content = 'd',"
        " tokenize = 'unicode61 remove_diacritics 2');"
        "CREATE INDEX d_kind ON d(kind); CREATE INDEX d_year ON d(year);"
        "CREATE INDEX d_place ON d(place); CREATE INDEX d_theme ON d(theme);"
    )
    with base:
        for record, document in zip(records, documents, strict=True):
            row = (
                record.id,
                record.title,
                whole_text(document),
                record.kind,
                str(record.year),
                record.places[0].code,
                record.themes[0],
            )
            base.execute("INSERT INTO d VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        base.execute("INSERT INTO d_fts(d_fts) VALUES ('rebuild')")
    base.close()


def app() -> Any:
    """What uvicorn serves in each of its processes."""
    from datasette.app import Datasette

    settings = {
        "facet_time_limit_ms": 1000,
        "sql_time_limit_ms": 2000,
        "suggest_facets": False,  # ours suggests none either
    }
    return Datasette(immutables=[os.environ[VARIABLE]], settings=settings).app()
