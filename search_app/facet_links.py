"""Results → the rows of the sidebar, each with the query that adds or removes its value; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.fields import FIELDS, Field, FieldKind, facets
from indexer.query import FacetCount, Query, Sort

SHOWN_AT_FIRST = 6
SHOWN_AT_MOST = 60
OPEN_AT_FIRST = 4
"""How many facets stand open; the others are a click away, and open when one is chosen in them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A value people may choose; `query` is what the same search becomes when it is toggled."""

    facet: str
    value: str
    label: str
    count: int
    chosen: bool
    query: Query


@dataclass(frozen=True, slots=True)
class Group:
    """A facet in the sidebar: `first` rows shown, `more` behind a click, `hidden` only counted."""

    name: str
    label: str
    first: tuple[Row, ...]
    more: tuple[Row, ...]
    hidden: int
    open: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.first + self.more


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that can be taken back; `query` is the search without it."""

    facet_label: str
    label: str
    query: Query


def sidebar(
    counts: Mapping[str, Sequence[FacetCount]],
    query: Query,
    language: str,
    fields: Sequence[Field] = FIELDS,
) -> tuple[Group, ...]:
    """The facets that have a value to show, in the order of the table of fields."""
    shown = [field for field in facets(fields) if counts.get(field.name)]
    return tuple(
        _group(field, counts[field.name], query, language, rank) for rank, field in enumerate(shown)
    )


def chips(query: Query, language: str, fields: Sequence[Field] = FIELDS) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            field.label.in_(language),
            field.label_of(value, language),
            toggled(query, field.name, value),
        )
        for field in facets(fields)
        for value in query.chosen.get(field.name, ())
    )


def toggled(query: Query, facet: str, value: str) -> Query:
    """The same search with that value chosen, or no longer chosen; back on its first page."""
    before = query.chosen.get(facet, ())
    after = tuple(v for v in before if v != value) if value in before else (*before, value)
    chosen = {name: values for name, values in query.chosen.items() if name != facet}
    if after:
        chosen[facet] = after
    return replace(query, chosen=chosen, page=1)


def on_page(query: Query, page: int) -> Query:
    return replace(query, page=page)


def sorted_by(query: Query, sort: Sort) -> Query:
    return replace(query, sort=sort, page=1)


def without_choices(query: Query) -> Query:
    return replace(query, chosen={}, page=1)


def _group(
    field: Field, counts: Sequence[FacetCount], query: Query, language: str, rank: int
) -> Group:
    rows = [_row(field, count, query, language) for count in _ordered(field, counts)]
    cut = max(SHOWN_AT_FIRST, sum(row.chosen for row in rows))
    if len(rows) == cut + 1:
        cut += 1  # a click to see a single value more is a click too many
    return Group(
        name=field.name,
        label=field.label.in_(language),
        first=tuple(rows[:cut]),
        more=tuple(rows[cut : max(cut, SHOWN_AT_MOST)]),
        hidden=max(0, len(rows) - max(cut, SHOWN_AT_MOST)),
        open=rank < OPEN_AT_FIRST or field.name in query.chosen,
    )


def _ordered(field: Field, counts: Sequence[FacetCount]) -> list[FacetCount]:
    """Chosen values first; then years from the latest, other values from the most frequent."""
    by_value = sorted(counts, key=lambda c: c.value, reverse=field.kind is FieldKind.YEAR)
    if field.kind is not FieldKind.YEAR:
        by_value.sort(key=lambda c: -c.count)
    return sorted(by_value, key=lambda c: not c.chosen)


def _row(field: Field, count: FacetCount, query: Query, language: str) -> Row:
    return Row(
        facet=field.name,
        value=count.value,
        label=field.label_of(count.value, language),
        count=count.count,
        chosen=count.chosen,
        query=toggled(query, field.name, count.value),
    )
