from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.query import FacetCount, Query, Sort
from search_app.facet_links import (
    OPEN_AT_FIRST,
    SHOWN_AT_FIRST,
    SHOWN_AT_MOST,
    chips,
    sidebar,
    sorted_by,
    toggled,
    without_choices,
)

CHOSEN = Query("eau", {"kind": ("method",), "theme": ("eau",)}, page=3)


def counts(*pairs: tuple[str, int], chosen: tuple[str, ...] = ()) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, count, value in chosen) for value, count in pairs)


@given(st.sampled_from(["kind", "theme", "place"]), st.text(min_size=1))
def test_toggling_twice_gives_the_same_search(facet: str, value: str) -> None:
    once = toggled(CHOSEN, facet, value)
    assert once.chosen != CHOSEN.chosen
    assert toggled(once, facet, value).chosen == CHOSEN.chosen


def test_a_toggle_goes_back_to_the_first_page_and_leaves_the_rest() -> None:
    query = toggled(CHOSEN, "kind", "memo")
    assert query == Query("eau", {"kind": ("method", "memo"), "theme": ("eau",)}, page=1)


def test_a_facet_left_without_choice_is_gone_from_the_query() -> None:
    assert toggled(CHOSEN, "kind", "method").chosen == {"theme": ("eau",)}


def test_rows_have_labels_counts_and_the_search_they_lead_to() -> None:
    (group,) = sidebar({"kind": counts(("method", 3))}, CHOSEN, "en")
    (row,) = group.rows
    assert (group.label, row.label, row.count, row.chosen) == ("Kind", "Method", 3, False)
    assert "method" not in row.query.chosen.get("kind", ())


def test_chosen_values_come_first_then_the_most_frequent() -> None:
    found = counts(("a", 1), ("b", 9), ("c", 2), chosen=("a",))
    (group,) = sidebar({"theme": found}, CHOSEN, "fr")
    assert [row.value for row in group.rows] == ["a", "b", "c"]


def test_years_come_from_the_latest() -> None:
    (group,) = sidebar({"year": counts(("2001", 9), ("2019", 1), ("2010", 4))}, Query(), "fr")
    assert [row.value for row in group.rows] == ["2019", "2010", "2001"]


def test_long_facets_show_a_few_then_more_and_count_the_rest() -> None:
    many = counts(*((f"v{rank:03}", 1) for rank in range(SHOWN_AT_MOST + 5)))
    (group,) = sidebar({"author": many}, Query(), "fr")
    assert len(group.first) == SHOWN_AT_FIRST
    assert len(group.rows) == SHOWN_AT_MOST
    assert group.hidden == 5


def test_a_single_value_more_is_shown_at_once() -> None:
    (group,) = sidebar(
        {"author": counts(*((f"v{rank}", 1) for rank in range(SHOWN_AT_FIRST + 1)))}, Query(), "fr"
    )
    assert len(group.first) == SHOWN_AT_FIRST + 1
    assert not group.more


def test_every_chosen_value_is_in_sight() -> None:
    names = tuple(f"v{rank:02}" for rank in range(20))
    found = counts(*((name, 1) for name in names), chosen=names[:12])
    (group,) = sidebar({"author": found}, Query(chosen={"author": names[:12]}), "fr")
    assert {row.value for row in group.first} >= set(names[:12])


def test_facets_without_a_value_are_left_out_and_the_order_is_that_of_the_table() -> None:
    found = {"year": counts(("2018", 1)), "kind": counts(("memo", 1)), "theme": ()}
    assert [group.name for group in sidebar(found, Query(), "fr")] == ["kind", "year"]


def test_a_facet_far_down_opens_when_one_of_its_values_is_chosen() -> None:
    names = ("kind", "theme", "place", "year", "author", "source")
    found = {name: counts(("x", 1)) for name in names}
    groups = {g.name: g for g in sidebar(found, Query(chosen={"source": ("x",)}), "fr")}
    assert [groups[name].open for name in names] == [True] * OPEN_AT_FIRST + [False, True]


def test_chips_take_back_one_choice_each() -> None:
    made = chips(CHOSEN, "fr")
    assert (made[0].facet_label, made[0].label) == ("Nature", "Méthode")
    assert made[0].query.chosen == {"theme": ("eau",)}
    assert len(made) == 2


def test_clearing_and_sorting_keep_the_words() -> None:
    assert without_choices(CHOSEN) == Query("eau")
    assert sorted_by(CHOSEN, Sort.DATE).sort is Sort.DATE
    assert sorted_by(CHOSEN, Sort.DATE).page == 1
