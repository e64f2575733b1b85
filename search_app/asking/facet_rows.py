"""Counts of a facet → the rows that show them, in their order; pure.

A page shows about a hundred rows, so that a row holds no query of its own: the links that leave a
value out are the address of the search with a pair more (see `Value.extra`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from urllib.parse import urlencode

from corpus.fields import Field, FieldKind, field_named, in_nothing
from corpus.folding import fold
from indexer.query import MISSING, FacetCount
from search_app.asking.query_args import NOT, value_pair
from search_app.messages import MESSAGES, say


@dataclass(frozen=True, slots=True)
class Value:
    """What a page says of a value of a facet, whatever is searched.

    `written` is the value as it stands in a form, `extra` what leaves it out when added to the
    address of a search (a value chosen has first to be given up).
    """

    facet: str
    value: str
    label: str
    written: str
    extra: str


@dataclass(frozen=True, slots=True)
class Row:
    """A value people may choose or leave out; `depth` says how many wider values hold it."""

    known: Value
    count: int
    chosen: bool
    excluded: bool
    depth: int = 0

    @property
    def facet(self) -> str:
        return self.known.facet

    @property
    def value(self) -> str:
        return self.known.value

    @property
    def label(self) -> str:
        return self.known.label

    @property
    def written(self) -> str:
        return self.known.written

    @property
    def extra(self) -> str:
        return self.known.extra


def rows_of(
    field: Field, counts: Iterable[FacetCount], language: str, holding: str = ""
) -> tuple[Row, ...]:
    """Every value of a facet whose label holds some words, accents optional, in their order.

    A value is under the wider one it lies in, when both are there; years come from the latest.
    """
    wanted = fold(holding).split()
    rows = [row_of(field, count, language) for count in ordered(field, counts)]
    kept = [row for row in rows if all(word in fold(row.label) for word in wanted)]
    return as_tree(field, kept)


def row_of(field: Field, count: FacetCount, language: str) -> Row:
    known = _value(field, count.value, language)
    return Row(known, count.count, count.chosen, count.excluded)


def ordered(field: Field, counts: Iterable[FacetCount]) -> list[FacetCount]:
    """Values chosen or left out first; then years from the latest, others from the most frequent.

    Of as frequent ones the widest comes first, so that no value is shown without what holds it, and
    otherwise the engine's order stays; « none » is last.
    """
    touched: list[FacetCount] = []
    others: list[FacetCount] = []
    missing: list[FacetCount] = []
    for count in counts:
        kind = touched if count.chosen or count.excluded else others
        (missing if count.value == MISSING else kind).append(count)
    for named in (touched, others):
        if field.kind is FieldKind.YEAR:
            named.sort(key=_VALUE, reverse=True)
        elif field.ancestors is in_nothing:
            named.sort(key=_COUNT, reverse=True)
        else:
            named.sort(key=lambda c: (-c.count, len(field.ancestors(c.value))))
    return [*touched, *others, *missing]


_VALUE, _COUNT = attrgetter("value"), attrgetter("count")


def as_tree(field: Field, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Each row after the nearest wider value that is among them, a step deeper."""
    if field.ancestors is in_nothing:
        return tuple(rows)
    there = {row.value for row in rows}
    below: dict[str, list[Row]] = {}
    for row in rows:
        holder = next((v for v in field.ancestors(row.value) if v in there), "")
        below.setdefault(holder, []).append(row)
    if len(below) <= 1:
        return tuple(rows)
    return tuple(_branch(below, "", 0))


def _branch(below: Mapping[str, Sequence[Row]], holder: str, depth: int) -> Iterator[Row]:
    for row in below.get(holder, ()):
        yield replace(row, depth=depth) if depth else row
        yield from _branch(below, row.value, depth + 1)


def value_label(name: str, value: str, language: str) -> str:
    """What people read for a value of a facet of the table, `MISSING` included."""
    field = field_named(name)
    if field and not field.settled and value != MISSING:
        return field.label_of(value, language)
    return _kept_label(name, value, language)


@lru_cache(maxsize=20_000)
def _kept_label(name: str, value: str, language: str) -> str:
    field = field_named(name)
    if value != MISSING:
        return field.label_of(value, language) if field else value
    if f"without_{name}" in MESSAGES:
        return say(f"without_{name}", language)
    return say("without_any", language, label=field.label.in_(language) if field else name)


def label_in(field: Field, value: str, language: str) -> str:
    """The cache is for the table that ships; a table of a test has labels of its own."""
    if value == MISSING or field_named(field.name) is field:
        return value_label(field.name, value, language)
    return field.label_of(value, language)


def _value(field: Field, value: str, language: str) -> Value:
    """As with labels, the cache is for the table that ships."""
    if field.settled and field_named(field.name) is field:
        return _kept_value(field.name, value, language)
    return _made_value(field.name, value, label_in(field, value, language))


@lru_cache(maxsize=20_000)
def _kept_value(name: str, value: str, language: str) -> Value:
    return _made_value(name, value, value_label(name, value, language))


def _made_value(name: str, value: str, label: str) -> Value:
    written = value_pair(name, value)[1]
    return Value(name, value, label, written, urlencode(((NOT + name, written),)))
