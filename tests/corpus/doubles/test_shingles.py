from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.doubles.shingles import RUN, Shingler, containment, jaccard, words_of

WORDS = st.lists(
    st.sampled_from(["un", "deux", "trois", "quatre", "cinq", "six", "sept"]), max_size=40
)


def slow(words: list[str]) -> set[tuple[str, ...]]:
    runs = [tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]
    return set(runs) if runs else {(word,) for word in words}


@given(WORDS, WORDS)
def test_similarities_are_those_of_the_sets_of_runs(one: list[str], other: list[str]) -> None:
    shingler = Shingler()
    cut, beside = shingler.of(one), shingler.of(other)
    left, right = slow(one), slow(other)
    assert len(cut) == len(left)
    assert (np.diff(cut.astype(object)) > 0).all()
    if (len(one) < RUN) == (len(other) < RUN):
        shared = len(left & right)
        assert jaccard(cut, beside) == (shared / len(left | right) if shared else 0)
        assert containment(cut, beside) == (shared / len(left) if left else 0)


def test_a_shingle_has_the_same_number_in_every_process() -> None:
    assert Shingler().of(["la", "rivière", "est", "partagée"]).tolist() == [12361118899777076052]


def test_a_word_cut_at_the_end_of_a_line_is_whole_and_spelling_does_not_count() -> None:
    assert words_of("La concer-\ntation, l’Été\n- un point") == words_of(
        "la CONCERTATION l'ete un point"
    )
