"""Dates of file metadata as ISO dates, as precise as given; impossible ones give nothing."""

from __future__ import annotations

import re
from datetime import date, datetime

_PDF = re.compile(r"^\s*(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


def pdf_date(text: str) -> str:
    """`D:20231113101500+01'00'` as `2023-11-13`; `D:2023` as `2023`."""
    match = _PDF.match(text)
    if match is None:
        return ""
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ""
    if month is None:
        return f"{year}"
    try:
        date(year, month, day or 1)
    except ValueError:
        return ""
    return f"{year}-{month:02d}" if day is None else f"{year}-{month:02d}-{day:02d}"


def day_of(instant: datetime | None) -> str:
    """The day of an instant that a library read; nothing when it is out of reason."""
    if instant is None or not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        return ""
    return instant.date().isoformat()
