"""What an index knows of one word or of several taken for one: where it is, and how it scores."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from indexer.document import TITLE
from indexer.ranking import DEFAULT, Ranking, field_score, rarity, text_score
from indexer.snapshot.keeping import Kept
from indexer.snapshot.segments import Floats, Mask, Numbers
from indexer.snapshot.snapshot import Snapshot

KEPT_BYTES = 192_000_000
"""Of terms, and of what is worked out from them."""


@dataclass(frozen=True)
class Term:
    """Some words taken for one: `numbers` are the live documents that have one of them, ascending.

    `counts` says how often, `places` are all its places in the index (see `Snapshot`), in order.
    `of_zones` maps the rank of a zone other than the body to the documents that have the term there,
    and how often.
    """

    numbers: Numbers
    counts: Floats
    places: Numbers
    of_zones: Mapping[int, tuple[Numbers, Floats]]
    rarity: float

    @property
    def size(self) -> int:
        """In bytes."""
        of_zones = sum(n.nbytes + c.nbytes for n, c in self.of_zones.values())
        return self.places.nbytes + self.numbers.nbytes + self.counts.nbytes + of_zones


ENTRY_BYTES = 500
"""Of anything kept, beside its arrays."""

Words = tuple[str, ...]
Made = TypeVar("Made")


def _size_of(term: Term) -> int:
    return term.size


class Terms:
    """The terms of one snapshot, read when they are first asked for and kept.

    May be used by several threads at once: what is kept is never changed, and made twice at worst.
    """

    def __init__(self, snapshot: Snapshot, ranking: Ranking = DEFAULT) -> None:
        self.snapshot = snapshot
        self.ranking = ranking
        self._kept: Kept[Hashable, Any] = Kept(KEPT_BYTES)

    def of(self, words: Words) -> Term:
        """The term of words that are in the vocabulary."""
        return self.derived(("term", words), lambda: self._read(words), _size_of)

    def places_in(self, words: Words, number: int) -> Numbers:
        """The places of a term in the row of one document."""
        places = self.of(words).places
        first = self.snapshot.first_places[number]
        low, high = np.searchsorted(places, self.snapshot.first_places[number : number + 2])
        found: Numbers = places[low:high] - first
        return found

    def derived(self, key: Hashable, make: Callable[[], Made], size: Callable[[Made], int]) -> Made:
        """What is worked out from terms, kept with them; `size` is in bytes."""
        found: Made | None = self._kept.get(key)
        if found is None:
            found = make()
            self._kept.put(key, found, size(found) + ENTRY_BYTES)
        return found

    def _read(self, words: Words) -> Term:
        snapshot = self.snapshot
        numbers, counts, places = self._postings(words)
        if not len(numbers):
            return Term(numbers, counts.astype(np.float64), places, {}, rarity(snapshot.count, 0))
        of_places = np.repeat(numbers, counts)
        whole = places + snapshot.first_places[of_places]
        if len(words) > 1:
            order = np.argsort(whole, kind="stable")
            whole, of_places, places = whole[order], of_places[order], places[order]
            numbers, counts = runs(of_places)
        return Term(
            numbers,
            counts.astype(np.float64),
            whole,
            self._zones(of_places, places),
            rarity(snapshot.count, len(numbers)),
        )

    def _postings(self, words: Words) -> tuple[Numbers, Numbers, Numbers]:
        """Of live documents, over all segments; the rows of one word after those of another."""
        snapshot = self.snapshot
        numbers: list[Numbers] = [np.zeros(0, np.int64)]
        counts: list[Numbers] = [np.zeros(0, np.int64)]
        places: list[Numbers] = [snapshot.first_places[:0]]
        kind = snapshot.first_places.dtype
        with snapshot.guard():
            found = [
                (held, held.segment.postings(word)) for word in words for held in snapshot.held
            ]
        for held, postings in found:
            if not len(postings.rows):
                continue
            rows = postings.rows.astype(np.int64) + held.first
            if held.whole or (alive := snapshot.live[rows]).all():
                numbers.append(rows)
                counts.append(postings.counts.astype(np.int64))
                places.append(postings.places.astype(kind))
            else:
                numbers.append(rows[alive])
                counts.append(postings.counts[alive].astype(np.int64))
                places.append(postings.places[np.repeat(alive, postings.counts)].astype(kind))
        return np.concatenate(numbers), np.concatenate(counts), np.concatenate(places)

    def _zones(self, of_places: Numbers, places: Numbers) -> Mapping[int, tuple[Numbers, Floats]]:
        """By zone, but the body, which is laid last."""
        starts = self.snapshot.starts
        front = places < starts[-1, of_places]
        if not front.any():
            return {}
        numbers, at = of_places[front], places[front]
        zones = (at >= starts[:-1, numbers]).sum(axis=0) - 1
        found = {}
        for zone in np.unique(zones).tolist():
            having, counts = runs(numbers[zones == zone])
            found[zone] = (having, counts.astype(np.float64))
        return found


@dataclass(frozen=True)
class Scores:
    """What a term adds to the score of each document of `numbers`."""

    numbers: Numbers
    amounts: Floats

    @cached_property
    def size(self) -> int:
        """In bytes; the numbers are most often those of a term."""
        return self.amounts.nbytes


def scores_of(terms: Terms, words: Words) -> Scores:
    """The relevance of a term: in the whole text, then in each field on its own."""
    return terms.derived(("scores", words), lambda: _scored(terms, words), lambda made: made.size)


def zone_scores_of(terms: Terms, words: Words, zone: int) -> Scores:
    """The relevance of a term in one zone only."""
    return terms.derived(
        ("zone", words, zone), lambda: _zone_scored(terms, words, zone), lambda made: made.size
    )


def parts_of(terms: Terms, words: Words, number: int) -> tuple[float, dict[int, float]]:
    """What a term adds to one document: by its whole text, and by zone."""
    snapshot, term = terms.snapshot, terms.of(words)
    at = int(np.searchsorted(term.numbers, number))
    if at >= len(term.numbers) or term.numbers[at] != number:
        return 0.0, {}
    average = float(snapshot.averages[-1])
    length = float(snapshot.whole_lengths[number])
    whole = text_score(term.rarity, float(term.counts[at]), length, average, terms.ranking)
    by_zone = {}
    for zone in term.of_zones:
        scores = zone_scores_of(terms, words, zone)
        place = int(np.searchsorted(scores.numbers, number))
        if place < len(scores.numbers) and scores.numbers[place] == number:
            by_zone[zone] = float(scores.amounts[place])
    return float(whole), by_zone


def _scored(terms: Terms, words: Words) -> Scores:
    snapshot, term = terms.snapshot, terms.of(words)
    numbers = term.numbers
    lengths = snapshot.whole_lengths[numbers]
    average = float(snapshot.averages[-1])
    amounts = text_score(term.rarity, term.counts, lengths, average, terms.ranking)
    for zone in term.of_zones:
        of_zone = zone_scores_of(terms, words, zone)
        amounts[np.searchsorted(numbers, of_zone.numbers)] += of_zone.amounts
    return Scores(numbers, amounts)


def _zone_scored(terms: Terms, words: Words, zone: int) -> Scores:
    snapshot, term = terms.snapshot, terms.of(words)
    if zone == len(snapshot.layout.zones) - 1:
        return _body_scored(terms, words)
    numbers, counts = term.of_zones.get(zone, _NOTHING)
    boost = snapshot.layout.boosts[zone]
    rarest = min(term.rarity, rarity(snapshot.count, len(numbers)))
    lengths = snapshot.lengths[zone][numbers]
    average = float(snapshot.averages[zone])
    amounts = field_score(boost, rarest, counts, lengths, average, terms.ranking)
    if snapshot.layout.zones[zone] == TITLE:
        amounts = amounts * snapshot.title_worth[numbers]
    return Scores(numbers, amounts)


def _body_scored(terms: Terms, words: Words) -> Scores:
    snapshot, term = terms.snapshot, terms.of(words)
    numbers, counts = in_body(terms, words)
    lengths = snapshot.lengths[-1][numbers]
    average = float(snapshot.averages[-2])
    return Scores(numbers, text_score(term.rarity, counts, lengths, average, terms.ranking))


def in_body(terms: Terms, words: Words) -> tuple[Numbers, Floats]:
    """The documents that have a term in their body or their files, and how often."""
    term = terms.of(words)
    outside = np.zeros(terms.snapshot.size)
    for numbers, counts in term.of_zones.values():
        outside[numbers] += counts
    left = term.counts - outside[term.numbers]
    return term.numbers[left > 0], left[left > 0]


_NOTHING = (np.zeros(0, np.int64), np.zeros(0))


def documents_at(snapshot: Snapshot, places: Numbers) -> Numbers:
    """The document of each place."""
    found: Numbers = np.searchsorted(snapshot.first_places, places, side="right") - 1
    return found


def runs(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Numbers in order, each once, and how often they were there."""
    if not len(numbers):
        return numbers, numbers
    first = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
    return numbers[first], np.diff(np.append(first, len(numbers)))


