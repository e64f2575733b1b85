"""Entries as a table for a spreadsheet, and as JSON Lines for a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from corpus.exports.content import legible
from corpus.fields import FIELDS, Field
from corpus.record import Entry

SEPARATOR = " | "
"""Between the values of one cell; inside a value it becomes « / »."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
COLUMNS = ("id", "url", *(field.name for field in FIELDS), "files")
"""The first line. Fields are only ever added, in the order of `FIELDS`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """UTF-8 lines by RFC 4180, the first one of names; values as people read them, in French.

    No cell begins as a formula would: a spreadsheet shows the text and computes nothing.
    """
    yield _line(COLUMNS)
    for entry in entries:
        yield _line(map(harmless, _cells(entry)))


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    kept = legible(text)
    return f"'{kept}" if kept.startswith(_FORMULA) else kept


def _cells(entry: Entry) -> Iterator[str]:
    record = entry.shown
    yield record.id
    yield record.url
    for field in FIELDS:
        yield _values(field, entry)
    yield _joined(file.url for file in record.files)


def cell_of(field: Field, entry: Entry) -> str:
    """What the table says in that column, for who reads a table back."""
    return harmless(_values(field, entry))


def _values(field: Field, entry: Entry) -> str:
    return _joined(field.label_of(value, "fr") for value in field.values(entry))


def _joined(values: Iterable[str]) -> str:
    several = list(values)
    if len(several) == 1:
        return several[0]
    return SEPARATOR.join(value.replace(SEPARATOR, " / ") for value in several)


def _line(cells: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()
