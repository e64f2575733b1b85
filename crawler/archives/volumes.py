"""The files of an archive, as streams that can be read from any place."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from corpus.errors import ConfigError

LARGEST_UNPACKED = 16 * 1024**3
"""Bytes; what unfolds to more is refused, so that no archive fills the disk."""

_BLOCK = 1024 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Volume:
    """One file of an archive; every `open` gives a stream of its own, at the start."""

    name: str
    open: Callable[[], IO[bytes]]
    close: Callable[[], None] = lambda: None


def file_volume(path: Path) -> Volume:
    return Volume(path.name, lambda: path.open("rb"))


def part_volume(name: str, path: Path, start: int, size: int) -> Volume:
    """The bytes of a file from `start` on, such as those of an uncompressed part of a zip."""
    return Volume(name, lambda: _window(path.open("rb"), start, size, owned=True))


def spooled_volume(name: str, stream: Readable) -> Volume:
    """What a stream gives, in a file that has no name and goes with this process.

    Raises `ConfigError` beyond `LARGEST_UNPACKED`.
    """
    spooled = tempfile.TemporaryFile(prefix="souffleur-")  # noqa: SIM115 - lives with the volume
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > LARGEST_UNPACKED:
            spooled.close()
            raise ConfigError(
                f"« {name} » donne plus de {LARGEST_UNPACKED // 1024**3} Gio une fois décompressé : "
                "il n'est pas lu. Découpez cette archive, ou décompressez-la vous-même."
            )
        spooled.write(block)
    return Volume(name, lambda: _window(spooled, 0, size, owned=False), spooled.close)


def unzipped_volume(volume: Volume) -> Volume:
    """A gzip file unpacked, as far as it goes when it is damaged. Raises `ConfigError`."""
    with volume.open() as stream:
        return spooled_volume(volume.name, _Unzipping(stream))


class _Unzipping:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = gzip.GzipFile(fileobj=stream)

    def read(self, size: int, /) -> bytes:
        try:
            return self._stream.read1(size)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return b""


def _window(file: IO[bytes], start: int, size: int, *, owned: bool) -> IO[bytes]:
    return io.BufferedReader(_Window(file, start, size, owned))


class _Window(io.RawIOBase):
    """A part of a file; closing it closes the file only when it is `owned`."""

    def __init__(self, file: IO[bytes], start: int, size: int, owned: bool) -> None:
        self._file, self._start, self._size, self._owned = file, start, size, owned
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # bytearray or memoryview
        wanted = min(len(buffer), max(0, self._size - self._at))
        self._file.seek(self._start + self._at)
        got = self._file.read(wanted)
        buffer[: len(got)] = got
        self._at += len(got)
        return len(got)

    def close(self) -> None:
        if self._owned:
            self._file.close()
        super().close()
