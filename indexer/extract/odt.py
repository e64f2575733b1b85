"""OpenDocument texts (.odt) by odfdo: headings, paragraphs, lists and tables in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from odfdo import Document

from indexer.extract.dates import day_of
from indexer.extract.one_page import known, page_of, refuse_zip_bomb, with_text
from indexer.extract.values import Options, OutlineItem, Reading

_TEXTS = "descendant::text:p | descendant::text:h"
# Deleted text kept for revision marks, and notes, which stand inside their paragraph already.
_APART = ("ancestor::text:tracked-changes", "ancestor::text:note", "ancestor::office:annotation")


def read(path: Path, options: Options) -> Reading:
    """Read an .odt file. Raises ExtractionError TOO_LARGE or EMPTY."""
    refuse_zip_bomb(path, options.limits)
    document = Document(path)
    meta = document.meta
    return Reading(
        pages=with_text((page_of(_texts(document.body), options.limits),)),
        metadata=known(
            title=meta.title,
            author=meta.creator or meta.initial_creator,
            subject=meta.subject or meta.description,
            keywords=meta.keyword,
            date=day_of(meta.creation_date),
            modified=day_of(meta.date),
            language=meta.language,
        ),
        outline=tuple(_headings(document.body)),
    )


def _texts(body: Any) -> Iterator[str]:
    for element in body.xpath(_TEXTS):
        if not any(element.xpath(rule) for rule in _APART):
            yield element.text_recursive


def _headings(body: Any) -> Iterator[OutlineItem]:
    for heading in body.get_headers():
        if title := heading.text_recursive.strip():
            yield OutlineItem(title, 1, int(heading.level or 1))
