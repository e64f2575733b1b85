"""How well documents answer: the score of each, as a sum of parts that can be told one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from indexer.analysis import ALTERNATIVE, GAP, stem, words
from indexer.answering.asked import Ask, Pair, Understood
from indexer.ranking import DECIMALS, rarity, text_score
from indexer.snapshot.segments import Floats, Mask, Numbers
from indexer.snapshot.terms import (
    Scores,
    Terms,
    Words,
    documents_at,
    near_places,
    runs,
    scores_of,
    zone_scores_of,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Some words of the index that add to the score, with what weight, and for which thing asked:
    `ask` is its rank in `Understood.asks`, -1 for what belongs to none. `part` names the reason."""

    words: Words
    weight: float
    part: str
    ask: int
    zone: int | None = None


TERM, SURFACE, BESIDE = "term", "surface", "alternative"


def counted(understood: Understood, terms: Terms) -> Iterator[Counted]:
    """The terms that the query counts; pairs and feedback aside."""
    ranking = terms.ranking
    for rank, ask in enumerate(understood.asks):
        for step in ask.steps:
            if step.words:
                yield Counted(step.words, 1.0, TERM, rank, ask.zone)
                typed = _typed(step.typed, terms)
                if typed and ranking.surface:
                    yield Counted(typed, ranking.surface, SURFACE, rank, ask.zone)
        yield from _alternatives(ask, rank, ranking.alternative)


def scores(understood: Understood, terms: Terms, check: Callable[[], None]) -> Floats:
    """The score of every document. `check` raises when the time is over."""
    total = np.zeros(terms.snapshot.size)
    for one in counted(understood, terms):
        check()
        found = counted_scores(one, terms)
        total[found.numbers] += one.weight * found.amounts
    for pair in understood.pairs:
        check()
        found = pair_scores(pair, terms)
        total[found.numbers] += terms.ranking.pair * found.amounts
    return total


def counted_scores(one: Counted, terms: Terms) -> Scores:
    if one.zone is None:
        return scores_of(terms, one.words)
    return zone_scores_of(terms, one.words, one.zone)


def pair_scores(pair: Pair, terms: Terms) -> Scores:
    """Of two words where the second follows the first within a few places."""
    key = ("pair", pair.first, pair.second)
    return terms.derived(key, lambda: _pair_scores(pair, terms), lambda made: made.size)


def with_feedback(total: Floats, among: Mask, terms: Terms) -> Floats:
    """The scores in the light of the first answers: with those of the words they share (RM3:
    Abdul-Jaleel et al., 2004), then with a part of those of the answers nearest to each (Diaz,
    2005), so that what speaks of the same things comes nearer."""
    ranking = terms.ranking
    total = _with_shared_words(total, among, terms) if ranking.feedback else total
    return _with_neighbours(total, among, terms) if ranking.neighbours else total


def _with_shared_words(total: Floats, among: Mask, terms: Terms) -> Floats:
    ranking = terms.ranking
    first = _first(total, among, ranking.feedback_documents)
    if not first:
        return total
    weights = _shared_words(first, total, terms)
    best = max(weights.values(), default=0.0)
    total = total.copy()
    for found, weight in weights.most_common(ranking.feedback_words):
        forms = terms.snapshot.vocabulary.by_stem.get(found, ())
        if forms and best:
            scored = _text_scores(forms, terms)
            total[scored.numbers] += ranking.feedback * weight / best * scored.amounts
    return total


NEIGHBOURHOOD = 250
"""Answers among which neighbours are looked for."""

TELLING = 40
"""Words that a document is compared by."""


def _with_neighbours(total: Floats, among: Mask, terms: Terms) -> Floats:
    """Each of the first answers with the mean of the scores of those nearest to it."""
    ranking = terms.ranking
    first = np.array(_first(total, among, NEIGHBOURHOOD), np.int64)
    if len(first) < 3:
        return total
    near = _nearness(first, terms)
    np.fill_diagonal(near, 0.0)
    size = min(ranking.neighbours_taken, len(first) - 1)
    least = np.partition(near, len(first) - size, axis=1)[
        :, len(first) - size : len(first) - size + 1
    ]
    near[near < least] = 0.0
    made = total.copy()
    made[first] += ranking.neighbours * (near @ total[first]) / size
    return made


def _nearness(numbers: Numbers, terms: Terms) -> Floats:
    """The cosine of the telling words of each two documents."""
    vectors = [_vector(int(number), terms) for number in numbers]
    rows = np.repeat(np.arange(len(vectors)), [len(words) for words, _ in vectors])
    _, columns, counts = np.unique(
        np.concatenate([words for words, _ in vectors]), return_inverse=True, return_counts=True
    )
    shared = counts > 1  # a word of one document alone brings it near to none
    place = np.cumsum(shared) - 1
    kept = shared[columns]
    matrix = np.zeros((len(vectors), int(shared.sum())), np.float32)
    weights = np.concatenate([weights for _, weights in vectors])
    matrix[rows[kept], place[columns[kept]]] = weights[kept]
    found: Floats = (matrix @ matrix.T).astype(np.float64)
    return found


