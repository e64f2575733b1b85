"""The file store: bytes under their SHA-256, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
                _write_whole(target, body, self._folder)
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

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise FileMissing(f"« {sha256[:80]} » n'est pas une empreinte SHA-256.")
        return self._folder / sha256[:2] / sha256


def write_whole(target: Path, body: bytes) -> None:
    """Writes a file, in the place of any that is there: whole and on the disk, or not at all.

    Its folder is made; others than its owner may read it. Raises `StorageFull`, and `StorageError`
    for what else the disk refuses.
    """
    try:
        _write_whole(target, body, target.parent, mode=0o644)
    except OSError as error:
        raise _as_ours(error, target) from error


def _write_whole(target: Path, body: bytes, beside: Path, mode: int = 0o600) -> None:
    new_folder = not target.parent.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=beside, prefix=".partial-")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    if new_folder:
        sync_folder(target.parent.parent)


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
