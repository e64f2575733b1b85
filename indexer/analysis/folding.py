"""Characters: what a text is kept as, and what its letters are compared as."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
"""Signs that are inside a word without being letters, as a class of regular expression."""
APOSTROPHES = "'’ʼ‘`´ʹ′＇"
WORD_START = rf"(?<![^\W_])(?<![{MARKS}])"
WORD_END = rf"(?![^\W_]|[{MARKS}])"
COMPOUND_END = rf"{WORD_END}(?![{APOSTROPHES}][^\W\d_])"
"""The same, where what follows is no elision's apostrophe either."""

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "ı": "i"}
)
_LIGATURE_SIGNS = re.compile(
    # Ligatures, fractions, Roman numerals, square units: several letters or digits in one sign.
    "[\ufb00-\ufb06\u0132\u0133\u01c4-\u01cc\u00bc-\u00be\u2150-\u218b\u3371-\u33df]"
)
_LETTER_APOSTROPHES = str.maketrans("ʼʹʻꞌ", "’’’’")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200d\u2028\u2029\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = frozenset("\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_SIGNS = (
    ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "."),
    ("•", "."), ("€", "$"), ("\u202f", " "), ("\u2009", " "), ("−", "-"),
)  # fmt: skip


def fold(word: str) -> str:
    """Lower case, no accent, no ligature; may change the length (see `one_for_one`)."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    kept = (c for c in decomposed if not unicodedata.combining(c) and c not in "\u00ad\u200b")
    return "".join(kept).lower()  # the bold letters of mathematics become capitals only there


def clean(text: str) -> str:
    """A text as it is kept in an index: NFC, no ligature, soft hyphen, control or surrogate."""
    if text.isascii() and not _CONTROLS.search(text):
        return text
    text = _LIGATURE_SIGNS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", text).translate(_LETTER_APOSTROPHES)
    return _CONTROLS.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    return " " if found[0] in _SPACES else ""


@lru_cache(maxsize=70_000)
def one_for_one(character: str) -> str:
    """One character for one: a folded letter or digit, or a space for what is in no word."""
    if not character.isalnum():
        return " "
    folded = fold(character)
    return folded[0] if folded and folded[0].isalnum() else character


def without_signs(text: str) -> str:
    """The usual typographic signs replaced, one for one, by signs of Latin-1."""
    return replaced(text, _SIGNS)


def replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for sign, plain in pairs:
        if sign in text:
            text = text.replace(sign, plain)
    return text


def latin_table() -> bytearray:
    """What each byte of Latin-1 is folded to, for `bytes.translate`."""
    folded = [one_for_one(chr(code)) for code in range(256)]
    return bytearray(ord(c) if ord(c) < 256 else code for code, c in enumerate(folded))
