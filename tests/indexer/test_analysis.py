"""French words to terms."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import analysis
from indexer.analysis import (
    GAP,
    MAX_TERM,
    clean,
    fold,
    heads,
    search_copy,
    stream,
    term_of,
    terms,
    tokens,
    word_at,
)
from indexer.french import STOP_WORDS

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample" / "service-public.jsonl.gz"
typed = st.text(
    alphabet=st.one_of(
        st.sampled_from("aeéèêçœæÉLldqu'’ʼ-·.()/ 0123456789\u0301\u00ad_&½²µß€ﬁ\n"),
        st.characters(),
    )
)


def words(text: str) -> list[tuple[str, str]]:
    return [(token.term, text[token.start : token.end]) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'évaluation d’usage", [("evalu", "L'évaluation"), ("usag", "d’usage")]),
        ("jusqu'alors", [("alor", "jusqu'alors")]),
        ("lorsqu'Anne", [("anne", "lorsqu'Anne")]),
        ("aujourd'hui aujourd’hui aujourdhui", [("aujourdhui", "aujourd'hui"), ("aujourdhui", "aujourd’hui"), ("aujourdhui", "aujourdhui")]),
        ("prud'hommes", [("prud", "prud"), ("homm", "hommes")]),
        ("W-2, A69 et n°9 en 2026", [("w-2", "W-2"), ("a69", "A69"), ("9", "9"), ("2026", "2026")]),
        ("COVID-19", [("covid", "COVID"), ("19", "19")]),
        ("cœur Œuvre ﬁn", [("coeur", "cœur"), ("oeuvr", "Œuvre"), ("fin", "ﬁn")]),
        ("e\u0301valuer", [("evalu", "e\u0301valuer")]),
        ("con\u00adcertation", [("concert", "con\u00adcertation")]),
        ("dit-elle, donne-les", [("dit", "dit"), ("don", "donne")]),
        ("snake_case", [("snak", "snake"), ("cas", "case")]),
    ],
)  # fmt: skip
def test_words_become_terms_with_their_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "form",
    [
        "praticien·nes", "praticien·ne·s", "praticien.nes", "praticien.ne.s", "praticien(ne)s",
        "praticien-ne-s", "praticien•ne•s", "praticien/ne", "praticien", "praticiennes",
    ],
)  # fmt: skip
def test_an_inclusive_form_is_one_word_found_by_its_base(form: str) -> None:
    assert words(f"des {form} locaux") == [("praticien", form), ("local", "locaux")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("etc. et", ["etc"]),
        ("v2.0", ["v2", "0"]),
        ("www.exemple.fr", ["www", "exempl", "fr"]),
        ("fin.Une", ["fin"]),
        ("et/ou lieu/temps", ["lieu", "temp"]),
        ("12.5 (e) 3(s)", ["12", "5", "e", "3"]),
        ("rendez-vous", ["rend"]),
    ],
)
def test_what_only_looks_inclusive_is_left_alone(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    "family",
    [
        ("travail", "travaux"), ("œil", "yeux"), ("élu", "élus", "élue", "élues"),
        ("enjeu", "enjeux"), ("lieu", "lieux"), ("milieu", "milieux"), ("local", "locaux", "locale"),
        ("animer", "animée", "animées", "animateur", "animatrice"), ("donnée", "données"),
        ("évaluation", "évaluer", "évaluées", "évalué"), ("citoyen", "citoyenne", "citoyens"),
        ("concertation", "concertations", "concerter", "concertée"), ("métropole", "métropoles"),
    ],
)  # fmt: skip
def test_a_family_has_one_term_with_or_without_accents(family: tuple[str, ...]) -> None:
    assert len({term_of(form) for form in family} | {term_of(fold(form)) for form in family}) == 1


def test_words_the_stemmer_would_confuse_are_kept_apart() -> None:
    assert len({term_of("loi"), term_of("loyer"), term_of("foi"), term_of("foyers")}) == 4


def test_words_with_no_meaning_keep_their_place() -> None:
    assert stream("la charte de la participation") == [GAP, "chart", GAP, GAP, "particip"]
    assert terms("la charte de la participation") == ["chart", "particip"]


def test_the_summer_is_not_a_small_word() -> None:
    assert terms("pendant l'été") == ["pend", "ete"]


def test_a_term_has_a_largest_size() -> None:
    (term,) = terms("a" * 100_000)
    assert len(term) <= MAX_TERM


@given(typed)
def test_terms_are_those_of_the_tokens(text: str) -> None:
    assert terms(text) == [token.term for token in tokens(text)]


@given(typed)
def test_tokens_are_in_order_and_do_not_overlap(text: str) -> None:
    edges = [edge for token in tokens(text) for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert all(token.start < token.end <= len(text) and token.term for token in tokens(text))


@given(typed)
def test_a_text_in_lower_case_without_accents_has_the_same_terms(text: str) -> None:
    kept = re.sub(r"[^a-zéèêàçùûîôœ' ]", " ", text.lower())
    assert terms(fold(kept)) == terms(kept)


@given(st.one_of(typed, st.text(st.characters(codec=None))))
def test_a_clean_text_can_be_kept_and_is_clean(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert clean(cleaned) == cleaned
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f\u00ad\ufb01]", cleaned)


@given(st.one_of(typed, st.text()))
def test_a_search_copy_moves_nothing(text: str) -> None:
    assert len(search_copy(text)) == len(text) + 1


def test_every_word_of_real_texts_begins_with_one_of_its_heads() -> None:
    """Else a document could be found and none of its words marked."""
    lost = set()
    with gzip.open(SAMPLE) as lines:
        texts = [clean(json.loads(line)["text"]) for line in lines][::8]
    vocabulary = {token for text in texts for token in re.findall(r"[^\W_]+", text)}
    vocabulary = {word for word in vocabulary if word.isalpha() or word.isdecimal()}
    assert len(vocabulary) > 5_000
    for word in vocabulary:
        term = term_of(word)
        if term not in ("", GAP) and not search_copy(word)[1:].startswith(heads(term)):
            lost.add((word, term))
    assert lost == set()


@pytest.mark.parametrize(("word", "term"), [("œuvres", "oeuvr"), ("travaux", "travail"), ("yeux", "oeil"), ("élues", "elu")])  # fmt: skip
def test_a_rewritten_word_begins_with_one_of_its_heads(word: str, term: str) -> None:
    assert term_of(word) == term
    assert search_copy(word)[1:].startswith(heads(term))


def test_a_word_is_confirmed_where_it_begins() -> None:
    text = "gestion de l'eau"
    assert word_at(text, text.index("eau"), "eau") == (11, 16)
    assert word_at(text, text.index("gestion"), "eau") is None


def test_the_hash_of_the_chain_follows_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    before = analysis.chain_hash()
    assert before == analysis.chain_hash()
    monkeypatch.setattr(analysis, "STOP_WORDS", STOP_WORDS | {"nouveau"})
    assert analysis.chain_hash() != before
