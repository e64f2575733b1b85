"""Segments read where they lie on the disk: Whoosh copies each file of one into memory to open it."""

from __future__ import annotations

import io
from typing import Any

from indexer.engines.whoosh_engine.whoosh_api import BufferFile, CompoundStorage, W3Segment


class MappedSegment(W3Segment):  # type: ignore[misc] # untyped, see whoosh_api
    """Whoosh's own, but for how it is opened."""

    def open_compound_file(self, storage: Any) -> Any:
        name = self.make_filename(self.COMPOUND_EXT)
        return _MappedStorage(storage.open_file(name), use_mmap=storage.supports_mmap)


class _MappedStorage(CompoundStorage):  # type: ignore[misc] # untyped, see whoosh_api
    def open_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if self.is_closed or not self._source:
            return super().open_file(name, *args, **kwargs)
        offset, length = self.range(name)
        return MappedFile(memoryview(self._source)[offset : offset + length], name)


class MappedFile(BufferFile):  # type: ignore[misc] # untyped, see whoosh_api
    """A file in memory, or mapped to it, that is not copied."""

    def __init__(self, mapped: memoryview, name: str) -> None:
        super().__init__(b"", name=name)
        self._buf = mapped
        self.file = io.BufferedReader(_View(mapped))


class _View(io.RawIOBase):
    """A piece of memory as a file to read."""

    def __init__(self, memory: memoryview) -> None:
        super().__init__()
        self._memory = memory
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._memory)}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, into: Any) -> int:
        size = min(len(into), max(len(self._memory) - self._at, 0))
        into[:size] = self._memory[self._at : self._at + size]
        self._at += size
        return size
