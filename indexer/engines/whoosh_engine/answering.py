"""A query answered over a snapshot with numpy: match, narrow, count, order, quote."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np

from indexer.engines.whoosh_engine.segments import Floats, Numbers
from indexer.engines.whoosh_engine.snapshot import Facet, Mask, Snapshot
from indexer.query import FacetCount, Hit, Query, Results, Sort
from indexer.query_parser import Parsed
from indexer.ranking import DECIMALS
from indexer.snippet import Needles, find_matches, needles, pages_of, snippets_of, spans_in

_MANY = 1_000.0
"""More than any score: the number of clauses held comes first in the order of answers."""


def answer(snapshot: Snapshot, query: Query, parsed: Parsed) -> Results:
    started = time.perf_counter()
    held, scores = _held_and_scores(snapshot, parsed)
    found, relaxed = _matching(snapshot, parsed, held)
    masks = _masks(snapshot, query.chosen)
    passing = _all(found, masks)
    numbers = np.flatnonzero(passing)
    first = (query.page - 1) * query.size
    ordered = _ordered(
        snapshot,
        query.sort if parsed.wanted else _without_words(query.sort),
        numbers,
        held,
        scores,
        first + query.size,
    )
    wanted = needles(parsed.words)
    weights = {term: snapshot.term(term).rarity for term in parsed.words}
    return Results(
        total=len(numbers),
        hits=tuple(
            _hit(snapshot, int(n), float(scores[n]), wanted, weights)
            for n in ordered[first : first + query.size]
        ),
        facets=_counts(snapshot, query.chosen, found, masks),
        relaxed=relaxed,
        ignored=parsed.ignored,
        took=time.perf_counter() - started,
    )


def _held_and_scores(snapshot: Snapshot, parsed: Parsed) -> tuple[Floats, Floats]:
    """For each document, how many clauses it holds and its score."""
    held, scores = np.zeros(snapshot.size), np.zeros(snapshot.size)
    for clause in parsed.wanted:
        held[snapshot.having(clause)] += 1
    for term in parsed.words:
        hits = snapshot.term(term)
        scores[hits.numbers] += hits.scores
    return held, np.round(scores, DECIMALS)


def _matching(snapshot: Snapshot, parsed: Parsed, held: Floats) -> tuple[Mask, bool]:
    """The documents to answer with, and whether all the words had to be given up."""
    left = snapshot.live.copy()
    for clause in parsed.excluded:
        left[snapshot.having(clause)] = False
    wanted = len(parsed.wanted)
    whole: Mask = left & (held == wanted)
    if wanted < 2 or whole.any():
        return whole, False
    return left & (held > 0), True


def _masks(snapshot: Snapshot, chosen: Mapping[str, tuple[str, ...]]) -> dict[str, Mask]:
    """For each facet with a choice, the documents that have one of its values."""
    masks = {}
    for name, values in chosen.items():
        if values:
            facet = snapshot.facets[name]
            codes = [code for code, value in enumerate(facet.values) if value in values]
            mask = np.zeros(snapshot.size, np.bool_)
            mask[facet.numbers[np.isin(facet.codes, codes)]] = True
            masks[name] = mask
    return masks


def _all(found: Mask, masks: Mapping[str, Mask], but: str = "") -> Mask:
    for name, mask in masks.items():
        if name != but:
            found = found & mask
    return found


def _counts(
    snapshot: Snapshot,
    chosen: Mapping[str, tuple[str, ...]],
    found: Mask,
    masks: Mapping[str, Mask],
) -> dict[str, tuple[FacetCount, ...]]:
    passing = _all(found, masks)
    return {
        name: _facet_counts(
            facet, chosen.get(name, ()), _all(found, masks, name) if name in masks else passing
        )
        for name, facet in snapshot.facets.items()
    }


def _facet_counts(facet: Facet, chosen: tuple[str, ...], among: Mask) -> tuple[FacetCount, ...]:
    """The values met, most frequent first, then in their own order; chosen ones even if not met."""
    counts = np.bincount(facet.codes[among[facet.numbers]], minlength=len(facet.values))
    met = np.flatnonzero(counts)
    met = met[np.argsort(-counts[met], kind="stable")]
    values = facet.values
    found = [
        FacetCount(values[code], count, values[code] in chosen)
        for code, count in zip(met.tolist(), counts[met].tolist(), strict=True)
    ]
    seen = {count.value for count in found if count.chosen}
    return (*found, *(FacetCount(v, 0, True) for v in sorted(set(chosen) - seen)))


def _without_words(sort: Sort) -> Sort:
    """Without words nothing is more relevant than the rest: the latest come first."""
    return Sort.DATE if sort is Sort.RELEVANCE else sort


def _ordered(
    snapshot: Snapshot, sort: Sort, numbers: Numbers, held: Floats, scores: Floats, wanted: int
) -> Numbers:
    """The first `wanted` of the answers, at least, in order."""
    if sort is Sort.TITLE:
        keys = snapshot.title_rank[numbers].astype(np.float64)
    elif sort is Sort.RELEVANCE:
        keys = -(held[numbers] * _MANY + scores[numbers])
    else:
        codes = snapshot.date_codes[numbers].astype(np.float64)
        in_time = codes if sort is Sort.DATE_ASC else -codes
        keys = np.where(codes == 0, np.inf, in_time)
    if len(numbers) > 4 * wanted:
        near = keys <= np.partition(keys, wanted)[wanted]
        numbers, keys = numbers[near], keys[near]
    order: Numbers = np.lexsort((snapshot.id_rank[numbers], keys))
    return numbers[order]


def _hit(
    snapshot: Snapshot, number: int, score: float, wanted: Needles, weights: Mapping[str, float]
) -> Hit:
    kept = snapshot.kept(number)
    source = kept.quotable
    matches = find_matches(source.text, source.folded, wanted)
    return Hit(
        id=kept.head.id,
        title=kept.head.title,
        kind=kept.head.kind,
        url=kept.head.url,
        score=score,
        snippets=snippets_of(source, matches, weights, [url for url, _ in kept.files]),
        pages=pages_of(source.sections, matches, kept.files),
        title_spans=spans_in(kept.head.title, wanted),
        date=kept.head.date,
    )
