from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_app.asking.paging import GAP, page_count, page_window


def test_pages_are_counted_with_the_last_one_short() -> None:
    assert [page_count(total, 20) for total in (0, 1, 20, 21)] == [1, 1, 1, 2]


def test_a_long_list_shows_its_ends_and_the_middle() -> None:
    assert page_window(10, 20) == (1, GAP, 9, 10, 11, GAP, 20)


def test_a_gap_of_one_page_is_that_page() -> None:
    assert page_window(4, 20) == (1, 2, 3, 4, 5, GAP, 20)


@given(st.integers(1, 300), st.data())
def test_numbers_rise_and_the_current_page_is_there(pages: int, data: st.DataObject) -> None:
    page = data.draw(st.integers(1, pages))
    numbers = [number for number in page_window(page, pages) if number != GAP]
    assert numbers == sorted(set(numbers))
    assert {1, page, pages} <= set(numbers) <= set(range(1, pages + 1))
