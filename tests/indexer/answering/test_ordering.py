"""The order of answers, and copies folded, beside sorting all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answering.ordering import BY_SCORE, COMPLETE_FIRST, order
from indexer.query import Sort
from tests.indexer.building import terms_of
from tests.indexer.engines.making import document

ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(("", "2018", "2018-06", "2020")),
        st.sampled_from(("Zone", "« Eau »", "Été", "eau")),
        st.sampled_from(("", "x", "y")),
        st.sampled_from((0.0, 0.5, 1.0, 2.25)),
        st.booleans(),
        st.booleans(),
    ),
    max_size=30,
)


@given(ENTRIES, st.sampled_from(Sort), st.integers(1, 8), st.booleans())
def test_the_first_answers_are_those_of_the_whole_order(
    entries: list[tuple[str, str, str, float, bool, bool]],
    sort: Sort,
    wanted: int,
    complete_first: bool,
) -> None:
    documents = [
        document(f"d{n:02}", title, date=date, same=same)
        for n, (date, title, same, *_) in enumerate(entries)
    ]
    snapshot = terms_of(*documents).snapshot
    scores = np.array([entry[3] for entry in entries])
    passing = np.array([entry[4] for entry in entries], np.bool_)
    complete = np.array([entry[5] for entry in entries], np.bool_)

    whole = sorted((scores[n] for n in np.flatnonzero(passing & complete)), reverse=True)
    least = whole[COMPLETE_FIRST - 1] if len(whole) > COMPLETE_FIRST else 0.0

    def key(number: int) -> tuple[object, ...]:
        made = documents[number]
        if sort is Sort.TITLE:
            return (made.title_key, made.id)
        if sort in BY_SCORE:
            return (not first(number), -scores[number], made.id)
        year = (
            [-ord(c) for c in made.date] + [1] if sort is Sort.DATE else list(map(ord, made.date))
        )
        return (not made.date, year, made.id)

    def first(number: int) -> bool:
        """Of the complete answers only a page comes before all others, but where they are asked for."""
        if sort is Sort.COMPLETE:
            return bool(complete[number])
        return complete_first and bool(complete[number]) and scores[number] >= least

    firsts: dict[str, int] = {}
    copies: dict[int, list[int]] = {}
    for number in sorted((n for n in range(len(entries)) if passing[n]), key=key):
        same = documents[number].same or documents[number].id
        if firsts.setdefault(same, number) != number:
            copies.setdefault(firsts[same], []).append(number)
    expected = list(firsts.values())

    found = order(snapshot, sort, passing, complete, scores, wanted, complete_first=complete_first)
    assert found.numbers.tolist() == expected[:wanted]
    assert found.total == len(expected)
    assert found.complete == sum(bool(complete[number]) for number in expected)
    assert found.copies == {n: c for n, c in copies.items() if n in expected[:wanted]}


@pytest.mark.parametrize("sort", Sort)
def test_nothing_passing_gives_nothing(sort: Sort) -> None:
    snapshot = terms_of(document("a"), document("b")).snapshot
    none = np.zeros(2, np.bool_)
    found = order(snapshot, sort, none, none, np.zeros(2), 10, complete_first=True)
    assert (found.total, found.complete, found.numbers.tolist()) == (0, 0, [])


def test_after_a_page_of_complete_answers_what_says_most_comes_next() -> None:
    size = 2 * COMPLETE_FIRST
    snapshot = terms_of(*(document(f"d{n:02}") for n in range(size + 1))).snapshot
    scores = np.array([*range(size, 0, -1), COMPLETE_FIRST + 0.5], np.float64)
    complete = np.array([True] * size + [False])
    everyone = np.ones(size + 1, np.bool_)
    found = order(
        snapshot, Sort.RELEVANCE, everyone, complete, scores, size + 1, complete_first=True
    )
    assert found.numbers.tolist().index(size) == COMPLETE_FIRST
    asked = order(
        snapshot, Sort.COMPLETE, everyone, complete, scores, size + 1, complete_first=False
    )
    assert asked.numbers.tolist()[-1] == size
