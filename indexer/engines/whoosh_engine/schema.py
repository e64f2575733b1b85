"""The Whoosh schema: one field of words with their places, and columns of bytes."""

from __future__ import annotations

from typing import Any

from indexer.engines.whoosh_engine.whoosh_api import (
    COLUMN,
    ID,
    FieldType,
    Format,
    Schema,
    VarBytesColumn,
)
from indexer.rows import COLUMNS, Row

ID_FIELD = "id"
MARK_FIELD = "mark"
"""Set on the one row that is not a document: it keeps the position, in the same commit."""
POSITION = "position"
WORDS_FIELD = "words"


class PlacesFormat(Format):  # type: ignore[misc] # untyped, see whoosh_api
    """A posting's value is the places of the word, 32 bits each."""

    def __init__(self) -> None:
        super().__init__()

    def word_values(self, value: Any, analyzer: Any, **_kwargs: object) -> Any:
        raise NotImplementedError("Words come analysed already: see `Words.index`.")

    def fixed_value_size(self) -> None:
        return None


class Words(FieldType):  # type: ignore[misc] # untyped, see whoosh_api
    """Words already found in all the texts of a document."""

    def __init__(self) -> None:
        self.format = PlacesFormat()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False

    def index(self, value: object, **_kwargs: object) -> Any:
        raise NotImplementedError("Words go to the pool of postings: see `Writer.add`.")


def schema() -> Any:
    made = Schema(id=ID(unique=True), mark=ID(), words=Words())
    for name in COLUMNS:
        made.add(name, COLUMN(VarBytesColumn()))
    return made


def values_of(row: Row) -> dict[str, object]:
    """The row as Whoosh takes it, its words aside."""
    columns = {name: getattr(row, name) for name in COLUMNS}
    return {ID_FIELD: row.id, **columns}


def position_values(position: int) -> dict[str, object]:
    """The row that keeps the position."""
    nothing = dict.fromkeys(COLUMNS, b"")
    return {**nothing, MARK_FIELD: POSITION, "head": str(position).encode()}
