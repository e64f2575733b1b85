"""What a run has done so far, in numbers that can be added up.

Figures are nested mappings of names to numbers, kept as JSON with the run:

    pages     HTTP status → pages answered
    refused   reason → addresses not fetched on purpose
    failed    reason → addresses that could not be fetched or read
    records   new | changed | unchanged → kind → records
    files, bytes, seconds, sessions
    charsets  charset used → pages;  damaged_pages, damaged_characters
    notes     code → remarks in the report
    sought    kind → field → pages where it was looked for;  missed: those where it was not found
    links_refused  reason → links that never entered the frontier
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Figures = Mapping[str, Any]


def add_figures(one: Figures, other: Figures) -> dict[str, Any]:
    """Both together: numbers are summed under each name, at every depth."""
    total = dict(one)
    for name, value in other.items():
        if isinstance(value, Mapping):
            total[name] = add_figures(total.get(name, {}), value)
        else:
            total[name] = round(total.get(name, 0) + value, 3)
    return total


def total_of(figures: Figures, name: str) -> int:
    """The sum of all numbers under `name`; 0 when there is none."""
    value = figures.get(name, 0)
    if isinstance(value, Mapping):
        return sum(total_of(value, key) for key in value)
    return int(value)
