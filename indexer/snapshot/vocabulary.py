"""The words of an index, by their stem and by their beginning, and in how many documents they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import stems
from indexer.snapshot.segments import Lexicon, Numbers

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words in order, the words that share each stem, and the documents each word is in.

    Rows that are deleted count until their segment is merged: frequencies are near enough to tell a
    frequent word from a rare one, not to be shown.
    """

    words: Sequence[str]
    by_stem: Mapping[str, tuple[str, ...]]
    frequencies: Numbers

    @classmethod
    def of(cls, lexicons: Sequence[Lexicon]) -> Vocabulary:
        counts = _summed(lexicons)
        words = sorted(counts)
        by_stem: dict[str, list[str]] = {}
        for word, stem in zip(words, stems(words), strict=True):
            by_stem.setdefault(stem, []).append(word)
        return cls(
            words,
            {stem: tuple(found) for stem, found in by_stem.items()},
            np.fromiter(map(counts.__getitem__, words), np.int64, len(words)),
        )

    def grown(self, lexicons: Sequence[Lexicon]) -> Vocabulary:
        """With the words of other segments. Those that no document has any more stay, with their
        frequencies, until the index is opened anew: this is for the few words of one change."""
        known = set(self.words)
        new = sorted({word for lexicon in lexicons for word in lexicon.words} - known)
        if not new:
            return self
        counts = dict(zip(self.words, self.frequencies.tolist(), strict=True))
        counts |= {word: n for word, n in _summed(lexicons).items() if word not in known}
        words = sorted(counts)
        by_stem = dict(self.by_stem)
        for word, stem in zip(new, stems(new), strict=True):
            by_stem[stem] = (*by_stem.get(stem, ()), word)
        return Vocabulary(words, by_stem, np.array([counts[word] for word in words], np.int64))

    def __contains__(self, word: str) -> bool:
        return self._place(word) is not None

    def frequency(self, word: str) -> int:
        """In about how many documents a word is; 0 for one that is not in the index."""
        at = self._place(word)
        return 0 if at is None else int(self.frequencies[at])

    def rank(self, word: str) -> int:
        """The place of a word among all, in order. Raises `KeyError` for one that is not there."""
        at = self._place(word)
        if at is None:
            raise KeyError(word)
        return at

    def beginning(self, prefix: str) -> Sequence[str]:
        """The words that begin so, in order."""
        first, last = self._range(prefix)
        return self.words[first:last]

    def most_frequent(self, prefix: str, most: int) -> tuple[str, ...]:
        """The words that begin so, `most` of them: the most frequent first, equals in order."""
        first, last = self._range(prefix)
        order = np.argsort(-self.frequencies[first:last], kind="stable")[:most]
        return tuple(self.words[first + at] for at in order.tolist())

    def _place(self, word: str) -> int | None:
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    def _range(self, prefix: str) -> tuple[int, int]:
        first = bisect_left(self.words, prefix)
        return first, bisect_left(self.words, prefix + _LAST, lo=first)


def _summed(lexicons: Sequence[Lexicon]) -> dict[str, int]:
    """The largest first, so that only the words of the small ones are taken one by one."""
    counts: dict[str, int] = {}
    for lexicon in sorted(lexicons, key=lambda one: -len(one.words)):
        pairs = zip(lexicon.words, lexicon.frequencies.tolist(), strict=True)
        if not counts:
            counts = dict(pairs)
            continue
        for word, frequency in pairs:
            counts[word] = counts.get(word, 0) + frequency
    return counts
