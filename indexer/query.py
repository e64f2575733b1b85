"""What a reader asks of an index, and what it answers: plain values, the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from corpus.errors import QueryError

MAX_SIZE = 100
MAX_PAGE = 1_000_000

_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Sort(StrEnum):
    """The order of the answers; those without a date come last in both orders by date."""

    RELEVANCE = "relevance"
    DATE = "date"
    DATE_ASC = "date_asc"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Query:
    """A question: words, chosen facet values, an order and a page (from 1).

    `chosen` maps a facet's name to the values accepted for it. An empty `text` asks for
    everything. Raises `QueryError` for a page or a size that cannot be.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 20
    language: str = "fr"

    def __post_init__(self) -> None:
        if not 1 <= self.page <= MAX_PAGE:
            raise QueryError(
                f"La page {self.page} n'existe pas : les pages vont de 1 à {MAX_PAGE}. "
                "Revenez à la première page."
            )
        if not 1 <= self.size <= MAX_SIZE:
            raise QueryError(
                f"On ne peut pas afficher {self.size} résultats par page. "
                f"Demandez-en entre 1 et {MAX_SIZE}."
            )


Spans = tuple[tuple[int, int], ...]
"""Pieces of a text to mark, as (start, end), in order and without overlap."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage to show. `field` is where it is from; `page` its page in the file at `file_url`.

    `text` begins or ends with « … » where it was cut; without any `spans` it is only an opening.
    """

    text: str
    spans: Spans = ()
    field: str = ""
    file_url: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page of a file that holds words of the query; `matches` counts them."""

    file_url: str
    file_sha256: str
    number: int
    matches: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `score` is 0 when nothing was searched; `pages` come best first, ten at most."""

    id: str
    title: str
    kind: str
    url: str
    score: float = 0.0
    snippets: tuple[Snippet, ...] = ()
    pages: tuple[PageHit, ...] = ()
    title_spans: Spans = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet and how many answers have it, the facet's own choice left out."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a `Query`.

    `total` counts the documents with all the words; when there is none, `relaxed` is true and it
    counts those with at least one. `facets` has every facet of the table, the most frequent values
    first; a chosen value is there even when its count is 0. `ignored` are the words too common to
    be searched. `took` is in seconds.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    relaxed: bool = False
    ignored: tuple[str, ...] = ()
    took: float = field(default=0.0, compare=False)
