"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from corpus.markup import decode

PDF = "application/pdf"
HTML = "text/html"
PLAIN = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
UNKNOWN = "application/octet-stream"
ZIP = "application/zip"

_HEAD = 8_192
_OFFICE_PARTS = {"word/document.xml": DOCX, "ppt/presentation.xml": PPTX}
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"%!PS", "application/postscript"),
)
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:title|meta|div|h1|p|table)[\s>]",
    re.IGNORECASE,
)


def sniff(data: bytes) -> str:
    """The media type of these bytes; the first eight kilobytes are enough but for zip formats."""
    return _sniff(data[:_HEAD], io.BytesIO(data))


def sniff_file(path: Path) -> str:
    """The media type of a file. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return _sniff(file.read(_HEAD), path)


def _sniff(head: bytes, whole: Path | io.BytesIO) -> str:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(whole)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if _HTML.search(head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")):
        return HTML
    return PLAIN if head and _is_text(head) else UNKNOWN


def _in_zip(whole: Path | io.BytesIO) -> str:
    try:
        with zipfile.ZipFile(whole) as archive:
            names = set(archive.namelist())
            for part, media_type in _OFFICE_PARTS.items():
                if part in names:
                    return media_type
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return ZIP
    return ZIP


def _is_text(head: bytes) -> bool:
    """Whether bytes read as text: hardly a control character in what they decode to."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    text = decode(head).text
    controls = sum(1 for char in text if char < " " and char not in "\t\n\r\f")
    return b"\0" not in head and controls * 100 <= len(text)
