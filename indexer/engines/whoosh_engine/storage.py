"""Whoosh's files, made durable, and cleaned after a write that failed: it does neither itself."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.files import sync_folder
from indexer.engines.whoosh_engine.whoosh_api import FileStorage, StructFile


class SyncedStorage(FileStorage):  # type: ignore[misc] # untyped, see whoosh_api
    """Segments and tables of contents are on the disk before the name that makes them count.

    Whoosh assembles a segment from parts it removes at once: those are not synced.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._created: dict[str, Any] = {}
        self._drafts: list[SyncedStorage] = []
        self._committed = False

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: Any) -> Any:
        if excl or mode != "wb" or not (name.endswith(".seg") or ".toc" in name):
            created = super().create_file(name, excl=excl, mode=mode, **kwargs)
        else:
            created = StructFile(_SyncedFile(Path(self.folder) / name), name=name, **kwargs)
        self._created[name] = created
        return created

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        sync_folder(Path(self.folder))
        super().rename_file(oldname, newname, safe=safe)
        self._committed = self._committed or newname.endswith(".toc")
        sync_folder(Path(self.folder))

    def temp_storage(self, name: str | None = None) -> SyncedStorage:
        draft = SyncedStorage(str(Path(self.folder) / (name or "draft.tmp")))
        self._drafts.append(draft)
        draft.create()
        return draft

    def discard(self) -> None:
        """Closes and removes all that a write left, unless it was committed before it failed.

        On a full disk those files are what keeps the next write from succeeding.
        """
        for draft in self._drafts:
            draft.discard()
            shutil.rmtree(draft.folder, ignore_errors=True)
        for name, created in self._created.items():
            with suppress(OSError, ValueError):  # still full, or closed already
                created.file.close()
            if not self._committed:
                (Path(self.folder) / name).unlink(missing_ok=True)
        self._created.clear()


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
