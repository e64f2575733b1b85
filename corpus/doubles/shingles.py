"""A text as the set of its runs of four folded words: what two copies of a work share.

Each run (*shingle*) is a number of 64 bits, the same in every process, so that two sets are compared
by sorted arrays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.values.text import normalised_text

Shingles = npt.NDArray[np.uint64]
"""Sorted, each once."""

RUN = 4
"""Words in a shingle: long enough to be rare, short enough to survive an edit nearby."""

_CUT_WORD = re.compile(r"(?<=\w)-\n(?=\w)")
_STEP = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xC2B2AE3D27D4EB4F)


def words_of(text: str) -> list[str]:
    """The folded words of a text; one cut at the end of a line, as PDFs have them, is whole."""
    return normalised_text(_CUT_WORD.sub("", text)).split()


class Shingler:
    """Cuts texts into shingles; remembers the number of each word it met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, words: Sequence[str]) -> Shingles:
        """The shingles of a text from its folded words; of one shorter than a run, its words."""
        numbers = np.fromiter(map(self._number, words), np.uint64, len(words))
        return np.unique(_runs(numbers) if len(words) >= RUN else numbers)

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            number = self._numbers[word] = int.from_bytes(digest, "little")
        return number


def _runs(numbers: Shingles) -> Shingles:
    """One number a run, in which the order of the words counts."""
    count = len(numbers) - RUN + 1
    mixed = np.zeros(count, np.uint64)
    for place in range(RUN):
        mixed = mixed * _STEP + numbers[place : place + count]
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _STIR
    return mixed ^ (mixed >> np.uint64(32))


def jaccard(one: Shingles, other: Shingles) -> float:
    """The share of all their shingles that both have, 0 to 1; 0 when one is empty."""
    shared = _shared(one, other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def containment(part: Shingles, whole: Shingles) -> float:
    """The share of the shingles of `part` that `whole` has, 0 to 1; 0 for an empty part."""
    return _shared(part, whole) / len(part) if len(part) else 0.0


def _shared(one: Shingles, other: Shingles) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))
