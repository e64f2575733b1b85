"""The pieces of HTML that a page repeats a hundred times, each made by its template once.

A row of a facet is the same from one search to the next but for the address in its link: what
stands before and after that address is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from flask import current_app
from markupsafe import Markup, escape

from search_app.facet_links import Row
from search_app.messages import say
from search_app.query_args import open_ended

COLUMN_HEIGHT = 40
_HERE = "9081726354"
"""Stands for the address while a row is made."""

AddressOf = Callable[[Row], str]


def choices(
    rows: Iterable[Row], state: str, changed: AddressOf, form: str, language: str
) -> Markup:
    """The values that are ticked in a form, or left out by a link.

    `state` is the address of the search, to which a link adds what leaves its value out; `changed`
    gives the address for a value that is chosen or left out already.
    """
    start = escape(open_ended(state))
    made = []
    for row in rows:
        before, after = _choice(row, form, language)
        known = row.chosen or row.excluded
        made += [before, escape(changed(row)) if known else start + row.extra, after]
    return Markup("".join(made))  # noqa: S704 (templates made the parts, addresses are escaped)


def columns(rows: Sequence[Row], state: str, changed: AddressOf, language: str) -> Markup:
    """The years of a histogram, each a link that adds its year to the search, or gives it up."""
    start = escape(open_ended(state))
    most = max((row.count for row in rows), default=0)
    made = []
    for row in rows:
        before, after = _column(row, _height(row.count, most), language)
        added = f"{row.facet}={row.written}"
        made += [before, escape(changed(row)) if row.chosen else start + added, after]
    return Markup("".join(made))  # noqa: S704 (as above)


def _height(count: int, most: int) -> int:
    """Never invisible when there is something to show."""
    return max(1, round(COLUMN_HEIGHT * count / most)) if count and most else 0


@lru_cache(maxsize=20_000)
def _choice(row: Row, form: str, language: str) -> tuple[str, str]:
    words = {
        "excluded": say("filters_excluded", language),
        "exclude": say("filters_exclude", language),
        "include": say("filters_include", language),
    }
    return _halves("choice", row, _unit(row, language), form, words)


@lru_cache(maxsize=20_000)
def _column(row: Row, height: int, language: str) -> tuple[str, str]:
    return _halves("column", row, _unit(row, language), height, COLUMN_HEIGHT)


def _unit(row: Row, language: str) -> str:
    return say("filters_unit_one" if row.few else "filters_unit_many", language)


def _halves(macro: str, row: Row, *arguments: object) -> tuple[str, str]:
    """What a macro of `fragments.html` makes of a row, before and after the address in it."""
    module = current_app.jinja_env.get_template("fragments.html").module
    made = str(getattr(module, macro)(row, _HERE, *arguments))
    before, _, after = made.rpartition(f'href="{_HERE}"')
    return f'{before}href="', f'"{after}'
