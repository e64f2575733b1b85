"""The index of an archive: which addresses it has, and where.

In memory as long as it is small; SQLite itself moves what is more to a file without a name, which
goes with the process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields

from crawler.archives.base import Capture, alike_key

_CACHE_KIB = 64 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in an archive, at `start` of the volume of that number.

    `kind` is `response`, `resource` (bytes without a status) or `revisit` (the bytes are those of
    an earlier answer, told by `refers_id`, by `refers_url` and `refers_at`, or by `digest`).
    """

    url: str
    at: str
    status: int
    media_type: str
    kind: str
    volume: int
    start: int
    digest: str = ""
    record_id: str = ""
    beside_id: str = ""
    refers_id: str = ""
    refers_url: str = ""
    refers_at: str = ""


_COLUMNS = tuple(field.name for field in fields(Row))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM captures"  # noqa: S608 - our own names
# An answer that says the server was ill does not hide the good one before it.
_LATEST = " ORDER BY status >= 500 OR status = 429, at DESC, rowid DESC"
_WHOLE = "kind != 'revisit'"


class Captures:
    """Rows by address; `seal` once all are in."""

    def __init__(self) -> None:
        # An archive is indexed in a thread, then asked in another, never by both at once.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute(f"CREATE TABLE captures ({', '.join(_COLUMNS)}, alike)")
        self._connection.execute("BEGIN")

    def add(self, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        values = ((*astuple(row), alike_key(row.url)) for row in rows)
        self._connection.executemany(f"INSERT INTO captures VALUES ({marks})", values)  # noqa: S608

    def seal(self, unwanted: Iterable[str]) -> None:
        """Takes out the records of these ids and those beside them, and makes lookups fast."""
        self._connection.execute("CREATE INDEX by_record ON captures (record_id)")
        self._connection.execute("CREATE INDEX by_beside ON captures (beside_id)")
        self._connection.executemany(
            "DELETE FROM captures WHERE record_id = ? OR beside_id = ?",
            ((one, one) for one in unwanted),
        )
        for column in ("url", "alike", "digest"):
            self._connection.execute(f"CREATE INDEX by_{column} ON captures ({column})")
        self._connection.execute("COMMIT")

    def of(self, url: str) -> Iterator[Row]:
        """The answers of that very address, the latest first."""
        return self._rows("url = ?", url)

    def alike(self, url: str) -> Iterator[Row]:
        """Those of the addresses that servers answer alike, the latest first."""
        return (row for row in self._rows("alike = ?", alike_key(url)) if row.url != url)

    def original_of(self, row: Row) -> Row | None:
        """The answer whose bytes a revisit has, by the surest sign it gives."""
        wanted: list[tuple[str, tuple[str, ...]]] = []
        if row.refers_id:
            wanted.append(("record_id = ?", (row.refers_id,)))
        if row.refers_url and row.refers_at:
            day = (alike_key(row.refers_url), row.refers_at[:19])
            wanted.append(("alike = ? AND substr(at, 1, 19) = ?", day))
        if row.digest:
            wanted.append(("digest = ?", (row.digest,)))
        else:
            wanted.append(("url = ? AND at <= ?", (row.url, row.at)))
        found = (self._rows(f"{_WHOLE} AND {where}", *values) for where, values in wanted)
        return next((original for rows in found for original in rows), None)

    def addresses(self) -> Iterator[Capture]:
        """Every address once, as it was last answered."""
        # SQLite gives the other columns of the row that holds the maximum.
        sql = "SELECT url, status, media_type, max(at) FROM captures GROUP BY url ORDER BY url"
        for row in self._connection.execute(sql):
            yield Capture(*row)

    def close(self) -> None:
        self._connection.close()

    def _rows(self, where: str, *values: str) -> Iterator[Row]:
        rows = self._connection.execute(f"{_SELECT} WHERE {where}{_LATEST}", values)
        return (Row(*values) for values in rows)
