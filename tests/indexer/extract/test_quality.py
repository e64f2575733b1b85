import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.quality import NEEDS_OCR, quality

PROSE = (
    "La concertation permet aux habitants de prendre part aux décisions qui les concernent. Elle "
    "suppose que le maître d’ouvrage dise clairement ce qui est ouvert à la discussion, et qu’il "
    "rende compte, à la fin, de ce qu’il a retenu des avis exprimés pendant les réunions publiques."
)
ENGLISH = (
    "Public participation is the process by which an organisation consults with the people who "
    "are interested in or affected by a decision before it is made."
)


def shifted(text: str, by: int) -> str:
    """What a font without Unicode table gives: each letter as another code."""
    return "".join(chr(ord(char) + by) if char.isalpha() else char for char in text)


@pytest.mark.parametrize("text", [PROSE, ENGLISH, "Compte rendu de la réunion", PROSE[:40]])
def test_good_prose_is_at_least_seven_tenths(text: str) -> None:
    assert quality(text) >= 0.7


@pytest.mark.parametrize("by", [-29, 3, 29])
def test_codes_of_glyphs_are_at_most_three_tenths(by: int) -> None:
    assert quality(shifted(PROSE, by)) <= 0.3


def test_control_characters_in_the_raw_text_count_though_they_are_gone() -> None:
    raw = "".join(f"{char}\x03" if index % 3 == 0 else char for index, char in enumerate(PROSE))
    assert quality(PROSE, raw) <= 0.3


def test_scattered_marks_and_digits_are_not_text() -> None:
    assert quality("!\n,-\n.\n+\n01\n34\nF\n1\n+ 5\n!\nH\n+\n:\nE5 !\n6 7\n"
                   "\"# $\" \"% &' (( \"( )) *% &) )) \"% 2\" &% #' ')") < NEEDS_OCR  # fmt: skip


def test_lost_spaces_lower_the_score() -> None:
    assert quality(PROSE.replace(" ", "")) <= 0.3


def test_french_prose_without_any_accent_is_less_good() -> None:
    bare = PROSE.translate(str.maketrans("éèàîç", "eeaic")) * 4
    assert quality(bare) < quality(PROSE * 4)


def test_a_table_of_names_is_not_sent_to_recognition() -> None:
    rows = "Martin Claire Rennes 02 99 00 00 00\nDurand Paul Nantes 02 40 00 00 00\n" * 8
    assert quality(f"Liste des participants\n{rows}") >= NEEDS_OCR


def test_addresses_do_not_count_as_glued_words() -> None:
    assert quality(f"{PROSE} https://exemple.org/{'a' * 200}") >= 0.7


def test_an_empty_page_is_nothing() -> None:
    assert quality("") == quality(" \n ") == 0.0


@given(st.text())
def test_the_score_stays_between_nothing_and_one(text: str) -> None:
    assert 0.0 <= quality(text) <= 1.0
