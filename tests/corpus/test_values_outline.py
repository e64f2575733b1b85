from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.values.outline import heading_levels


@given(st.lists(st.integers(1, 6)))
def test_headings_never_skip_a_level(levels: list[int]) -> None:
    shown = heading_levels(levels, 3)
    assert all(3 <= level <= 6 for level in shown)
    assert not shown or shown[0] == 3
    assert all(after <= before + 1 for before, after in pairwise(shown))


def test_headings_keep_their_order_of_depth() -> None:
    assert heading_levels([2, 5, 5, 3, 2], 3) == (3, 4, 4, 4, 3)
