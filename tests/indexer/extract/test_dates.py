from datetime import UTC, datetime

import pytest

from indexer.extract.dates import day_of, pdf_date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("D:20231113101500+01'00'", "2023-11-13"),
        ("20231113", "2023-11-13"),
        ("D:202311", "2023-11"),
        ("D:2023", "2023"),
        ("D:20230230000000", ""),
        ("D:20231301", ""),
        ("D:99990101000000Z", ""),
        ("D:00000101", ""),
        ("hier", ""),
        ("", ""),
    ],
)
def test_a_pdf_date_is_as_precise_as_written_or_nothing(written: str, read: str) -> None:
    assert pdf_date(written) == read


def test_an_instant_gives_its_day_when_it_is_within_reason() -> None:
    assert day_of(datetime(2018, 6, 24, 23, 59, tzinfo=UTC)) == "2018-06-24"
    assert day_of(datetime(1, 1, 1, tzinfo=UTC)) == ""
    assert day_of(None) == ""
