"""Keeping what was worked out within some memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.answering.budget import Budget
from indexer.query import Query, Sort
from indexer.snapshot.keeping import Kept
from tests.indexer.building import searcher_of
from tests.indexer.engines.making import document


def test_what_is_asked_for_again_and_again_stays() -> None:
    kept: Kept[int, str] = Kept(100)
    kept.put(0, "zero", 10)
    for n in range(1, 50):
        kept.put(n, str(n), 10)
        assert kept.get(0) == "zero"
    assert kept.get(1) is None
    assert kept.get(49) == "49"


def test_what_is_larger_than_all_the_memory_is_there_for_a_while() -> None:
    kept: Kept[str, str] = Kept(10)
    kept.put("large", "text", 1_000)
    assert kept.get("large") == "text"
    kept.put("other", "text", 1_000)
    kept.put("more", "text", 1_000)
    assert kept.get("large") is None


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 30)), max_size=60))
def test_what_is_kept_is_what_was_put_and_never_much_more_than_allowed(
    steps: list[tuple[bool, int, int]],
) -> None:
    kept: Kept[int, tuple[int, int]] = Kept(100)
    last: dict[int, tuple[int, int]] = {}
    for rank, (put, key, size) in enumerate(steps):
        if put:
            last[key] = (rank, size)
            kept.put(key, last[key], size)
        else:
            assert kept.get(key) in (None, last.get(key))
    held = [value for key in range(10) if (value := kept.get(key))]
    assert sum(size for _, size in held) <= 100 + 2 * 30


def test_a_text_is_searched_once_for_all_its_pages_orders_and_choices() -> None:
    searcher = searcher_of(document("a", body="eau vive"), document("b", body="eaux"))
    first = searcher.searched(Query("eau"), Budget())
    others = (
        Query("eau", page=2),
        Query("eau", sort=Sort.TITLE),
        Query("eau", chosen={"kind": ("page",)}),
    )
    assert all(searcher.searched(query, Budget()) is first for query in others)
    assert searcher.searched(Query("eau", exact=True), Budget()) is not first
    assert searcher.searched(Query("eau vive"), Budget()) is not first
