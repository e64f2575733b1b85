"""A western text folded all at once, ten times as quick as word by word with a regular expression."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.compounds import Compound
from indexer.analysis.folding import MARKS, fold, latin_table, without_signs

HYPHEN, OR = "\x06", "\x07"
"""A word of several pieces is one piece in a folded text, with these in the place of its signs."""

Starts = NDArray[np.int64]
_Change = tuple[int, int, str]
"""`text[start:end]` is written otherwise to be folded."""

_HAS_MARK = re.compile(f"[{MARKS}]")
_SPELT_OUT = (
    ("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"), ("ß", "ss"),
    ("¼", "14"), ("½", "12"), ("¾", "34"),
)  # fmt: skip
_ODD = (HYPHEN, OR, "\xad")
_TABLE = latin_table()
_TABLE[ord(HYPHEN)], _TABLE[ord(OR)] = ord(HYPHEN), ord(OR)
_FOLDED_LATIN = bytes(_TABLE)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The words of a text, folded, in Latin-1, with spaces between them; what was written otherwise
    before; and how long it was then."""

    folded: bytes
    changes: Sequence[_Change]
    length: int

    @property
    def surfaces(self) -> list[str]:
        return self.folded.decode("latin-1").split()

    def starts(self) -> Starts:
        """Where each of them begins in the text. Raises UnicodeEncodeError where a sign was folded to
        several, which is rare."""
        if len(self.folded) != self.length:
            raise UnicodeEncodeError("latin-1", "", 0, 1, "a sign that stands for several")
        return _in_text(_word_starts(self.folded), self.changes)


def folded_western(text: str, found: Sequence[Compound]) -> FoldedText:
    """`found` are the compounds of the text.

    Raises UnicodeEncodeError for a text in another alphabet, or with marks apart from letters.
    """
    changes = _changes(text, found)
    written = _written(text, changes)
    folded = without_signs(written).encode("latin-1", _RARE).translate(_FOLDED_LATIN)
    return FoldedText(folded, changes, len(written))


def _changes(text: str, found: Sequence[Compound]) -> list[_Change]:
    """What is written otherwise, in order: each compound as one piece, the signs that stand for two
    letters in full."""
    changes = [(c.start, c.end, f" {OR.join(c.words).replace('-', HYPHEN)} ") for c in found] + [
        (at, at + 1, instead)
        for sign, instead in _SPELT_OUT
        if sign in text
        for at in _all_places(text, sign)
    ]
    changes.sort(key=lambda change: (change[0], -change[1]))
    return changes


def _all_places(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _written(text: str, changes: Sequence[_Change]) -> str:
    """Raises UnicodeEncodeError for a text that holds the signs kept for compounds."""
    for odd in _ODD:
        if odd in text:
            raise UnicodeEncodeError("latin-1", text, 0, 1, "a sign that is kept for compounds")
    pieces: list[str] = []
    at = 0
    for start, end, instead in changes:
        if start >= at:  # else it is in a compound
            pieces += (text[at:start], instead)
            at = end
    return "".join((*pieces, text[at:])) if pieces else text


def _word_starts(folded: bytes) -> Starts:
    letters = np.frombuffer(folded, np.uint8) != ord(" ")
    first = letters.copy()
    first[1:] &= ~letters[:-1]
    return np.flatnonzero(first)


def _in_text(starts: Starts, changes: Sequence[_Change]) -> Starts:
    """Where what begins there once written otherwise begins in the text itself."""
    if not changes:
        return starts
    begins, shifts = [0], [0]
    at = shift = 0
    for start, end, instead in changes:
        if start >= at:
            space = instead.startswith(" ")
            begins += (start + shift, end + shift + len(instead) - (end - start))
            shifts += (shift + space, shift + len(instead) - (end - start))
            shift = shifts[-1]
            at = end
    ranks = np.searchsorted(np.array(begins), starts, side="right") - 1
    moved: Starts = starts - np.array(shifts)[ranks]
    return moved


def _rare(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters out of Latin-1, when it is sure."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    instead = []
    for character in error.object[error.start : error.end]:
        folded = "".join(filter(str.isalnum, fold(character))) if character.isalnum() else " "
        if _HAS_MARK.match(character) or not folded or not folded.isascii():
            raise error
        instead.append(folded)
    return "".join(instead), error.end


_RARE = "souffleur.words"
codecs.register_error(_RARE, _rare)
