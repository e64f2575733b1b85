"""What commands read from files that people give them."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import BadImport


def read_text(path: Path) -> str:
    """Raises `BadImport` for what is not a text in UTF-8 or does not open."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadImport(f"{path} ne se lit pas ({error}). Donnez un texte en UTF-8.") from error
