"""Repairs to text as PDF readers give it.

Accents drawn apart from their letter, ligatures, hyphens at line ends (PDFium leaves U+0002 or
U+FFFE there), control characters, lone surrogates: after this the text can be stored, indexed and
shown. Repairing twice changes nothing.
"""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d\uf0e8\u25cf\uf0a8", "•")
_SPACES = dict.fromkeys(
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u202f\u205f\u3000",
    " ",
)
_BREAKS = {"\r": "\n", "\f": "\n", "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
_GONE = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\uffff\ufffc")
_SINGLE = str.maketrans({**_LIGATURES, **_BULLETS, **_SPACES, **_BREAKS, **_GONE})

_REMOVED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff]")
_HYPHEN_MARK = re.compile("(?:[\x02\ufffe]|\u00ad(?=[ \t]*\n))[ \t]*\n?[ \t]*")
_LINE_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]{2,})-[ \t]*\n[ \t]*(?=([^\W\d_]{2,}))")
_SPACE_RUN = re.compile(r" {2,}")
_LINE_EDGE = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{3,}")

# Compounds whose hyphen is kept when it falls at a line end.
_KEPT_AFTER = frozenset({"ci", "là", "même", "mêmes", "être", "vous", "nous", "il", "elle", "on"})
_KEPT_BEFORE_WORDS = (
    "non sous demi mi semi vice ex avant après contre quasi socio celui celle ceux celles ce cette "
    "au par ci là est sont peut grand grande quatre vingt soixante trente quarante cinquante vis "
    "porte mot nord sud"
)
_KEPT_BEFORE = frozenset(_KEPT_BEFORE_WORDS.split())

_COMBINING = {
    "´": "\u0301",
    "`": "\u0300",
    "ˋ": "\u0300",
    "ˆ": "\u0302",
    "^": "\u0302",
    "¨": "\u0308",
    "¸": "\u0327",
    "ˊ": "\u0301",
}
_BEFORE = re.compile(r"([´`ˋˆ^¨¸ˊ]) ?([aeiouyıcAEIOUYC])")
_AFTER = re.compile(r"([aeiouyıcAEIOUYC]) ?([´`ˋˆ^¨¸ˊ])")
_SURELY_BEFORE = re.compile(r"(?<!\w)[´ˋˆ¨ˊ][aeiou]")
_SURELY_AFTER = re.compile(r"\w[´ˋˆ¨ˊ¸](?!\w)")
_APART = re.compile(r"[´ˋˆ¨¸ˊ]")
_ASCII_ACCENTS = "`^"
_FRENCH = frozenset("éàèùâêîôûëïüÿçÉÀÈÙÂÊÎÔÛËÏÜŸÇöÖäÄáíóúáñ")


def repair(text: str) -> str:
    """The text, readable and storable: NFC, one `\\n` a line, no control character."""
    if not text:
        return ""
    text = _HYPHEN_MARK.sub("-\n", text.replace("\r\n", "\n"))
    text = text.translate(_SINGLE).replace("\u00ad", "")
    text = _REMOVED.sub("", text)
    if _APART.search(text):
        text = join_accents(text)
    text = _SPACE_RUN.sub(" ", unicodedata.normalize("NFC", text))
    text = _LINE_EDGE.sub("\n", text)
    text = _LINE_HYPHEN.sub(_joined, text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def repair_line(text: str, longest: int = 500) -> str:
    """A title or a name on one line, without invisible or direction-changing characters."""
    text = re.sub("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", "", repair(text))
    return " ".join(text.split())[:longest].strip()


def join_accents(text: str) -> str:
    """Put accents that stand apart back on their letter (`r´eunion`, `qualite´`).

    The side they stand on is told from the words that begin or end with one; before, as TeX sets
    them, when nothing tells.
    """
    after_first = len(_SURELY_AFTER.findall(text)) > len(_SURELY_BEFORE.findall(text))
    rules = (_AFTER, _BEFORE) if after_first else (_BEFORE, _AFTER)
    for rule in rules:
        text = rule.sub(_composed, text)
    return text


def _composed(match: re.Match[str]) -> str:
    mark, letter = match.groups()
    if letter in _COMBINING:
        mark, letter = letter, mark
    letter = {"ı": "i"}.get(letter, letter)
    composed = unicodedata.normalize("NFC", letter + _COMBINING[mark])
    return composed if composed in _FRENCH else match.group()


def _joined(match: re.Match[str]) -> str:
    """The first half of a word cut at a line end; the hyphen stays in compounds."""
    first, second = match.groups()
    if first.lower() in _KEPT_BEFORE or second.lower() in _KEPT_AFTER or second[0].isupper():
        return f"{first}-"
    return str(first)
