"""Word documents (.docx) by python-docx: paragraphs and tables in order, headings as outline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.table import Table

from indexer.extract.dates import day_of
from indexer.extract.one_page import known, page_of, refuse_zip_bomb, with_text
from indexer.extract.values import Options, OutlineItem, Reading

_HEADING = re.compile(r"(?:heading|titre)\s*(\d)", re.IGNORECASE)
_MAX_TABLE_DEPTH = 5


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


def _texts(container: Any, depth: int = 0) -> Iterator[str]:
    for item in container.iter_inner_content():
        if not isinstance(item, Table):
            yield item.text
        elif depth < _MAX_TABLE_DEPTH:
            for row in item.rows:
                yield "\t".join(" ".join(_texts(cell, depth + 1)) for cell in _cells(row))


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row; a merged cell is given once."""
    last = None
    for cell in row.cells:
        if cell._tc is not last:
            yield cell
        last = cell._tc


def _headings(document: Any) -> Iterator[OutlineItem]:
    for paragraph in document.paragraphs:
        found = _HEADING.match((paragraph.style and paragraph.style.name) or "")
        if found and (title := paragraph.text.strip()):
            yield OutlineItem(title, 1, int(found[1]))
