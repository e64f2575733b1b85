"""PDF through PDFium, the first reader: quick, exact on spaces, and tolerant.

Only this module and `actual_text` touch PDFium. Its documents hold native memory: close them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract import media_type
from indexer.extract.dates import pdf_date
from indexer.extract.plain_attachment import attachment_of
from indexer.extract.repair import repair_line
from indexer.extract.values import Attachment, OutlineItem
from indexer.extract.wide_text import wide_text

_PASSWORD_ERRORS = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_DEFAULT_TITLES = frozenset(
    {
        "untitled",
        "sans titre",
        "document1",
        "diapositive 1",
        "présentation powerpoint",
        "powerpoint presentation",
        "powerpoint-präsentation",
    }
)
_MAX_OUTLINE = 5_000
_MAX_ATTACHMENTS = 200
_MAX_ATTACHMENT_BYTES = 20_000_000
_MAX_OBJECTS = 20_000


@dataclass(frozen=True, slots=True)
class PageShape:
    """What a page is made of, besides text: `images` and `paths` counted among its objects."""

    images: int
    paths: int


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """Open a PDF, with the empty password if it takes one.

    Raises ExtractionError ENCRYPTED when it needs a password, DAMAGED when PDFium makes nothing
    of it (another reader may).
    """
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD_ERRORS or "password" in str(error).lower():
            raise encrypted() from error
        raise ExtractionError(
            ExtractionCode.DAMAGED, "Le PDF est abîmé : PDFium ne peut pas l'ouvrir."
        ) from error


def encrypted() -> ExtractionError:
    return ExtractionError(
        ExtractionCode.ENCRYPTED,
        "Le PDF est protégé par un mot de passe : demandez-en une copie sans protection.",
    )


def page_text(page: pdfium.PdfPage) -> str:
    """The text of a page, unrepaired."""
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_bounded())
    finally:
        textpage.close()


def shape_of(page: pdfium.PdfPage) -> PageShape:
    images = paths = 0
    for index, item in enumerate(page.get_objects(max_depth=3)):
        images += item.type == raw.FPDF_PAGEOBJ_IMAGE
        paths += item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
        if index >= _MAX_OBJECTS:
            break
    return PageShape(images, paths)


def metadata_of(document: pdfium.PdfDocument) -> dict[str, str]:
    """Title, author, subject, keywords, date, modified and language, those that are there."""
    found = {
        "title": _title(document.get_metadata_value("Title")),
        "author": repair_line(document.get_metadata_value("Author")),
        "subject": repair_line(document.get_metadata_value("Subject")),
        "keywords": repair_line(document.get_metadata_value("Keywords")),
        "date": pdf_date(document.get_metadata_value("CreationDate")),
        "modified": pdf_date(document.get_metadata_value("ModDate")),
        "language": repair_line(_catalog_language(document), 35),
    }
    return {name: value for name, value in found.items() if value}


def outline_of(document: pdfium.PdfDocument) -> Iterator[OutlineItem]:
    for index, bookmark in enumerate(document.get_toc(max_depth=10)):
        if index >= _MAX_OUTLINE:
            return
        destination = bookmark.get_dest()
        page = destination.get_index() if destination is not None else None
        if title := repair_line(bookmark.get_title()):
            yield OutlineItem(title, 0 if page is None else page + 1, bookmark.level + 1)


def attachments_of(document: pdfium.PdfDocument) -> Iterator[Attachment]:
    for index in range(min(document.count_attachments(), _MAX_ATTACHMENTS)):
        attachment = document.get_attachment(index)
        name = repair_line(attachment.get_name())
        size = _attachment_size(attachment)
        if size > _MAX_ATTACHMENT_BYTES:
            yield Attachment(name, media_type.UNKNOWN, size)
        elif size:
            yield attachment_of(name, bytes(attachment.get_data()))
        else:
            yield Attachment(name, media_type.UNKNOWN, 0)


def grey_picture(page: pdfium.PdfPage, dots_per_inch: int, most_pixels: int) -> bytes:
    """The page drawn in grey, as a binary PGM file; coarser where it would pass `most_pixels`."""
    width, height = page.get_size()
    scale = dots_per_inch / 72
    if width * height * scale * scale > most_pixels:
        scale = (most_pixels / (width * height)) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = memoryview(bytes(bitmap.buffer))
        stride = bitmap.stride
        lines = (rows[y * stride : y * stride + bitmap.width] for y in range(bitmap.height))
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
    finally:
        bitmap.close()


def _title(text: str) -> str:
    """A title without what word processors put there by themselves."""
    title = repair_line(text)
    for program in ("Microsoft Word - ", "Microsoft PowerPoint - "):
        title = title.removeprefix(program)
    return "" if title.lower() in _DEFAULT_TITLES else title


def _catalog_language(document: pdfium.PdfDocument) -> str:
    return wide_text(lambda buffer, size: raw.FPDFCatalog_GetLanguage(document, buffer, size))


def _attachment_size(attachment: pdfium.PdfAttachment) -> int:
    length = ctypes.c_ulong()
    raw.FPDFAttachment_GetFile(attachment, None, 0, length)
    return length.value
