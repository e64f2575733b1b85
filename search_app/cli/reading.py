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


def decoded(body: bytes, name: str) -> str:
    """The text of a file that was given open. Raises `BadImport` with the line that is not UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise BadImport(
            f"Le fichier {name} n'est pas en UTF-8 (ligne {line}). Enregistrez-le dans ce codage."
        ) from error
