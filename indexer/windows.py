"""The stretch of a text that holds most of what is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

WIDTH = 240
MIN_BEFORE = 60
REACH = WIDTH - MIN_BEFORE
"""From the first word of a window to where the last may begin."""
MOST_COUNTED = 10
MANY = 48
"""Spots from which arrays are quicker than a loop."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Where words begin in a text, in order, and for each the rank of what it was looked for."""

    at: Sequence[int]
    ranks: Sequence[int]

    def between(self, first: int, last: int) -> Iterable[tuple[int, int]]:
        """Those from the rank `first` to the rank `last`, both included."""
        return zip(self.at[first : last + 1], self.ranks[first : last + 1], strict=True)

    def outside(self, start: int, end: int) -> Spots:
        """Those before `start` or after `end`."""
        kept = [
            (at, rank)
            for at, rank in zip(self.at, self.ranks, strict=True)
            if not start <= at <= end
        ]
        return Spots([at for at, _ in kept], [rank for _, rank in kept])


def best_window(
    spots: Spots, starts: Sequence[int], ends: Sequence[int], weights: Sequence[float]
) -> tuple[int, int]:
    """Ranks of the first and last spot of the window worth most, within one section of the text;
    `starts` and `ends` are those of the sections.

    Different words count most, each by its weight, then how many spots there are; the first of equals
    is taken.
    """
    if len(spots.at) > MANY:
        return _best_of_many(spots, starts, ends, weights)
    places, ranks = spots.at, spots.ranks
    best, best_first, best_last = -1.0, 0, 0
    met = [0] * len(weights)
    most = sum(weights) + 0.02 * MOST_COUNTED
    worth = 0.0
    last = -1
    count = len(places)
    section = 0
    for first, at in enumerate(places):
        while at >= ends[section]:
            section += 1
        end = min(at + REACH, ends[section])
        while last + 1 < count and (last < first or places[last + 1] < end):
            last += 1
            new = ranks[last]
            met[new] += 1
            if met[new] == 1:
                worth += weights[new]
        here = worth + 0.02 * min(last - first, MOST_COUNTED)
        if here > best + 1e-9:
            best, best_first, best_last = here, first, last
            if best >= most - 1e-9:
                break  # nothing can be worth more
        rank = ranks[first]
        met[rank] -= 1
        if not met[rank]:
            worth -= weights[rank]
    return best_first, best_last


def _best_of_many(
    spots: Spots, starts: Sequence[int], ends: Sequence[int], weights: Sequence[float]
) -> tuple[int, int]:
    at, ranks = np.array(spots.at, np.int64), np.array(spots.ranks, np.int64)
    until = at + REACH
    if len(starts) > 1:
        section = np.searchsorted(np.array(starts), at, side="right") - 1
        until = np.minimum(until, np.array(ends)[section])
    order = np.arange(len(at))
    after = np.maximum(np.searchsorted(at, until, side="left"), order + 1)
    worth = 0.02 * np.minimum(after - order - 1, MOST_COUNTED)
    for rank in np.flatnonzero(np.bincount(ranks)).tolist():
        met = np.concatenate(([0], np.cumsum(ranks == rank)))
        worth += weights[rank] * (met[after] > met[order])
    best = int(np.argmax(worth > worth.max() - 1e-9))
    return best, int(after[best]) - 1
