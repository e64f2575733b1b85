from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.doubles.canonical import Member, Rule, in_order, rule_of

PLAIN = Member("icpc-1", "icpc", length=100, first_seen="2026-01-02T00:00:00Z")


@pytest.mark.parametrize(
    ("better", "rule"),
    [
        (replace(PLAIN, id="z", chosen_at="2026-01-01T00:00:00Z"), Rule.CHOSEN),
        (replace(PLAIN, id="z", source="comedie", length=1), Rule.ORIGINAL),
        (replace(PLAIN, id="z", length=101), Rule.LONGEST),
        (replace(PLAIN, id="z", first_seen="2026-01-01T00:00:00Z"), Rule.OLDEST),
        (replace(PLAIN, id="icpc-0"), Rule.NAME),
    ],
)
def test_each_rule_decides_where_those_before_it_do_not(better: Member, rule: Rule) -> None:
    for members in ([PLAIN, better], [better, PLAIN]):
        ordered = in_order(members)
        assert ordered == [better, PLAIN]
        assert rule_of(ordered) is rule


def test_an_item_comes_before_the_page_that_holds_many_though_it_is_shorter() -> None:
    aggregate = replace(PLAIN, id="a", aggregate=True, length=9000)
    assert in_order([aggregate, PLAIN])[0] == PLAIN
    assert rule_of(in_order([aggregate, PLAIN])) is Rule.ITEM


def test_a_page_of_its_own_comes_before_a_passage_of_another() -> None:
    passage = replace(PLAIN, id="a", passage=True)
    assert rule_of(in_order([passage, PLAIN])) is Rule.PAGE


def test_of_two_that_people_chose_the_latest_choice_stands() -> None:
    early = replace(PLAIN, id="a", source="comedie", chosen_at="2026-01-01T00:00:00Z")
    late = replace(PLAIN, id="b", chosen_at="2026-01-02T00:00:00Z")
    assert in_order([early, late])[0] == late
