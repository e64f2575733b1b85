"""Slide decks (.pptx) by python-pptx: one page a slide.

Tables, charts, diagrams, groups and the speaker's notes are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from indexer.extract.dates import day_of
from indexer.extract.one_page import known, page_of, refuse_zip_bomb, with_text
from indexer.extract.values import Options, OutlineItem, Reading

_MAX_GROUP_DEPTH = 8
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_CHART_WORDS = (qn("a:t"), qn("c:v"))
_NUMBER = re.compile(r"[-+\d.,eE\s]+")


def read(path: Path, options: Options) -> Reading:
    """Read a .pptx file. Raises ExtractionError TOO_LARGE or EMPTY."""
    refuse_zip_bomb(path, options.limits)
    deck = pptx.Presentation(str(path))
    properties = deck.core_properties
    slides = list(deck.slides)[: options.limits.pages]
    return Reading(
        pages=with_text(
            tuple(
                page_of(_slide_texts(slide), options.limits, number)
                for number, slide in enumerate(slides, start=1)
            )
        ),
        metadata=known(
            title=properties.title,
            author=properties.author,
            subject=properties.subject,
            keywords=properties.keywords,
            date=day_of(properties.created),
            modified=day_of(properties.modified),
            language=properties.language,
        ),
        outline=tuple(_titles(slides)),
    )


def _slide_texts(slide: Any) -> Iterator[str]:
    yield from _shape_texts(slide.shapes, 0)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield slide.notes_slide.notes_text_frame.text


def _shape_texts(shapes: Any, depth: int) -> Iterator[str]:
    for shape in shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif getattr(shape, "has_table", False):
            for row in shape.table.rows:
                yield "\t".join(cell.text for cell in row.cells)
        elif getattr(shape, "has_chart", False):
            yield " ".join(dict.fromkeys(_words(shape.chart.part._element, _CHART_WORDS)))
        elif hasattr(shape, "shapes") and depth < _MAX_GROUP_DEPTH:
            yield from _shape_texts(shape.shapes, depth + 1)
        else:
            yield from _diagram_texts(shape)


def _diagram_texts(shape: Any) -> Iterator[str]:
    """The words of a diagram ("SmartArt"), one line a box; nothing for any other shape."""
    for ids in shape._element.iter(f"{{{_DIAGRAM}}}relIds"):
        name = ids.get(qn("r:dm"))
        if name in shape.part.rels:
            for point in parse_xml(shape.part.related_part(name).blob).iter(f"{{{_DIAGRAM}}}pt"):
                yield " ".join(_words(point, (qn("a:t"),)))


def _words(node: Any, tags: tuple[str, ...]) -> Iterator[str]:
    """The texts of those elements, but for numbers, which say nothing without their axes."""
    for element in node.iter(*tags):
        if (text := (element.text or "").strip()) and not _NUMBER.fullmatch(text):
            yield text


def _titles(slides: list[Any]) -> Iterator[OutlineItem]:
    for number, slide in enumerate(slides, start=1):
        title = slide.shapes.title
        if title is not None and title.text_frame.text.strip():
            yield OutlineItem(" ".join(title.text_frame.text.split()), number)
