"""What is known of the file at an address, as rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.catalogue.changes import note_change
from corpus.clock import now
from corpus.record import FileState


@dataclass(frozen=True, slots=True)
class FileRow:
    """What is known of the file at `url`; see `corpus.record.FileRef` for the values."""

    url: str
    sha256: str
    media_type: str
    name: str
    size: int
    state: FileState = FileState.KEPT
    error: str = ""


def keep_file(connection: Connection, file: FileRow) -> None:
    """Notes what the file at that URL is now; its records are noted as changed if it differs.

    A failed fetch never hides bytes that were kept before.
    """
    before = connection.execute(
        select(t.files.c.sha256, t.files.c.state).where(t.files.c.url == file.url)
    ).one_or_none()
    if before and before.sha256 and not file.sha256:
        return
    write_file(connection, file)
    if not before or (before.sha256, before.state) != (file.sha256, file.state):
        note_change(connection, records_with_file(connection, file.url), "files", detail=file.url)


def write_file(connection: Connection, file: FileRow) -> None:
    values = {
        "url": file.url,
        "sha256": file.sha256,
        "media_type": file.media_type,
        "name": file.name,
        "size": file.size,
        "state": file.state.value,
        "error": file.error,
        "fetched_at": now(),
    }
    statement = upsert(t.files).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=values))


def records_with_file(connection: Connection, url: str) -> list[str]:
    where = t.record_files.c.url == url
    return list(connection.execute(select(t.record_files.c.record_id).where(where)).scalars())
