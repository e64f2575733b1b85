from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.fields import Field, field_named
from indexer.query import MISSING, FacetCount, Query, Sort, Years
from search_app.asking.facet_links import (
    OPEN_AT_FIRST,
    SHOWN,
    chips,
    exactly,
    left_out,
    period_label,
    sidebar,
    sorted_by,
    toggled,
    without_choices,
)
from search_app.asking.facet_rows import rows_of, value_label

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
    assert row.extra == "not-kind=method"


def test_chosen_values_come_first_then_the_most_frequent() -> None:
    found = counts(("a", 1), ("b", 9), ("c", 2), chosen=("a",))
    (group,) = sidebar({"theme": found}, CHOSEN, "fr")
    assert [row.value for row in group.rows] == ["a", "b", "c"]


def field(name: str) -> Field:
    found = field_named(name)
    assert found is not None
    return found


def test_years_are_a_histogram_from_the_earliest_and_a_list_from_the_latest() -> None:
    found = counts(("2001", 9), ("2019", 1), ("2010", 4), (MISSING, 3), chosen=("2010",))
    query = Query(chosen={"year": ("2010",)})
    (group,) = sidebar({"year": found}, query, "fr")
    assert [(row.value, row.chosen) for row in group.years] == [
        ("2001", False),
        ("2010", True),
        ("2019", False),
    ]
    assert [row.label for row in group.rows] == ["2010", "Sans date"]
    listed = rows_of(field("year"), found, "fr")
    assert [row.value for row in listed] == ["2010", "2019", "2001", MISSING]


def test_long_facets_show_a_few_and_say_how_many_there_are() -> None:
    many = counts(*((f"v{rank:03}", 1) for rank in range(60)))
    (group,) = sidebar({"author": many}, Query(), "fr", sizes={"author": 412})
    assert len(group.rows) == SHOWN
    assert (group.total, group.hidden) == (412, True)


def test_a_single_value_more_is_shown_at_once() -> None:
    several = counts(*((f"v{rank}", 1) for rank in range(SHOWN + 1)))
    (group,) = sidebar({"author": several}, Query(), "fr")
    assert (len(group.rows), group.hidden) == (SHOWN + 1, False)


def test_every_value_chosen_or_left_out_is_in_sight() -> None:
    names = tuple(f"v{rank:02}" for rank in range(20))
    found = counts(*((name, 1) for name in names), chosen=names[:12])
    query = Query(chosen={"author": names[:12]})
    (group,) = sidebar({"author": found}, query, "fr")
    assert {row.value for row in group.rows} >= set(names[:12])


def test_a_value_is_under_the_wider_one_that_holds_it() -> None:
    found = counts(("eau", 5), ("environnement", 9), ("logement", 7), ("inondations", 2))
    (group,) = sidebar({"theme": found}, Query(), "fr")
    assert [(row.value, row.depth) for row in group.rows] == [
        ("environnement", 0),
        ("eau", 1),
        ("inondations", 2),
        ("logement", 0),
    ]


def test_places_go_from_the_region_to_the_commune_even_when_all_count_the_same() -> None:
    found = counts(("com-44109", 1), ("dep-44", 1), ("reg-52", 1), ("dep-39", 1))
    (group,) = sidebar({"place": found}, Query(), "fr")
    assert [(row.value, row.depth) for row in group.rows] == [
        ("reg-52", 0),
        ("dep-44", 1),
        ("com-44109", 2),
        ("dep-39", 0),
    ]


def test_having_no_value_has_words_of_its_own_and_comes_last() -> None:
    found = counts((MISSING, 40), ("eau", 2))
    (group,) = sidebar({"theme": found}, Query(), "fr")
    assert [row.label for row in group.rows] == ["Eau et rivières", "Sans thème"]
    assert group.rows[-1].written == "-"
    assert group.rows[-1].extra == "not-theme=-"
    assert value_label("theme", MISSING, "en") == "No theme"


def test_a_facet_of_which_nothing_has_a_value_is_left_out_unless_it_was_asked_for() -> None:
    found = {"tag": counts((MISSING, 28))}
    assert sidebar(found, Query(), "fr") == ()
    assert len(sidebar(found, Query(chosen={"tag": (MISSING,)}), "fr")) == 1


def test_the_list_of_values_is_looked_through_by_label_without_accents() -> None:
    found = counts(("com-44109", 3), ("dep-44", 3), ("com-39476", 1), ("Ailleurs", 1))
    rows = rows_of(field("place"), found, "fr", "loire atl")
    assert [row.value for row in rows] == ["dep-44", "com-44109"]


@given(st.sampled_from(["kind", "theme", "place"]), st.text(min_size=1))
def test_leaving_out_twice_gives_the_same_search(facet: str, value: str) -> None:
    query = Query("eau", excluded={"kind": ("memo",)})
    once = left_out(query, facet, value)
    assert once.excluded != query.excluded
    assert left_out(once, facet, value).excluded == query.excluded


def test_a_value_is_never_both_chosen_and_left_out() -> None:
    out = left_out(CHOSEN, "kind", "method")
    assert (out.chosen, out.excluded) == ({"theme": ("eau",)}, {"kind": ("method",)})
    back = toggled(out, "kind", "method")
    assert (back.chosen["kind"], back.excluded) == (("method",), {})


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


def test_chips_tell_what_is_left_out_and_the_period() -> None:
    query = Query(excluded={"theme": ("eau", MISSING)}, years=Years(2015, None))
    made = chips(query, "fr")
    assert [(chip.facet_label, chip.label, chip.excluded) for chip in made] == [
        ("Thème", "Eau et rivières", True),
        ("Thème", "Sans thème", True),
        ("Année", "depuis 2015", False),
    ]
    assert made[0].query.excluded == {"theme": (MISSING,)}
    assert made[2].query.years == Years()


def test_a_period_is_said_with_the_ends_it_has() -> None:
    assert period_label(Years(2015, 2020), "fr") == "2015 à 2020"
    assert period_label(Years(None, 2020), "en") == "until 2020"


def test_clearing_and_sorting_keep_the_words() -> None:
    everything = Query("eau", {"kind": ("memo",)}, excluded={"tag": ("x",)}, years=Years(2015))
    assert without_choices(everything) == Query("eau")
    assert exactly(CHOSEN, exact=True).exact
    assert sorted_by(CHOSEN, Sort.DATE).sort is Sort.DATE
    assert sorted_by(CHOSEN, Sort.DATE).page == 1
