from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from corpus.doubles.clusters import Verdict, couple, groups_of
from corpus.doubles.finding import How, Pair

COUPLES = list(combinations("abcdef", 2))
PAIRS = st.lists(
    st.builds(
        lambda ids, how, s: Pair(*ids, how, 1.0 if how is How.EXACT else s),
        st.sampled_from(COUPLES),
        st.sampled_from([How.EXACT, How.NEAR, How.ALIKE, How.PART]),
        st.floats(0.8, 0.99),
    ),
    unique_by=lambda pair: (pair.one, pair.other),
)
VERDICTS = st.lists(
    st.builds(lambda ids, same: Verdict(*ids, same), st.sampled_from(COUPLES), st.booleans()),
    unique_by=lambda verdict: (verdict.one, verdict.other),
)


def near(*ids: str, similarity: float = 0.9) -> list[Pair]:
    return [Pair(one, other, How.NEAR, similarity) for one, other in combinations(ids, 2)]


def exact(one: str, other: str) -> Pair:
    return Pair(one, other, How.EXACT, 1.0)


def groups(pairs: list[Pair], *verdicts: Verdict) -> list[str]:
    return ["".join(sorted(group)) for group in groups_of(pairs, verdicts)]


def test_a_chain_of_near_pairs_is_no_cluster_of_its_ends() -> None:
    strong, weak = near("a", "b", similarity=0.95), near("b", "c", similarity=0.85)
    assert groups([*strong, *weak]) == ["ab"]


def test_records_that_are_all_near_each_other_are_one_cluster() -> None:
    assert groups(near("a", "b", "c")) == ["abc"]


def test_one_of_several_copies_is_near_for_all_of_them() -> None:
    assert groups([exact("a", "b"), exact("a", "c"), *near("a", "d")]) == ["abcd"]


def test_what_is_only_alike_or_a_part_makes_no_cluster() -> None:
    assert groups([Pair("a", "b", How.ALIKE, 0.9), Pair("b", "c", How.PART, 1.0)]) == []


def test_a_person_joins_and_tells_apart_before_any_similarity() -> None:
    assert groups([exact("a", "b")], Verdict("a", "b", same=False)) == []
    assert groups([], Verdict("a", "b", same=True)) == ["ab"]
    apart = Verdict("b", "c", same=False)
    assert groups([exact("a", "b"), exact("a", "c")], apart) == ["ab"]


@given(PAIRS, VERDICTS)
def test_clusters_are_apart_keep_to_verdicts_and_hold_no_chain(
    pairs: list[Pair], verdicts: list[Verdict]
) -> None:
    found = groups_of(pairs, verdicts)
    ids = [id_ for group in found for id_ in group]
    assert len(ids) == len(set(ids))
    home = {id_: group for group in found for id_ in group}
    for verdict in verdicts:
        if not verdict.same:
            assert home.get(verdict.one) is None or home[verdict.one] != home.get(verdict.other)
    linked = {couple(p.one, p.other) for p in pairs if p.how in (How.EXACT, How.NEAR)}
    if not verdicts and not any(pair.how is How.EXACT for pair in pairs):
        assert all(couple(a, b) in linked for g in found for a, b in combinations(sorted(g), 2))


@given(PAIRS, VERDICTS, st.randoms())
def test_clusters_do_not_depend_on_the_order_of_pairs(
    pairs: list[Pair], verdicts: list[Verdict], random: object
) -> None:
    mixed = list(pairs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    only_found = groups_of(pairs, [])
    assert groups_of(mixed, []) == only_found
