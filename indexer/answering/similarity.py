"""The documents near one: those that share its most telling words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import numpy as np

from indexer.analysis import GAP, stem, words
from indexer.answering.scoring import document_stems
from indexer.query import Similar
from indexer.snapshot.segments import Floats, Numbers
from indexer.snapshot.terms import Terms, scores_of
from indexer.snapshot.wording import displayed

TELLING = 25
"""Words of the document that others are compared by."""

SHOWN = 5
RAREST = 2
"""Documents that must have a word for it to be compared by: one that no other has says nothing."""


def similar(terms: Terms, id_: str, size: int) -> tuple[Similar, ...]:
    """The nearest documents, best first, each text once, that of the document left out."""
    snapshot = terms.snapshot
    number = snapshot.number_of.get(id_)
    if number is None:
        return ()
    telling = _telling(terms, number)
    total = np.zeros(snapshot.size)
    by_stem = snapshot.vocabulary.by_stem
    for found, weight in telling.items():
        scored = scores_of(terms, by_stem[found])
        total[scored.numbers] += weight * scored.amounts
    total[snapshot.clusters == snapshot.clusters[number]] = 0.0
    total[~snapshot.live] = 0.0
    return tuple(
        _similar(terms, other, float(total[other]), telling)
        for other in islice(_best(total, snapshot.clusters), size)
    )


def _best(total: Floats, clusters: Numbers) -> Iterator[int]:
    """The documents with a score, best first, without those whose text came before."""
    seen: set[int] = set()
    for number in np.argsort(-total, kind="stable"):
        if total[number] <= 0:
            return
        if clusters[number] not in seen:
            seen.add(int(clusters[number]))
            yield int(number)


def _telling(terms: Terms, number: int) -> dict[str, float]:
    """Stem → weight of the words that tell a document from others (tf-idf), those of its title twice."""
    snapshot = terms.snapshot
    counts = Counter(document_stems(number, terms))
    for word in words(snapshot.head(number).title):
        if word != GAP:
            counts[stem(word)] += 2
    worth = {}
    for found, count in counts.items():
        forms = snapshot.vocabulary.by_stem.get(found, ())
        if forms and len(found) > 1:
            term = terms.of(forms)
            if len(term.numbers) >= RAREST:
                worth[found] = (1.0 + float(np.log(count))) * term.rarity
    best = Counter(worth).most_common(TELLING)
    most = best[0][1] if best else 1.0
    return {found: weight / most for found, weight in best}


def _similar(terms: Terms, number: int, score: float, telling: dict[str, float]) -> Similar:
    snapshot = terms.snapshot
    head = snapshot.head(number)
    shared = []
    for found in sorted(telling, key=lambda one: -telling[one] * _rarity(terms, one)):
        if _has(terms, found, number):
            shared.append(_shown(terms, found))
        if len(shared) == SHOWN:
            break
    return Similar(head.id, head.title, head.kind, head.url, score, tuple(shared))


def _rarity(terms: Terms, found: str) -> float:
    return terms.of(terms.snapshot.vocabulary.by_stem[found]).rarity


def _has(terms: Terms, found: str, number: int) -> bool:
    numbers = terms.of(terms.snapshot.vocabulary.by_stem[found]).numbers
    at = int(np.searchsorted(numbers, number))
    return at < len(numbers) and int(numbers[at]) == number


def _shown(terms: Terms, found: str) -> str:
    """The most frequent word of a stem, as it is written."""

    def make() -> str:
        forms = terms.snapshot.vocabulary.by_stem[found]
        most = max(forms, key=lambda form: len(terms.of((form,)).numbers))
        return displayed(most, terms)

    return terms.derived(("shown", found), make, len)
