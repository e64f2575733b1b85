"""French dates: as precise as written, never more, and a reason when there is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.record import PartialDate, Precision
from corpus.values import (
    ALL_DAY,
    find_date,
    find_date_in_prose,
    find_time,
    parse_date,
    read_dates,
)

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def french(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def value(found: PartialDate | None) -> str:
    return found.value if found else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 septembre 2020", "2020-09-24"),
        ("1er mars 2019", "2019-03-01"),
        ("Le jeudi 24 septembre 2020", "2020-09-24"),
        ("24 sept. 2020", "2020-09-24"),
        ("24 SEPTEMBRE 2020", "2020-09-24"),
        ("24\u00a0août\u00a02020", "2020-08-24"),
        ("September 24, 2020", "2020-09-24"),
        ("24/09/2020", "2020-09-24"),
        ("24.09.2020", "2020-09-24"),
        ("2020-09-24", "2020-09-24"),
        ("2020-09-24T10:00:00", "2020-09-24"),
        ("septembre 2020", "2020-09"),
        ("Aout 2020", "2020-08"),
        ("2018-06", "2018-06"),
        ("2018", "2018"),
        ("fiche F1366 mise à jour le 19 février 2019", "2019-02-19"),
        ("1542 documents, puis 2018", "2018"),
        ("2000 habitants en 2017", "2017"),
    ],
)
def test_a_date_is_found_as_precisely_as_it_is_written(text: str, expected: str) -> None:
    assert value(find_date(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "sans date", "24/09/20", "en 12020", "version 2.2018", "n° 2018-1234", "10 2000 €"],
)
def test_what_is_no_date_gives_nothing_and_no_complaint(text: str) -> None:
    reading = read_dates(text)
    assert reading.start is None
    assert reading.problem == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Le 32 mars 2019", "32 mars 2019"),
        ("29 février 2021", "29 février 2021"),
        ("30/02/2020", "30/02/2020"),
        ("le 8 mai", "8 mai"),
        ("Du 5 mai 2021 au 3 mai 2021", "5 mai 2021 au 3 mai 2021"),
    ],
)
def test_an_impossible_date_gives_a_reason_that_names_it(text: str, named: str) -> None:
    reading = read_dates(text)
    assert reading.start is None
    assert f"« {named} »" in reading.problem


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Du 3 au 5 mai 2021", "2021-05-03", "2021-05-05"),
        ("Du lundi 3 au mercredi 5 mai 2021", "2021-05-03", "2021-05-05"),
        ("Du 28 avril au 3 mai 2021", "2021-04-28", "2021-05-03"),
        ("Du 28 décembre 2020 au 3 janvier 2021", "2020-12-28", "2021-01-03"),
        ("du 03/05/2021 au 05/05/2021", "2021-05-03", "2021-05-05"),
        ("Les 3, 4 et 5 mai 2021", "2021-05-03", "2021-05-05"),
        ("de mars à juin 2019", "2019-03", "2019-06"),
        ("2018-2020", "2018", "2020"),
    ],
)
def test_a_period_gives_its_start_and_its_end(text: str, start: str, end: str) -> None:
    reading = read_dates(text)
    assert (value(reading.start), value(reading.end)) == (start, end)


def test_a_start_equal_to_the_end_means_that_the_end_is_unknown() -> None:
    reading = read_dates("Du 24 septembre 2020 au 24 septembre 2020")
    assert value(reading.start) == "2020-09-24"
    assert reading.end is None


def test_a_date_says_where_it_was_found() -> None:
    found = find_date("mars 2019", "credit")
    assert found is not None
    assert found.found_in == "credit"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La démarche, lancée en 2017, a duré.", "2017"),
        ("Depuis 2014, le site est fermé.", "2014"),
        ("Le bilan (2018) le dit.", "2018"),
        ("L’Agenda 2030 et l’horizon 2050 sont loin.", ""),
        ("En 2000 habitants, tout change.", ""),
        ("Réunis le 12 avril 2021, puis en 2022.", "2021-04-12"),
    ],
)
def test_running_text_dates_a_work_only_by_an_introduced_year(text: str, expected: str) -> None:
    assert value(find_date_in_prose(text)) == expected


@given(days)
def test_a_day_written_in_french_is_read_back(day: date) -> None:
    assert value(parse_date(french(day))) == day.isoformat()


@given(days)
def test_a_day_written_in_figures_is_read_back(day: date) -> None:
    assert value(parse_date(day.strftime("%d/%m/%Y"))) == day.isoformat()
    assert value(parse_date(day.isoformat())) == day.isoformat()


@given(days)
def test_no_month_is_invented_from_a_year_nor_a_day_from_a_month(day: date) -> None:
    month = find_date(f"{MONTHS[day.month - 1]} {day.year}")
    year = find_date(f"({day.year})")
    assert month is not None
    assert month.precision is Precision.MONTH
    assert year is not None
    assert year.precision is Precision.YEAR


@given(days, st.integers(1, 400))
def test_a_written_period_is_read_back(day: date, length: int) -> None:
    last = day + timedelta(days=length)
    if last.year > 2099:
        return
    reading = read_dates(f"Du {french(day)} au {french(last)}")
    assert (value(reading.start), value(reading.end)) == (day.isoformat(), last.isoformat())


@given(st.text(alphabet="0123456789 /-.marsjuin2éû–dualeu", max_size=40))
def test_a_date_found_in_any_text_is_in_the_calendar(text: str) -> None:
    reading = read_dates(text)
    for found in (reading.start, reading.end):
        if found:
            date.fromisoformat((found.value + "-01-01")[:10])
    if reading.end and reading.start:
        assert reading.start < reading.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:00:00 - 17:30:00", "14:00-17:30"),
        ("de 9h30 à 12h", "09:30-12:00"),
        ("à 18 h", "18:00"),
        ("Toute la journée", ALL_DAY),
        ("10:00:00 - 10:00:00", ""),
        ("25:00", ""),
        ("sans heure", ""),
    ],
)
def test_hours_are_read_without_seconds_and_an_equal_end_is_unknown(
    text: str, expected: str
) -> None:
    assert find_time(text) == expected
