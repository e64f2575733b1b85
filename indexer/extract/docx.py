"""Word documents (.docx) by python-docx: paragraphs, tables and text boxes in order, then the notes.

The words are read off the XML: the library's paragraphs leave out content controls, text boxes,
notes and what was inserted while changes were tracked. Deleted text is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from indexer.extract.dates import day_of
from indexer.extract.one_page import known, page_of, refuse_zip_bomb, with_text
from indexer.extract.values import Options, OutlineItem, Reading

_HEADING = re.compile(r"(?:heading|titre)\s*(\d)", re.IGNORECASE)
_MAX_DEPTH = 8  # tables and text boxes within one another

_PARAGRAPH, _TABLE, _TEXT_BOX = qn("w:p"), qn("w:tbl"), qn("w:txbxContent")
_TEXTS = frozenset((qn("w:t"), qn("m:t")))
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN_NAMES = ("w:pPr", "w:rPr", "w:sdtPr", "w:del", "w:moveFrom", "w:rt")
# The fallback says again, for old programs, what the text box before it says.
_UNSEEN = frozenset((_FALLBACK, *map(qn, _UNSEEN_NAMES)))
_ROWS = "./w:tr | ./w:sdt/w:sdtContent/w:tr"
_CELLS = "./w:tc | ./w:sdt/w:sdtContent/w:tc"
_NOTES = ("/footnotes", "/endnotes")


def read(path: Path, options: Options) -> Reading:
    """Read a .docx file. Raises ExtractionError TOO_LARGE or EMPTY."""
    refuse_zip_bomb(path, options.limits)
    document = docx.Document(str(path))
    properties = document.core_properties
    return Reading(
        pages=with_text((page_of(_texts(document), options.limits),)),
        metadata=known(
            title=properties.title,
            author=properties.author,
            subject=properties.subject,
            keywords=properties.keywords,
            date=day_of(properties.created),
            modified=day_of(properties.modified),
            language=properties.language,
        ),
        outline=tuple(_headings(document)),
    )


def _texts(document: Any) -> Iterator[str]:
    yield from _blocks(document.element.body, 0)
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(_NOTES):
            for note in parse_xml(relation.target_part.blob):
                yield " ".join(_blocks(note, 0))


def _blocks(container: Any, depth: int) -> Iterator[str]:
    for child in container:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, depth)
        elif child.tag == _TABLE:
            if depth < _MAX_DEPTH:
                yield from _rows(child, depth + 1)
        elif child.tag not in _UNSEEN:
            yield from _blocks(child, depth)


def _rows(table: Any, depth: int) -> Iterator[str]:
    for row in table.xpath(_ROWS):
        yield "\t".join(" ".join(_blocks(cell, depth)) for cell in row.xpath(_CELLS))


def _paragraph(paragraph: Any, depth: int) -> Iterator[str]:
    """Its words, then those of the boxes anchored in it."""
    words: list[str] = []
    boxes: list[Any] = []
    _gather(paragraph, words, boxes)
    yield "".join(words)
    for box in boxes if depth < _MAX_DEPTH else ():
        yield from _blocks(box, depth + 1)


def _gather(node: Any, words: list[str], boxes: list[Any]) -> None:
    for child in node:
        if child.tag in _TEXTS:
            words.append(child.text or "")
        elif child.tag in _MARKS:
            words.append(_MARKS[child.tag])
        elif child.tag == _TEXT_BOX:
            boxes.append(child)
        elif child.tag not in _UNSEEN:
            _gather(child, words, boxes)


def _headings(document: Any) -> Iterator[OutlineItem]:
    for paragraph in document.paragraphs:
        found = _HEADING.match((paragraph.style and paragraph.style.name) or "")
        if found and (title := paragraph.text.strip()):
            yield OutlineItem(title, 1, int(found[1]))
