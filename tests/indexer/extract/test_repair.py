import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.repair import repair, repair_line


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("une r´eunion `a l’ˆıle, ¸ca", "une réunion à l’île, ça"),
        ("la qualite´ de l’eau, ou` ils sont, l’egalite´.", "la qualité de l’eau, où ils sont, "
         "l’egalité."),
        ("oﬃce, ﬁn, ﬂux, eﬀet", "office, fin, flux, effet"),
        ("intro\x02duction", "introduction"),
        ("intro\x02\r\nduction", "introduction"),
        ("concer\ufffetation", "concertation"),
        ("la concer-\ntation locale", "la concertation locale"),
        ("la concer\u00ad\ntation, so\u00adciale", "la concertation, sociale"),
        ("peut-\nêtre celui-\nci, vice-\nprésident", "peut-être celui-ci, vice-président"),
        ("Saint-\nNazaire", "Saint-Nazaire"),
        ("l’amé-\nnagement", "l’aménagement"),
        ("pages 12-\n14", "pages 12-\n14"),
        ("e\u0301te\u0301", "été"),
        ("a\x00b\x1fc\x9fd", "abcd"),
        ("mot\ud835\udc00 seul \udc00", "mot seul"),
        ("\uf0b7 premier\r\n\uf0b7 second", "• premier\n• second"),
        ("un\u00a0: deux\u202f?\tfin", "un : deux ? fin"),
        ("a\n\n\n\n b \n", "a\n\nb"),
        ("", ""),
    ],
)  # fmt: skip
def test_text_is_repaired(raw: str, expected: str) -> None:
    assert repair(raw) == expected


def test_marks_that_are_not_accents_stay() -> None:
    for text in ("tapez `ls` ou ^C", "x^2 + y^2", "5´ de marche", "l'été « ici »"):
        assert repair(text) == text


def test_a_title_loses_what_changes_its_direction_and_its_excess() -> None:
    assert repair_line("Un\u202e titre\n sur deux\x00 lignes") == "Un titre sur deux lignes"
    assert len(repair_line("a" * 10_000)) == 500


@given(st.text())
def test_what_is_repaired_can_be_stored_and_is_in_normal_form(text: str) -> None:
    repaired = repair(text)
    repaired.encode("utf-8")
    assert unicodedata.is_normalized("NFC", repaired)
    assert not any(char < " " and char != "\n" for char in repaired)


@given(st.text(alphabet="abcéE ,.-\n'’´`¸\u0301\x02\u00ad"))
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    assert repair(repair(text)) == repair(text)
