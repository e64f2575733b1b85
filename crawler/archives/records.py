"""The records of one WARC or ARC file, one after the other, whatever is damaged between them.

warcio reads the records; where it stumbles, reading goes on at the next thing that looks like one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archives.decoding import HEAD_BYTES
from crawler.archives.volumes import Volume

GZIP_MAGIC = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"WARC/[01]\.\d+\s|filedesc:|https?://\S+ \S+ \d{12,} \S* ?\d+\r?\n")
# The line break before a record may be what is damaged; an ARC has nothing surer to go by.
_NEXT_PLAIN = re.compile(
    rb"WARC/[01]\.\d+\s+[A-Za-z-]+:|(?<=\n)https?://\S+ \S+ \d{12,} \S* ?\d+\r?\n"
)
_NEXT_GZIP = re.compile(re.escape(GZIP_MAGIC))
_OPENING = 1024
_BLOCK = 1024 * 1024
_OVERLAP = 4096


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record: where it starts, its own headers, and the first bytes of its block."""

    start: int
    kind: str
    headers: Any
    opening: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """Something between two records that could not be read; `reason` is for who repairs it."""

    start: int
    reason: str
    url: str = ""


def records_of(volume: Volume) -> Iterator[FoundRecord | Damage]:
    """Every record that is whole, in the order of the file, and every damage met.

    Raises `OSError` when the disk cannot be read; nothing else.
    """
    with volume.open() as stream:
        start: int | None = 0
        while start is not None:
            stream.seek(start)
            damage = yield from _until_damage(stream)
            if damage is None:
                return
            yield damage
            start = _next_record(stream, damage.start + 1)


def block_at(volume: Volume, start: int, size: int) -> bytes:
    """The block of the record that starts there, up to `size` bytes of it.

    Raises `ValueError` when there is none any more.
    """
    with volume.open() as stream, redirect_stderr(StringIO()):
        stream.seek(start)
        try:
            record = next(_iterator(stream))
            block: bytes = record.raw_stream.read(size)
        except (ArchiveLoadFailed, EOFError, StopIteration, zlib.error) as error:
            raise ValueError(f"no record at {start} of {volume.name}") from error
        return block


def is_archive(opening: bytes) -> bool:
    """Whether a file that begins so is a WARC or an ARC."""
    return _RECORD.match(_unzipped(opening)) is not None


def is_one_member(volume: Volume) -> bool:
    """Whether a file was compressed as a whole: its records cannot be reached one by one."""
    with volume.open() as stream, redirect_stderr(StringIO()):
        records = _iterator(stream)
        try:
            next(records)
            next(records)
        except ArchiveLoadFailed as error:
            return "non-chunked gzip" in str(error)
        except (StopIteration, EOFError, ValueError, zlib.error):
            return False
    return False


def _is_gzip(stream: IO[bytes]) -> bool:
    """Whether gzip begins where the stream is, and stays."""
    here = stream.tell()
    opening = stream.read(len(GZIP_MAGIC))
    stream.seek(here)
    return opening == GZIP_MAGIC


def _iterator(stream: IO[bytes]) -> Any:
    # ARC headers are read as if they were WARC's; HTTP is read in `decoding`, byte for byte.
    return ArchiveIterator(stream, no_record_parse=True, arc2warc=True, check_digests=True)


def _until_damage(stream: IO[bytes]) -> Generator[FoundRecord, None, Damage | None]:
    """Yields records from where the stream is; returns the damage it ends at, None at the end."""
    is_gzip = _is_gzip(stream)
    records = _iterator(stream)
    while True:
        start = records.offset
        try:
            with redirect_stderr(StringIO()):  # warcio tells there what is told in our report
                record = next(records)
                if is_gzip and not records.reader.decompressor:
                    return Damage(start, "damaged gzip")  # which warcio takes for plain text
                opening: bytes = record.raw_stream.read(HEAD_BYTES)
                start = records.get_record_offset()
        except StopIteration:
            return _cut(stream, start)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - anything may come of reading damaged bytes
            return Damage(start, _first_line(error))
        if damage := _damage_of(record, start):
            return damage
        yield FoundRecord(start, record.rec_type or "", record.rec_headers, opening)


def _cut(stream: IO[bytes], start: int) -> Damage | None:
    """What follows the last record, unless it is nothing: a member of a gzip file that is cut."""
    stream.seek(start)
    return Damage(start, "cut") if stream.read(_OPENING).strip() else None


def _damage_of(record: Any, start: int) -> Damage | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.length is None:
        return Damage(start, "no Content-Length", url)
    missing = getattr(record.raw_stream, "limit", 0)
    if missing > 0:
        return Damage(start, f"{missing} bytes are missing", url)
    told = [text for text in record.digest_checker.problems if "block digest failed" in text]
    return Damage(start, told[0], url) if told else None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _next_record(stream: IO[bytes], start: int) -> int | None:
    stream.seek(0)
    pattern = _NEXT_GZIP if _is_gzip(stream) else _NEXT_PLAIN
    for place in _places(stream, pattern, start):
        stream.seek(place)
        if is_archive(stream.read(_OPENING)):
            return place
    return None


def _places(stream: IO[bytes], pattern: re.Pattern[bytes], start: int) -> Iterator[int]:
    """Where `pattern` is met in the rest of the stream."""
    while True:
        stream.seek(start)
        block = stream.read(_BLOCK)
        whole = len(block) < _BLOCK
        for found in pattern.finditer(block):
            if whole or found.start() < _BLOCK - _OVERLAP:
                yield start + found.start()
        if whole:
            return
        start += _BLOCK - _OVERLAP


def _unzipped(opening: bytes) -> bytes:
    if not opening.startswith(GZIP_MAGIC):
        return opening
    try:
        return zlib.decompressobj(wbits=31).decompress(opening, _OPENING)
    except zlib.error:
        return b""
