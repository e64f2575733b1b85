"""Why a document answers a query: each part of its score, with the words that gave it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from indexer.answering.asked import Ask, Step
from indexer.answering.budget import Budget, OutOfTime
from indexer.answering.scoring import (
    TERM,
    Counted,
    counted,
    counted_scores,
    pair_scores,
)
from indexer.query import Explanation, FieldCount, Origin, Query, TermReason
from indexer.snapshot.segments import Numbers
from indexer.snapshot.terms import Scores, Terms, Words, parts_of
from indexer.snapshot.wording import displayed

if TYPE_CHECKING:
    from indexer.answering.answer import Searched, Searcher

PAIRS = "pairs"
COMPLETE = "complete"
TITLE = "exact_title"
FEEDBACK = "feedback"
TEXT = "text"
LEAST = 1e-6
"""Less is what rounding the score leaves."""
MOST_FORMS = 12


def explanation(searcher: Searcher, query: Query, id_: str, budget: Budget) -> Explanation | None:
    """Raises `QueryError`."""
    number = searcher.snapshot.number_of.get(id_)
    if number is None:
        return None
    try:
        searched = searcher.searched(query, budget)
    except OutOfTime:
        return None
    return _explained(searcher, searched, number)


def _explained(searcher: Searcher, searched: Searched, number: int) -> Explanation:
    terms = searcher.terms
    head = terms.snapshot.head(number)
    asks = searched.understood.asks
    parts: list[dict[str, float]] = [{} for _ in asks]
    for one in counted(searched.understood, terms):
        for part, amount in _parts(one, terms, number).items():
            parts[one.ask][part] = parts[one.ask].get(part, 0.0) + amount
    reasons = [_reason(terms, ask, found, number) for ask, found in zip(asks, parts, strict=True)]
    score = float(searched.scores[number])
    rest = _rest(searched, terms, number, score - sum(reason.score for reason in reasons))
    shown = [reason for reason in reasons if reason.score or reason.forms]
    missing = tuple(r.label for r in reasons if not r.score and not r.forms)
    return Explanation(head.id, head.title, score, (*shown, *rest), missing)


def _parts(one: Counted, terms: Terms, number: int) -> dict[str, float]:
    """What some words add to a document, by the name of the part."""
    zones = terms.snapshot.layout.zones
    if one.part != TERM or one.zone is not None:
        amount = one.weight * _amount(counted_scores(one, terms), number)
        name = one.part if one.part != TERM or one.zone is None else zones[one.zone]
        return {name: amount} if amount else {}
    whole, by_zone = parts_of(terms, one.words, number)
    named = {zones[zone]: amount for zone, amount in by_zone.items()}
    return {TEXT: whole, **named} if whole else {}


def _reason(terms: Terms, ask: Ask, parts: dict[str, float], number: int) -> TermReason:
    steps = (*ask.steps, *(step for one in ask.alternatives for step in one.steps))
    forms, places = _met(terms, steps, number, ask.zone)
    origin = Origin.SPELLING if ask.corrected else None
    own = any(_met(terms, (step,), number, ask.zone)[0] for step in ask.steps)
    if not own and forms and ask.alternatives:
        origin = ask.alternatives[0].origin
    return TermReason(
        label=ask.label,
        forms=tuple(displayed(word, terms) for word, _ in forms.most_common(MOST_FORMS)),
        found_in=places,
        score=sum(parts.values()),
        parts=parts,
        origin=origin,
    )


def _met(
    terms: Terms, steps: tuple[Step, ...], number: int, zone: int | None
) -> tuple[Counter[str], tuple[FieldCount, ...]]:
    """The words of a document that were taken for those asked for, and in which fields: in one zone,
    or in all."""
    forms: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for word in dict.fromkeys(word for step in steps for word in step.words):
        found = _places_in(terms, (word,), number, zone)
        if len(found):
            forms[word] += len(found)
            places.update(_zones_of(terms, found, number))
    return forms, tuple(FieldCount(zone, count) for zone, count in places.most_common())


def _places_in(terms: Terms, words: Words, number: int, zone: int | None) -> Numbers:
    snapshot = terms.snapshot
    found = terms.places_in(words, number)
    if zone is None:
        return found
    starts = snapshot.starts[:, number].tolist()
    inside = found >= starts[zone]
    if zone + 1 < len(starts):
        inside &= found < starts[zone + 1]
    within: Numbers = found[inside]
    return within


def _zones_of(terms: Terms, places: Numbers, number: int) -> list[str]:
    """The field of each place; a place in a file counts as `file`."""
    snapshot = terms.snapshot
    zones = snapshot.layout.zones
    ranks = np.searchsorted(snapshot.starts[:, number], places, side="right") - 1
    kept = snapshot.shown(number)
    first_of_files = int(kept.firsts[-kept.pages]) if kept.pages else None
    return [
        "file"
        if rank == len(zones) - 1 and first_of_files is not None and place >= first_of_files
        else zones[rank]
        for rank, place in zip(ranks.tolist(), places.tolist(), strict=True)
    ]


def _rest(searched: Searched, terms: Terms, number: int, left: float) -> tuple[TermReason, ...]:
    """What belongs to no single word: words typed side by side, the share that having all the words
    adds, and words that answers share."""
    pairs = terms.ranking.pair * sum(
        _amount(pair_scores(pair, terms), number) for pair in searched.understood.pairs
    )
    more = terms.ranking.complete if searched.matched.complete[number] else 0.0
    title = searched.bonus if number in searched.named else 0.0
    complete = (float(searched.scores[number]) - title) * more / (1.0 + more)
    looked_back = left - pairs - complete - title
    found = {TITLE: title, PAIRS: pairs, COMPLETE: complete, FEEDBACK: looked_back}
    return tuple(
        TermReason(label, score=amount, parts={label: amount})
        for label, amount in found.items()
        if amount > LEAST
    )


def _amount(scores: Scores, number: int) -> float:
    at = int(np.searchsorted(scores.numbers, number))
    if at < len(scores.numbers) and scores.numbers[at] == number:
        return float(scores.amounts[at])
    return 0.0
