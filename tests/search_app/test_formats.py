from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.record import PartialDate
from search_app.formats import (
    date_text,
    file_name,
    instant_text,
    local_path,
    marked,
    percent,
    period_text,
    safe_url,
    size_text,
)


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2018", "2018", "2018"),
        ("2018-06", "juin 2018", "June 2018"),
        ("2018-06-24", "24 juin 2018", "24 June 2018"),
        ("2018-08-01", "1er août 2018", "1 August 2018"),
        ("2018-13", "2018-13", "2018-13"),
        ("sans date", "sans date", "sans date"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(
    value: str, french: str, english: str
) -> None:
    assert spaced(date_text(value, "fr")) == french
    assert spaced(date_text(value, "en")) == english


def test_a_period_says_both_ends_once() -> None:
    day = PartialDate("2021-05-03")
    assert spaced(period_text(day, PartialDate("2021-05-05"), "fr")) == "3 mai 2021 – 5 mai 2021"
    assert spaced(period_text(day, day, "fr")) == "3 mai 2021"


def test_an_instant_says_its_time_zone() -> None:
    assert spaced(instant_text("2026-11-23T08:15:00Z", "fr")) == "23 novembre 2026, 08:15 UTC"


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "0 o"), (999, "999 o"), (1_000, "1,0 ko"), (12_345, "12 ko"), (1_234_567, "1,2 Mo")],
)
def test_sizes_are_read_at_a_glance(size: int, written: str) -> None:
    assert spaced(size_text(size, "fr")) == written


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_marking_loses_nothing_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    made = str(marked(text, spans))
    assert made.count("<mark>") == made.count("</mark>")
    bare = made.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert html.unescape(bare) == text.replace("\x02", " ").replace("\x03", " ")


def test_only_what_was_found_is_marked() -> None:
    made = marked("La nappe & <b>la</b> nappe", [(21, 26), (3, 8)])
    assert made == "La <mark>nappe</mark> &amp; &lt;b&gt;la&lt;/b&gt; <mark>nappe</mark>"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.test", "file:///etc", "", "http://["]
)
def test_an_address_that_is_not_http_is_not_followed(url: str) -> None:
    assert safe_url(url) == ""


def test_an_http_address_is_followed() -> None:
    assert safe_url(" https://www.comedie.org/fiche/x/ ") == "https://www.comedie.org/fiche/x/"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test",
        "https:evil.test",
        "\t//evil.test",
        "/\\evil.test",
        "http://x",
        "",
        "x",
        "/a\n",
    ],
)
def test_a_sign_in_never_leads_elsewhere(target: str) -> None:
    assert local_path(target) == ""


def test_a_sign_in_leads_back_to_a_page_of_ours() -> None:
    assert local_path("/fiche/a?lang=en#etiquettes") == "/fiche/a?lang=en#etiquettes"


@given(st.text(max_size=300))
def test_a_file_name_is_one_safe_line(name: str) -> None:
    made = file_name(name, "pdf")
    assert made.endswith(".pdf")
    assert made.isprintable()
    assert "/" not in made
    assert len(made) < 140


def test_a_file_name_keeps_the_extension_it_has() -> None:
    assert file_name("Bilan.PDF", "pdf") == "Bilan.PDF"


def test_the_smallest_bar_can_be_seen() -> None:
    assert percent(1, 10_000) > 0
    assert percent(0, 10) == 0
    assert percent(10, 10) == 100
