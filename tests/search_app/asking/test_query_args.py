from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from corpus.fields import FIELDS, Field, FieldKind, Label, facets
from indexer.query import MAX_SIZE, MISSING, Query, Sort, Years
from search_app.asking.query_args import (
    ALIASES,
    EARLIEST,
    LATEST,
    LONGEST_VALUE,
    MOST_PAGE,
    MOST_VALUES,
    RESERVED,
    BadParameter,
    clean,
    read,
    stored_value,
    write,
)

words = st.text(max_size=80).map(clean)
one_value = st.one_of(words.filter(bool), st.just(MISSING))


def choice_in(field: Field) -> st.SearchStrategy[tuple[str, tuple[str, ...]]]:
    """Values of a facet as they are stored."""
    stored = one_value.map(lambda value: stored_value(field, value))
    values = st.lists(stored, min_size=1, max_size=4, unique=True).map(tuple)
    return st.tuples(st.just(field.name), values)


choices = st.lists(
    st.sampled_from(facets()).flatmap(choice_in), max_size=4, unique_by=lambda pair: pair[0]
).map(dict)
a_year = st.none() | st.integers(EARLIEST, LATEST)
periods = st.tuples(a_year, a_year).map(
    lambda ends: Years(*sorted(ends)) if None not in ends else Years(*ends)  # type: ignore[type-var]
)
queries = st.builds(
    Query,
    text=words,
    chosen=choices,
    excluded=choices,
    years=periods,
    exact=st.booleans(),
    sort=st.sampled_from(Sort),
    page=st.integers(1, MOST_PAGE),
    size=st.integers(1, MAX_SIZE),
)


def pairs_of(query_string: str) -> list[tuple[str, str]]:
    return parse_qsl(query_string, keep_blank_values=True)


def refused(query_string: str) -> BadParameter:
    with pytest.raises(BadParameter) as error:
        read(pairs_of(query_string))
    return error.value


@given(queries)
def test_what_is_written_reads_back(query: Query) -> None:
    assert read(write(query)) == query


@given(queries)
def test_what_is_written_survives_an_address(query: Query) -> None:
    assert read(pairs_of(urlencode(write(query)))) == query


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=40)), max_size=8))
def test_anything_reads_or_is_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        query = read(pairs)
    except QueryError:
        return
    assert read(write(query)) == query


@given(
    st.sampled_from(
        ["page", "size", "sort", "tri", "q", "kind", "not-theme", "year_min", "exact", "place"]
    ),
    st.text(max_size=30),
)
def test_any_value_of_a_known_parameter_reads_or_is_refused(name: str, value: str) -> None:
    try:
        query = read([(name, value)])
    except QueryError:
        return
    assert read(write(query)) == query


def test_an_empty_query_string_asks_for_everything() -> None:
    assert read([]) == Query()
    assert write(Query()) == ()


def test_a_facet_may_be_repeated_and_keeps_its_commas() -> None:
    query = read(pairs_of("q=eau&kind=method&kind=memo&theme=Son%2C+bruit"))
    assert query.chosen == {"kind": ("method", "memo"), "theme": ("Son, bruit",)}


def test_a_value_given_twice_counts_once_and_blanks_do_not_count() -> None:
    assert read(pairs_of("kind=method&kind=method&kind=&page=&q=+")).chosen == {"kind": ("method",)}


def test_tri_is_another_name_of_sort() -> None:
    assert read(pairs_of("tri=date")) == read(pairs_of("sort=date"))


def test_a_value_is_left_out_with_not_before_the_name_of_its_facet() -> None:
    query = read(pairs_of("not-theme=eau&not-theme=climat&theme=agriculture"))
    assert query.excluded == {"theme": ("eau", "climat")}
    assert query.chosen == {"theme": ("agriculture",)}


def test_a_hyphen_asks_for_those_that_have_no_value() -> None:
    query = read(pairs_of("theme=-&not-place=-"))
    assert (query.chosen, query.excluded) == ({"theme": (MISSING,)}, {"place": (MISSING,)})
    assert write(query) == (("theme", "-"), ("not-place", "-"))


def test_a_period_may_be_open_at_either_end() -> None:
    assert read(pairs_of("year_min=2015&year_max=2020")).years == Years(2015, 2020)
    assert read(pairs_of("year_min=2015&year_max=")).years == Years(2015, None)
    assert read(pairs_of("a=2015")).years == Years(None, 2015)


@pytest.mark.parametrize("value", ["abc", "0", "20 15", "10000", "-5", "2015.5"])
def test_a_year_that_is_none_is_named(value: str) -> None:
    error = refused(urlencode({"year_min": value, "q": "eau"}))
    assert f"« {value} »" in error.message
    assert error.remedy == (("q", "eau"),)


def test_a_period_that_runs_backwards_is_refused_with_both_years() -> None:
    error = refused("year_min=2020&year_max=2015&q=eau")
    assert "2020" in error.message
    assert "2015" in error.message
    assert error.remedy == (("q", "eau"),)


