"""What was sent to each site, kept in the catalogue (see `corpus.exports.sent`).

A row is kept as soon as the site has answered, in a transaction of its own: whatever is killed, at
most the last thing sent is unknown, and it is looked for on the site before anything is created.
"""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database
from corpus.exports.sent import Sent, What


class SentThings:
    """The rows of one site; `target` is its address without a slash at the end."""

    def __init__(self, database: Database, target: str) -> None:
        self._database = database
        self._target = target

    def of(self, what: What) -> dict[str, Sent]:
        """What was sent, by its key."""
        rows = t.exports.c
        statement = select(t.exports).where(rows.target == self._target, rows.what == what.value)
        with self._database.read() as connection:
            found = connection.execute(statement).mappings()
            return {row["key"]: _sent(dict(row)) for row in found}

    def keep(self, sent: Sent) -> None:
        values = {**asdict(sent), "what": sent.what.value, "target": self._target, "at": now()}
        statement = upsert(t.exports).values(**values)
        statement = statement.on_conflict_do_update(
            index_elements=["target", "what", "key"], set_=values
        )
        with self._database.write() as connection:
            connection.execute(statement)


def _sent(row: dict[str, object]) -> Sent:
    return Sent(
        what=What(str(row["what"])),
        key=str(row["key"]),
        remote_id=int(str(row["remote_id"])),
        remote_url=str(row["remote_url"]),
        remote_modified=str(row["remote_modified"]),
        sha256=str(row["sha256"]),
    )
