"""The same archive as a WACZ 1.1.1: the WARC in a zip, with the index and the pages players need.

https://specs.webrecorder.net/wacz/1.1.1/. The index is cut into gzip members that `index.idx`
lists, which is how players look an address up without reading it whole.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from corpus.batches import batched
from corpus.clock import now
from corpus.files import whole_file
from corpus.harvests.responses import Responses
from corpus.markup import decode
from corpus.values import clean_text
from crawler.archives.writing import About, Placed, WarcRecords, Written

_WARC = "data.warc.gz"
_INDEX = "index.cdx.gz"
_LINES_A_MEMBER = 1000
_BLOCK = 1024 * 1024
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TITLE_WITHIN = 64 * 1024
_PAGES = ("text/html", "application/xhtml+xml")
_WWW = re.compile(r"^www\d*\.")


def write_wacz(responses: Responses, path: Path, about: About) -> Written:
    """Writes the run as a WACZ file, whole or not at all. Raises `StorageError`."""
    written = Written()
    index: list[str] = []
    pages: list[Any] = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}]
    with tempfile.TemporaryFile() as warc, whole_file(path) as stream:
        for placed in WarcRecords(responses, warc, about, _WARC, written):
            written.count(placed)
            index.append(_index_line(placed))
            if placed.status == 200 and placed.body and placed.media_type in _PAGES:
                pages.append(_page(placed))
        warc.seek(0)
        with ZipFile(stream, "w") as package:
            _pack(package, warc, sorted(index), pages, about)
    return written


def _pack(
    package: ZipFile, warc: IO[bytes], index: Sequence[str], pages: Sequence[Any], about: About
) -> None:
    members = list(_members(index))
    resources = [
        _put(package, f"archive/{_WARC}", warc, ZIP_STORED),
        _put(package, f"indexes/{_INDEX}", BytesIO(b"".join(members)), ZIP_STORED),
        _put(package, "indexes/index.idx", BytesIO(_summary(index, members)), ZIP_DEFLATED),
        _put(package, "pages/pages.jsonl", BytesIO(_json_lines(pages)), ZIP_DEFLATED),
    ]
    described = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": f"{about.source} : moisson {about.run_id}",
        "software": about.software,
        "created": now(),
        "resources": resources,
    }
    text = json.dumps(described, ensure_ascii=False, indent=2).encode()
    whole = _put(package, "datapackage.json", BytesIO(text), ZIP_DEFLATED)
    digest = json.dumps({"path": "datapackage.json", "hash": whole["hash"]}).encode()
    _put(package, "datapackage-digest.json", BytesIO(digest), ZIP_DEFLATED)


def _put(package: ZipFile, path: str, stream: IO[bytes], how: int) -> dict[str, Any]:
    """Adds a file to the zip, and says what the list of resources says of it."""
    entry = ZipInfo(path)
    entry.compress_type = how
    digest, size = hashlib.sha256(), 0
    with package.open(entry, "w", force_zip64=True) as place:
        while block := stream.read(_BLOCK):
            place.write(block)
            digest.update(block)
            size += len(block)
    name = path.rpartition("/")[2].lower()
    return {"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}


# --- the index ---------------------------------------------------------------------------------


def _index_line(placed: Placed) -> str:
    told = {
        "url": placed.url,
        "mime": "warc/revisit" if placed.kind == "revisit" else placed.media_type,
        "status": str(placed.status),
        "digest": placed.digest,
        "length": str(placed.size),
        "offset": str(placed.start),
        "filename": _WARC,
    }
    instant = re.sub(r"\D", "", placed.at)
    return f"{surt(placed.url)} {instant} {json.dumps(told, ensure_ascii=False)}\n"


def surt(url: str) -> str:
    """The address by which indexes are sorted: `fr,exemple)/chemin?a=1`, in lower case."""
    parts = urlsplit(url.lower())
    host = ",".join(reversed(_WWW.sub("", parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = "&".join(sorted(parts.query.split("&")))
    return f"{host}{port}){parts.path or '/'}" + (f"?{query}" if query else "")


def _members(lines: Sequence[str]) -> Iterator[bytes]:
    for part in batched(lines, _LINES_A_MEMBER):
        text = "".join(part)
        yield gzip.compress(text.encode(), mtime=0)


def _summary(lines: Sequence[str], members: Sequence[bytes]) -> bytes:
    """Where each member of the index begins, under its first key."""
    said = [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': _INDEX})}\n"]
    offset = 0
    for number, member in enumerate(members):
        key = " ".join(lines[number * _LINES_A_MEMBER].split(" ")[:2])
        digest = f"sha256:{hashlib.sha256(member).hexdigest()}"
        place = {"offset": offset, "length": len(member), "digest": digest, "filename": _INDEX}
        said.append(f"{key} {json.dumps(place)}\n")
        offset += len(member)
    return "".join(said).encode()


# --- the pages ---------------------------------------------------------------------------------


def _page(placed: Placed) -> dict[str, str]:
    identity = hashlib.sha256(f"{placed.url} {placed.at}".encode()).hexdigest()[:22]
    told = {"id": identity, "url": placed.url, "ts": placed.at}
    found = _TITLE.search(decode(placed.body[:_TITLE_WITHIN], placed.media_type).text)
    return {**told, "title": clean_text(html.unescape(found[1]))} if found else told


def _json_lines(values: Sequence[Any]) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()
