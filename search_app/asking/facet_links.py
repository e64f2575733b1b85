"""Results → the groups of the sidebar and the chips, and the searches that links lead to; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.fields import FIELDS, Field, FieldKind, facets, field_named
from indexer.query import MISSING, FacetCount, Query, Sort, Years
from search_app.asking.facet_rows import Row, as_tree, label_in, ordered, row_of
from search_app.messages import say

SHOWN = 8
OPEN_AT_FIRST = 4
"""How many facets stand open; the others are a click away, and open when one is chosen in them."""
MOST_YEARS = 48
"""Years of the histogram; the earlier ones are on the page of all values."""


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
        first = _first(ordered(field, counts), shown)
    return Group(
        name=field.name,
        label=field.label.in_(language),
        rows=as_tree(field, [row_of(field, count, language) for count in first]),
        total=total,
        open=rank < OPEN_AT_FIRST or touched,
        years=_histogram(field, counts, language) if is_year else (),
    )


def _first(counts: Sequence[FacetCount], shown: int) -> list[FacetCount]:
    """The rows to show: those chosen or left out, some more, and those who have no value."""
    named = [count for count in counts if count.value != MISSING]
    cut = max(shown, sum(count.chosen or count.excluded for count in named))
    if len(named) == cut + 1:
        cut += 1  # a link for one value more is a link too many
    return [*named[:cut], *(count for count in counts if count.value == MISSING)]


def _histogram(field: Field, counts: Sequence[FacetCount], language: str) -> tuple[Row, ...]:
    years = sorted((c for c in counts if c.value != MISSING), key=lambda c: c.value)
    return tuple(row_of(field, count, language) for count in years[-MOST_YEARS:])


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
