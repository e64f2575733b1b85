"""What a reader asks of an index, and what it answers: plain values, the same for every engine.

Those an answer has by the dozen are structs of msgspec: they are made six times as quickly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import msgspec

from corpus.errors import QueryError

MAX_SIZE = 100
MAX_PAGE = 1_000_000
FACET_VALUES = 40
"""The values of a facet that an answer brings; all of them are asked for with `facet`."""

MISSING = "(none)"
"""Stands among the values of a facet for the documents that have none of them."""

Choices = Mapping[str, tuple[str, ...]]
_NOTHING: Choices = MappingProxyType({})


class Sort(StrEnum):
    """The order of the answers; those without a date come last in both orders by date.

    `COMPLETE` is the order of relevance, with every answer that holds all the words before all
    others, however many words there are.
    """

    RELEVANCE = "relevance"
    COMPLETE = "complete"
    DATE = "date"
    DATE_ASC = "date_asc"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Years:
    """From the first to the last year, both included; `None` leaves that end open."""

    first: int | None = None
    last: int | None = None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    def __contains__(self, year: int) -> bool:
        return (self.first is None or year >= self.first) and (
            self.last is None or year <= self.last
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A question: words, facet values, an order and a page (from 1).

    `chosen` maps a facet's name to the values accepted for it, `excluded` to those refused; both may
    hold `MISSING`. `years` narrows by the year of the work. `exact` asks for the words as they are
    typed: no other form of them, no synonym, no correction. An empty `text` asks for everything.
    Raises `QueryError` for a page or a size that cannot be.
    """

    text: str = ""
    chosen: Choices = field(default_factory=lambda: _NOTHING)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 20
    language: str = "fr"
    excluded: Choices = field(default_factory=lambda: _NOTHING)
    years: Years = Years()
    exact: bool = False

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


class Snippet(msgspec.Struct, frozen=True):
    """A passage to show. `field` is where it is from; `page` its page in the file at `file_url`.

    `text` begins or ends with « … » where it was cut; without any `spans` it is only an opening.
    """

    text: str
    spans: Spans = ()
    field: str = ""
    file_url: str = ""
    page: int = 0


class PageHit(msgspec.Struct, frozen=True):
    """A page of a file that holds words of the query; `matches` counts them."""

    file_url: str
    file_sha256: str
    number: int
    matches: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document with the same text as a hit, folded under it."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `score` is 0 when nothing was searched; `pages` come best first, ten at most.

    `complete` says that it holds every word asked for.
    """

    id: str
    title: str
    kind: str
    url: str
    score: float = 0.0
    snippets: tuple[Snippet, ...] = ()
    pages: tuple[PageHit, ...] = ()
    title_spans: Spans = ()
    date: str = ""
    complete: bool = True
    copies: tuple[Copy, ...] = ()


class FacetCount(msgspec.Struct, frozen=True):
    """A value of a facet and how many answers have it, the facet's own choice left out."""

    value: str
    count: int
    chosen: bool = False
    excluded: bool = False


class Origin(StrEnum):
    """Why something that was not typed is searched too."""

    LIST = "list"
    RENAME = "rename"
    THESAURUS = "thesaurus"
    TEXT = "text"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Applied:
    """Words searched beside those typed: `typed` as it stands in the query, `instead` as labels."""

    typed: str
    instead: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that finds more, and how many answers it has."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A query with one thing less, which finds something where the whole query found nothing.

    What is dropped: the words `dropped`, or the choice made in `facet` (then `dropped` is its value,
    empty for all its choices).
    """

    query: Query
    total: int
    dropped: str
    facet: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of the query that was read otherwise than it looks: `code` says what.

    `text[start:end]` of the typed text is what it is about; `values` complete the sentence.
    """

    code: str
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a `Query`.

    `total` counts the answers (documents with the same text are one), `complete` those among them
    that hold every word; the others hold most of them. `facets` has every facet of the table, the
    most frequent values first, `FACET_VALUES` at most; a chosen or excluded value is there even when
    its count is 0. `facet_sizes` counts all the values of each. `ignored` are the words too common
    to be searched, `applied` what is searched beside the words typed, `related` what may be asked
    for instead. `out_of_time` says that the answer was cut short: what is there is right, but it may
    lack passages, counts or the rarest answers. `took` is in seconds.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    facet_sizes: Mapping[str, int] = field(default_factory=dict)
    complete: int = 0
    ignored: tuple[str, ...] = ()
    applied: tuple[Applied, ...] = ()
    related: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    suggestion: Suggestion | None = None
    relaxations: tuple[Relaxation, ...] = ()
    out_of_time: bool = False
    took: float = field(default=0.0, compare=False)

    @property
    def relaxed(self) -> bool:
        """No answer holds all the words: those given hold most of them."""
        return bool(self.total) and not self.complete


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How often a word was met in a field (`file` for attached files)."""

    field: str
    count: int


@dataclass(frozen=True, slots=True)
class TermReason:
    """Why a document answers one thing that was asked for.

    `label` is what was typed; `forms` are the words of the document that were taken for it, most
    frequent first; `found_in` says where; `score` is what it adds to the document's score, by
    `parts` of the formula (name of the part → amount).
    """

    label: str
    forms: tuple[str, ...] = ()
    found_in: tuple[FieldCount, ...] = ()
    score: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a document answers a query, and with what score: the sum of those of its reasons."""

    id: str
    title: str
    score: float
    reasons: tuple[TermReason, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """A document near another one; `shared` are the words they share, the most telling first."""

    id: str
    title: str
    kind: str
    url: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completion:
    """What somebody may be about to type. `field` is where it is from (`word` for a word of the
    texts); `value` is the facet's value or the record's id, where there is one."""

    text: str
    field: str
    count: int
    value: str = ""
