"""Pairs drawn by lot."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.harvests.differences import PieceKind
from search_app.reports.pairs import Drawn, compared, draw
from tests.corpus.samples import record

NAMES = {"page": [f"p{n}" for n in range(90)], "video": ["v1", "v2"], "job": ["j1"]}
KINDS = st.dictionaries(
    st.sampled_from("abcde"), st.sets(st.integers(), min_size=1, max_size=9), max_size=5
)


def test_each_kind_has_its_share_and_one_at_least() -> None:
    drawn = draw(NAMES, 10, seed=7)
    assert [sum(name[0] == kind for name in drawn) for kind in "pvj"] == [8, 1, 1]


def test_a_seed_draws_the_same_whatever_the_order_and_another_draws_others() -> None:
    turned = {kind: names[::-1] for kind, names in reversed(NAMES.items())}
    assert draw(NAMES, 10, seed=7) == draw(turned, 10, seed=7)
    assert draw(NAMES, 10, seed=7) != draw(NAMES, 10, seed=8)


@given(KINDS, st.integers(0, 60), st.integers())
def test_a_draw_has_the_size_asked_for_without_any_name_twice(
    kinds: dict[str, set[int]], size: int, seed: int
) -> None:
    names = {kind: [f"{kind}{number}" for number in numbers] for kind, numbers in kinds.items()}
    drawn = draw(names, size, seed)
    known = {name for each in names.values() for name in each}
    assert len(drawn) == len(set(drawn)) == min(size, len(known))
    assert set(drawn) <= known
    if size >= len(names):
        assert {name[0] for name in drawn} == set(names)


def test_a_pair_marks_what_the_record_lacks_and_shows_its_fields() -> None:
    one = record(summary="", subtitle="")
    said = (one.title, "Un passage perdu.", *one.text.split("\n"))
    pair = compared(Drawn(one.url, one.kind, said, (one,)))
    assert [
        piece.text.strip() for piece in pair.differences.left if piece.kind is PieceKind.REMOVED
    ] == ["Un passage perdu."]
    assert ("Thème", "Eau et rivières") in pair.fields


def test_long_texts_that_are_the_same_are_shown_by_their_ends() -> None:
    one = record(summary="", subtitle="")
    words = tuple(f"mot{number}" for number in range(400))
    long = compared(Drawn(one.url, one.kind, (one.title, " ".join(words)), (one,)))
    assert not long.differences.same
    whole = compared(Drawn(one.url, one.kind, (one.title, one.text), (one,)))
    assert whole.differences.same
    assert "".join(piece.text for piece in whole.differences.left).startswith(one.title)
