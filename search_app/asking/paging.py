"""Which page numbers to show under results; pure."""

from __future__ import annotations

GAP = 0
"""Stands in the list for the page numbers left out."""


def page_count(total: int, size: int) -> int:
    """At least one: an empty answer is a page too."""
    return max(1, -(-total // size))


def page_window(page: int, pages: int, around: int = 1) -> tuple[int, ...]:
    """First, last, and those around the current page, with `GAP` where some are left out."""
    near = range(page - around, page + around + 1)
    shown = sorted({1, pages, *(number for number in near if 1 <= number <= pages)})
    window: list[int] = []
    for number in shown:
        previous = window[-1] if window else number - 1
        if number == previous + 2:
            window.append(number - 1)  # a gap of one page is that page
        elif number > previous + 2:
            window.append(GAP)
        window.append(number)
    return tuple(window)
