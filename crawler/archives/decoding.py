"""From the bytes of an HTTP message, as archives keep them, to what a browser would show.

Every step is bounded: a kilobyte that unfolds to gigabytes costs no more than the limit.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import brotli
from warcio.bufferedreaders import ChunkedDataReader

from corpus.harvests.responses import Headers, Received
from crawler.archives.base import CaptureUnusable, header_of

HEAD_BYTES = 256 * 1024
"""The longest head of a message that is looked at."""

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})", re.IGNORECASE)
_END_OF_HEAD = re.compile(rb"\r*\n\r*\n")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_BLOCK = 64 * 1024
_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Head:
    """The status and the headers of a message; its body begins `size` bytes after its start."""

    status: int
    headers: Headers
    size: int


def read_head(block: bytes) -> Head | None:
    """The head at the start of `block`; None for what is no HTTP answer."""
    status = _STATUS.match(block)
    if status is None:
        return None
    end = _END_OF_HEAD.search(block)
    head = block[: end.start()] if end else block
    lines = _FOLDED.sub(b" ", head).splitlines()[1:]
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    headers = tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon)
    return Head(int(status[1]), headers, end.end() if end else len(block))


def received_of(head: Head, body: bytes, limit: int) -> Received:
    """The answer, its body freed of chunks and of compression.

    A compression that is not known here stays, with the header that says so. Raises
    `CaptureUnusable` for a body of more than `limit` bytes (0 for no limit).
    """
    if "chunked" in header_of(head.headers, "Transfer-Encoding").lower():
        body = ChunkedDataReader(BytesIO(body)).read()
    left = header_of(head.headers, "Content-Encoding")
    encodings = [name.strip().lower() for name in left.split(",") if name.strip()]
    while encodings and encodings[-1] in _DECODERS:
        body = _decoded(body, encodings.pop(), limit)
    refuse_beyond(limit, len(body))
    kept = [(k, v) for k, v in head.headers if k.lower() not in _OF_THE_TRANSFER]
    if encodings:
        kept.append(("Content-Encoding", ", ".join(encodings)))
    return Received(head.status, tuple(kept), body)


def refuse_beyond(limit: int, size: int) -> None:
    if limit and size > limit:
        raise CaptureUnusable(
            "too_large",
            "Ce que l'archive a de cette adresse dépasse la taille admise ; ce n'est pas gardé.",
            "Si ce document est voulu, augmentez DOWNLOAD_MAXSIZE.",
        )


def _decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """The body unfolded; as it is when it never was compressed (some archivers unfold it and leave
    the header), and as far as it goes when it was cut."""
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in _DECODERS[encoding](body):
            pieces.append(piece)
            size += len(piece)
            refuse_beyond(limit, size)
    except (zlib.error, brotli.error):
        return b"".join(pieces) or body
    return b"".join(pieces)


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """All the members of a gzip stream."""
    rest = body
    while rest:
        unzip = zlib.decompressobj(wbits=31)
        yield from _unfolded(unzip, rest)
        rest = unzip.unused_data


def _inflated(body: bytes) -> Iterator[bytes]:
    """With the header that the standard asks for or, as old servers do, without."""
    try:
        zlib.decompressobj().decompress(body, 1)
        unzip = zlib.decompressobj()
    except zlib.error:
        unzip = zlib.decompressobj(wbits=-15)
    yield from _unfolded(unzip, body)


def _unfolded(unzip: zlib._Decompress, rest: bytes) -> Iterator[bytes]:
    while rest and not unzip.eof:
        yield unzip.decompress(rest, _BLOCK)
        rest = unzip.unconsumed_tail


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    unfold = brotli.Decompressor()
    piece = unfold.process(body, output_buffer_limit=_BLOCK)
    while piece:
        yield piece
        piece = b"" if unfold.is_finished() else unfold.process(b"", output_buffer_limit=_BLOCK)


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "identity": lambda body: iter((body,)),
}
