"""HTML files, through `corpus.markup`: the main content as one page, its headings as outline."""

from __future__ import annotations

from pathlib import Path

from corpus.markup import decode, read_page
from corpus.record import BlockKind
from indexer.extract.one_page import known, page_of, with_text
from indexer.extract.values import Options, OutlineItem, Reading

_NO_ADDRESS = "file:///"


def read(path: Path, options: Options) -> Reading:
    """Read an HTML file. Raises ExtractionError EMPTY when it shows no text."""
    decoded = decode(path.read_bytes())
    content = read_page(decoded.text, _NO_ADDRESS)
    blocks = (*content.blocks, *content.aside_blocks)
    return Reading(
        pages=with_text((page_of((block.plain for block in blocks), options.limits),)),
        metadata=known(
            title=content.title,
            author=content.meta("author", "dc.creator", "citation_author"),
            subject=content.meta("description", "og:description"),
            keywords=content.meta("keywords"),
            date=content.dates[0].value if content.dates else None,
            language=content.language,
        ),
        outline=tuple(
            OutlineItem(block.text, 1, block.level)
            for block in content.blocks
            if block.kind is BlockKind.HEADING
        ),
        notes=tuple(note for note in (decoded.note, *content.faults) if note),
    )
