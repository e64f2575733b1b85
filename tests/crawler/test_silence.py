"""A reader that finds nothing on too many pages of a kind is told from one that misses a few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.harvests.figures import add_figures
from corpus.record import Block, BlockKind, FileRef, Record
from crawler.items import Sought
from crawler.silence import Examples, Silences, figures_of, sought_in


def counted(missed: int, sought: int) -> dict[str, dict[str, dict[str, int]]]:
    return {"sought": {"fiche": {"title": sought}}, "missed": {"fiche": {"title": missed}}}


@pytest.mark.parametrize(
    ("missed", "sought", "is_silent"),
    [
        (0, 100, False),
        (5, 100, False),
        (6, 100, True),
        (1, 20, False),
        (2, 20, True),
        (19, 19, False),
    ],
)
def test_more_than_a_twentieth_of_twenty_pages_is_too_much(
    missed: int, sought: int, is_silent: bool
) -> None:
    assert bool(Silences().judge(counted(missed, sought), {})) is is_silent


def test_the_remark_says_how_many_where_and_what_to_do() -> None:
    examples = {("fiche", "title"): ["http://a/1", "http://a/2"]}
    (note,) = Silences().judge(counted(30, 100), examples)
    assert note.code == "reader_silent"
    assert note.value == "30/100"
    assert "fiche : le titre manque sur 30 des 100 pages lues (30 %)" in note.message
    assert "http://a/1 ; http://a/2" in note.message
    assert "SOUFFLEUR_MISSING_SHARE" in note.remedy


def test_each_kind_and_field_is_judged_apart() -> None:
    figures = add_figures(
        counted(30, 100), {"sought": {"page": {"body": 50}}, "missed": {"page": {"body": 1}}}
    )
    assert [note.value for note in Silences().judge(figures, {})] == ["30/100"]


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 50), st.floats(0, 1))
def test_one_more_page_that_was_missed_never_makes_it_better(
    missed: int, more: int, floor: int, share: float
) -> None:
    rule, sought = Silences(share, floor), missed + more + 1
    before, after = counted(missed, sought), counted(missed + 1, sought)
    assert len(rule.judge(before, {})) <= len(rule.judge(after, {}))


def record(**fields: object) -> Record:
    values: dict[str, object] = {
        "id": "a-1",
        "source": "a",
        "kind": "page",
        "url": "http://a/1",
        "title": "T",
    }
    return Record(**(values | fields))  # type: ignore[arg-type]  # fields of a record


TEXT = (Block(BlockKind.PARAGRAPH, "Un texte"),)


@pytest.mark.parametrize(
    ("fields", "missed"),
    [
        ({"blocks": TEXT}, ()),
        ({"files": (FileRef("http://a/x.pdf"),)}, ()),
        ({}, ("body",)),
        ({"blocks": TEXT, "provenance": {"title": "first words"}}, ("title",)),
        ({"blocks": TEXT, "provenance": {"title": "h1"}}, ()),
        ({"title": ""}, ("title", "body")),
    ],
)
def test_a_record_is_to_have_a_title_of_its_own_and_a_text_or_a_file(
    fields: dict[str, object], missed: tuple[str, ...]
) -> None:
    (sought,) = sought_in([record(**fields)])
    assert sought == Sought("http://a/1", "page", ("title", "body"), missed)


def test_counts_add_up_as_figures_and_a_few_examples_are_kept() -> None:
    pages = [Sought(f"http://a/{n}", "fiche", ("title",), ("title",)) for n in range(9)]
    examples = Examples()
    for page in pages:
        examples.add(page)
    assert figures_of(pages) == counted(9, 9)
    assert examples.kept["fiche", "title"] == [f"http://a/{n}" for n in range(5)]