def phrase_places(terms: Terms, phrase: Sequence[tuple[int, Words]]) -> Numbers:
    """Where a phrase begins: `phrase` gives each term with its distance from the first one."""
    ordered = sorted(phrase, key=lambda step: len(terms.of(step[1]).places))
    offset, words = ordered[0]
    found = terms.of(words).places - offset
    for offset, words in ordered[1:]:
        if not len(found):
            break
        found = found[among(found + offset, terms.of(words).places)]
    return found


def near_places(terms: Terms, first: Words, second: Words, reach: int) -> Numbers:
    """Where `second` follows `first` within `reach` places: the places of `first`."""
    before, after = terms.of(first).places, terms.of(second).places
    if not len(before) or not len(after):
        return before[:0]
    if len(before) <= len(after):
        at = np.searchsorted(after, before, side="right")
        inside = at < len(after)
        gap = np.where(inside, after[np.minimum(at, len(after) - 1)] - before, reach + 1)
        return before[gap <= reach]
    earlier = [after - step for step in range(1, reach + 1)]
    found: Numbers = np.unique(np.concatenate([p[among(p, before)] for p in earlier]))
    return found


def among(wanted: Numbers, places: Numbers) -> Mask:
    """Which of `wanted` are among `places`, which are in order."""
    at = np.searchsorted(places, wanted)
    inside = at < len(places)
    found: Mask = inside & (places[np.minimum(at, max(len(places) - 1, 0))] == wanted)
    return found
