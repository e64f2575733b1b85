"""A run's kept responses as a standard web archive: WARC 1.1, each record a gzip member of its own.

Bodies are kept decoded, so the headers of the transfer are renamed `X-Crawler-…`. A page that had
not changed is the answer it had first, followed by a revisit: the file needs no other one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from corpus.errors import FileMissing
from corpus.files import whole_file
from corpus.harvests.responses import NOT_MODIFIED, Fetch, Headers, Responses
from corpus.harvests.states import PageState

_RENAMED = frozenset({"content-encoding", "transfer-encoding"})
_VERSION = "1.1"
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True)
class About:
    """What the archive says of itself; `operator` is who may be contacted, or empty."""

    run_id: int
    source: str
    software: str
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A record that was written, at `start` for `size` bytes.

    `kind` is that of the record; `body` is what was answered, empty for a revisit.
    """

    kind: str
    url: str
    at: str
    status: int
    media_type: str
    digest: str
    start: int
    size: int
    body: bytes


@dataclass(slots=True)
class Written:
    """How many records of each kind; `missing` counts answers whose body is no longer kept."""

    answers: int = 0
    revisits: int = 0
    missing: int = 0

    def count(self, placed: Placed) -> None:
        self.answers += placed.kind == "response"
        self.revisits += placed.kind == "revisit"


def write_warc(responses: Responses, path: Path, about: About) -> Written:
    """Writes the run as a WARC file, whole or not at all. Raises `StorageError`."""
    written = Written()
    with whole_file(path) as stream:
        for placed in WarcRecords(responses, stream, about, path.name, written):
            written.count(placed)
    return written


class WarcRecords:
    """Writes the records of a run into a stream while they are iterated over."""

    def __init__(
        self, responses: Responses, stream: IO[bytes], about: About, name: str, written: Written
    ) -> None:
        self._responses = responses
        self._stream = stream
        self._about = about
        self._name = name
        self._written = written
        self._writer = WARCWriter(stream, gzip=True, warc_version=_VERSION)
        self._number = 0

    def __iter__(self) -> Iterator[Placed]:
        self._writer.write_record(self._warcinfo())
        for fetch in self._responses.of_run(self._about.run_id):
            try:
                yield from self._answers(fetch)
            except FileMissing:
                self._written.missing += 1
            self._writer.write_record(self._metadata(fetch))

    def _answers(self, fetch: Fetch) -> Iterator[Placed]:
        if not fetch.status:
            return
        body = self._responses.body(fetch.body_sha256) if fetch.body_sha256 else b""
        first = self._first(fetch)
        if first is None:
            yield self._response(fetch, body)
            return
        yield self._response(first, body)
        yield self._revisit(fetch, first, body)

    def _first(self, fetch: Fetch) -> Fetch | None:
        unchanged = fetch.state == PageState.UNCHANGED and fetch.body_sha256
        return self._responses.first_with(fetch) if unchanged else None

    # --- one record each -----------------------------------------------------------------------

    def _warcinfo(self) -> Any:
        about = self._about
        return self._writer.create_warcinfo_record(
            self._name,
            {
                "software": about.software,
                "format": f"WARC File Format {_VERSION}",
                "conformsTo": _CONFORMS_TO,
                "operator": about.operator,
                "isPartOf": about.source,
                "description": f"Moisson {about.run_id} de « {about.source} » / harvest {about.run_id}",
            },
        )

    def _response(self, fetch: Fetch, body: bytes) -> Placed:
        # The 304 of a page whose first answer is gone stands for that answer.
        status = 200 if fetch.status == NOT_MODIFIED and body else fetch.status
        record = self._writer.create_warc_record(
            fetch.url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=_http(status, _headers_of(fetch, body)),
            warc_headers_dict=self._named(fetch, "response"),
        )
        return self._placed("response", fetch, status, _digest(body), record, body)

    def _revisit(self, fetch: Fetch, first: Fetch, body: bytes) -> Placed:
        digest = _digest(body)
        record = self._writer.create_revisit_record(
            fetch.url,
            digest,
            first.url,
            first.fetched_at,
            http_headers=_http(fetch.status, _headers_of(fetch, body)),
            warc_headers_dict=self._named(fetch, "revisit"),
        )
        if fetch.status == NOT_MODIFIED:
            record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED_PROFILE)
        return self._placed("revisit", fetch, fetch.status, digest, record, b"")

    def _metadata(self, fetch: Fetch) -> Any:
        """What became of the address, even when nothing was answered."""
        told = {"state": fetch.state, "reason": fetch.reason, "body-sha256": fetch.body_sha256}
        text = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
        payload = text.encode()
        return self._writer.create_warc_record(
            fetch.url,
            "metadata",
            payload=BytesIO(payload),
            length=len(payload),
            warc_headers_dict=self._named(fetch, "metadata"),
        )

    def _named(self, fetch: Fetch, kind: str) -> dict[str, str]:
        """The same run gives the same names every time it is written."""
        self._number += 1
        name = f"{fetch.source} {fetch.run_id} {fetch.url} {fetch.fetched_at} {kind} {self._number}"
        identity = uuid.uuid5(uuid.NAMESPACE_URL, name)
        return {"WARC-Date": fetch.fetched_at, "WARC-Record-ID": f"<urn:uuid:{identity}>"}

    def _placed(
        self, kind: str, fetch: Fetch, status: int, digest: str, record: Any, body: bytes
    ) -> Placed:
        start = self._stream.tell()
        self._writer.write_record(record)
        size = self._stream.tell() - start
        media = fetch.media_type
        return Placed(kind, fetch.url, fetch.fetched_at, status, media, digest, start, size, body)


class _AsReceived(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers written byte for byte: warcio would escape those beyond ASCII."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        text: str = self.to_str()
        return text.encode("latin-1", "replace") + b"\r\n"


def _http(status: int, headers: Headers) -> Any:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return _AsReceived(f"{status} {phrase}".strip(), list(headers), protocol="HTTP/1.1")


def _headers_of(fetch: Fetch, body: bytes) -> Headers:
    kept = [
        (f"X-Crawler-{name}" if name.lower() in _RENAMED else name, _one_line(value))
        for name, value in fetch.headers
        if name.lower() != "content-length"
    ]
    if fetch.media_type and not any(name.lower() == "content-type" for name, _ in kept):
        kept.append(("Content-Type", fetch.media_type))
    return (*kept, ("Content-Length", str(len(body))))


def _one_line(value: str) -> str:
    return " ".join(value.split("\r\n")).replace("\n", " ").replace("\r", " ")


def _digest(body: bytes) -> str:
    digester = Digester("sha1")
    digester.update(body)
    return str(digester)
