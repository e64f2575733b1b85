"""The texts of a document laid in one row of places: which words are where, and where places begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import ALTERNATIVE, GAP

APART = 32
"""Places between two texts: more than the longest phrase that can be asked for, of eight words that
hyphens may each make three of."""

WordStarts = NDArray[np.int64]
"""Where places begin, each in its section of the text."""

NOWHERE = int(np.iinfo(np.uint32).max)
"""Stands for where a place begins that is in no text that is quoted."""
_NOWHERE_SHORT = int(np.iinfo(np.uint16).max)


class Laid:
    """The words of a document as they are laid in its row of places."""

    def __init__(self) -> None:
        self.found: dict[str, list[int]] = defaultdict(list)
        self.starts: list[int] = []
        self.lengths: list[int] = []
        self.at = 0
        self._noted: list[tuple[int, WordStarts]] = []

    def begin(self) -> None:
        """A zone begins here."""
        self.starts.append(self.at)
        self.lengths.append(0)

    def add(self, items: Sequence[str], apart: int = APART) -> int:
        """The place where the text begins."""
        first = self.at
        found = self.found
        gaps = 0
        for place, item in enumerate(items, first):
            if item == GAP:
                gaps += 1
            elif ALTERNATIVE in item:
                for word in item.split(ALTERNATIVE):
                    found[word].append(place)
            else:
                found[item].append(place)
        self.lengths[-1] += len(items) - gaps
        self.at = first + len(items) + apart
        return first

    def note(self, first: int, starts: WordStarts) -> None:
        """Where the place `first` and those after it begin."""
        self._noted.append((first, starts))

    def packed_starts(self, longest: int) -> bytes:
        """What `read_starts` reads: sixteen bits a place where the `longest` section allows it."""
        short = longest < _NOWHERE_SHORT
        packed = np.full(self.at, _NOWHERE_SHORT if short else NOWHERE, np.int64)
        for first, starts in self._noted:
            packed[first : first + len(starts)] = starts
        if short:
            np.minimum(packed, _NOWHERE_SHORT, out=packed)
        return packed.astype(np.uint16 if short else np.uint32).tobytes()


PackedStarts = NDArray[np.uint16] | NDArray[np.uint32]


def packed_starts(packed: bytes, span: int) -> tuple[PackedStarts, int]:
    """Where each place of a row of `span` begins, and what stands for one that is in no quoted text."""
    if len(packed) != 2 * span:
        return np.frombuffer(packed, np.uint32), NOWHERE
    return np.frombuffer(packed, np.uint16), _NOWHERE_SHORT


def read_starts(packed: bytes, span: int) -> WordStarts:
    """The same, with `NOWHERE` whatever their width."""
    starts, nowhere = packed_starts(packed, span)
    whole = starts.astype(np.int64)
    whole[whole == nowhere] = NOWHERE
    return whole
