"""Other spellings, and what to drop when nothing is found, by every engine."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from indexer.engines import open_engine
from indexer.engines.base import SearchEngine
from indexer.query import Applied, Origin, Query, Relaxation, Suggestion, Years
from tests.indexer.engines.making import document

SENTENCE = (
    "L'environnement, la commission citoyenne et l'aménagement énergétique : un débat public sur la "
    "rivière et ses rivages, à Nantes, au cœur des territoires."
)


@pytest.fixture
def base(engine: SearchEngine) -> SearchEngine:
    """Twelve documents that say the same things."""
    engine.write([document(f"d{n:02}", f"Fiche {n}", SENTENCE) for n in range(12)], (), 1)
    return engine


# --- unknown words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("energetiqe", "énergétique"),  # a letter less
        ("commisssion", "commission"),  # one too many
        ("comision", "commission"),  # two doubled letters that are not
        ("amenagemant", "aménagement"),  # a letter for another
        ("evnironnement", "environnement"),  # two exchanged
        ("nevironnement", "environnement"),  # the first two
        ("Rivaige", "rivages"),
        ("nentes", "Nantes"),
        ("teritoirs", "territoires"),
    ],
)
def test_a_word_that_is_in_no_text_is_read_as_the_nearest_one(
    base: SearchEngine, typed: str, meant: str
) -> None:
    results = base.search(Query(typed))
    assert results.total == 12
    assert results.applied == (Applied(typed, (meant,), Origin.SPELLING),)


@pytest.mark.parametrize("typed", ["amenagement", "ÉNERGETIQUE", "riviére", "citoyene", "coeur"])
def test_accents_and_forms_of_a_word_are_no_mistakes(base: SearchEngine, typed: str) -> None:
    results = base.search(Query(typed))
    assert (results.total, results.applied, results.suggestion) == (12, (), None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("debatpublic", "débat public"),
        ("lerivage", "le rivage"),
        ("lenvironnement", "environnement"),
        ("laménagementt", "aménagement"),
    ],
)
def test_words_typed_without_a_space_are_read_apart(
    base: SearchEngine, typed: str, meant: str
) -> None:
    results = base.search(Query(typed))
    assert results.total == 12
    assert results.applied == (Applied(typed, (meant,), Origin.SPELLING),)


@pytest.mark.parametrize("typed", ["xyzzyq", "dupont", "debatrare", "44109", "eau", "cs"])
def test_what_is_near_nothing_finds_nothing(base: SearchEngine, typed: str) -> None:
    base.write(
        [document("rare", body="rare"), document("p", body="pont"), document("q", body="pont")],
        (),
        2,
    )
    results = base.search(Query(typed))
    assert (results.total, results.applied) == (0, ())


def test_of_near_words_the_most_frequent_is_meant(engine: SearchEngine) -> None:
    engine.write([document(f"m{n}", body="mairie") for n in range(3)], (), 1)
    engine.write([document("p", body="maerle")], (), 2)
    assert engine.search(Query("maerie")).applied[0].instead == ("mairie",)


def test_a_word_that_only_a_deleted_document_had_is_not_meant(engine: SearchEngine) -> None:
    engine.write([document("a", body="concertation"), document("b", body="forêt")], (), 1)
    engine.write((), ["a"], 2)
    results = engine.search(Query("concertatoin"))
    assert (results.total, results.applied) == (0, ())


@pytest.mark.parametrize("query", [Query("energetiqe", exact=True), Query("nantes -energetiqe")])
def test_exact_words_and_exclusions_are_not_corrected(base: SearchEngine, query: Query) -> None:
    assert base.search(query).applied == ()


# --- did you mean --------------------------------------------------------------------------------


def test_a_rare_word_is_suggested_as_a_frequent_one_near_it(base: SearchEngine) -> None:
    base.write([document("typo", body="la rivère du débat")], (), 2)
    results = base.search(Query("débat rivère"))
    assert results.complete == 1
    total = base.search(Query("débat rivière")).total
    assert results.suggestion == Suggestion("débat rivière", total)


def test_a_suggestion_keeps_elisions_quotes_and_what_is_well_spelt(base: SearchEngine) -> None:
    base.write([document("typo", body="l'envirronnement")], (), 2)
    assert base.search(Query("l'envirronnement")).suggestion == Suggestion("l'environnement", 12)
    phrase = base.search(Query('"debat pubic"'))
    assert phrase.total == 0
    assert phrase.suggestion == Suggestion('"debat public"', 12)


def test_a_suggestion_that_finds_no_more_is_not_made(engine: SearchEngine) -> None:
    engine.write([document(f"d{n}", body="rivière") for n in range(12)], (), 1)
    engine.write([document("a", body="rivère forêt")], (), 2)
    assert engine.search(Query("rivère forêt")).suggestion is None


def test_what_finds_enough_is_not_questioned(base: SearchEngine) -> None:
    assert base.search(Query("rivière")).suggestion is None


def test_a_suggestion_counts_what_it_finds(base: SearchEngine) -> None:
    base.write([document("typo", body="la rivère du débat")], (), 2)
    suggestion = base.search(Query("débat rivère")).suggestion
    assert suggestion is not None
    assert base.search(Query(suggestion.text)).total == suggestion.total


# --- what to drop --------------------------------------------------------------------------------


@pytest.fixture
def shelf(engine: SearchEngine) -> SearchEngine:
    engine.write(
        [
            document("a", body="rivière médiation", facets={"theme": ("eau",)}, date="2015"),
            document("b", body="rivière budget", facets={"theme": ("ville",)}, date="2020"),
            document("c", body="forêt", facets={"theme": ("ville",), "author": ("Ana",)}),
        ],
        (),
        1,
    )
    return engine


def test_the_word_to_drop_is_said_with_what_is_found_without_it(shelf: SearchEngine) -> None:
    results = shelf.search(Query('"rivière forêt" médiation'))
    assert results.total == 0
    assert results.relaxations == (Relaxation(Query("médiation"), 1, '"rivière forêt"'),)


def test_a_choice_to_drop_is_said_before_words(shelf: SearchEngine) -> None:
    query = Query("forêt", chosen={"theme": ("eau",)}, page=2, size=5)
    assert shelf.search(query).relaxations == (
        Relaxation(Query("forêt", size=5), 1, "eau", "theme"),
    )


def test_a_facet_with_several_values_is_dropped_whole(shelf: SearchEngine) -> None:
    query = Query("médiation", chosen={"theme": ("ville", "bois")})
    assert shelf.search(query).relaxations == (Relaxation(Query("médiation"), 1, "", "theme"),)


def test_an_exclusion_and_a_period_can_be_dropped(shelf: SearchEngine) -> None:
    excluded = Query("forêt", excluded={"author": ("Ana",)})
    assert shelf.search(excluded).relaxations == (Relaxation(Query("forêt"), 1, "Ana", "author"),)
    period = Query("budget", years=Years(1990, 2000))
    assert shelf.search(period).relaxations == (Relaxation(Query("budget"), 1, "", "year"),)


def test_a_query_that_would_only_exclude_is_not_offered(shelf: SearchEngine) -> None:
    results = shelf.search(Query('"rivière forêt" -budget'))
    assert [one.query.text for one in results.relaxations] == []


def test_nothing_is_dropped_from_what_finds_something(shelf: SearchEngine) -> None:
    assert shelf.search(Query("rivière forêt médiation")).relaxations == ()


# --- whatever is typed ---------------------------------------------------------------------------

FILLED = open_engine("memory:", create=True)
FILLED.write(
    [
        document(f"d{n}", "Débat public", f"{SENTENCE} mot{n}", {"theme": ("eau",)}, date="2015")
        for n in range(12)
    ],
    (),
    1,
)
WORDS = [
    "rivère",
    "debatpublic",
    "envirronnement",
    "nantes",
    "titre:",
    "auteur:",
    "-budget",
    "OU",
    "(",
    ")",
    '"',
    "*",
    "l'",
    "é",
    "œ",
    "xyzzy",
]
TYPED = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=7).map(" ".join)
CHOSEN = st.dictionaries(st.sampled_from(["theme", "kind"]), st.just(("eau",)), max_size=2)


@given(TYPED, CHOSEN, CHOSEN, st.sampled_from([Years(), Years(1990, 2000)]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_is_offered_is_never_refused_and_counts_what_it_finds(
    text: str,
    chosen: dict[str, tuple[str, ...]],
    excluded: dict[str, tuple[str, ...]],
    years: Years,
) -> None:
    query = Query(text, chosen=chosen, excluded=excluded, years=years)
    try:
        results = FILLED.search(query)
    except QueryError:
        return
    for one in results.relaxations:
        assert FILLED.search(one.query).total == one.total > 0 == results.total
    if results.suggestion:
        suggested = Query(results.suggestion.text, chosen=chosen, excluded=excluded, years=years)
        assert FILLED.search(suggested).total == results.suggestion.total
