"""Plain text: its charset found, form feeds parting pages."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import ExtractionCode, ExtractionError
from corpus.markup import decode
from indexer.extract.quality import quality
from indexer.extract.repair import repair
from indexer.extract.values import Options, PageText, Reading


def read(path: Path, options: Options) -> Reading:
    """Read a text file. Raises ExtractionError EMPTY when it holds only white space."""
    decoded = decode(path.read_bytes())
    text = decoded.text[: options.limits.characters]
    pages = tuple(
        PageText(number, repair(part), quality(repair(part), part))
        for number, part in enumerate(text.split("\f")[: options.limits.pages], start=1)
    )
    if not any(page.text for page in pages):
        raise ExtractionError(ExtractionCode.EMPTY, "Le fichier texte ne contient que des blancs.")
    return Reading(pages, notes=(decoded.note,) if decoded.note else ())
