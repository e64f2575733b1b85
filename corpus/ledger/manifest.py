"""What is kept of a source, by checksum: the list that lets anybody verify it years later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from corpus import tables as t
from corpus.database import Database
from corpus.record import FileState


@dataclass(frozen=True, slots=True)
class Manifest:
    """Lines `sha256  url`, sorted, as `sha256sum` writes them; `sha256` is that of the list itself,
    in UTF-8, each line ended by a line feed."""

    source: str
    lines: tuple[str, ...]
    sha256: str


def files_manifest(database: Database, source: str) -> Manifest:
    """The files kept for the records and the pages of a source."""
    with database.read() as connection:
        return _manifest(source, _read(connection, _files(source)))


def pages_manifest(database: Database, source: str) -> Manifest:
    """The bytes of every other answer that is kept: pages, and answers for programs."""
    with database.read() as connection:
        files = set(_read(connection, _files(source)))
        page = t.pages.c
        pages = select(page.sha256, page.url).where((page.source == source) & (page.sha256 != ""))
        return _manifest(source, set(_read(connection, pages)) - files)


def _read(connection: Connection, rows: Select[Any]) -> list[str]:
    return [f"{row.sha256}  {row.url}" for row in connection.execute(rows)]


def _files(source: str) -> Select[Any]:
    file = t.files.c
    of_records = (
        select(t.record_files.c.url)
        .join(t.records, t.records.c.id == t.record_files.c.record_id)
        .where(t.records.c.source == source)
    )
    of_pages = select(t.pages.c.url).where(t.pages.c.source == source)
    here = or_(file.url.in_(of_records), file.url.in_(of_pages))
    return select(file.sha256, file.url).where(here & (file.state == FileState.KEPT))


def _manifest(source: str, lines: Iterable[str]) -> Manifest:
    ordered = tuple(sorted(set(lines)))
    listed = "".join(f"{line}\n" for line in ordered)
    return Manifest(source, ordered, hashlib.sha256(listed.encode()).hexdigest())
