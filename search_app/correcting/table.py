"""A table of corrections, one record a row, as a spreadsheet saves it. Pure but for the stream.

The columns are `id` and names of fields. An empty cell leaves a field alone, `-` empties it, and
several values stand between ` | `, so that a table that `souffleur export csv` wrote can be
corrected and given back: a cell that says what the export says changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.corrections import field_to_correct, read_correction
from corpus.errors import BadCorrection, BadImport, StaffError
from corpus.exports.tables import COLUMNS, cell_of
from corpus.fields import Field
from corpus.folding import fold
from corpus.record import Entry

ID = "id"
EMPTY = "-"
"""Stands for no value, as in the address of a search."""

_SEPARATORS = ",;\t"
_NOT_A_FORMULA = "'"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the line of the file it begins at (from 1), its record, and its cells by field."""

    line: int
    record_id: str
    cells: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`left_aside` are the columns of an export that nobody corrects."""

    rows: tuple[TableRow | BadImport, ...]
    left_aside: tuple[str, ...]


def read_table(text: str, name: str) -> Table:
    """The rows, a `BadImport` in the place of one that cannot be read.

    Raises `BadImport` for a text that is no such table.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    longest = csv.field_size_limit(len(text) + 1)  # an export holds whole texts
    try:
        header = next(lines, [])
        fields = _fields(header, name)
        rows = tuple(_rows(lines, header, fields))
    except csv.Error as error:
        raise BadImport(f"Ligne {lines.line_num} de {name} : {error}. Corrigez-la.") from error
    finally:
        csv.field_size_limit(longest)
    aside = (title for title, field in zip(header, fields, strict=True) if field is None)
    return Table(rows, tuple(title for title in aside if title != ID))


def values_of(row: TableRow, entry: Entry) -> dict[str, str]:
    """What the row asks of its record, by field of the record.

    Raises `BadImport` with the line, the record, and every value that is none of its field.
    """
    values, wrong = {}, []
    for field, cell in row.cells.items():
        if cell in ("", cell_of(field, entry).strip()):
            continue
        try:
            values[field.edits] = read_correction(field, "" if cell == EMPTY else _bare(cell))
        except BadCorrection as error:
            wrong.append(f"{field.name} : {error.message}")
    if wrong:
        raise BadImport(f"Ligne {row.line} (fiche {row.record_id}) : {' '.join(wrong)}")
    return values


def _separator(text: str) -> str:
    """The one of the first line: French spreadsheets write semicolons."""
    first = text.partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def _fields(header: list[str], name: str) -> list[Field | None]:
    """The field of each column; None for `id`, and for one of an export that nobody corrects."""
    if ID not in header:
        raise BadImport(
            f"Le tableau {name} n'a pas de colonne « id » en première ligne. Elle dit la fiche de "
            "chaque ligne ; ajoutez-la."
        )
    fields = [_field(title) for title in header]
    for field in filter(None, fields):
        if fields.count(field) > 1:
            raise BadImport(
                f"Plusieurs colonnes du tableau {name} disent « {field.label.fr} ». Gardez-en une."
            )
    return fields


def _field(title: str) -> Field | None:
    try:
        return field_to_correct(title)
    except StaffError as error:
        if fold(title.strip()) in ("", *COLUMNS):
            return None
        raise BadImport(f"Colonne {error.message}") from error


def _rows(
    lines: Iterator[list[str]], header: list[str], fields: list[Field | None]
) -> Iterator[TableRow | BadImport]:
    place, begun = header.index(ID), 2
    for cells in lines:
        line, begun = begun, lines.line_num + 1  # type: ignore[attr-defined] # of csv.reader
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header) or len(cells) <= place or not cells[place].strip():
            yield BadImport(
                f"Ligne {line} : {len(cells)} cellules pour {len(header)} colonnes, ou pas "
                "d'identifiant de fiche. Corrigez-la."
            )
            continue
        named = zip(fields, cells, strict=False)
        found = {field: cell.strip() for field, cell in named if field is not None}
        yield TableRow(line, cells[place].strip(), found)


def _bare(cell: str) -> str:
    """The cell less the apostrophe by which an export keeps it from being a formula."""
    return cell[1:] if cell.startswith(_NOT_A_FORMULA) and not cell[1:2].isalnum() else cell
