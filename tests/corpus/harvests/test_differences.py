"""Differences: both texts come back from the pieces, and a reader sees what changed."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.harvests.differences import (
    LONGEST_CHANGE,
    LONGEST_COLUMN,
    Piece,
    PieceKind,
    Pieces,
    compare,
    record_differences,
    shortened,
    side_by_side,
    written,
)
from corpus.record import Block, BlockKind, PartialDate, Record
from tests.corpus.samples import record

SAME, REMOVED, ADDED, LEFT_OUT = PieceKind

TEXTS = st.text(alphabet="ab é,\n\u2028\t\x85", max_size=60) | st.text(max_size=60)


def told(pieces: Pieces) -> str:
    """`le [-chat-]{+chien+} noir`, with `…` for what is left out."""
    marks = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}", LEFT_OUT: "…"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def side(pieces: Pieces, kind: PieceKind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in (SAME, kind))


@given(TEXTS, TEXTS)
def test_the_pieces_give_back_both_texts(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert (side(pieces, REMOVED), side(pieces, ADDED)) == (before, after)


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_no_two_neighbours_are_of_one_kind(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one is not other for one, other in pairwise(kinds))


@given(TEXTS)
def test_a_text_is_no_different_from_itself(text: str) -> None:
    assert all(piece.kind is SAME for piece in compare(text, text))


@given(st.lists(st.text("ab \n", max_size=400)), st.lists(st.text("ab \n", max_size=400)))
def test_shortened_pieces_keep_every_change(before: list[str], after: list[str]) -> None:
    pieces = compare("\n".join(before)[:1500], "\n".join(after)[:1500])
    changes = [piece for piece in pieces if piece.kind is not SAME]
    kept = [piece for piece in shortened(pieces) if piece.kind in (REMOVED, ADDED)]
    assert kept == changes


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ("", "", ""),
        ("", "neuf", "{+neuf+}"),
        ("Fiche a", "Fiche a, revue", "Fiche a{+, revue+}"),
        ("le chat noir", "le chien noir", "le [-chat-]{+chien+} noir"),
        ("le chat noir", "un chien blanc", "[-le chat noir-]{+un chien blanc+}"),
        ("un\ndeux\ntrois", "un\ntrois", "un\n[-deux\n-]trois"),
        ("l'eau", "l’eau", "l[-'-]{+’+}eau"),
    ],
)
def test_a_reader_sees_the_words_that_changed(before: str, after: str, seen: str) -> None:
    assert told(compare(before, after)) == seen


def test_a_long_text_is_shortened_to_what_changed() -> None:
    around = " ".join(["mot"] * 500)
    seen = told(shortened(compare(f"{around} avant {around}", f"{around} après {around}")))
    assert "[-avant-]{+après+}" in seen
    assert seen.startswith("…mot")
    assert seen.endswith("mot…")
    assert len(seen) < 250


def test_an_endless_change_is_shown_by_its_two_ends() -> None:
    long = "début " + "x" * (3 * LONGEST_CHANGE) + " fin"
    seen = shortened((Piece(ADDED, long),))
    assert [piece.kind for piece in seen] == [ADDED, LEFT_OUT, ADDED]
    assert seen[0].text.startswith("début")
    assert seen[-1].text.endswith(" fin")
    assert sum(len(piece.text) for piece in seen) < LONGEST_CHANGE + 100


def test_a_passage_too_long_to_compare_by_words_is_replaced_whole() -> None:
    before, after = " ".join(map(str, range(4000))), " ".join(map(str, range(4001)))
    assert [piece.kind for piece in compare(before, after)] == [REMOVED, ADDED]


def test_a_record_says_field_by_field_what_changed() -> None:
    old = record()
    new = replace(
        old,
        title="Partager la rivière, revu",
        date=PartialDate("2019", "credit"),
        blocks=(*old.blocks, Block(BlockKind.PARAGRAPH, "Une suite.")),
        text_sha256="autre",
    )
    found = record_differences(old, new, ("title", "date", "blocks", "text_sha256"))
    assert {one.field: told(one.pieces) for one in found} == {
        "title": "Partager la rivière{+, revu+}",
        "date": "[-2018-06-]{+2019+}",
        "blocks": "Les enjeux\nLa rivière est partagée.\nécouter\nproposer{+\nUne suite.+}",
    }


@pytest.mark.parametrize("field", [field.name for field in fields(Record)])
def test_every_field_of_a_record_is_written_as_text(field: str) -> None:
    text = written(getattr(record(), field))
    assert "(" not in text or field in ("places", "credits")  # no `Block(kind=…` slipped through


# --- side by side ------------------------------------------------------------------------------


def text_of(column: Pieces) -> str:
    return "".join(piece.text for piece in column)


def test_each_column_is_a_text_with_what_only_it_says_marked() -> None:
    found = side_by_side("un deux trois\nquatre", "un 2 trois\nquatre\ncinq")
    assert text_of(found.left) == "un deux trois\nquatre\n"
    assert text_of(found.right) == "un 2 trois\nquatre\ncinq\n"
    assert [p.text.strip() for p in found.left if p.kind is REMOVED] == ["deux"]
    assert [p.text.strip() for p in found.right if p.kind is ADDED] == ["2", "cinq"]
    assert not found.same


def test_spacing_and_line_ends_are_no_difference_between_columns() -> None:
    assert side_by_side("un  deux\n\ntrois", " un deux\r\ntrois ").same


def test_columns_leave_out_long_passages_that_both_have_and_no_other() -> None:
    alike, changed = "un mot commun " * 200, "jamais vu " * 400
    found = side_by_side(f"{alike}\n{changed}", f"{alike}\n")
    assert [piece.kind for piece in found.left] == [LEFT_OUT, SAME, REMOVED]
    assert text_of(found.left).endswith(f"\n{changed.strip()}\n")
    assert text_of(found.right) == text_of(found.left[:2])
    assert len(text_of(found.right)) < len(alike)


def test_columns_compare_no_more_than_a_page_shows_and_say_so() -> None:
    text = "un mot commun " * (LONGEST_COLUMN // 10)
    found = side_by_side(f"{text} fin", text)
    assert (found.cut, found.same) == (True, True)
