"""Optical recognition by tesseract, when it is installed with a model for French (or English)."""

from __future__ import annotations

import shutil
from functools import cache

from indexer.extract.programs import output_of

DOTS_PER_INCH = 200  # the best words for the time; 300 costs a third more and gains nothing
MOST_PIXELS = 20_000_000
_WANTED = ("fra", "eng")


@cache
def ocr_language() -> str:
    """The model recognition would use; empty when tesseract or its models are not installed."""
    binary = shutil.which("tesseract")
    if binary is None:
        return ""
    listed = output_of([binary, "--list-langs"], 20) or b""
    languages = listed.decode("utf-8", "replace").split()
    return next((wanted for wanted in _WANTED if wanted in languages), "")


def recognise(picture: bytes, seconds: float) -> str | None:
    """The words in a picture (PGM), unrepaired; None when it takes longer or fails."""
    command = ["tesseract", "stdin", "stdout", "-l", ocr_language(), "--dpi", str(DOTS_PER_INCH)]
    read = output_of(command, seconds, picture)
    return None if read is None else read.decode("utf-8", "replace")
