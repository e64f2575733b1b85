"""What readers type, understood or refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from indexer.query import MAX_SIZE, Query
from indexer.query_parser import MAX_CHARACTERS, MAX_PHRASE, MAX_WORDS, Clause, Parsed, parse


def shapes(parsed: Parsed) -> list[tuple[tuple[str, ...], bool, bool]]:
    return [(clause.terms, clause.phrase, clause.excluded) for clause in parsed.clauses]


def outcome(typed: str) -> tuple[Parsed | None, str]:
    try:
        return parse(typed), ""
    except QueryError as error:
        return None, error.message


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    parsed = parse('eau "dialogue de territoire" -mer -"haute mer"')
    assert shapes(parsed) == [
        (("eau",), False, False),
        (("dialogu", "_", "territoir"), True, False),
        (("mer",), False, True),
        (("haut", "mer"), True, True),
    ]
    assert parsed.words == ("eau", "dialogu", "territoir")


@pytest.mark.parametrize(
    "typed", ["«\xa0budget participatif\xa0»", "“budget participatif”", '"budget participatif']
)
def test_any_quotes_make_a_phrase(typed: str) -> None:
    assert shapes(parse(typed)) == [(("budget", "particip"), True, False)]


def test_a_clause_says_where_it_was_typed() -> None:
    parsed = parse('eau -"haute mer"')
    assert [parsed.text[c.start : c.end] for c in parsed.clauses] == ["eau", '-"haute mer"']


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert shapes(parse("Aix-en-Provence")) == [(("aix", "_", "provenc"), False, False)]
    assert shapes(parse("eau - mer")) == [(("eau",), False, False), (("mer",), False, False)]


def test_what_is_asked_twice_counts_once() -> None:
    assert shapes(parse("eau l'eau EAUX")) == [(("eau",), False, False)]


def test_words_too_common_are_set_aside() -> None:
    assert parse("la charte de la ville").ignored == ("la", "de")


def test_a_phrase_of_one_word_is_a_word() -> None:
    assert shapes(parse('"la charte"')) == [(("chart",), False, False)]


def test_nothing_typed_asks_for_everything() -> None:
    assert parse("").clauses == parse("  \n ").clauses == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a" * (MAX_CHARACTERS + 1), "301 caractères"),
        (" ".join(f"mot{n}" for n in range(MAX_WORDS + 1)), "17 mots"),
        ('"' + " ".join(f"mot{n}" for n in range(MAX_PHRASE + 1)) + '"', "plus de 8 mots"),
        ("de la", "« de la »"),
        ("(((", r"« \(\(\( »"),
        ("*", r"« \* »"),
        ('"', "aucun mot"),
        ("- -", "aucun mot"),
    ],
)
def test_what_cannot_be_searched_is_said_with_its_value(typed: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse(typed)


@pytest.mark.parametrize(
    "typed",
    ["W-2", "NOT eau", "a:[1 TO", "mot~9", "eau AND", "((eau)", "*eau*", "\x00eau", "\ud800eau", "eau\u0301"],
)  # fmt: skip
def test_what_other_languages_trip_over_is_a_plain_search(typed: str) -> None:
    assert parse(typed).wanted


@given(st.text(st.characters(codec=None), max_size=400))
def test_anything_typed_gives_clauses_or_a_sentence(typed: str) -> None:
    parsed, message = outcome(typed)
    assert (parsed is None) == bool(message)
    assert message == "" or message.encode().endswith(b".")
    if parsed:
        assert parsed.clauses or not parsed.text.strip()
        assert all(clause.terms and clause.start < clause.end for clause in parsed.clauses)


@given(st.text('"-a« »e mot', max_size=40))
def test_a_clause_neither_begins_nor_ends_with_a_gap(typed: str) -> None:
    try:
        clauses: tuple[Clause, ...] = parse(typed).clauses
    except QueryError:
        return
    assert all(clause.terms[0] != "_" != clause.terms[-1] for clause in clauses)


@pytest.mark.parametrize(
    ("page", "size", "said"),
    [(0, 20, "La page 0"), (-1, 20, "La page -1"), (1, 0, "0 résultats"), (1, MAX_SIZE + 1, "101")],
)
def test_a_page_or_a_size_that_cannot_be_is_said(page: int, size: int, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        Query(page=page, size=size)
