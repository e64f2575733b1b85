from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exports.content import legible
from corpus.exports.tables import COLUMNS, SEPARATOR, csv_lines, harmless
from corpus.fields import FIELDS
from corpus.record import Entry, Record
from tests.corpus.samples import record

_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


def rows_of(*records: Record) -> list[dict[str, str]]:
    text = b"".join(csv_lines(map(Entry, records))).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_columns_are_those_of_the_table_of_fields() -> None:
    assert ("id", "url", *(field.name for field in FIELDS), "files") == COLUMNS
    assert tuple(rows_of(record())[0]) == COLUMNS


def test_a_record_is_one_row_of_labels_with_several_values_in_a_cell() -> None:
    row = rows_of(record(keywords=("un", "deux | trois")))[0]
    assert row["title"] == "Partager la rivière"
    assert row["kind"] == "Expérience"
    assert row["keyword"] == f"un{SEPARATOR}deux / trois"
    assert row["place"].startswith("Nantes")
    assert row["date"] == "2018-06"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_begins_as_a_formula(first: str) -> None:
    assert rows_of(record(title=f"{first}1+1"))[0]["title"].startswith("'")


@given(_TEXTS, _TEXTS, st.lists(_TEXTS.filter(bool), max_size=3))
def test_any_text_is_read_back(title: str, summary: str, keywords: list[str]) -> None:
    whole = replace(record(title=title, summary=summary), keywords=tuple(keywords))
    row = rows_of(whole, record())[0]
    assert row["title"].removeprefix("'") == harmless(title).removeprefix("'")
    assert row["summary"] == harmless(summary)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert legible(title) in (row["title"], row["title"][1:])