@pytest.mark.parametrize(
    ("value", "exact"), [("1", True), ("oui", True), ("0", False), ("", False)]
)
def test_exact_words_are_asked_for_with_one(value: str, *, exact: bool) -> None:
    assert read([("exact", value)]).exact is exact


def test_an_exactness_that_is_neither_is_named() -> None:
    assert "« peut-être »" in refused("exact=peut-être").message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("s=eau", "q=eau"),
        ("tri=date", "sort=date"),
        ("thème=eau&lieu=com-44109", "theme=eau&place=com-44109"),
        ("theme=Gestion de l'eau&thematique=%C3%A9nergie", "theme=eau&theme=energie"),
        ("annee=2018&auteur=Dupont", "year=2018&author=Dupont"),
        ("nature=memo&type=method", "kind=memo&kind=method"),
        ("organisme=INRAE&langue=fr&format=pdf", "organisation=INRAE&language=fr&file_type=pdf"),
        ("de=2015&a=2020", "year_min=2015&year_max=2020"),
        ("depuis=2015", "year_min=2015"),
        ("not-thème=eau", "not-theme=eau"),
        ("étiquette=relu&methode=charte", "tag=relu&method=charte"),
    ],
)
def test_old_and_french_names_keep_working(old: str, new: str) -> None:
    assert read(pairs_of(old)) == read(pairs_of(new)) != Query()


def test_no_other_name_hides_a_name_of_ours() -> None:
    ours = {*RESERVED, *(facet.name for facet in facets())}
    assert set(ALIASES.values()) <= ours
    assert all(ALIASES[name] == name for name in ours & set(ALIASES))


def test_what_trackers_add_is_left_out() -> None:
    assert read(pairs_of("q=eau&utm_source=lettre&fbclid=x1&lang=en")) == Query("eau")


def test_what_the_list_of_a_facet_adds_is_left_out() -> None:
    assert read(pairs_of("q=eau&filtre=par&partie=2")) == Query("eau")


def test_control_characters_are_blanks() -> None:
    assert read([("q", "eau\x00\n  douce\u200b")]).text == "eau douce"


@pytest.mark.parametrize("value", ["abc", "0", "-1", "1.5", "9" * 30, "٣", "1 2", "10001", "²"])
def test_a_page_that_cannot_be_is_named_with_its_bounds(value: str) -> None:
    error = refused(urlencode({"page": value, "q": "eau"}))
    assert f"« {value} »" in error.message
    assert str(MOST_PAGE) in error.message
    assert error.remedy == (("q", "eau"),)


def test_a_size_beyond_the_most_is_refused() -> None:
    assert read([("size", str(MAX_SIZE))]).size == MAX_SIZE
    assert str(MAX_SIZE) in refused(f"size={MAX_SIZE + 1}").message


def test_an_unknown_sort_names_the_known_ones() -> None:
    error = refused("sort=hasard")
    assert "hasard" in error.message
    assert all(sort.value in error.message for sort in Sort)


@pytest.mark.parametrize("name", ["colour", "rights", "title", "Kind"])
def test_what_is_not_a_facet_is_refused_with_the_facets_there_are(name: str) -> None:
    error = refused(f"{name}=x&kind=memo")
    assert f"« {name} »" in error.message
    assert "kind" in error.message
    assert error.remedy == (("kind", "memo"),)


def test_a_single_parameter_given_twice_is_refused() -> None:
    assert "2 fois" in refused("page=1&page=2").message
    assert "2 fois" in refused("sort=date&tri=title").message


def test_too_many_or_too_long_values_are_refused() -> None:
    many = [("theme", f"thème {rank}") for rank in range(MOST_VALUES + 1)]
    with pytest.raises(BadParameter, match=str(MOST_VALUES)):
        read(many)
    with pytest.raises(BadParameter, match=str(LONGEST_VALUE)):
        read([("theme", "a" * (LONGEST_VALUE + 1))])


def test_the_refusal_says_itself_in_english_too() -> None:
    assert "whole number" in refused("page=abc").in_("en")


def test_a_facet_added_to_the_table_is_a_parameter() -> None:
    public = Field(
        "public", Label("Public", "Audience"), FieldKind.KEYWORD, lambda e: (), facet=True
    )
    query = read([("public", "jeunes")], (*FIELDS, public))
    assert query.chosen == {"public": ("jeunes",)}
    assert write(query, (*FIELDS, public)) == (("public", "jeunes"),)
    with pytest.raises(BadParameter):
        read([("public", "jeunes")])


def test_no_facet_has_the_name_of_another_parameter() -> None:
    assert not RESERVED & {facet.name for facet in facets()}


def test_a_query_is_written_as_short_as_it_can_be() -> None:
    query = replace(Query("eau"), sort=Sort.TITLE)
    assert urlencode(write(query)) == "q=eau&sort=title"
