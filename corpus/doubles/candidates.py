"""Which texts are worth comparing, without comparing each with each; the one place that knows rensa.

Both searches may name pairs that a comparison then refuses; what they miss is said beside each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np
from rensa import RMinHash, RMinHashLSH

from corpus.doubles.shingles import Shingles

_SLOTS, _BANDS, _SEED = 128, 32, 1
"""With 32 bands of 4 slots, a pair of similarity 0.8 is missed once in twenty million, one of 0.7
once in five thousand; one of 0.2 is named once in twenty."""

_ONE_IN = np.uint64(8)
_TOO_COMMON = 20
_FEWEST_SHARED = 3

Ranks = tuple[int, int]
"""Two texts, by their places in the sequence given; the smaller first."""


def alike(texts: Sequence[Shingles]) -> set[Ranks]:
    """The pairs that may share most of their shingles (MinHash and locality-sensitive hashing)."""
    full = [rank for rank, shingles in enumerate(texts) if len(shingles)]
    sketches = RMinHash.from_token_sets((_tokens(texts[rank]) for rank in full), _SLOTS, _SEED)
    index = RMinHashLSH(0.8, _SLOTS, _BANDS)
    index.insert_many(sketches)
    return {
        (full[one], full[other])
        for one, found in enumerate(index.query_all(sketches))
        for other in found
        if one < other
    }


def _tokens(shingles: Shingles) -> list[bytes]:
    laid = shingles.astype("<u8").tobytes()
    return [laid[start : start + 8] for start in range(0, len(laid), 8)]


def overlapping(texts: Sequence[Shingles]) -> set[Ranks]:
    """The pairs of which one may hold most of the other, however long it is.

    MinHash is blind to a short text in a long one. One shingle in eight is looked at, the same ones
    in every text; a shingle of more than twenty texts says nothing. A part of under fifty words may
    be missed, as may one that many texts repeat.
    """
    sampled = [shingles[shingles % _ONE_IN == 0] for shingles in texts]
    owners = np.repeat(np.arange(len(texts)), [len(shingles) for shingles in sampled])
    shared = Counter(
        pair
        for group in _groups(np.concatenate([*sampled, np.empty(0, np.uint64)]), owners)
        for pair in combinations(group, 2)
    )
    return {pair for pair, count in shared.items() if count >= _FEWEST_SHARED}


def _groups(
    shingles: Shingles, owners: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Iterator[list[int]]:
    """The texts that share a shingle, in order, a shingle at a time."""
    order = np.argsort(shingles, kind="stable")
    shingles, owners = shingles[order], owners[order]
    starts = np.flatnonzero(np.diff(shingles, prepend=~shingles[:1]) != 0)
    for start, end in pairwise([*starts, len(shingles)]):
        if 1 < end - start <= _TOO_COMMON:
            yield owners[start:end].tolist()
