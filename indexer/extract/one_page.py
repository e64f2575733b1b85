"""What the readers of documents without pages share."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract.quality import quality
from indexer.extract.repair import repair, repair_line
from indexer.extract.values import Limits, PageText


def page_of(parts: Iterable[str], limits: Limits, number: int = 1) -> PageText:
    """Blocks of text as one page, one line a block, cut at the limit of characters."""
    raw = "\n".join(part for part in parts if part.strip())[: limits.characters]
    text = repair(raw)
    return PageText(number, text, quality(text, raw))


def with_text(pages: tuple[PageText, ...]) -> tuple[PageText, ...]:
    """The pages. Raises ExtractionError EMPTY when none has text."""
    if not any(page.text for page in pages):
        raise ExtractionError(
            ExtractionCode.EMPTY, "Le document s'ouvre mais ne contient aucun texte."
        )
    return pages


def known(**metadata: str | None) -> dict[str, str]:
    """Metadata on one line each, without those that are not there."""
    cleaned = {name: repair_line(value) for name, value in metadata.items() if value}
    return {name: value for name, value in cleaned.items() if value}


def refuse_zip_bomb(path: Path, limits: Limits) -> None:
    """Raise ExtractionError TOO_LARGE when a zipped document unpacks beyond the limit.

    The sizes are those its directory declares: zipfile reads no more than them.
    """
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > limits.unpacked_bytes:
        raise ExtractionError(
            ExtractionCode.TOO_LARGE,
            f"Une fois décompressé, le document ferait {unpacked} octets ; la limite est de "
            f"{limits.unpacked_bytes}. Demandez-en une version plus légère.",
        )
