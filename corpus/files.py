"""The file store: bytes under their SHA-256, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpus.errors import FileMissing, StorageError, StorageFull


class FileStore:
    """Files under `folder`, at `ab/abcdef…`, named by the SHA-256 of their bytes.

    A file is written beside its place, synced to disk, and renamed: a reader, or a process killed
    in the middle, sees the whole file or none. Storing the same bytes again changes nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, body: bytes) -> str:
        """Keeps `body` and returns its SHA-256. Raises `StorageFull` when the disk is full."""
        sha256 = hashlib.sha256(body).hexdigest()
        target = self._place(sha256)
        if not target.exists():
            try:
                self._write(target, body)
            except OSError as error:
                raise _as_ours(error, target) from error
        return sha256

    def path(self, sha256: str) -> Path:
        """Where the bytes are. Raises `FileMissing` when they are not kept."""
        target = self._place(sha256)
        if not target.is_file():
            raise FileMissing(
                f"Le fichier {sha256[:12]}… n'est pas dans {self._folder}. "
                "Relancez la collecte de sa source pour le retrouver."
            )
        return target

    def read(self, sha256: str) -> bytes:
        return self.path(sha256).read_bytes()

    def has(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def all(self) -> Iterator[str]:
        """The SHA-256 of every file kept, in order."""
        yield from sorted(path.name for path in self._folder.glob("[0-9a-f][0-9a-f]/*"))

    def damaged(self) -> Iterator[str]:
        """The files whose bytes no longer have the hash they are named by (reads them all)."""
        for sha256 in self.all():
            if hashlib.sha256(self.read(sha256)).hexdigest() != sha256:
                yield sha256

    def _write(self, target: Path, body: bytes) -> None:
        new_folder = not target.parent.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        # Not in the folder of its bytes: what a kill leaves behind is no file of the store.
        with _renamed_into(target, beside=self._folder, mode=0o600) as stream:
            stream.write(body)
        if new_folder:
            sync_folder(self._folder)

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise FileMissing(f"« {sha256[:80]} » n'est pas une empreinte SHA-256.")
        return self._folder / sha256[:2] / sha256


def write_whole(target: Path, body: bytes) -> None:
    """Writes a file, in the place of any that is there. Its folder is made. Raises as `whole_file`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _as_ours(error, target) from error
    with whole_file(target) as stream:
        stream.write(body)


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes are at `target`, whole and on the disk, when the block ends well.

    When it does not, what was at `target` is still there. Others than its owner may read the file.
    Raises `StorageFull`, and `StorageError` for what else the disk refuses.
    """
    try:
        with _renamed_into(target, beside=target.parent, mode=0o644) as stream:
            yield stream
    except OSError as error:
        raise _as_ours(error, target) from error


@contextmanager
def _renamed_into(target: Path, *, beside: Path, mode: int) -> Iterator[BinaryIO]:
    """The stream of a file in `beside` that is synced, then renamed to `target`."""
    handle, name = tempfile.mkstemp(dir=beside, prefix=".partial-")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in `folder` durable (a rename alone may be lost with the power)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_ours(error: OSError, target: Path) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(
            f"Le disque est plein : {target.parent.parent} ne peut pas recevoir ce fichier. "
            "Libérez de la place et relancez : rien de ce qui était gardé n'est perdu."
        )
    return StorageError(
        f"Le fichier {target} ne peut pas être écrit ({error.strerror}). "
        "Vérifiez les droits du dossier et relancez."
    )
