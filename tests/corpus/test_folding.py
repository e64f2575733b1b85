from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold, fold_lines


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L'Haÿ-les-Roses", "l’hay les roses"),
        ("ÉVALUER", "evaluer"),
        ("Cœur", "coeur"),
        ("Social - Santé", "social–sante"),
        ("débat\u00a0 public ", "debat public"),
        ("e\u0301tape", "étape"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("n° 1", "n° 2"), ("a.b", "ab")])
def test_what_makes_a_name_another_is_kept(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1))
def test_folding_many_lines_is_folding_each(lines: list[str]) -> None:
    folded = fold_lines("\n".join(lines)).split("\n")
    assert [line.strip() for line in folded] == [fold(line) for line in lines]
