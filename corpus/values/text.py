"""Clean a text, compare two texts, tell the language of one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

NBSP = "\N{NO-BREAK SPACE}"

_TYPOGRAPHIC_SPACES = "\u00a0\u2007\u2009\u200a\u202f\u205f"
_OTHER_SPACES = " \t\n\r\v\f\x85\u1680\u2000-\u2006\u2008\u2028\u2029\u3000"
_SPACE = f"[{_OTHER_SPACES}{_TYPOGRAPHIC_SPACES}]"
# A single plain space, or a single U+00A0, is left alone: there are many and nothing to change.
_SPACE_RUN = re.compile(f"{_SPACE}{{2,}}|(?![ \u00a0]){_SPACE}")
_BEFORE_NBSP = frozenset("«")
_AFTER_NBSP = frozenset("?!:;»%€")
_DROPPED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, less the ones that separate words
    "\u00ad"  # soft hyphen
    "\u200b\u200c\u200d\u2060\ufeff"  # zero-width characters
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction overrides
    "\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff"  # lone surrogates: no encoding has them
    "]+"
)
_WORD = re.compile(r"\w+")
_SPELLED_OUT = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'"})
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]+")


def clean_text(text: str) -> str:
    """The text fit to be shown on one line: NFC, no control character, single spaces.

    The spaces French puts before « ? » and inside quotation marks stay, all as U+00A0; any other
    run of white space becomes one plain space. Cleaning twice changes nothing.
    """
    kept = _DROPPED.sub("", text)
    if not kept.isascii():
        kept = unicodedata.normalize("NFC", kept)
    return _SPACE_RUN.sub(_one_space, kept).strip(f" {NBSP}")


def _one_space(run: re.Match[str]) -> str:
    """One space for a run: typographic where the run is, or where it mixes and French asks it."""
    spaces, whole = run.group(), run.string
    typographic = [space for space in spaces if space in _TYPOGRAPHIC_SPACES]
    if not typographic:
        return " "
    if len(typographic) == len(spaces):
        return NBSP
    before = whole[run.start() - 1 : run.start()]
    after = whole[run.end() : run.end() + 1]
    return NBSP if before in _BEFORE_NBSP or after in _AFTER_NBSP else " "


def fold(text: str) -> str:
    """The text without accents, case, ligatures or typographic variants, to compare two texts."""
    cleaned = clean_text(text)
    if cleaned.isascii():
        return cleaned.lower()
    spelled = unicodedata.normalize("NFKD", cleaned.translate(_SPELLED_OUT))
    return clean_text(_ACCENTS.sub("", spelled).casefold())


@cache
def _folded_char(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else " " if char.isspace() else char


def fold_in_place(text: str) -> str:
    """The text folded one character for one: what is found in it stands at the same place."""
    return "".join(map(_folded_char, text))


def normalised_text(text: str) -> str:
    """The words of a text, folded, one space between: what two copies of a work share.

    Punctuation, spacing, case and accents differ between a sheet and its re-issue elsewhere; the
    words do not.
    """
    return " ".join(_WORD.findall(fold(text)))


def text_hash(text: str) -> str:
    """The SHA-256 of the normalised text in hexadecimal; empty for a text without a word."""
    words = normalised_text(text)
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def shorten(text: str, limit: int = 300) -> str:
    """The beginning of a cleaned text in at most `limit` characters, cut between two words."""
    cleaned = clean_text(text)
    if len(cleaned) <= limit:
        return cleaned
    head = cleaned[: limit - 1]
    whole_words = head[: head.rfind(" ")] if " " in head else head
    return whole_words.rstrip(" ,;:.–-" + NBSP) + "…"


_FUNCTION_WORDS = {
    "fr": "le la les un une des du de et est sont dans pour par sur avec qui que qu ne pas plus ce "
    "cette ces il elle ils au aux ou où se sa son ses leur leurs nous vous on d l",
    "en": "the of and to in is are was were for with that this these on by from as at it its be has "
    "have not which their they we you or an can will",
    "de": "der die das und ist sind nicht ein eine einen mit von zu den dem auf für im werden wird "
    "auch sich als bei oder wie",
    "es": "el los las y es son del para por con que una unos no se su sus lo al como más pero este "
    "esta también",
    "it": "il lo gli e è sono di che per con una del della dei delle non si nel nella anche come "
    "più questo questa",
}
_STOP_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
)
_LANGUAGE_SAMPLE = 2000
_FEWEST_STOP_WORDS = 3
_WORD_OF_PROSE = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The language of a text, `fr`, `en`, `de`, `es` or `it`; empty when it cannot be told.

    Told by the share of function words in the beginning of the text: French pages live under
    English addresses, so the address is never asked. A title alone is usually too short.
    """
    words = Counter(_WORD_OF_PROSE.findall(text[:_LANGUAGE_SAMPLE].lower()))
    counts = {
        language: sum(words[word] for word in stop_words.intersection(words))
        for language, stop_words in _STOP_WORDS.items()
    }
    best, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    sure = counts[best] >= _FEWEST_STOP_WORDS and counts[best] > counts[second]
    return best if sure else ""
