"""What is known of the bytes behind a SHA-256: the name and media type they came with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from corpus import tables as t
from corpus.database import Database
from corpus.errors import FileMissing
from corpus.record import FileState


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
