"""Which links enter the frontier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.admission import LONGEST_URL, Admission, Budgets, pattern_of

BUDGETS = Budgets(pages=10, pattern=3, links=2)


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("http://h/fiche/jardins/", ""),
        ("http://h/agenda/2026/11/", "/agenda/0/0/"),
        ("http://h/agenda?mois=11&an=2026", "/agenda?an&mois"),
        ("http://h/agenda?an=1999&mois=2", "/agenda?an&mois"),
        ("http://h/?p=12", "/?p"),
        ("http://h/guide-2/", "/guide-0/"),
    ],
)
def test_addresses_that_differ_in_numbers_have_one_pattern(url: str, pattern: str) -> None:
    assert pattern_of(url) == pattern


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_calendar_has_one_pattern(one: int, other: int) -> None:
    assert pattern_of(f"http://h/c/{one}?d={other}") == pattern_of(f"http://h/c/{other}?d={one}")


def test_an_address_enters_once() -> None:
    admission = Admission(BUDGETS)
    assert admission.admits("k", "http://h/a")
    assert not admission.admits("k", "http://h/a")
    assert admission.size == 1
    assert not admission.notes


def test_a_pattern_beyond_its_budget_is_refused_and_said_once() -> None:
    admission = Admission(BUDGETS)
    entered = [admission.admits(str(n), f"http://h/c/{n}") for n in range(6)]
    assert entered == [True, True, True, False, False, False]
    assert [note.value for note in admission.notes] == ["/c/0"]
    assert admission.refused == {"pattern_budget": 3}


def test_a_whole_harvest_has_a_budget() -> None:
    admission = Admission(BUDGETS)
    entered = [admission.admits(chr(97 + n), f"http://h/{chr(97 + n)}") for n in range(12)]
    assert entered == [True] * 10 + [False] * 2
    assert [note.code for note in admission.notes] == ["page_budget"]


def test_budgets_count_what_an_interrupted_harvest_had_entered() -> None:
    admission = Admission(BUDGETS, [(str(n), f"http://h/c/{n}") for n in range(3)])
    assert not admission.admits("new", "http://h/c/9")
    assert admission.admits("other", "http://h/d")


def test_an_address_no_browser_would_take_is_refused() -> None:
    admission = Admission(BUDGETS)
    assert not admission.admits("k", "http://h/" + "a/" * LONGEST_URL)
    assert [note.code for note in admission.notes] == ["address_too_long"]


def test_each_page_is_told_once_that_it_has_too_many_links() -> None:
    admission = Admission(BUDGETS)
    assert not admission.too_many_links("http://h/a", 2)
    assert admission.too_many_links("http://h/a", 3)
    assert admission.too_many_links("http://h/a", 4)
    assert admission.too_many_links("http://h/b", 3)
    assert [note.url for note in admission.notes] == ["http://h/a", "http://h/b"]
