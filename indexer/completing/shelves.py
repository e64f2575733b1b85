"""Titles and names side by side, to be looked through for what begins as somebody types.

A shelf is one string of bytes, folded, the most frequent entry first: what begins as typed is found by
looking through it, and the search stops as soon as there is enough. Nothing else is kept of an entry,
so that a hundred thousand titles take some ten megabytes, and never more than `LONGEST` bytes each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import fold
from indexer.analysis.french import ELIDED, STOP_WORDS
from indexer.snapshot.segments import Numbers

LONGEST = 200
"""Bytes of a title or a name that are looked in."""
MOST_LOOKED = 2_000
"""Places where a word is, looked at for the other words typed."""

_NO_WORD = re.compile(r"[\W_]+")
_BEGIN = b"\n"
_ASCII = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(range(128, 256))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries side by side, the most frequent first: each is a line end, then its words with a space
    before every one. Entry `n` begins at `starts[n]`."""

    text: bytes
    starts: Numbers

    @classmethod
    def of(cls, folded: Iterable[str]) -> Shelf:
        lines = [b"\n " + plain(entry)[:LONGEST] for entry in folded]
        ends = np.cumsum([0, *map(len, lines)])
        return cls(b"".join([*lines, _BEGIN]), ends[:-1])

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.text) + self.starts.nbytes

    def found(self, typed: str, most: int) -> list[tuple[int, bool]]:
        """(rank of an entry, whether it only has it later): those that begin so, then those that have
        it at the beginning of a later word, then those that have all its words apart."""
        whole, last = _bytes(typed), _bytes(typed.rpartition(" ")[2])
        before = [_bytes(word) + b" " for word in telling_words(typed.split()[:-1])]
        ranks = dict.fromkeys(self._first(self._having(_BEGIN + whole), most), False)
        later = [self._having(whole)] if whole != last else []
        for found in (*later, self._holding(before, last)):
            for rank in self._first(found, most):
                ranks.setdefault(rank, True)
        return list(ranks.items())

    def _having(self, wanted: bytes) -> Iterator[int]:
        return map(self._rank, self._places(wanted))

    def _holding(self, before: Sequence[bytes], last: bytes) -> Iterator[int]:
        """Entries with a word that begins with `last`, and all the words of `before`. Alone, it must
        begin more than a small word: there is nothing to be found by those."""
        wanted = (*before, last)
        for at in self._places(max(wanted, key=len).rstrip()):
            rank = self._rank(at)
            entry = self._entry(rank)
            if all(word in entry for word in wanted) and (before or not self._is_small(at)):
                yield rank

    def _first(self, ranks: Iterator[int], most: int) -> list[int]:
        """The first of them, each once."""
        found: dict[int, None] = {}
        for rank in ranks:
            found[rank] = None
            if len(found) == most:
                break
        return list(found)

    def _places(self, wanted: bytes) -> Iterator[int]:
        at = self.text.find(wanted)
        for _ in range(MOST_LOOKED):
            if at < 0:
                return
            yield at
            at = self.text.find(wanted, at + 1)

    def _rank(self, at: int) -> int:
        return int(np.searchsorted(self.starts, at, side="right")) - 1

    def _entry(self, rank: int) -> bytes:
        start = int(self.starts[rank])
        return self.text[start : self.text.index(_BEGIN, start + 1)] + b" "

    def _is_small(self, at: int) -> bool:
        word = self.text[at + 1 : at + 12].split(maxsplit=1)
        return bool(word) and is_small(word[0].decode("utf-8", "ignore"))


def key_of(text: str) -> str:
    """What is compared: folded words with a space between them."""
    return _NO_WORD.sub(" ", fold(text)).strip()


def plain(folded: str) -> bytes:
    """The bytes of `key_of` for what is folded already; five times as quick on plain letters."""
    if folded.isascii():
        return b" ".join(folded.encode().translate(_ASCII).split())
    return _NO_WORD.sub(" ", folded).strip().encode("utf-8", "replace")


def telling_words(words: Sequence[str]) -> list[str]:
    """Those that are not small words."""
    return [word for word in words if not is_small(word)]


def is_small(word: str) -> bool:
    return word in STOP_WORDS or word in ELIDED


def _bytes(words: str) -> bytes:
    return b" " + words.encode("utf-8", "replace")
