"""What is known of the bytes behind a SHA-256: the name and media type they came with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus import tables as t
from corpus.database import Database
from corpus.errors import FileMissing
from corpus.record import FileState, Standing


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file we hold: where it came from, and the name and type its source gave it."""

    sha256: str
    url: str
    name: str
    media_type: str
    size: int


def kept_file(database: Database, sha256: str) -> KeptFile:
    """Raises `FileMissing` when no address in the catalogue gave these bytes."""
    with database.read() as connection:
        row = connection.execute(
            select(t.files)
            .where(t.files.c.sha256 == sha256, t.files.c.state == FileState.KEPT)
            .order_by(t.files.c.url)
            .limit(1)
        ).one_or_none()
    if row is None:
        raise FileMissing(
            f"Aucun fichier gardé ne porte l'empreinte « {sha256[:12]}… ». "
            "Retrouvez-le par la fiche qui le cite."
        )
    return KeptFile(row.sha256, row.url, row.name, row.media_type, row.size)


def is_withdrawn(database: Database, sha256: str) -> bool:
    """Whether every record that has the file was withdrawn; False for a file that no record has.

    A record that moved is where it moved to.
    """
    holders = (
        select(t.record_files.c.record_id)
        .join(t.files, t.files.c.url == t.record_files.c.url)
        .where(t.files.c.sha256 == sha256)
    )
    with database.read() as connection:
        ids = set(connection.execute(holders).scalars())
        standings = _standings(connection, ids)
    return standings == {Standing.WITHDRAWN}


def _standings(connection: Connection, ids: set[str]) -> set[str]:
    """Where the records stand, those that moved followed to where they are now."""
    record, found, known = t.records.c, set[str](), set(ids)
    while ids:
        columns = (record.standing, record.moved_to)
        rows = connection.execute(select(*columns).where(record.id.in_(ids))).all()
        found |= {row.standing for row in rows if row.standing != Standing.MOVED}
        ids = {row.moved_to for row in rows if row.standing == Standing.MOVED} - known
        known |= ids
    return found
