"""HTTP messages as archives keep them, to what a browser would show."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archives.base import CaptureUnusable
from crawler.archives.decoding import Head, read_head, received_of

ENCODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "identity": bytes,
}


def head(**headers: str) -> Head:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Head(200, pairs, 0)


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@given(st.binary(max_size=3000), st.lists(st.sampled_from(sorted(ENCODERS)), max_size=3))
def test_every_encoding_a_server_may_apply_is_undone(body: bytes, encodings: list[str]) -> None:
    sent = body
    for name in encodings:
        sent = ENCODERS[name](sent)
    received = received_of(head(Content_Encoding=", ".join(encodings)), sent, 10_000)
    assert (received.body, received.headers) == (body, ())


@given(st.binary(min_size=1, max_size=3000), st.integers(1, 700))
def test_chunks_are_joined_before_the_rest(body: bytes, size: int) -> None:
    sent = chunked(gzip.compress(body), size)
    told = head(Transfer_Encoding="chunked", Content_Encoding="gzip", Content_Length="9", ETag="a")
    received = received_of(told, sent, 10_000)
    assert (received.body, received.headers) == (body, (("ETag", "a"),))


def test_an_old_server_s_bare_deflate_is_read() -> None:
    squeeze = zlib.compressobj(wbits=-15)
    sent = squeeze.compress(b"Bonjour") + squeeze.flush()
    assert received_of(head(Content_Encoding="deflate"), sent, 0).body == b"Bonjour"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_body_that_was_unfolded_already_is_taken_as_it_is(encoding: str) -> None:
    assert received_of(head(Content_Encoding=encoding), b"<p>Bonjour", 0).body == b"<p>Bonjour"


def test_a_compression_unknown_here_is_left_with_its_header() -> None:
    received = received_of(head(Content_Encoding="zstd, gzip"), gzip.compress(b"(\xb5/\xfd"), 0)
    assert (received.body, received.headers) == (b"(\xb5/\xfd", (("Content-Encoding", "zstd"),))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_body_that_unfolds_beyond_the_limit_is_refused(encoding: str) -> None:
    bomb = ENCODERS[encoding](b"\0" * 5_000_000)
    assert len(bomb) < 20_000
    with pytest.raises(CaptureUnusable, match="taille admise") as refused:
        received_of(head(Content_Encoding=encoding), bomb, 100_000)
    assert refused.value.code == "too_large"


def test_a_gzip_body_cut_short_gives_what_there_is() -> None:
    body = bytes(range(256)) * 40
    half = gzip.compress(body, compresslevel=0)[:5000]
    given_back = received_of(head(Content_Encoding="gzip"), half, 0).body
    assert given_back
    assert body.startswith(given_back)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nA: 1\r\nB:2\r\n\r\n<p>", (200, (("A", "1"), ("B", "2")), b"<p>")),
        (b"HTTP/1.0 302\nLocation: /\xe9\n\nx", (302, (("Location", "/\xe9"),), b"x")),
        (b"HTTP/2 404\r\nA: un\r\n deux\r\n\r\n", (404, (("A", "un deux"),), b"")),
        (b"HTTP/1.1 200 OK\r\r\nA: 1\r\r\n\r\r\n<p>", (200, (("A", "1"),), b"<p>")),
        (b"HTTP/1.1 200 OK\r\nA: 1", (200, (("A", "1"),), b"")),
    ],
)
def test_heads_are_read_as_servers_write_them(
    block: bytes, expected: tuple[int, tuple[tuple[str, str], ...], bytes]
) -> None:
    read = read_head(block)
    assert read is not None
    assert (read.status, read.headers, block[read.size :]) == expected


@pytest.mark.parametrize("block", [b"", b"<html>", b"HTTPX/1.1 200 OK\r\n\r\n", b"HTTP/1.1 OK"])
def test_what_is_no_answer_has_no_head(block: bytes) -> None:
    assert read_head(block) is None
