"""Text that a tagged PDF carries beside its glyphs, in `/ActualText` of its structure tree.

Slide decks of some tools draw words as pictures or in fonts without Unicode, and keep the words
only there. PDFium honours ActualText in marked content by itself when it reads the page; the one
in structure elements is found here (ISO 32000-1, 14.9.4: it replaces all the element's content).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.extract.wide_text import wide_text

_MAX_ELEMENTS = 50_000
_MAX_DEPTH = 100
_INLINE = frozenset({"Span", "Link", "Quote", "Reference", "Note", "Code", "Figure", "Formula"})
_WORD = re.compile(r"\w+")

Piece = tuple[str, bool]  # text, and whether it was ActualText
_BREAK: Piece = ("\n", False)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A page read through its structure tree.

    `text` is the whole of it; `actual` the part that was ActualText; `replaced` what was drawn in
    the place of that part.
    """

    text: str = ""
    actual: str = ""
    replaced: str = ""


def tagged_text(page: pdfium.PdfPage) -> Tagged:
    """The page through its structure tree; all empty when it has none.

    Elements without ActualText give the text of the marked content they own.
    """
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return Tagged()
    try:
        walker = _Walker(lambda: _marked_texts(page))
        for index in range(max(0, raw.FPDF_StructTree_CountChildren(tree))):
            walker.walk(raw.FPDF_StructTree_GetChildAtIndex(tree, index), 0)
    finally:
        raw.FPDF_StructTree_Close(tree)
    actual = "\n".join(text for text, is_actual in walker.pieces if is_actual)
    if not actual:
        return Tagged()
    return Tagged(_assembled(walker.pieces), actual, walker.replaced())


def with_actual_text(plain: str, page: pdfium.PdfPage) -> str:
    """The text of a page, with the ActualText that it lacks.

    `plain` comes back as it is when it holds at least half of the words of ActualText; it gives
    way to the tagged text where that accounts for four fifths of what is drawn; else both are
    kept, one after the other.
    """
    tagged = tagged_text(page)
    words = _words(tagged.actual)
    known = _words(plain)
    if len(words & known) * 2 >= len(words):
        return plain
    drawn = "".join(tagged.replaced.lower().split())  # its words may be spelt, letter by letter
    unaccounted = [word for word in known - _words(tagged.text) if word not in drawn]
    if len(unaccounted) * 5 <= len(known):
        return tagged.text
    return f"{plain}\n{tagged.actual}"


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


class _Walker:
    """The pieces of text met, in reading order; marked content is only read when it is needed."""

    def __init__(self, marked: Callable[[], dict[int, str]]) -> None:
        self._read_marked = marked
        self._marked: dict[int, str] | None = None
        self._left = _MAX_ELEMENTS
        self.pieces: list[Piece] = []
        self._replaced: list[Piece] = []

    def walk(self, element: Any, depth: int) -> None:
        self._left -= 1
        if not element or depth > _MAX_DEPTH or self._left < 0:
            return
        block = _string(raw.FPDF_StructElement_GetType, element) not in _INLINE
        if block:
            self.pieces.append(_BREAK)
        if actual := _string(raw.FPDF_StructElement_GetActualText, element):
            self.pieces.append((actual, True))
            kept, self.pieces = self.pieces, self._replaced
            self._children(element, depth)
            self.pieces = kept
        else:
            self._children(element, depth)
        if block:
            self.pieces.append(_BREAK)

    def replaced(self) -> str:
        return " ".join(text for text, _ in self._replaced)

    def _children(self, element: Any, depth: int) -> None:
        for index in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                self.walk(child, depth + 1)
                continue
            marked_id = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if marked_id >= 0 and (text := self._text_of(marked_id)):
                self.pieces.append((text, False))

    def _text_of(self, marked_id: int) -> str:
        if self._marked is None:
            self._marked = self._read_marked()
        return self._marked.get(marked_id, "")


def _marked_texts(page: pdfium.PdfPage) -> dict[int, str]:
    """The text drawn under each marked-content identifier of a page."""
    texts: dict[int, list[str]] = {}
    textpage = page.get_textpage()
    try:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
            marked_id = raw.FPDFPageObj_GetMarkedContentID(item)
            if marked_id >= 0 and (text := _object_text(item, textpage)):
                texts.setdefault(marked_id, []).append(text)
    finally:
        textpage.close()
    return {marked_id: " ".join(parts) for marked_id, parts in texts.items()}


def _object_text(item: pdfium.PdfObject, textpage: pdfium.PdfTextPage) -> str:
    return wide_text(
        lambda buffer, size: raw.FPDFTextObj_GetText(item, textpage, buffer, size)
    ).strip()


def _string(read: Callable[..., int], element: Any) -> str:
    return wide_text(lambda buffer, size: read(element, buffer, size))


def _assembled(pieces: list[Piece]) -> str:
    """Pieces of one line joined, with a space between words that would touch."""
    lines = ("".join(_spaced(line)) for line in _lines(pieces))
    return "\n".join(line for line in lines if line.strip())


def _lines(pieces: list[Piece]) -> Iterator[list[str]]:
    line: list[str] = []
    for piece in pieces:
        if piece is _BREAK:
            yield line
            line = []
        else:
            line.append(piece[0])
    yield line


def _spaced(line: list[str]) -> Iterator[str]:
    """Words follow each other with a space; single letters are spelt without."""
    spelt = sum(len(text.strip()) <= 1 for text in line) * 2 > len(line)
    for index, text in enumerate(line):
        if index and not spelt and not text[:1].isspace() and not line[index - 1][-1:].isspace():
            yield " "
        yield text
