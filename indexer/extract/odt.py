"""OpenDocument texts (.odt) by odfdo: headings, paragraphs, lists and tables in order, then notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from odfdo import Document

from indexer.extract.dates import day_of
from indexer.extract.one_page import known, page_of, refuse_zip_bomb, with_text
from indexer.extract.values import Options, OutlineItem, Reading

_TEXTS = "descendant::text:p | descendant::text:h"
_NOTES = "descendant::text:note-body/descendant::text:p"
# Deleted text kept for revision marks, comments, and notes, which come last.
_NOT_NOTES = ("ancestor::text:tracked-changes", "ancestor::office:annotation")
_APART = (*_NOT_NOTES, "ancestor::text:note")
_ANCHORED = "descendant::text:note | descendant::draw:text-box | descendant::office:annotation"


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
    """What is in the text, then the notes: in their places they would cut sentences in two."""
    yield from _paragraphs(body, _TEXTS, _APART)
    yield from _paragraphs(body, _NOTES, _NOT_NOTES)


def _paragraphs(body: Any, wanted: str, apart: tuple[str, ...]) -> Iterator[str]:
    for element in body.xpath(wanted):
        if not any(element.xpath(rule) for rule in apart):
            yield _alone(element).text_recursive


def _alone(paragraph: Any) -> Any:
    """The paragraph without what is anchored in it and read by itself, or not at all."""
    if not paragraph.xpath(_ANCHORED):
        return paragraph
    copy = paragraph.clone
    while anchored := copy.xpath(_ANCHORED):
        anchored[0].parent.delete(anchored[0])
    return copy


def _headings(body: Any) -> Iterator[OutlineItem]:
    for heading in body.get_headers():
        if title := heading.text_recursive.strip():
            yield OutlineItem(title, 1, int(heading.level or 1))
