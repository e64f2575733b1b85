"""What servers answered, kept: one row an address a run, and each body once, under its hash.

The body of a page is kept compressed in the catalogue, in the transaction that keeps the page; that
of a file is in the file store already. From these rows a run can be written as a web archive, and
a better reader of pages can be tried without asking the site again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.database import Database
from corpus.errors import FileMissing
from corpus.files import FileStore

Headers = tuple[tuple[str, str], ...]
"""Names and values as the server sent them, in their order; bytes read as Latin-1."""

NOT_MODIFIED = 304
_LEVEL = 1  # pages shrink to a fifth at once; more costs more than it saves


@dataclass(frozen=True, slots=True)
class Received:
    """What a server answered: `body` decoded from any Content-Encoding, empty for a 304.

    `kept_as_file` says that the bytes are in the file store and need not be kept twice.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    kept_as_file: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest() if self.body else ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address in one run: what was answered, and under which hash the body is kept.

    `state` is a `corpus.harvests.states.PageState`; `status` is 0 when nothing was answered, and
    `reason` says why. For a page that had not changed, `body_sha256` is that of the body kept before.
    """

    run_id: int
    source: str
    url: str
    state: str
    status: int
    reason: str
    headers: Headers
    media_type: str
    body_sha256: str
    size: int
    fetched_at: str


def keep_body(connection: Connection, received: Received) -> None:
    """Keeps the bytes under their hash, once, in the caller's transaction."""
    if not received.body or received.kept_as_file:
        return
    values = {
        "sha256": received.sha256,
        "size": len(received.body),
        "data": zlib.compress(received.body, _LEVEL),
    }
    connection.execute(upsert(t.bodies).values(values).on_conflict_do_nothing())


def dump_headers(headers: Headers) -> str:
    return json.dumps(headers, ensure_ascii=False, separators=(",", ":"))


_TELLS = t.fetches.c.status.between(200, 499) & t.fetches.c.status.not_in((NOT_MODIFIED, 429))


class Responses:
    """What was received, read back."""

    def __init__(self, database: Database, store: FileStore) -> None:
        self._database = database
        self._store = store

    def of_run(self, run_id: int) -> Iterator[Fetch]:
        """Every address asked in that run, in the order of their answers."""
        yield from self._fetches(
            select(t.fetches)
            .where(t.fetches.c.run_id == run_id)
            .order_by(t.fetches.c.fetched_at, t.fetches.c.url)
        )

    def latest(self, source: str, url: str) -> Fetch | None:
        """The last answer of that address that had a body, whatever its status."""
        here = (t.fetches.c.source == source) & (t.fetches.c.url == url)
        had_a_body = t.fetches.c.body_sha256 != ""
        last = select(t.fetches).where(here & had_a_body).order_by(t.fetches.c.run_id.desc())
        return next(self._fetches(last.limit(1)), None)

    def answer(self, source: str, url: str) -> Fetch | None:
        """The last answer of that address that the server gave in good health.

        An error of the server (5xx, 429) and a 304 say nothing of the page.
        """
        here = (t.fetches.c.source == source) & (t.fetches.c.url == url) & _TELLS
        last = select(t.fetches).where(here).order_by(t.fetches.c.run_id.desc())
        return next(self._fetches(last.limit(1)), None)

    def answers(self, source: str) -> Iterator[Fetch]:
        """The same for every address of a source, in their order."""
        last = (
            select(t.fetches.c.url, func.max(t.fetches.c.run_id).label("run_id"))
            .where((t.fetches.c.source == source) & _TELLS)
            .group_by(t.fetches.c.url)
            .subquery()
        )
        same = (t.fetches.c.url == last.c.url) & (t.fetches.c.run_id == last.c.run_id)
        yield from self._fetches(
            select(t.fetches).join(last, same).where(_TELLS).order_by(t.fetches.c.url)
        )

    def first_with(self, fetch: Fetch) -> Fetch | None:
        """The first whole answer of the same address with the same body; None when none is left."""
        same = (
            (t.fetches.c.source == fetch.source)
            & (t.fetches.c.url == fetch.url)
            & (t.fetches.c.body_sha256 == fetch.body_sha256)
            & (t.fetches.c.run_id < fetch.run_id)
            & _TELLS
        )
        first = select(t.fetches).where(same).order_by(t.fetches.c.run_id)
        return next(self._fetches(first.limit(1)), None)

    def body(self, sha256: str) -> bytes:
        """The bytes under a hash. Raises `FileMissing` when they were never kept."""
        with self._database.read() as connection:
            data = connection.execute(
                select(t.bodies.c.data).where(t.bodies.c.sha256 == sha256)
            ).scalar_one_or_none()
        if data is not None:
            return zlib.decompress(data)
        if self._store.has(sha256):
            return self._store.read(sha256)
        raise FileMissing(
            f"La réponse {sha256[:12]}… n'est pas gardée. Relancez la moisson de sa source."
        )

    def _fetches(self, rows: Select[Any]) -> Iterator[Fetch]:
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=500).execute(rows):
                yield _fetch_of(row)


def _fetch_of(row: Row[Any]) -> Fetch:
    headers: Sequence[Sequence[str]] = json.loads(row.headers)
    return Fetch(
        row.run_id,
        row.source,
        row.url,
        row.state,
        row.status,
        row.reason,
        tuple((name, value) for name, value in headers),
        row.media_type,
        row.body_sha256,
        row.size,
        row.fetched_at,
    )
