from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exports.names import LONGEST_SLUG, numbers, post_slug, slug_of, time_of_day
from corpus.record import ExtractedFrom
from tests.corpus.samples import record


@given(st.text(max_size=400))
def test_a_slug_is_lower_case_without_accents_and_stays_itself(words: str) -> None:
    slug = slug_of(words)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= LONGEST_SLUG
    assert slug_of(slug) == slug


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/fiche/charte-de-bon-voisinage/", "charte-de-bon-voisinage"),
        ("/anciens/Compte%20rendu.html", "compte-rendu"),
        ("/?p=12", "partager-la-riviere"),
        ("/fiche/1234/", "partager-la-riviere"),
        ("/index.php", "partager-la-riviere"),
    ],
)
def test_the_slug_is_that_of_the_old_address_where_it_says_something(path: str, slug: str) -> None:
    assert post_slug(record(path)) == slug


def test_an_item_of_a_long_page_has_the_name_of_its_anchor_or_title() -> None:
    page = "https://www.comedie.org/methodes"
    assert (
        post_slug(record(extracted_from=ExtractedFrom(page, "le-world-cafe", 6))) == "le-world-cafe"
    )
    assert post_slug(record(extracted_from=ExtractedFrom(page, "", 6))) == "partager-la-riviere"


def test_a_record_whose_name_has_no_latin_letter_has_a_slug_all_the_same() -> None:
    assert post_slug(record("/?p=1", title="河")).startswith("comedie-")


@given(st.sets(st.text(max_size=8), max_size=60))
def test_numbers_are_all_different_and_do_not_depend_on_order(keys: set[str]) -> None:
    given_ = numbers(keys, 1000)
    assert len(set(given_.values())) == len(keys)
    assert numbers(sorted(keys, reverse=True), 1000) == given_


def test_two_keys_of_the_same_number_get_two_whatever_else_there_is() -> None:
    found: dict[int, str] = {}
    for n in range(100_000):  # the birthday of two among so many
        number = numbers([f"k{n}"], 0)[f"k{n}"]
        if number in found:
            pair = sorted([found[number], f"k{n}"])
            break
        found[number] = f"k{n}"
    both = numbers(pair, 0)
    assert both[pair[0]] == number
    assert both[pair[1]] == number + 1


@given(st.text(max_size=20))
def test_a_time_of_day_is_one_and_always_the_same(key: str) -> None:
    assert re.fullmatch(r"(?:0[89]|1\d):[0-5]\d:[0-5]\d", time_of_day(key))
    assert time_of_day(key) == time_of_day(key)
