"""The order of answers, and documents with the same text folded under the first of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indexer.query import Sort
from indexer.snapshot.segments import Floats, Mask, Numbers
from indexer.snapshot.snapshot import Snapshot

BY_SCORE = frozenset((Sort.RELEVANCE, Sort.COMPLETE))
"""The orders that need words: without any, no answer says more than another."""

COMPLETE_FIRST = 20
"""Answers that hold all the words which come before all others: a page of them."""

_MANY = 10_000.0
"""More than any score: what holds all the words comes first in the order of answers."""


@dataclass(frozen=True)
class Ordered:
    """`total` counts the answers; `numbers` are the first of them, at least those asked for; `copies`
    maps those to the documents folded under them."""

    total: int
    complete: int
    numbers: Numbers
    copies: Mapping[int, list[int]]


def order(
    snapshot: Snapshot,
    sort: Sort,
    passing: Mask,
    complete: Mask,
    scores: Floats,
    wanted: int,
    *,
    complete_first: bool,
) -> Ordered:
    """`wanted` is how many answers are asked for, those of the pages before included."""
    numbers = np.flatnonzero(passing)
    keys = _keys(snapshot, sort, numbers, complete, scores, complete_first=complete_first)
    if not snapshot.has_copies:
        total = len(numbers)
        chosen = _first(snapshot, numbers, keys, wanted)
        return Ordered(total, int(complete[numbers].sum()), chosen, {})
    by_key = np.lexsort((snapshot.id_rank[numbers], keys))
    everything = numbers[by_key]
    _, firsts = np.unique(snapshot.clusters[everything], return_index=True)
    kept = everything[np.sort(firsts)]
    return Ordered(
        len(kept),
        int(complete[kept].sum()),
        kept[:wanted],
        _copies(snapshot, everything, kept[:wanted]) if len(kept) < len(everything) else {},
    )


def _keys(
    snapshot: Snapshot,
    sort: Sort,
    numbers: Numbers,
    complete: Mask,
    scores: Floats,
    *,
    complete_first: bool,
) -> Floats:
    """The smallest comes first."""
    if sort is Sort.TITLE:
        return snapshot.title_rank[numbers].astype(np.float64)
    if sort in BY_SCORE:
        by_score: Floats = -scores[numbers]
        if sort is Sort.COMPLETE:
            by_score[complete[numbers]] -= _MANY
        elif complete_first:
            by_score[_best_complete(by_score, complete[numbers])] -= _MANY
        return by_score
    codes = snapshot.date_codes[numbers].astype(np.float64)
    in_time = codes if sort is Sort.DATE_ASC else -codes
    return np.where(codes == 0, np.inf, in_time)


def _best_complete(by_score: Floats, complete: Mask) -> Mask:
    """The complete answers, or the best `COMPLETE_FIRST` of them: where there are many, the words that
    make one are frequent, and after a page of them what says most comes next."""
    if complete.sum() <= COMPLETE_FIRST:
        return complete
    least = np.partition(by_score[complete], COMPLETE_FIRST - 1)[COMPLETE_FIRST - 1]
    best: Mask = complete & (by_score <= least)
    return best


def _first(snapshot: Snapshot, numbers: Numbers, keys: Floats, wanted: int) -> Numbers:
    """The first `wanted` of the answers in order."""
    if len(numbers) > 4 * wanted:
        near = keys <= np.partition(keys, wanted)[wanted]
        numbers, keys = numbers[near], keys[near]
    in_order: Numbers = np.lexsort((snapshot.id_rank[numbers], keys))
    return numbers[in_order][:wanted]


def _copies(snapshot: Snapshot, everything: Numbers, kept: Numbers) -> Mapping[int, list[int]]:
    of_cluster = {int(snapshot.clusters[number]): int(number) for number in kept}
    found: dict[int, list[int]] = {}
    same = np.isin(snapshot.clusters[everything], list(of_cluster))
    for number in everything[same].tolist():
        first = of_cluster[int(snapshot.clusters[number])]
        if number != first:
            found.setdefault(first, []).append(number)
    return found
