"""Small PDFs written by hand, so that each test holds exactly the defect it is about."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def stream(content: bytes, entries: str = "", compress: bool = False) -> bytes:
    """A stream object; `entries` are added to its dictionary."""
    if compress:
        content = zlib.compress(content, 9)
        entries += " /Filter /FlateDecode"
    head = f"<< /Length {len(content)} {entries} >>\nstream\n".encode("latin-1")
    return head + content + b"\nendstream"


def pdf(objects: Mapping[int, str | bytes], trailer: str = "") -> bytes:
    """A PDF with these objects (number → body) and a correct cross-reference table; 1 is the root."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        raw = body.encode("latin-1") if isinstance(body, str) else body
        out += b"%d 0 obj\n" % number + raw + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (offsets.get(number, 0), b"n" if number in offsets else b"f")
    out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n".encode("latin-1")
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def document(
    contents: Sequence[bytes],
    resources: str = "/Font << /F1 3 0 R >>",
    more: Mapping[int, str | bytes] | None = None,
    catalog: str = "",
    page: str = "",
    trailer: str = "",
) -> bytes:
    """A PDF of one page a content stream; objects 1 to 3 are taken, pages start at 10."""
    kids = " ".join(f"{10 + 2 * index} 0 R" for index in range(len(contents)))
    objects: dict[int, str | bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        3: HELVETICA,
    }
    for index, content in enumerate(contents):
        number = 10 + 2 * index
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            f"/Resources << {resources} >> {page} >>"
        )
        objects[number + 1] = stream(content)
    return pdf({**objects, **(more or {})}, trailer)


def show(text: str, y: int = 700) -> bytes:
    """Operators that draw one line of text in Helvetica."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"BT /F1 12 Tf 50 %d Td (" % y + escaped.encode("cp1252") + b") Tj ET\n"


def utf16(text: str) -> str:
    """A PDF text string in hexadecimal UTF-16."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def tagged(elements: Sequence[tuple[str, str, str]]) -> bytes:
    """A tagged page: one line (type, drawn text, ActualText or empty) an element."""
    drawn = b"".join(
        f"/{kind} << /MCID {index} >> BDC\n".encode() + show(text, 700 - 20 * index) + b"EMC\n"
        for index, (kind, text, _) in enumerate(elements)
    )
    kids = " ".join(f"{40 + index} 0 R" for index in range(len(elements)))
    more: dict[int, str | bytes] = {
        30: f"<< /Type /StructTreeRoot /K 31 0 R /ParentTree << /Nums [0 [{kids}]] >> >>",
        31: f"<< /Type /StructElem /S /Document /P 30 0 R /K [{kids}] >>",
    }
    for index, (kind, _, actual) in enumerate(elements):
        replaced = f"/ActualText {utf16(actual)}" if actual else ""
        more[40 + index] = (
            f"<< /Type /StructElem /S /{kind} /P 31 0 R /Pg 10 0 R /K {index} {replaced} >>"
        )
    return document(
        [drawn],
        more=more,
        catalog="/MarkInfo << /Marked true >> /StructTreeRoot 30 0 R /Lang (fr-FR)",
        page="/StructParents 0",
    )
