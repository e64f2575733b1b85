"""Characters of a text as they are kept and compared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import clean, fold
from tests.indexer.analysis.samples import typed


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Été", "ete"), ("CŒUR", "coeur"), ("naïve", "naive"), ("ﬁn", "fin"), ("Łódź", "lodz"), ("ex æquo", "ex aequo")],
)  # fmt: skip
def test_case_accents_and_ligatures_are_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("e\u0301tat", "état"), ("e\ufb03cace", "efficace"), ("con\u00adcert", "concert"), ("lʼeau", "l’eau"), ("a\u2028b", "a b"), ("a\ud800b", "ab")],
)  # fmt: skip
def test_a_text_is_kept_composed_and_without_odd_signs(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.one_of(typed, st.text(st.characters(codec=None))))
def test_a_clean_text_can_be_kept_and_is_clean(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert clean(cleaned) == cleaned
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f\u00ad\ufb01]", cleaned)
