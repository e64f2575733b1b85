"""Results → the rows of the sidebar and the chips, each with what its value changes; pure.

A page shows about a hundred rows, so that a row holds no query of its own: the links that leave a
value out are the address of the search with a pair more (see `extra`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from urllib.parse import urlencode

from corpus.fields import FIELDS, Field, FieldKind, facets, field_named, in_nothing
from corpus.folding import fold
from indexer.query import MISSING, FacetCount, Query, Sort, Years
from search_app.messages import MESSAGES, is_singular, number_text, say
from search_app.query_args import NOT, value_pair

SHOWN = 8
OPEN_AT_FIRST = 4
"""How many facets stand open; the others are a click away, and open when one is chosen in them."""
MOST_YEARS = 48
"""Years of the histogram; the earlier ones are on the page of all values."""


@dataclass(frozen=True, slots=True)
class Row:
    """A value people may choose or leave out; `depth` says how many wider values hold it.

    `written` is the value as it stands in a form, `extra` what leaves it out when added to the
    address of the search (a value chosen has first to be given up), `shown` the count as it is
    written, and `few` whether it goes with a singular.
    """

    facet: str
    value: str
    label: str
    count: int
    chosen: bool
    excluded: bool
    written: str
    extra: str
    shown: str
    few: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A facet in the sidebar; `total` counts all its values, those that are not shown included.

    `years` is the histogram of a facet of years, from the earliest: then there are no rows but
    those of the values chosen, left out or missing.
    """

    name: str
    label: str
    rows: tuple[Row, ...]
    total: int
    open: bool
    years: tuple[Row, ...] = ()

    @property
    def hidden(self) -> bool:
        """There are values that are not shown."""
        return self.total > len({row.value for row in (*self.rows, *self.years)})


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that can be taken back; `query` is the search without it."""

    facet_label: str
    label: str
    query: Query
    excluded: bool = False


def sidebar(
    counts: Mapping[str, Sequence[FacetCount]],
    query: Query,
    language: str,
    fields: Sequence[Field] = FIELDS,
    sizes: Mapping[str, int] | None = None,
    shown: int = SHOWN,
) -> tuple[Group, ...]:
    """The facets that have a value to show, in the order of the table of fields."""
    present = [f for f in facets(fields) if _tells(counts.get(f.name, ()), query, f.name)]
    return tuple(
        _group(field, counts[field.name], query, language, rank, sizes or {}, shown)
        for rank, field in enumerate(present)
    )


def rows_of(
    field: Field, counts: Iterable[FacetCount], language: str, holding: str = ""
) -> tuple[Row, ...]:
    """Every value of a facet whose label holds some words, accents optional, in their order.

    A value is under the wider one it lies in, when both are there; years come from the latest.
    """
    wanted = fold(holding).split()
    rows = [_row(field, count, language) for count in _ordered(field, counts)]
    kept = [row for row in rows if all(word in fold(row.label) for word in wanted)]
    return _as_tree(field, kept)


def chips(query: Query, language: str, fields: Sequence[Field] = FIELDS) -> tuple[Chip, ...]:
    """The values chosen, then those left out, then the period and the exactness."""
    return (
        *_value_chips(query, language, fields, excluded=False),
        *_value_chips(query, language, fields, excluded=True),
        *_other_chips(query, language, fields),
    )


def toggled(query: Query, facet: str, value: str) -> Query:
    """The same search with that value chosen, or no longer chosen; back on its first page."""
    chosen = _with_or_without(query.chosen, facet, value)
    return replace(query, chosen=chosen, excluded=_lacking(query.excluded, facet, value), page=1)


def left_out(query: Query, facet: str, value: str) -> Query:
    """The same search with that value left out, or no longer; back on its first page."""
    excluded = _with_or_without(query.excluded, facet, value)
    return replace(query, chosen=_lacking(query.chosen, facet, value), excluded=excluded, page=1)


def on_page(query: Query, page: int) -> Query:
    return replace(query, page=page)


def sorted_by(query: Query, sort: Sort) -> Query:
    return replace(query, sort=sort, page=1)


def exactly(query: Query, *, exact: bool) -> Query:
    return replace(query, exact=exact, page=1)


def asking(query: Query, text: str) -> Query:
    """The same choices for other words."""
    return replace(query, text=text, page=1)


def without_choices(query: Query) -> Query:
    return replace(query, chosen={}, excluded={}, years=Years(), page=1)


@lru_cache(maxsize=20_000)
def value_label(name: str, value: str, language: str) -> str:
    """What people read for a value of a facet of the table, `MISSING` included."""
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


def _tells(counts: Sequence[FacetCount], query: Query, name: str) -> bool:
    """A facet of which nothing has a value tells nothing, unless something was asked of it."""
    touched = name in query.chosen or name in query.excluded
    return any(count.value != MISSING or touched for count in counts)


def _group(
    field: Field,
    counts: Sequence[FacetCount],
    query: Query,
    language: str,
    rank: int,
    sizes: Mapping[str, int],
    shown: int,
) -> Group:
    total = max(len(counts), sizes.get(field.name, 0))
    touched = field.name in query.chosen or field.name in query.excluded
    is_year = field.kind is FieldKind.YEAR
    if is_year:
        first = [c for c in counts if c.chosen or c.excluded or c.value == MISSING]
        touched = touched or bool(query.years)
    else:
        first = _first(_ordered(field, counts), shown)
    return Group(
        name=field.name,
        label=field.label.in_(language),
        rows=_as_tree(field, [_row(field, count, language) for count in first]),
        total=total,
        open=rank < OPEN_AT_FIRST or touched,
        years=_histogram(field, counts, language) if is_year else (),
    )


def _first(ordered: Sequence[FacetCount], shown: int) -> list[FacetCount]:
    """The rows to show: those chosen or left out, some more, and those who have no value."""
    named = [count for count in ordered if count.value != MISSING]
    cut = max(shown, sum(count.chosen or count.excluded for count in named))
    if len(named) == cut + 1:
        cut += 1  # a link for one value more is a link too many
    return [*named[:cut], *(count for count in ordered if count.value == MISSING)]


def _histogram(field: Field, counts: Sequence[FacetCount], language: str) -> tuple[Row, ...]:
    years = sorted((c for c in counts if c.value != MISSING), key=lambda c: c.value)
    return tuple(_row(field, count, language) for count in years[-MOST_YEARS:])


def _ordered(field: Field, counts: Iterable[FacetCount]) -> list[FacetCount]:
    """Values chosen or left out first; then years from the latest, others from the most frequent.

    Of as frequent ones the widest comes first, so that no value is shown without what holds it, and
    otherwise the engine's order stays; « none » is last.
    """
    named, missing = _parted(counts, lambda c: c.value != MISSING)
    if field.kind is FieldKind.YEAR:
        named.sort(key=_VALUE, reverse=True)
    elif field.ancestors is in_nothing:
        named.sort(key=_COUNT, reverse=True)
    else:
        named.sort(key=lambda c: (-c.count, len(field.ancestors(c.value))))
    touched, others = _parted(named, lambda c: c.chosen or c.excluded)
    return [*touched, *others, *missing]


_VALUE, _COUNT = attrgetter("value"), attrgetter("count")


def _parted(
    counts: Iterable[FacetCount], holds: Callable[[FacetCount], bool]
) -> tuple[list[FacetCount], list[FacetCount]]:
    """Those of which something holds, and the others, in their order."""
    those: list[FacetCount] = []
    others: list[FacetCount] = []
    for count in counts:
        (those if holds(count) else others).append(count)
    return those, others


def _as_tree(field: Field, rows: Sequence[Row]) -> tuple[Row, ...]:
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


def _row(field: Field, count: FacetCount, language: str) -> Row:
    written, extra = _addressed(field.name, count.value)
    return Row(
        field.name,
        count.value,
        label_in(field, count.value, language),
        count.count,
        count.chosen,
        count.excluded,
        written,
        extra,
        number_text(count.count, language),
        is_singular(count.count, language),
    )


@lru_cache(maxsize=20_000)
def _addressed(name: str, value: str) -> tuple[str, str]:
    """A value as it stands in a form, and the pair of an address that leaves it out."""
    written = value_pair(name, value)[1]
    return written, urlencode(((NOT + name, written),))


def _value_chips(
    query: Query, language: str, fields: Sequence[Field], *, excluded: bool
) -> Iterator[Chip]:
    choices, change = (query.excluded, left_out) if excluded else (query.chosen, toggled)
    for field in facets(fields):
        for value in choices.get(field.name, ()):
            yield Chip(
                field.label.in_(language),
                label_in(field, value, language),
                change(query, field.name, value),
                excluded,
            )


def _other_chips(query: Query, language: str, fields: Sequence[Field]) -> Iterator[Chip]:
    if query.years:
        year = field_named("year", fields)
        label = year.label.in_(language) if year else ""
        yield Chip(
            label, period_label(query.years, language), replace(query, years=Years(), page=1)
        )


def period_label(years: Years, language: str) -> str:
    if years.first is None:
        return say("period_until", language, last=years.last)
    if years.last is None:
        return say("period_since", language, first=years.first)
    return say("period_both", language, first=years.first, last=years.last)


def _with_or_without(
    choices: Mapping[str, tuple[str, ...]], facet: str, value: str
) -> dict[str, tuple[str, ...]]:
    if value in choices.get(facet, ()):
        return _lacking(choices, facet, value)
    return {**choices, facet: (*choices.get(facet, ()), value)}


def _lacking(
    choices: Mapping[str, tuple[str, ...]], facet: str, value: str
) -> dict[str, tuple[str, ...]]:
    left = {
        name: tuple(v for v in values if name != facet or v != value)
        for name, values in choices.items()
    }
    return {name: values for name, values in left.items() if values}
