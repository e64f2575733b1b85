"""Small archives made on the spot, as the tools people use make them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archives.base import Archive
from crawler.archives.opening import open_archive

SITE = "http://exemple.fr"
DAY = "2026-11-23T02:26:00Z"


class Making:
    """A WARC being written; each method adds one record."""

    def __init__(self, gzip: bool = True, version: str = "1.1") -> None:
        self._out = BytesIO()
        self._writer = WARCWriter(self._out, gzip=gzip, warc_version=version)
        self.starts: list[int] = []

    @property
    def bytes(self) -> bytes:
        return self._out.getvalue()

    def save(self, path: Path) -> Path:
        path.write_bytes(self.bytes)
        return path

    def info(self) -> Making:
        return self._add(self._writer.create_warcinfo_record("essai.warc", {"software": "essai"}))

    def page(
        self,
        path: str,
        body: bytes = b"<p>Bonjour",
        *,
        status: str = "200 OK",
        at: str = DAY,
        headers: Mapping[str, str] | None = None,
        warc: Mapping[str, str] | None = None,
        site: str = SITE,
    ) -> Making:
        said = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        return self._add(
            self._writer.create_warc_record(
                site + path,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(status, list(said.items()), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": at, **(warc or {})},
            )
        )

    def revisit(
        self,
        path: str,
        *,
        digest: str = "",
        status: str = "200 OK",
        at: str = "2026-11-24T02:26:00Z",
        refers_to: str = "",
        refers_at: str = DAY,
        head: bool = True,
    ) -> Making:
        http = StatusAndHeaders(
            status, [("Content-Type", "text/html"), ("X-Second", "yes")], protocol="HTTP/1.1"
        )
        record = self._writer.create_revisit_record(
            SITE + path,
            digest or "sha1:AAAA",
            SITE + (refers_to or path),
            refers_at,
            http_headers=http if head else None,
            warc_headers_dict={"WARC-Date": at},
        )
        if digest:
            for name in ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
                record.rec_headers.remove_header(name)
        return self._add(record)

    def request(self, path: str, verb: str, beside: str) -> Making:
        head = StatusAndHeaders(f"{path} HTTP/1.1", [("Host", "exemple.fr")], protocol=verb)
        return self._add(
            self._writer.create_warc_record(
                SITE + path,
                "request",
                http_headers=head,
                warc_headers_dict={"WARC-Concurrent-To": beside},
            )
        )

    def resource(self, path: str, body: bytes, media_type: str) -> Making:
        return self._add(
            self._writer.create_warc_record(
                SITE + path,
                "resource",
                payload=BytesIO(body),
                length=len(body),
                warc_content_type=media_type,
            )
        )

    def _add(self, record: Any) -> Making:
        self.starts.append(self._out.tell())
        self._writer.write_record(record)
        return self


class Opening:
    """Opens archives in a folder of the test's own, and closes them with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: list[Archive] = []

    def __call__(self, made: Making, name: str = "essai.warc.gz", limit: int = 0) -> Archive:
        return self.at(made.save(self.folder / name), limit)

    def at(self, path: Path, limit: int = 0) -> Archive:
        self._opened.append(open_archive(path, limit))
        return self._opened[-1]

    def close(self) -> None:
        for archive in self._opened:
            archive.close()


def arc_of(*pages: tuple[str, bytes]) -> bytes:
    """An ARC 1 file of these addresses and bodies."""
    head = b"1 0 Essai\nURL IP-address Archive-date Content-type Archive-length\n"
    opening = b"filedesc://essai.arc 0.0.0.0 20261123022600 text/plain %d\n" % len(head)
    parts = [opening + head + b"\n"]
    for path, body in pages:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        line = f"{SITE}{path} 192.0.2.1 20261123022600 text/html {len(block)}\n".encode()
        parts.append(line + block + b"\n")
    return b"".join(parts)
