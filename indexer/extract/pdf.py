"""PDF, page by page: PDFium first, others where it reads badly, recognition where none can.

A page keeps the best text found for it, by `quality`. A document PDFium cannot open is read by
pypdf alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2 as pdfium

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract import ocr
from indexer.extract import pdfium as first_reader
from indexer.extract.actual_text import with_actual_text
from indexer.extract.programs import pdftotext_binary
from indexer.extract.quality import NEEDS_OCR, POOR, quality
from indexer.extract.repair import repair
from indexer.extract.second_readers import PypdfReader, pdftotext
from indexer.extract.values import Limits, Options, PageText, Reading

_GAIN = 0.05  # what another reader must do better by
_SECOND_OPINION_SECONDS = 10.0
_FEW_LETTERS = 40  # a page with a picture and fewer letters than this is taken for a scan
_MANY_PATHS = 30  # an empty page with this many drawn shapes may be text as curves
_OCR_MISSING = (
    "Pages sans couche de texte utilisable : {count} ; installez tesseract et son modèle français "
    "(tesseract-ocr-fra) pour les lire."
)


def read(path: Path, options: Options) -> Reading:
    """Read a PDF. Raises ExtractionError: ENCRYPTED, DAMAGED or NO_TEXT_LAYER."""
    try:
        document = first_reader.open_pdf(path)
    except ExtractionError as error:
        if error.reason is not ExtractionCode.DAMAGED:
            raise
        return _read_with_pypdf(path, options.limits)
    try:
        reading = _Document(path, document, options).read()
    finally:
        document.close()
    return _with_text(reading, options)


@dataclass(slots=True)
class _Document:
    """One PDF being read, with what is left of its time for second opinions and recognition."""

    path: Path
    document: pdfium.PdfDocument
    options: Options
    notes: list[str] = field(default_factory=list)
    tagged: bool = False
    pypdf: PypdfReader | None = None
    second_opinions_left: float = _SECOND_OPINION_SECONDS
    ocr_left: float = 0.0

    def read(self) -> Reading:
        limits = self.options.limits
        self.tagged = bool(self.document.is_tagged())
        self.ocr_left = limits.ocr_seconds if self.options.ocr and ocr.ocr_language() else 0.0
        pages = tuple(self._pages())
        return Reading(
            pages=pages,
            metadata=first_reader.metadata_of(self.document),
            outline=tuple(first_reader.outline_of(self.document)),
            attachments=tuple(first_reader.attachments_of(self.document)),
            notes=tuple(self.notes),
        )

    def _pages(self) -> list[PageText]:
        limits = self.options.limits
        count = len(self.document)
        pages: list[PageText] = []
        room = limits.characters
        for number in range(1, count + 1):
            if number > limits.pages or room <= 0:
                self.notes.append(
                    f"Seules les {number - 1} premières pages sur {count} ont été lues."
                )
                break
            pages.append(self._page(number))
            room -= len(pages[-1].text)
        return pages

    def _page(self, number: int) -> PageText:
        try:
            page = self.document[number - 1]
        except pdfium.PdfiumError:
            self.notes.append(f"La page {number} est abîmée et ne peut pas être lue.")
            return PageText(number, "", 0.0)
        try:
            return self._best(number, page)
        finally:
            page.close()

    def _best(self, number: int, page: pdfium.PdfPage) -> PageText:
        try:
            raw = first_reader.page_text(page)
        except pdfium.PdfiumError:
            self.notes.append(f"PDFium ne peut pas lire le texte de la page {number}.")
            raw = ""
        if self.tagged:
            raw = with_actual_text(raw, page)
        best = _assess(number, raw)
        if best.text and best.quality < POOR:
            best = self._second_opinion(best)
        if _looks_unread(best, raw, page):
            best = self._recognised(best, page)
        return best

    def _second_opinion(self, best: PageText) -> PageText:
        """The best of what pdftotext and pypdf say too, within a time budget.

        pypdf takes ten times as long as the others: it is asked where pdftotext is not installed,
        or where the page would otherwise be sent to recognition.
        """
        enough = NEEDS_OCR if pdftotext_binary() else POOR
        for reader, good in ((self._by_pdftotext, POOR), (self._by_pypdf, enough)):
            if best.quality >= good or self.second_opinions_left <= 0:
                break
            started = time.monotonic()
            other = _assess(best.number, reader(best.number))
            self.second_opinions_left -= time.monotonic() - started
            if other.quality > best.quality + _GAIN:
                best = other
        return best

    def _by_pdftotext(self, number: int) -> str:
        return pdftotext(self.path, number)

    def _by_pypdf(self, number: int) -> str:
        try:
            self.pypdf = self.pypdf or PypdfReader(self.path)
            return self.pypdf.page(number)
        except ExtractionError:
            self.second_opinions_left = 0.0
            return ""

    def _recognised(self, page_text: PageText, page: pdfium.PdfPage) -> PageText:
        """The page by recognition if that is better, else as it is, marked if it is unreadable."""
        if self.ocr_left <= 0:
            return replace(page_text, needs_ocr=True)
        started = time.monotonic()
        picture = first_reader.grey_picture(page, ocr.DOTS_PER_INCH, ocr.MOST_PIXELS)
        seconds = min(self.ocr_left, self.options.limits.ocr_page_seconds)
        raw = ocr.recognise(picture, seconds)
        self.ocr_left -= time.monotonic() - started
        if raw is None:
            self.notes.append(
                f"La reconnaissance de la page {page_text.number} a échoué ou pris trop de temps."
            )
            return replace(page_text, needs_ocr=True)
        seen = _assess(page_text.number, raw)
        if _reads_better(seen, page_text):
            return replace(seen, ocr=True)
        return replace(page_text, needs_ocr=bool(page_text.text) and page_text.quality < NEEDS_OCR)


def _assess(number: int, raw: str) -> PageText:
    text = repair(raw)
    return PageText(number, text, quality(text, raw))


def _reads_better(seen: PageText, page_text: PageText) -> bool:
    """Whether recognition gave better words, or many more that are as good as words go."""
    if seen.text and seen.quality > page_text.quality:
        return True
    return seen.quality >= POOR and _letters(seen) > 3 * _letters(page_text)


def _letters(page_text: PageText) -> int:
    return sum(map(str.isalpha, page_text.text))


def _looks_unread(page_text: PageText, raw: str, page: pdfium.PdfPage) -> bool:
    """Whether the page shows words that its text does not say."""
    if raw.strip() and not page_text.text:  # nothing but control characters: codes of glyphs
        return True
    letters = _letters(page_text)
    if letters >= _FEW_LETTERS:
        return page_text.quality < NEEDS_OCR
    shape = first_reader.shape_of(page)
    if shape.images:
        return True
    if letters:
        return page_text.quality < NEEDS_OCR
    return bool(page_text.text) or shape.paths >= _MANY_PATHS


def _with_text(reading: Reading, options: Options) -> Reading:
    """The reading, with a note on what recognition would add; NO_TEXT_LAYER if it has no text."""
    waiting = sum(page.needs_ocr for page in reading.pages)
    able = options.ocr and ocr.ocr_language()
    note = _OCR_MISSING.format(count=waiting) if waiting and not able else ""
    if not any(page.text for page in reading.pages):
        raise ExtractionError(ExtractionCode.NO_TEXT_LAYER, _no_text(reading, note))
    return replace(reading, notes=(*reading.notes, note)) if note else reading


def _no_text(reading: Reading, note: str) -> str:
    count = len(reading.pages)
    if not count:
        return "Le PDF n'a aucune page : demandez-en une autre copie."
    if note:
        return f"Aucune page n'a de texte (pages : {count}). {note}"
    return f"Aucune page n'a de texte, et rien n'y a été reconnu (pages : {count})."


def _read_with_pypdf(path: Path, limits: Limits) -> Reading:
    reader = PypdfReader(path)
    pages = tuple(
        _assess(number, raw) for number, raw in enumerate(reader.pages(limits.pages), start=1)
    )
    if not any(page.text for page in pages):
        raise ExtractionError(
            ExtractionCode.DAMAGED,
            f"Le PDF est abîmé : aucune de ses pages ne donne de texte (pages : {len(pages)}). "
            "Récupérez-le de nouveau à sa source.",
        )
    return Reading(pages, reader.metadata(), notes=("PDFium ne peut pas l'ouvrir ; lu par pypdf.",))