def _vector(number: int, terms: Terms) -> tuple[Numbers, Floats]:
    """The telling words of a document, by the rank of one of their forms in the vocabulary."""

    def make() -> tuple[Numbers, Floats]:
        vocabulary = terms.snapshot.vocabulary
        words = telling(number, terms)
        ranks = [vocabulary.rank(vocabulary.by_stem[found][0]) for found in words]
        return np.array(ranks, np.int64), np.array(list(words.values()), np.float64)

    return terms.derived(("vector", number), make, lambda made: 2 * made[0].nbytes)


def telling(number: int, terms: Terms) -> dict[str, float]:
    """The words that tell a document from others, with weights (tf-idf) whose squares sum to 1."""
    by_stem = terms.snapshot.vocabulary.by_stem
    worth = Counter(
        {
            found: (1.0 + log(count)) * _about_rarity(found, terms)
            for found, count in document_stems(number, terms).items()
            if found in by_stem
        }
    )
    best = worth.most_common(TELLING)
    norm = sum(weight * weight for _, weight in best) ** 0.5 or 1.0
    return {found: weight / norm for found, weight in best}


def rounded(total: Floats) -> Floats:
    made: Floats = np.round(total, DECIMALS)
    return made


def _typed(typed: Words, terms: Terms) -> Words:
    return tuple(word for word in typed if word in terms.snapshot.vocabulary)


def _alternatives(ask: Ask, rank: int, weight: float) -> Iterator[Counted]:
    """What stands for a word shares its weight among the words added."""
    added = [step.words for one in ask.counted for step in one.steps]
    for one in added:
        yield Counted(one, weight / len(added) ** 0.5, BESIDE, rank)


def _pair_scores(pair: Pair, terms: Terms) -> Scores:
    snapshot = terms.snapshot
    places = near_places(terms, pair.first, pair.second, terms.ranking.pair_reach)
    numbers, counts = runs(documents_at(snapshot, places))
    lengths = snapshot.whole_lengths[numbers]
    rarest = rarity(snapshot.count, len(numbers))
    average = float(snapshot.averages[-1])
    return Scores(
        numbers, text_score(rarest, counts.astype(np.float64), lengths, average, terms.ranking)
    )


def _text_scores(words: Words, terms: Terms) -> Scores:
    def make() -> Scores:
        snapshot, term = terms.snapshot, terms.of(words)
        lengths = snapshot.whole_lengths[term.numbers]
        average = float(snapshot.averages[-1])
        amounts = text_score(term.rarity, term.counts, lengths, average, terms.ranking)
        return Scores(term.numbers, amounts)

    return terms.derived(("text", words), make, lambda made: made.size)


def _first(total: Floats, among: Mask, size: int) -> list[int]:
    numbers = np.flatnonzero(among & (total > 0))
    if len(numbers) > size:
        numbers = numbers[np.argpartition(-total[numbers], size)[:size]]
    return [int(number) for number in numbers]


MOST_WORDS_READ = 4_000
"""Of one document taken for feedback: the beginning of a long one says what it is about."""


def _shared_words(first: list[int], total: Floats, terms: Terms) -> Counter[str]:
    """Stem → worth, over the first documents, each by its share of their scores."""
    sum_of_scores = float(total[first].sum())
    weights: dict[str, float] = defaultdict(float)
    for number in first:
        share = float(total[number]) / sum_of_scores
        for found, count in document_stems(number, terms).items():
            weights[found] += share * (1.0 + log(count))
    for found in list(weights):
        weights[found] *= _about_rarity(found, terms)
    return Counter(weights)


def document_stems(number: int, terms: Terms) -> Counter[str]:
    """The stems of a document's text, counted."""

    def make() -> Counter[str]:
        read = terms.snapshot.body_words(number)[:MOST_WORDS_READ]
        read += words(terms.snapshot.head(number).title)
        counts: Counter[str] = Counter()
        for word, count in Counter(read).items():
            if word and word != GAP:
                counts[stem(word.split(ALTERNATIVE)[0])] += count
        return counts

    return terms.derived(("stems", number), make, lambda made: 100 * len(made))


def _about_rarity(found: str, terms: Terms) -> float:
    """The rarity of a stem by the frequencies of its words, without reading where they are."""

    def make() -> float:
        vocabulary, count = terms.snapshot.vocabulary, terms.snapshot.count
        having = sum(map(vocabulary.frequency, vocabulary.by_stem.get(found, ())))
        return rarity(count, min(having, count)) if having else 0.0

    return terms.derived(("rarity", found), make, lambda _: 0)
