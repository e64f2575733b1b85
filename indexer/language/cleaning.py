"""What was typed, made fit to be read: the text that every span of a tree points into (pure)."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = re.compile("[ﬀ-ﬆ]")
_DROPPED = frozenset(("Cc", "Cf", "Cs"))
_NO_CHARACTERS = frozenset("\ufffe\uffff")


def clean(typed: str) -> str:
    """One line in NFC, with single spaces: no control, no invisible sign, no lone surrogate.

    Soft hyphens and zero-width signs go without leaving a space: they stand inside words.
    """
    if not typed.isprintable():
        typed = "".join(map(_kept, typed))
    if not typed.isascii():
        typed = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), typed)
        typed = unicodedata.normalize("NFC", typed)
    return " ".join(typed.split())


def _kept(character: str) -> str:
    if character.isspace():
        return " "
    dropped = unicodedata.category(character) in _DROPPED or character in _NO_CHARACTERS
    return "" if dropped else character
