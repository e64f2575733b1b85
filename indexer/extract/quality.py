"""How far the text of a page can be trusted: 0 for nothing or glyph codes, 1 for clean prose.

Six measures, multiplied:

- control characters, private-use characters and U+FFFD in the text as it was read;
- the share of letters, digits and ordinary punctuation;
- the share of marks that are neither letters nor digits (a quarter is allowed) and of tokens of one
  character (two fifths are): glyph codes are full of both;
- the share of letters stuck in tokens longer than 25 letters (spaces were lost);
- the share of words among the most frequent of French and English, against what prose has (a
  quarter is plenty for 400 words; smoothed on short texts, where it proves little; words that can
  be said aloud, as names can, keep a third of the measure);
- in French prose of some length, the presence of accents.

Good French prose gives 0.7 or more, glyph codes 0.3 or less. Tables of names and figures lie
between: they hold few frequent words.
"""

from __future__ import annotations

import re

from indexer.extract.frequent_words import ENGLISH, FRENCH

POOR = 0.5  # below this another reader is asked
NEEDS_OCR = 0.35  # below this the page is sent to optical recognition

_WORD = re.compile(r"[^\W\d_]+")
_LONG = re.compile(r"[^\W\d_]{26,}")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@\S+")
_DAMAGE = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uefff\ufffd\uffff]")
_ORDINARY = re.compile(r"[\w.,;:!?'’\"«»“”()\[\]/%€°•·–—+=&@…-]+")
_ACCENTED = re.compile("[àâçéèêëîïôûùœ]", re.IGNORECASE)
_LATIN = re.compile("[A-Za-zÀ-ÿŒœ]")
_DOTS = re.compile(r"(?:[.·_…] ?){4,}")

_EXPECTED_HITS = 0.25
_PRIOR_WORDS = 4
_SAYABLE = re.compile(r"(?!.*[^aàâeéèêëiîïoôuùûüyœæ]{4})(?=.*[aàâeéèêëiîïoôuùûüyœæ])")
_SAYABLE_FLOOR = 0.35
_PROSE_LETTERS = 600
_LOWEST_ACCENTS = 0.008


def quality(text: str, raw: str | None = None) -> float:
    """The score of a page's text; `raw` is the text before repairs, where the damage shows."""
    bare = _DOTS.sub(" ", _ADDRESS.sub(" ", text))
    size = len("".join(bare.split()))
    if size == 0:
        return 0.0 if not text.strip() else 0.4
    words = [word for word in _WORD.findall(bare.lower()) if len(word) > 1]
    score = (
        _undamaged(text if raw is None else raw)
        * min(1.0, sum(map(len, _ORDINARY.findall(bare))) / size + 0.05) ** 2
        * _shaped(bare, size)
        * _spaced(bare)
        * _known(words, bare)
        * _accented(words, bare)
    )
    return round(max(0.0, min(1.0, score)), 3)


def _undamaged(raw: str) -> float:
    size = len(raw) - raw.count(" ") - raw.count("\n") - raw.count("\r")
    return max(0.0, 1.0 - 5.0 * len(_DAMAGE.findall(raw)) / size) if size else 0.0


def _shaped(bare: str, size: int) -> float:
    marks = 1.0 - sum(map(str.isalnum, bare)) / size
    tokens = bare.split()
    single = sum(len(token) == 1 for token in tokens) / len(tokens)
    return max(0.0, 1.0 - 3.0 * max(0.0, marks - 0.25)) * (1.0 - 1.5 * max(0.0, single - 0.4))


def _spaced(bare: str) -> float:
    glued = sum(len(token) for token in _LONG.findall(bare))
    return 1.0 - glued / len(bare)


def _known(words: list[str], bare: str) -> float:
    """The lexical measure; scripts other than Latin get 0.6, for nothing is known of them."""
    letters = sum(len(word) for word in words)
    latin = len(_LATIN.findall(bare))
    if letters and latin * 2 < letters:
        return 0.6
    hits = sum(1 for word in words if word in FRENCH or word in ENGLISH)
    share = (hits + _EXPECTED_HITS * _PRIOR_WORDS) / (len(words) + _PRIOR_WORDS)
    digits = sum(map(str.isdigit, bare))
    lexical = min(1.0, share / _EXPECTED_HITS)
    if digits > letters:  # a page of figures: words prove nothing either way
        lexical = max(lexical, 0.8)
    return 0.15 + 0.85 * max(lexical, _SAYABLE_FLOOR * _sayable(words))


def _sayable(words: list[str]) -> float:
    """1 when nearly all words could be said aloud, as names are; 0 below seven in ten."""
    longer = [word for word in words if len(word) > 2]
    if not longer:
        return 0.0
    share = sum(_SAYABLE.match(word) is not None for word in longer) / len(longer)
    return min(1.0, max(0.0, share - 0.7) * 4.0)


def _accented(words: list[str], bare: str) -> float:
    french = sum(1 for word in words if word in FRENCH)
    english = sum(1 for word in words if word in ENGLISH)
    letters = sum(len(word) for word in words)
    if letters < _PROSE_LETTERS or french <= english:
        return 1.0
    return 1.0 if len(_ACCENTED.findall(bare)) >= _LOWEST_ACCENTS * letters else 0.8
