"""How answers are ranked: formulas that take a number or a numpy array alike, and their settings.

A document's relevance for a term is BM25 over all its words, plus, for each field but the body, a
clause saturating on its own that favours short fields made mostly of the word. That clause uses the
smaller of the two rarities, so that a word common everywhere does not weigh because it is rare in
titles, nor the reverse. On French question sets this form did better than raising the weight of the
title inside BM25, and better than BM25F.

To the terms, which stand for all the forms of a word, are added the word as it was typed (`surface`),
pairs of words that follow each other (`pair`), and what is searched beside what was typed
(`alternative`). `benchmarks/relevance.py` says what each brings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FULL_BOOST = 4.0
"""The boost (in the table of fields) whose clause weighs as much as the whole text."""

DECIMALS = 6
"""Scores are rounded to this, so that the order of additions does not decide between equals."""

Figures = NDArray[np.float64]
Number = TypeVar("Number", float, Figures)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights of the formula.

    Documents with all the words come first (a page of them) when there are `complete_first` of them at most: a longer
    query is a sentence, whose last word need not be there. `most` is the share of what is asked for,
    by its rarity, that a document must have. Those with all of them have `complete` of their score more. `k1` and `b` are BM25's; `field_k`
    says how fast a field saturates, `field` what all fields weigh beside the whole text.

    Where `weak_titles` of the documents at least have a title that says nothing of its own (`Article
    L. 121-15`), and many documents answer, the first answers help to order the others: `feedback` is
    the weight of the words they share (`feedback_documents` of them, `feedback_words` words), and
    `neighbours` that of the scores of the `neighbours_taken` answers nearest to each. Where titles
    speak, both rather harm, and take time.
    """

    k1: float = 1.2
    b: float = 0.5
    field_k: float = 2.5
    field: float = 1.6
    surface: float = 0.5
    pair: float = 0.2
    pair_reach: int = 2
    alternative: float = 0.8
    complete_first: int = 2
    complete: float = 0.05
    most: float = 0.1
    weak_titles: float = 0.5
    feedback: float = 0.2
    feedback_documents: int = 15
    feedback_words: int = 30
    neighbours: float = 2.0
    neighbours_taken: int = 10


DEFAULT = Ranking()


def rarity(documents: int, having: int) -> float:
    """The inverse document frequency of a term that `having` of `documents` have; above 0."""
    return math.log(1.0 + (documents - having + 0.5) / (having + 0.5))


def text_score(
    rarity_: float, count: Number, length: Number, average: float, ranking: Ranking = DEFAULT
) -> Number:
    """A term met `count` times in a text of `length` terms, where the average text has `average`."""
    spread = 1.0 - ranking.b + ranking.b * length / max(average, 1.0)
    return rarity_ * count / (count + ranking.k1 * spread)


def field_score(
    boost: float,
    rarity_: float,
    count: Number,
    length: Number,
    average: float,
    ranking: Ranking = DEFAULT,
) -> Number:
    """A term met `count` times in one field of `length` terms."""
    weight = ranking.field * boost / FULL_BOOST * rarity_
    return weight * count / (count + ranking.field_k * length / max(average, 1.0))
