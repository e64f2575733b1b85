"""How answers are ranked: formulas that take a number or a numpy array alike.

A document's relevance for a term is BM25 over all its words (k1 = 1.2, b = 0.5), plus, for each
field but the body, a clause saturating on its own that favours short fields made mostly of the
word. That clause uses the smaller of the two rarities, so that a word common everywhere does not
weigh because it is rare in titles, nor the reverse. On French question sets this form did better
than raising the weight of the title inside BM25, and better than BM25F.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.5
FIELD_K = 2.5
FULL_BOOST = 4.0
"""The boost (in the table of fields) whose clause weighs as much as the whole text."""

DECIMALS = 6
"""Scores are rounded to this, so that the order of additions does not decide between equals."""

Figures = NDArray[np.float64]
Number = TypeVar("Number", float, Figures)


def rarity(documents: int, having: int) -> float:
    """The inverse document frequency of a term that `having` of `documents` have; above 0."""
    return math.log(1.0 + (documents - having + 0.5) / (having + 0.5))


def text_score(rarity_: float, count: Number, length: Number, average: float) -> Number:
    """A term met `count` times in a text of `length` terms, where the average text has `average`."""
    return rarity_ * count / (count + K1 * (1.0 - B + B * length / max(average, 1.0)))


def field_score(
    boost: float, rarity_: float, count: Number, length: Number, average: float
) -> Number:
    """A term met `count` times in one field of `length` terms."""
    weight = boost / FULL_BOOST * rarity_
    return weight * count / (count + FIELD_K * length / max(average, 1.0))
