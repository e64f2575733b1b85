"""Writing to one generation: a batch is one Whoosh commit, its position inside."""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import StorageError, StorageFull
from indexer.document import Document
from indexer.engines.base import NO_POSITION
from indexer.engines.whoosh_engine.manifest import damaged, write_manifest
from indexer.engines.whoosh_engine.pool import PostingsPool
from indexer.engines.whoosh_engine.postings import PlacesCodec
from indexer.engines.whoosh_engine.schema import (
    ID_FIELD,
    MARK_FIELD,
    POSITION,
    WORDS_FIELD,
    position_values,
    schema,
    values_of,
)
from indexer.engines.whoosh_engine.storage import SyncedStorage
from indexer.engines.whoosh_engine.whoosh_api import ERRORS, FileIndex, TermNotFound
from indexer.rows import Layout, row_of

MOST_BYTES = 128_000_000
"""Of postings held in memory before some are written aside."""
_UNREADABLE: tuple[type[Exception], ...] = (*ERRORS, EOFError, struct.error)


@dataclass(frozen=True, slots=True)
class _Before:
    """See `indexer.rows.Before`."""

    head: bytes
    starts: bytes
    body: bytes


class Writer:
    """Adds and deletes in the generation at `path`, until `commit` or `cancel`.

    What is added is not seen, and cannot be deleted, before the commit.
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path = path
        self._layout = layout
        self._columns: dict[str, Any] = {}
        self._storage = SyncedStorage(str(path))
        index = FileIndex(self._storage, schema=schema())
        self._writer = index.writer(codec=PlacesCodec())
        self._pool = PostingsPool(self._writer.temp_storage(), MOST_BYTES)
        self._writer.pool = self._pool
        try:
            self._reader = self._writer.reader()
        except BaseException:
            self._writer.cancel()
            raise

    def add(self, document: Document) -> None:
        row = row_of(document, self._layout, self._before(document.id))
        number = self._writer.docnum
        self._writer.add_document(**values_of(row))
        self._pool.add_words(WORDS_FIELD, number, row.postings)

    def delete(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self._delete_where(ID_FIELD, id_)

    def commit(self, position: int, fingerprint: str) -> None:
        """All of it becomes visible at once, on the disk, with the position."""
        self._delete_where(MARK_FIELD, POSITION)
        self._reader.close()
        self._writer.add_document(**position_values(position))
        self._writer.commit()
        write_manifest(self._path, fingerprint)

    def cancel(self) -> None:
        """Forgets what was added, and lets go of the generation whatever state it is in."""
        try:
            self._reader.close()
            if not self._writer.is_closed:
                self._writer.cancel()
        finally:
            self._storage.discard()

    def _before(self, id_: str) -> _Before | None:
        """The document as it was last written."""
        try:
            numbers = list(self._reader.postings(ID_FIELD, id_).all_ids())
        except TermNotFound:
            return None
        if not numbers:
            return None
        if not self._columns:
            names = ("head", "starts", "body")
            self._columns = {n: self._reader.column_reader(n, translate=False) for n in names}
        return _Before(**{n: bytes(cells[numbers[-1]]) for n, cells in self._columns.items()})

    def _delete_where(self, field: str, term: str) -> None:
        try:
            found = list(self._reader.postings(field, term).all_ids())
        except TermNotFound:
            return
        for number in found:
            self._writer.delete_document(number)


def create_generation(path: Path, layout: Layout, fingerprint: str) -> None:
    """An empty index, at no position, in an empty folder."""
    FileIndex.create(SyncedStorage(str(path)), schema())
    write_batch(path, layout, fingerprint, (), (), NO_POSITION)


def write_batch(
    path: Path,
    layout: Layout,
    fingerprint: str,
    documents: Iterable[Document],
    deleted: Iterable[str],
    position: int,
) -> None:
    """One batch, committed whole or not at all."""
    batch = {document.id: document for document in documents}
    with writing(path, layout) as writer:
        for document in batch.values():
            writer.add(document)
        writer.delete({*batch, *deleted})
        writer.commit(position, fingerprint)


@contextmanager
def writing(path: Path, layout: Layout) -> Iterator[Writer]:
    """A writer that is cancelled when the block raises, with Whoosh's errors as ours."""
    with as_ours(path):
        writer = Writer(path, layout)
        try:
            yield writer
        except BaseException:
            cancel_quietly(writer)
            raise


def cancel_quietly(writer: Writer) -> None:
    """Cancels a writer after an error, which is the one worth telling."""
    with suppress(Exception):
        writer.cancel()


@contextmanager
def as_ours(path: Path) -> Iterator[None]:
    """Errors met while writing or reading at `path`, as `StorageFull`, or `IndexDamaged`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(
                f"Le disque qui porte l'index ({path}) est plein. "
                "Libérez de la place et relancez : l'index en service n'a pas changé."
            ) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise StorageError(
                f"L'index {path} ne peut pas être écrit ({error.strerror}). "
                "Vérifiez les droits du dossier et relancez."
            ) from error
        raise damaged(path, error) from error
    except _UNREADABLE as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error
