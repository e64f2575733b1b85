"""Texts and addresses: one spelling for each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values import (
    clean_text,
    file_name_of,
    fold,
    fold_in_place,
    language_of,
    latin1_variant,
    media_type_of,
    names_a_document,
    normalise_url,
    normalised_text,
    path_of,
    shorten,
    text_hash,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a   b\n c ", "a b c"),
        ("eh\u202f? oui\u00a0!", "eh\u00a0? oui\u00a0!"),
        ("mot  \u00a0 ?", "mot\u00a0?"),
        ("« \u00a0mot »", "«\u00a0mot »"),
        ("cafe\u0301", "café"),
        ("a\u00adb\u200bc\x00d\ud800", "abcd"),
        ("a\u202eb", "ab"),
    ],
)
def test_a_text_is_cleaned_and_keeps_the_spaces_of_french_typography(
    text: str, expected: str
) -> None:
    assert clean_text(text) == expected


@given(st.text())
def test_cleaning_a_text_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(st.text())
def test_folding_in_place_keeps_every_position(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


def test_two_issues_of_a_text_have_one_hash() -> None:
    first = "L’ÉTAT des lieux\u00a0: cœur, évaluation…"
    second = "L'état  des lieux : coeur, evaluation..."
    assert text_hash(first) == text_hash(second)
    assert text_hash(first) != text_hash("L'état des lieux : cœur")


def test_a_text_without_a_word_has_no_hash() -> None:
    assert text_hash(" … – ! ") == ""


def test_folding_drops_accents_case_and_ligatures() -> None:
    assert fold("Œuvre d’Évaluation") == "oeuvre d'evaluation"
    assert normalised_text("Œuvre d’Évaluation !") == "oeuvre d evaluation"


@given(st.text(max_size=500), st.integers(10, 80))
def test_a_shortened_text_keeps_within_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les habitants sont invités à la réunion qui se tient dans la salle des fêtes.", "fr"),
        ("The residents were invited to the meeting that was held in the village hall.", "en"),
        ("Die Bürger sind nicht mit dem Plan und der Straße zufrieden.", "de"),
        ("Réunion", ""),
        ("", ""),
    ],
)
def test_the_language_is_told_from_function_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Exemple.ORG:80", "http://exemple.org/"),
        ("https://exemple.org/a\\b/../c d/é?x=à#f", "https://exemple.org/a/c%20d/%C3%A9?x=%C3%A0"),
        (
            "https://exemple.org/%e9t%e9?utm_source=a&p=2&fbclid=x",
            "https://exemple.org/%E9t%E9?p=2",
        ),
        ("https://exemple.org?na=archive&email_id=3", "https://exemple.org/?na=archive&email_id=3"),
        ("https://exemple.org/%7Ejean/100%", "https://exemple.org/~jean/100%25"),
        (" https://exemple.org/a\n b ", "https://exemple.org/a%20b"),
        ("http://é.fr/", "http://xn--9ca.fr/"),
        ("mailto:a@exemple.org", ""),
        ("javascript:void(0)", ""),
        ("file:///etc/passwd", ""),
        ("http://[::1", ""),
        ("http://deux mots/", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(url: str, expected: str) -> None:
    assert normalise_url(url) == expected


def test_a_relative_address_is_read_against_its_base() -> None:
    assert (
        normalise_url("../b.html", "https://exemple.org/x/y/a.html")
        == "https://exemple.org/x/b.html"
    )


@given(st.text(max_size=60))
def test_normalising_an_address_twice_changes_nothing_more(tail: str) -> None:
    once = normalise_url(f"https://exemple.org/{tail}")
    assert normalise_url(once) == once
    assert once.isascii()


def test_a_file_is_named_as_people_write_it_whatever_its_escapes() -> None:
    assert file_name_of("https://exemple.org/d/%C3%A9tude%20finale.pdf?x=1") == "étude finale.pdf"
    assert file_name_of("https://exemple.org/d/%E9tude.pdf") == "étude.pdf"
    assert file_name_of("https://exemple.org/d/") == ""
    assert "/" not in file_name_of("https://exemple.org/..%2F..%2Fetc%2Fpasswd")


def test_the_ending_of_a_name_suggests_its_media_type() -> None:
    assert media_type_of("https://exemple.org/A.PDF?x=1") == "application/pdf"
    assert media_type_of("https://exemple.org/page") == ""
    assert names_a_document("https://exemple.org/a.odt")
    assert not names_a_document("https://exemple.org/a.jpg")


def test_an_address_has_a_latin_1_variant_only_where_it_differs() -> None:
    assert (
        latin1_variant("https://exemple.org/%C3%A9t%C3%A9.pdf") == "https://exemple.org/%E9t%E9.pdf"
    )
    assert latin1_variant("https://exemple.org/plain.pdf") == ""
    assert latin1_variant("https://exemple.org/%E2%82%AC.pdf") == ""
    assert latin1_variant("https://exemple.org/%E9.pdf") == ""


def test_the_path_of_an_address_keeps_its_query() -> None:
    assert path_of("https://exemple.org/?p=3") == "/?p=3"
    assert path_of("https://exemple.org") == "/"
