"""Which documents answer: those that have what was asked for, or most of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.fields import Field
from indexer.analysis import ALTERNATIVE, stem, words
from indexer.answering.asked import (
    AllOf,
    Alternative,
    AnyOf,
    Ask,
    Labelled,
    NoneOf,
    Part,
    Step,
    Understood,
    Years,
)
from indexer.snapshot.segments import Floats, Mask, Numbers
from indexer.snapshot.terms import (
    Term,
    Terms,
    among,
    documents_at,
    in_body,
    phrase_places,
    runs,
)


@dataclass(frozen=True)
class Matched:
    """`found` are the documents that answer, `complete` those among them with all that is wanted."""

    found: Mask
    complete: Mask


class Matcher:
    """Says which documents of a snapshot have a part of a query."""

    def __init__(self, terms: Terms, fields: Sequence[Field], check: Callable[[], None]) -> None:
        """`check` is called between two pieces of work: it raises when the time is over."""
        self._terms = terms
        self._snapshot = terms.snapshot
        self._fields = {field.name: field for field in fields}
        self._check = check

    def matched(self, understood: Understood) -> Matched:
        """Documents with all that is wanted; and those that have most of it, by its rarity."""
        passing = self._snapshot.live
        for part in understood.required:
            passing = passing & self.having(part)
        wanted = understood.wanted
        if not wanted:
            return Matched(passing, passing)
        masks = [self.having(part) for part in wanted]
        complete = passing.copy()
        for mask in masks:
            complete &= mask
        if len(wanted) == 1:
            return Matched(complete, complete)
        return Matched(complete | (passing & self._most(masks)), complete)

    def having(self, part: Part) -> Mask:
        self._check()
        match part:
            case Ask():
                return self._ask(part)
            case Years():
                return self._years(part)
            case Labelled():
                return self._labelled(part)
            case AnyOf():
                return _joined(np.logical_or, [self.having(child) for child in part.parts])
            case AllOf():
                return _joined(np.logical_and, [self.having(child) for child in part.parts])
            case NoneOf():
                return ~self.having(part.part)

    def _most(self, masks: Sequence[Mask]) -> Mask:
        """The documents whose words asked for make up most of the whole, each by its rarity."""
        count = max(self._snapshot.count, 1)
        held: Floats = np.zeros(self._snapshot.size)
        total = 0.0
        for mask in masks:
            having = int(mask.sum())
            if having:
                worth = float(np.log1p(count / having))
                held += worth * mask
                total += worth
        return held >= max(self._terms.ranking.most * total, 1e-9)

    def _ask(self, ask: Ask) -> Mask:
        mask = np.zeros(self._snapshot.size, np.bool_)
        mask[self._having_steps(ask.steps, phrase=ask.phrase, zone=ask.zone)] = True
        for alternative in ask.alternatives:
            mask[self._alternative(alternative)] = True
        return mask

    def _alternative(self, alternative: Alternative) -> Numbers:
        return self._having_steps(alternative.steps, phrase=len(alternative.steps) > 1, zone=None)

    def _having_steps(self, steps: Sequence[Step], *, phrase: bool, zone: int | None) -> Numbers:
        if not all(step.words for step in steps):
            return np.zeros(0, np.int64)
        if phrase:
            return self._phrase(steps, zone)
        found = self._in_zone(steps[0], zone)
        for step in steps[1:]:
            found = found[among(found, self._in_zone(step, zone))]
        return found

    def _in_zone(self, step: Step, zone: int | None) -> Numbers:
        term: Term = self._terms.of(step.words)
        if zone is None:
            return term.numbers
        if zone == len(self._snapshot.layout.zones) - 1:
            return in_body(self._terms, step.words)[0]
        return term.of_zones[zone][0] if zone in term.of_zones else np.zeros(0, np.int64)

    def _phrase(self, steps: Sequence[Step], zone: int | None) -> Numbers:
        placed = tuple((step.place, step.words) for step in steps)
        places = self._terms.derived(
            ("phrase", placed), lambda: phrase_places(self._terms, placed), lambda made: made.nbytes
        )
        numbers = documents_at(self._snapshot, places)
        if zone is not None:
            at = places - self._snapshot.first_places[numbers]
            starts = self._snapshot.starts
            inside = at >= starts[zone, numbers]
            if zone + 1 < len(starts):
                inside &= at < starts[zone + 1, numbers]
            numbers = numbers[inside]
        return runs(numbers)[0]

    def _years(self, part: Years) -> Mask:
        years = self._snapshot.years
        mask: Mask = years > 0
        if part.low is not None:
            mask &= years >= part.low
        if part.high is not None:
            mask &= years <= part.high
        return mask

    def _labelled(self, part: Labelled) -> Mask:
        mask = np.zeros(self._snapshot.size, np.bool_)
        facet = self._snapshot.facets.get(part.field)
        field = self._fields.get(part.field)
        if facet is None or field is None:
            return mask
        codes = [
            code for code, value in enumerate(facet.values) if _is_labelled(field, value, part)
        ]
        mask[facet.numbers[np.isin(facet.codes, codes)]] = True
        return mask


def _joined(how: np.ufunc, masks: Sequence[Mask]) -> Mask:
    found: Mask = how.reduce(masks)
    return found


def _is_labelled(field: Field, value: str, part: Labelled) -> bool:
    labels = (value, field.label_of(value, "fr"), field.label_of(value, "en"))
    written = {
        word for label in labels for item in words(label) for word in item.split(ALTERNATIVE)
    }
    if part.beginning:
        return any(word.startswith(part.beginning) for word in written)
    return {stem(word) for word in written}.issuperset(part.stems)
