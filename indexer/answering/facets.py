"""Narrowing by facets, and counting their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from indexer.query import FACET_VALUES, FacetCount, Query
from indexer.snapshot.segments import Mask, Numbers
from indexer.snapshot.snapshot import Facet, Snapshot

YEAR = "year"


class Narrowing:
    """What the choices of a query leave of the documents found, and of each facet."""

    def __init__(self, snapshot: Snapshot, query: Query, found: Mask) -> None:
        self._snapshot = snapshot
        self._query = query
        self._found = found
        self._masks = dict(self._choices())

    @cached_property
    def passing(self) -> Mask:
        """The documents that pass every choice."""
        return self._passing()

    @cached_property
    def numbers(self) -> Numbers:
        return np.flatnonzero(self.passing)

    def _passing(self, but: str = "") -> Mask:
        passing = self._found
        for name, mask in self._masks.items():
            if name != but:
                passing = passing & mask
        return passing

    def counts(
        self, name: str, most: int | None = FACET_VALUES
    ) -> tuple[tuple[FacetCount, ...], int]:
        """The values of a facet, the most frequent first, `most` at most; and how many there are."""
        facet = self._snapshot.facets[name]
        if len(facet.values) == 1 and name not in self._masks:
            return (), 0  # no document has a value: that all lack one says nothing
        if name in self._masks:
            among = self._passing(but=name)
            counts = _counted(facet, among, np.flatnonzero(among), self._snapshot)
        else:
            counts = _counted(facet, self.passing, self.numbers, self._snapshot)
        met = np.flatnonzero(counts)
        size = len(met)
        order = met[np.argsort(-counts[met], kind="stable")]
        chosen = self._query.chosen.get(name, ())
        excluded = self._query.excluded.get(name, ())
        shown = order if most is None else order[:most]
        values = facet.values
        pairs = zip(shown.tolist(), counts[shown].tolist(), strict=True)
        if not chosen and not excluded:
            return tuple([FacetCount(values[code], count) for code, count in pairs]), size
        by_value = {values[code]: count for code, count in pairs}
        for value in sorted({*chosen, *excluded} - set(by_value)):
            code = facet.code_of.get(value)
            by_value[value] = int(counts[code]) if code is not None else 0
        return tuple(
            FacetCount(value, count, value in chosen, value in excluded)
            for value, count in by_value.items()
        ), size

    def _choices(self) -> Iterator[tuple[str, Mask]]:
        """For each facet with a choice, the documents that have one of its values and none refused."""
        query = self._query
        for name in {*query.chosen, *query.excluded}:
            chosen, excluded = query.chosen.get(name, ()), query.excluded.get(name, ())
            if not chosen and not excluded:
                continue
            facet = self._snapshot.facets[name]
            mask = self._having(facet, chosen) if chosen else np.ones(self._snapshot.size, np.bool_)
            yield name, mask & ~self._having(facet, excluded) if excluded else mask
        if query.years:
            years = self._snapshot.years
            mask = years > 0
            if query.years.first is not None:
                mask &= years >= query.years.first
            if query.years.last is not None:
                mask &= years <= query.years.last
            yield "(years)", mask

    def _having(self, facet: Facet, values: tuple[str, ...]) -> Mask:
        mask = np.zeros(self._snapshot.size, np.bool_)
        codes = [code for value in values if (code := facet.code_of.get(value)) is not None]
        if codes:
            wanted = np.zeros(len(facet.values), np.bool_)
            wanted[codes] = True
            mask[facet.numbers[wanted[facet.codes]]] = True
        return mask


def all_counts(
    narrowing: Narrowing, names: Mapping[str, Facet]
) -> tuple[dict[str, tuple[FacetCount, ...]], dict[str, int]]:
    """The values of every facet, and how many each has."""
    counts, sizes = {}, {}
    for name in names:
        counts[name], sizes[name] = narrowing.counts(name)
    return counts, sizes


FEW = 3
"""Under one document in so many, their values are looked up rather than those of all gone through."""


def _counted(facet: Facet, among: Mask, numbers: Numbers, snapshot: Snapshot) -> Numbers:
    """How many of the documents `numbers`, those of the mask `among`, have each value.

    Documents with the same text count once for a value, as they are one answer.
    """
    size = len(facet.values)
    few = len(numbers) * FEW < snapshot.size
    codes = facet.codes_of(numbers) if few else facet.codes[among[facet.numbers]]
    counts: Numbers = np.bincount(codes, minlength=size)
    copied = facet.copied[among[facet.numbers[facet.copied]]] if len(facet.copied) else ()
    if len(copied):
        pairs = snapshot.clusters[facet.numbers[copied]] * size + facet.codes[copied]
        counts -= np.bincount(facet.codes[copied], minlength=size)
        counts += np.bincount(np.unique(pairs) % size, minlength=size)
    return counts
