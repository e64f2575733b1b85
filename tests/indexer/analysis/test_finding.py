"""Finding every word of a text again by its stem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import clean, fold, heads, search_copy, stem, tokens, word_at
from tests.indexer.analysis.samples import sheets, typed


def lost(text: str, *, noisy: bool = False) -> list[str]:
    """The words of a text that cannot be found in it by their stem."""
    copy = search_copy(text, noisy=noisy)
    return [
        word
        for token in tokens(text, noisy=noisy)
        for word in token.words
        if (token.start, token.end) not in places(text, copy, stem(word), noisy)
    ]


def places(text: str, copy: str, term: str, noisy: bool) -> set[tuple[int, int] | None]:
    found: set[tuple[int, int] | None] = set()
    for head in heads(term):
        at = copy.find(" " + head)
        while at >= 0:
            found.add(word_at(text, at, term, noisy=noisy))
            at = copy.find(" " + head, at + 1)
    return found


@given(typed, st.booleans())
def test_every_word_of_a_clean_text_is_found_by_its_stem(text: str, noisy: bool) -> None:
    kept = "".join(c for c in clean(text) if c in "œŒæÆ" or len(fold(c)) == 1)
    assert lost(kept, noisy=noisy) == []


def test_every_word_of_real_texts_is_found_by_its_stem() -> None:
    vocabulary = {text[t.start : t.end] for text in sheets(8) for t in tokens(text)}
    assert len(vocabulary) > 5_000
    assert [word for word in vocabulary if lost(word)] == []


@given(st.one_of(typed, st.text()), st.booleans())
def test_a_search_copy_moves_nothing_and_takes_one_byte_a_character(text: str, noisy: bool) -> None:
    copy = search_copy(text, noisy=noisy)
    assert len(copy.encode("latin-1")) == len(text) + 1


@pytest.mark.parametrize(
    "word",
    ["œuvres", "travaux", "yeux", "élues", "publiques", "λόγος", "Москва", "dvořák", "L. 121-15",
     "R.* 123-4", "W-2", "prud'homal", "entr'aide", "aujourd’hui", "10 µm"],
)  # fmt: skip
def test_a_rewritten_word_is_found_by_its_stem(word: str) -> None:
    assert tokens(word)
    assert lost(word) == []


def test_a_word_is_looked_for_by_what_all_its_forms_share() -> None:
    assert all(search_copy("évaluations")[1:].startswith(head) for head in heads(stem("evaluer")))
    assert fold("évaluer").startswith(heads(stem("evaluation")))
