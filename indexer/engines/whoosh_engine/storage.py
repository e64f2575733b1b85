"""Whoosh's files, made durable: it never calls fsync itself."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from corpus.files import sync_folder
from indexer.engines.whoosh_engine.whoosh_api import FileStorage, StructFile


class SyncedStorage(FileStorage):  # type: ignore[misc] # untyped, see whoosh_api
    """Segments and tables of contents are on the disk before the name that makes them count.

    Whoosh assembles a segment from parts it removes at once: those are not synced.
    """

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: Any) -> Any:
        if excl or mode != "wb" or not (name.endswith(".seg") or ".toc" in name):
            return super().create_file(name, excl=excl, mode=mode, **kwargs)
        return StructFile(_SyncedFile(Path(self.folder) / name), name=name, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        sync_folder(Path(self.folder))
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


class _SyncedFile(io.BufferedWriter):
    """A file whose bytes are on the disk once it is closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path, "wb"))

    def close(self) -> None:
        if self.closed:
            return
        try:
            self.flush()
            os.fsync(self.fileno())
        finally:
            self.raw.close()  # not super().close(): it would flush again on a disk that is full
