from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.redirects.addresses import key_of
from corpus.redirects.planning import Legacy, Plan, Why, plan_of

NEW = "https://new.org/fiche/1"
OLD = "https://old.org"


def plan(*legacy: Legacy) -> Plan:
    return plan_of(legacy)


def leads(path: str, to: str) -> Legacy:
    return Legacy(f"{OLD}{path}", Why.LEADS, f"{OLD}{to}" if to.startswith("/") else to)


def record(path: str, target: str = NEW, record_id: str = "r-1") -> Legacy:
    return Legacy(f"{OLD}{path}", Why.RECORD, target, record_id)


def targets(made: Plan) -> dict[str, str]:
    return {rule.key.path: rule.target for rule in made.rules}


def test_a_chain_is_flattened_to_its_end() -> None:
    made = plan(leads("/a", "/b"), leads("/b", "/c/"), record("/c"))
    assert targets(made) == {"/a": NEW, "/b": NEW, "/c": NEW}
    assert made.refusals == ()


def test_a_loop_is_refused_with_a_sentence_for_each_of_its_addresses() -> None:
    made = plan(leads("/a", "/b"), leads("/b", "/c"), leads("/c", "/b"), record("/d"))
    assert targets(made) == {"/d": NEW}
    assert [refusal.url for refusal in made.refusals] == [f"{OLD}/{p}" for p in "abc"]
    assert "tourne en rond" in made.refusals[0].sentence
    assert f"{OLD}/a" in made.refusals[0].sentence


def test_a_page_that_led_to_itself_stays() -> None:
    assert plan(leads("/a", "/a/")).kept != ()


def test_an_address_of_two_works_is_refused() -> None:
    made = plan(record("/?p=1"), record("/?p=1", "https://new.org/fiche/2", "r-2"))
    assert made.rules == ()
    assert "(r-1, r-2)" in made.refusals[0].sentence


def test_the_same_work_under_two_spellings_is_one_rule() -> None:
    made = plan(record("/a"), record("/a/#bas"), Legacy("http://www.old.org//a", Why.PAGE))
    assert len(made.rules) == 1
    assert all(made.rule_of(one.url) for one in made.legacy)


def test_a_new_address_is_never_redirected_away() -> None:
    made = plan(record("/a", f"{OLD}/b"), record("/b", f"{OLD}/c", "r-2"), record("/d", f"{OLD}/d"))
    assert targets(made) == {"/a": f"{OLD}/b"}
    assert [one.url for one in made.kept] == [f"{OLD}/d"]
    assert [refusal.url for refusal in made.refusals] == [f"{OLD}/b"]
    assert "nouvelle adresse" in made.refusals[0].sentence


def test_a_page_of_several_parts_leads_to_the_first() -> None:
    parts = [Legacy(f"{OLD}/tout#{n}", Why.PART, f"{NEW}{n}", f"r-{n}", n) for n in (3, 1, 2)]
    made = plan(*parts, Legacy(f"{OLD}/tout", Why.PAGE))
    assert targets(made) == {"/tout": f"{NEW}1"}


def test_a_page_that_is_a_record_itself_comes_before_its_parts() -> None:
    made = plan(Legacy(f"{OLD}/tout#1", Why.PART, f"{NEW}1", "r", 1), record("/tout"))
    assert targets(made) == {"/tout": NEW}


@pytest.mark.parametrize("why", [Why.GONE, Why.WITHDRAWN, Why.DISCARDED])
def test_what_is_gone_is_said_to_be_and_so_is_what_led_to_it(why: Why) -> None:
    made = plan(Legacy(f"{OLD}/a", why), leads("/b", "/a"))
    assert [(rule.key.path, rule.status) for rule in made.rules] == [("/a", 410), ("/b", 410)]


def test_a_page_without_a_record_is_left_and_told() -> None:
    made = plan(
        Legacy(f"{OLD}/liste/2", Why.PAGE), leads("/b", "/liste/2"), leads("/c", "/inconnue")
    )
    assert made.rules == ()
    assert [one.url for one in made.left] == [f"{OLD}/b", f"{OLD}/c", f"{OLD}/liste/2"]


def test_a_page_that_led_to_another_site_still_does() -> None:
    assert targets(plan(leads("/a", "https://ailleurs.org/x"))) == {"/a": "https://ailleurs.org/x"}


def test_what_is_no_address_is_refused() -> None:
    assert (
        "pas une adresse du Web"
        in plan(Legacy("ftp://old.org/a", Why.RECORD, NEW)).refusals[0].sentence
    )


SITES = st.sampled_from(["https://old.org", "https://old.org", "https://new.org"])
ADDRESSES = st.builds(lambda site, name: f"{site}/{name}", SITES, st.sampled_from("abcdef"))
ANY = st.lists(
    st.one_of(
        st.builds(Legacy, ADDRESSES, st.just(Why.LEADS), ADDRESSES),
        st.builds(Legacy, ADDRESSES, st.just(Why.RECORD), ADDRESSES, st.sampled_from("xyz")),
        st.builds(Legacy, ADDRESSES, st.sampled_from([Why.GONE, Why.PAGE])),
    ),
    max_size=12,
)


@given(ANY)
def test_nobody_is_redirected_twice_and_no_address_is_dropped_in_silence(
    legacy: list[Legacy],
) -> None:
    made = plan_of(legacy)
    for rule in made.rules:
        assert rule.target == "" or key_of(rule.target) not in made.by_key
    told = {key_of(one.url) for one in (*made.kept, *made.left, *made.refusals)}
    assert {key_of(one.url) for one in legacy} == told | set(made.by_key)
    assert not told & set(made.by_key)
