"""The pieces of HTML that a page repeats a hundred times, each made by its macro once.

A row of a facet, or a line of results, is the same from one search to the next but for an address, a
count, a passage: the macros of `fragments.html` are given holes in their place, and what stands
around the holes is remembered. Whatever is put in a hole is HTML.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from flask import current_app
from markupsafe import Markup, escape

from search_app.asking.facet_rows import Row, Value
from search_app.asking.query_args import open_ended
from search_app.messages import is_singular, number_text, speaker
from search_app.shown.hit_view import FilePages, HitView

COLUMN_HEIGHT = 40

_HOLE = secrets.token_hex(8)
"""What nobody can write in a text that is shown."""
_KEPT = 20_000

AddressOf = Callable[[Row], str]
Parts = tuple[str, ...]
"""What stands before, between and after the holes."""


def choices(
    rows: Iterable[Row], state: str, changed: AddressOf, form: str, language: str
) -> Markup:
    """The values that are ticked in a form, or left out by a link.

    `state` is the address of the search, to which a link adds what leaves its value out; `changed`
    gives the address for a value that is chosen or left out already.
    """
    start = str(escape(open_ended(state)))
    made = []
    for row in rows:
        few = is_singular(row.count, language)
        parts = _choice(row.known, row.chosen, row.excluded, row.depth, few, form, language)
        touched = row.chosen or row.excluded
        address = escape(changed(row)) if touched else start + row.known.extra
        made += [parts[0], number_text(row.count, language), parts[1], address, parts[2]]
    return _html(made)


def columns(rows: Sequence[Row], state: str, changed: AddressOf, language: str) -> Markup:
    """The years of a histogram, each a link that adds its year to the search, or gives it up."""
    start = str(escape(open_ended(state)))
    most = max((row.count for row in rows), default=0)
    made = []
    for row in rows:
        few = is_singular(row.count, language)
        parts = _column(row.known, row.chosen, _height(row.count, most), few, language)
        added = f"{row.facet}={row.written}"
        address = escape(changed(row)) if row.chosen else start + added
        made += [parts[0], address, parts[1], number_text(row.count, language), parts[2]]
    return _html(made)


def hits(views: Iterable[HitView], language: str, *, asked: bool, mingled: bool) -> Markup:
    """The lines of a list of results.

    `asked` says that there are words whose answers can be explained; `mingled`, that an answer
    without all of them must say so itself.
    """
    made: list[str] = []
    for view in views:
        lacks = mingled and not view.hit.complete
        parts = _hit(view.kind_label, view.facts, view.language, asked, lacks, language)
        made += [parts[0], escape(view.address), parts[1], view.title, parts[2]]
        made += [_inside(view, language), parts[3]]
        if asked:
            made += [escape(view.why), parts[4], escape(view.hit.title), parts[5]]
    return _html(made)


def _inside(view: HitView, language: str) -> str:
    """The passages, files and copies of a result."""
    before, after = _passage()
    made = [f"{before}{passage}{after}" for passage in view.passages]
    made += [_file(file, language) for file in view.files]
    if view.copies:
        made.append(_made("copies", view.copies, language, speaker(language)))
    return "".join(made)


def _file(file: FilePages, language: str) -> str:
    address = escape(file.address)
    a, b, c, d, e = _page_parts(language)
    pages = [f"{a}{address}{b}{p.number}{c}{escape(p.said)}{d}{p.number}{e}" for p in file.numbers]
    a, b, c, d, e = _file_parts(language)
    reading, said = escape(file.reading), escape(file.reading_said)
    return f"{a}{escape(file.name)}{b}{', '.join(pages)}{c}{reading}{d}{said}{e}"


def _height(count: int, most: int) -> int:
    """Never invisible when there is something to show."""
    return max(1, round(COLUMN_HEIGHT * count / most)) if count and most else 0


@lru_cache(maxsize=_KEPT)
def _choice(
    known: Value, chosen: bool, excluded: bool, depth: int, few: bool, form: str, language: str
) -> Parts:
    row = Row(known, 0, chosen, excluded, depth)
    return _cut("choice", row, few, _HOLE, _HOLE, form, speaker(language))


@lru_cache(maxsize=_KEPT)
def _column(known: Value, chosen: bool, height: int, few: bool, language: str) -> Parts:
    row = Row(known, 0, chosen, excluded=False)
    return _cut("column", row, few, _HOLE, _HOLE, height, COLUMN_HEIGHT, speaker(language))


@lru_cache(maxsize=_KEPT)
def _hit(
    kind: str, facts: tuple[str, ...], written_in: str, asked: bool, lacks: bool, language: str
) -> Parts:
    said = speaker(language)
    return _cut("hit", kind, facts, written_in, asked, lacks, _HOLE, language, said)


@cache
def _passage() -> Parts:
    return _cut("passage", _HOLE)


@cache
def _file_parts(language: str) -> Parts:
    return _cut("file", _HOLE, language, speaker(language))


@cache
def _page_parts(language: str) -> Parts:
    return _cut("page", _HOLE, speaker(language))


def _cut(macro: str, *arguments: object) -> Parts:
    """What a macro makes of arguments some of which are holes."""
    return tuple(_made(macro, *arguments).split(_HOLE))


def _made(macro: str, *arguments: object) -> str:
    module = current_app.jinja_env.get_template("fragments.html").module
    return str(getattr(module, macro)(*arguments))


def _html(made: Iterable[str]) -> Markup:
    """Templates made the parts, and what fills the holes is escaped."""
    return Markup("".join(made))  # noqa: S704
