"""Texts to folded words, with and without their places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import (
    ALTERNATIVE,
    GAP,
    MAX_WORD,
    clean,
    fold,
    positions,
    stem,
    tokens,
    word_at,
    words,
    words_with_starts,
)
from indexer.analysis.folding import APOSTROPHES
from tests.indexer.analysis.samples import sheets, typed


def marked(text: str) -> list[tuple[str, str]]:
    return [(" ".join(t.words), text[t.start : t.end]) for t in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'évaluation d’usage", [("evaluation", "L'évaluation"), ("usage", "d’usage")]),
        ("jusqu'alors", [("alors", "jusqu'alors")]),
        ("lorsqu'Anne", [("anne", "lorsqu'Anne")]),
        ("puisqu’Anne quoiqu'agir", [("anne", "puisqu’Anne"), ("agir", "quoiqu'agir")]),
        ("la presqu'île", [("ile", "presqu'île")]),
        ("aujourd'hui aujourd’hui aujourdhui", [("aujourdhui", "aujourd'hui"), ("aujourdhui", "aujourd’hui"), ("aujourdhui", "aujourdhui")]),
        ("quelqu'un, quelqu’une", []),
        ("qu'entr'aide, entr'elles", [("entraide", "qu'entr'aide")]),
        ("conseil de prud’hommes", [("conseil", "conseil"), ("prudhommes", "prud’hommes")]),
        ("W-2, A69 et n°9 en 2026", [("w-2", "W-2"), ("a69", "A69"), ("9", "9"), ("2026", "2026")]),
        ("COVID-19", [("covid", "COVID"), ("19", "19")]),
        ("l'article L. 121-15", [("article", "l'article"), ("l121-15", "L. 121-15")]),
        ("L.121-15 L121-15", [("l121-15", "L.121-15"), ("l121-15", "L121-15")]),
        ("R.\u00a0123-4, R.* 123-4", [("r123-4", "R.\u00a0123-4"), ("r123-4", "R.* 123-4")]),
        ("l. 121-15, l121-15", [("l121-15", "l. 121-15"), ("l121-15", "l121-15")]),
        ("article L. 1224-1-2", [("article", "article"), ("l1224-1-2", "L. 1224-1-2")]),
        ("Blondiaux L. 2019", [("blondiaux", "Blondiaux"), ("2019", "2019")]),
        ("cœur Œuvre ﬁn", [("coeur", "cœur"), ("oeuvre", "Œuvre"), ("fin", "ﬁn")]),
        ("e\u0301valuer", [("evaluer", "e\u0301valuer")]),
        ("con\u00adcertation", [("concertation", "con\u00adcertation")]),
        ("dit-elle, donne-les", [("dit", "dit"), ("donne", "donne")]),
        ("snake_case", [("snake", "snake"), ("case", "case")]),
        ("3 m² et ½", [("3", "3"), ("m2", "m²"), ("12", "½")]),
    ],
)  # fmt: skip
def test_a_text_gives_its_words_with_their_places(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert marked(text) == expected


def test_words_with_no_meaning_keep_their_place() -> None:
    assert words("la charte de la participation") == [GAP, "charte", GAP, GAP, "participation"]
    text = "la charte"
    assert [(t.words, text[t.start : t.end]) for t in positions(text)] == [
        ((GAP,), "la"),
        (("charte",), "charte"),
    ]


@pytest.mark.parametrize(
    "question",
    ["combien", "comment", "pourquoi", "quel", "quelles", "où", "quand", "qui", "lequel",
     "laquelle", "auquel", "desquelles"],
)  # fmt: skip
def test_question_words_say_nothing_of_what_is_looked_for(question: str) -> None:
    assert words(question) == [GAP]


def test_the_summer_is_not_a_small_word() -> None:
    assert words("pendant l'été") == ["pendant", "ete"]


def test_words_that_share_a_place_are_told_apart() -> None:
    assert words("les acteur·rice·s") == [GAP, f"acteur{ALTERNATIVE}actrice"]


def test_a_word_has_a_largest_size() -> None:
    assert words("a" * 100_000) == ["a" * MAX_WORD]


@given(typed, st.booleans())
def test_words_are_those_of_the_positions(text: str, noisy: bool) -> None:
    found = positions(text, noisy=noisy)
    assert words(text, noisy=noisy) == [ALTERNATIVE.join(token.words) for token in found]
    assert tokens(text, noisy=noisy) == [token for token in found if token.words != (GAP,)]


def test_words_of_real_texts_are_those_of_the_positions() -> None:
    for text in sheets(40):
        assert words(text) == [ALTERNATIVE.join(token.words) for token in positions(text)]


@given(typed, st.booleans())
def test_the_words_of_a_text_come_with_where_each_begins(text: str, noisy: bool) -> None:
    found, starts = words_with_starts(text, noisy=noisy)
    assert found == words(text, noisy=noisy)
    at = positions(text, noisy=noisy)
    assert len(at) == len(starts)
    for token, start in zip(at, starts.tolist(), strict=True):
        before = text[token.start : start]
        assert token.start <= start < token.end
        assert not before or noisy or before[-1] in APOSTROPHES


def test_the_words_of_real_texts_begin_where_their_positions_say() -> None:
    for text in sheets(40):
        starts = words_with_starts(text)[1].tolist()
        at = [token.start for token in positions(text)]
        elided = [(n, m) for n, m in zip(starts, at, strict=True) if n != m]
        assert all(text[start - 1] in APOSTROPHES for start, _ in elided)


@given(typed, st.booleans())
def test_tokens_are_in_order_and_do_not_overlap(text: str, noisy: bool) -> None:
    found = positions(text, noisy=noisy)
    edges = [edge for token in found for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert all(token.start < token.end <= len(text) and all(token.words) for token in found)


@given(typed)
def test_a_text_in_lower_case_without_accents_has_the_same_words(text: str) -> None:
    kept = re.sub(r"[^a-zéèêàçùûîôœ' ]", " ", text.lower())
    assert words(fold(kept)) == words(kept)


@given(typed)
def test_a_clean_text_has_folded_words_only(text: str) -> None:
    for item in words(clean(text)):
        assert item == GAP or all(
            w and w.replace("-", "").isalnum() for w in item.split(ALTERNATIVE)
        )


def test_a_word_is_confirmed_where_it_begins() -> None:
    text = "gestion de l'eau"
    assert word_at(text, text.index("eau"), "eau") == (11, 16)
    assert word_at(text, text.index("gestion"), "eau") is None


@pytest.mark.parametrize("word", ["acteur", "actrice"])
def test_either_gender_confirms_the_whole_form(word: str) -> None:
    text = "pour l'acteur·rice·s"
    assert word_at(text, text.index("act"), stem(word)) == (5, len(text))


@pytest.mark.parametrize(
    ("text", "inside"), [("acteur·rice", "rice"), ("L. 121-15", "121"), ("L. 121-15", "15"), ("W-2", "2")]
)  # fmt: skip
def test_a_piece_of_a_word_is_not_a_word(text: str, inside: str) -> None:
    assert word_at(text, text.index(inside), stem(inside)) is None
