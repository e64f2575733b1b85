"""A file written beside its place, synced, then renamed: whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.errors import StorageError, StorageFull
from corpus.files import sync_folder


@contextmanager
def written_beside(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the file at `path` when the block ends well.

    Raises `StorageFull` or `StorageError`; what was at `path` is then still there.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except OSError as error:
        raise _as_ours(error, path) from error
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(0o644)
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _as_ours(error, path) from error
    finally:
        partial.unlink(missing_ok=True)


def _as_ours(error: OSError, path: Path) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"Le disque est plein : {path} n'est pas écrit. Libérez de la place.")
    return StorageError(
        f"{path} ne peut pas être écrit ({error.strerror}). Vérifiez le dossier et ses droits."
    )
