"""The Whoosh schema: one field of counted terms a zone, and columns of bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from indexer.engines.whoosh_engine.rows import Layout, Row
from indexer.engines.whoosh_engine.whoosh_api import (
    COLUMN,
    ID,
    Existence,
    FieldType,
    Schema,
    VarBytesColumn,
)

ID_FIELD = "id"
MARK_FIELD = "mark"
"""Set on the one row that is not a document: it keeps the position, in the same commit."""
POSITION = "position"
COLUMNS = ("head", "text", "folded", "places", "stream")


class Terms(FieldType):  # type: ignore[misc] # untyped, see whoosh_api
    """Terms already analysed and counted: a value is a mapping term → count.

    The count is the posting's weight. Positions are not kept: reading them costs three times as
    much, and a phrase is confirmed on the column `stream`.
    """

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False

    def index(
        self, value: Mapping[str, int], **_kwargs: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, count in value.items():
            yield term.encode(), count, float(count), b""


def schema_of(layout: Layout) -> Any:
    schema = Schema(id=ID(unique=True), mark=ID())
    for name in COLUMNS:
        schema.add(name, COLUMN(VarBytesColumn()))
    for zone in layout.zones:
        schema.add(zone_field(zone), Terms())
    return schema


def zone_field(zone: str) -> str:
    return f"in_{zone}"


def values_of(row: Row) -> dict[str, object]:
    """The row as Whoosh takes it."""
    values: dict[str, object] = {zone_field(z): counts for z, counts in row.counts.items()}
    return {
        **values,
        ID_FIELD: row.id,
        "head": row.head,
        "text": row.text,
        "folded": row.folded,
        "places": row.places,
        "stream": row.stream,
    }


def position_values(position: int) -> dict[str, object]:
    """The row that keeps the position."""
    nothing = dict.fromkeys(COLUMNS, b"")
    return {**nothing, MARK_FIELD: POSITION, "head": str(position).encode()}
