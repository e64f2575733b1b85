"""The list of changes: one row for everything written to an entry, in commit order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from corpus import tables as t
from corpus.clock import now


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the list of changes.

    `what` is `new`, `changed`, `files`, `text` (one of its files was read), `tags`, `edit`,
    `doubles` (it is one with other records than before), or where the record stands now (`present`,
    `withdrawn`, `moved`); `detail` says which fields, tags, place, and what was written in a field.
    """

    revision: int
    record_id: str
    what: str
    detail: str = ""
    by: str = ""
    at: str = ""


def note_change(
    connection: Connection, ids: Sequence[str], what: str, detail: str = "", by: str = ""
) -> None:
    rows = [
        {"record_id": id_, "what": what, "detail": detail, "by": by, "at": now()} for id_ in ids
    ]
    if rows:
        connection.execute(insert(t.changes), rows)


def edit_detail(values: Mapping[str, str | None]) -> str:
    """One line a field: `title = Un titre`, or `title ←` where the source is followed again."""
    return "\n".join(
        f"{field} ←" if value is None else f"{field} = {value.replace(chr(10), ' | ')}"
        for field, value in sorted(values.items())
    )


def change_of(row: Mapping[str, Any]) -> Change:
    return Change(**{str(name): value for name, value in row.items()})
