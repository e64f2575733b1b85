"""Witness queries: what librarians say must be found, and whether it is.

A list has one query a line, then the documents it must find, then maybe the rank within which
(10 when it is not said):

    # a comment
    charte de bon voisinage | "Une charte de bon voisinage" | /fiche/vallee-du-leguer/ | rang 5

A document is named by the id of its record, by its title in quotes, or by the path of its address.
Every document of a line must be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from corpus.errors import BadImport, QueryError
from corpus.folding import fold
from indexer.query import Copy, Hit, Query, Results

USUAL_RANK = 10
DEPTH = 50
"""How far ranks are looked for; beyond, a document counts as not found. No rank asked is greater."""

_RANK = re.compile(r"(?:rang|rank)\s+(\S+)", re.IGNORECASE)
_ID = re.compile(r"[a-z][a-z0-9_]*-[0-9a-f]{12}")
_TITLE = re.compile(r'"([^"]+)"|«\s*([^»]+?)\s*»|“([^”]+)”')
_EXAMPLE = 'charte de bon voisinage | "Une charte de bon voisinage" | rang 5'

Search = Callable[[Query], Results]


class NamedBy(StrEnum):
    ID = "id"
    TITLE = "title"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Expected:
    """A document that must be found, itself or as a copy folded under a hit.

    Titles are compared folded, paths without their last slash.
    """

    by: NamedBy
    value: str

    def is_(self, hit: Hit) -> bool:
        return self._names(hit) or any(map(self._names, hit.copies))

    def _names(self, one: Hit | Copy) -> bool:
        if self.by is NamedBy.ID:
            return one.id == self.value
        if self.by is NamedBy.TITLE:
            return fold(one.title) == fold(self.value)
        return _path(one.url) == _path(self.value)

    def __str__(self) -> str:
        return f'"{self.value}"' if self.by is NamedBy.TITLE else self.value


@dataclass(frozen=True, slots=True)
class Witness:
    """A query and the documents that must all be within its first `within` answers."""

    query: str
    expected: tuple[Expected, ...]
    within: int = USUAL_RANK
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rank (from 1) of each expected document, in order; None when it was not found.

    `refused` is the sentence of an engine that would not search.
    """

    witness: Witness
    ranks: tuple[int | None, ...]
    refused: str = ""

    @property
    def passed(self) -> bool:
        return all(rank is not None and rank <= self.witness.within for rank in self.ranks)


@dataclass(frozen=True, slots=True)
class WitnessReport:
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> int:
        return sum(outcome.passed for outcome in self.outcomes)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)


class Change(StrEnum):
    """What became of a document: its rank is better or worse, or it was lost or found."""

    BETTER = "better"
    WORSE = "worse"
    LOST = "lost"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class RankChange:
    """A document whose rank is not what it was. `broken`: its query passed, and does no more."""

    query: str
    expected: Expected
    before: int | None
    after: int | None
    broken: bool = False

    @property
    def change(self) -> Change:
        if self.before is None:
            return Change.FOUND
        if self.after is None:
            return Change.LOST
        return Change.BETTER if self.after < self.before else Change.WORSE

    def __str__(self) -> str:
        was, is_now = (f"rang {rank}" if rank else "absent" for rank in (self.before, self.after))
        return f"{self.query} : {self.expected}, {was} → {is_now}"


@dataclass(frozen=True, slots=True)
class Trial:
    """The same witnesses on the index in service and on the one that is to replace it.

    `before` is None when there is no index in service that can be read.
    """

    before: WitnessReport | None
    after: WitnessReport

    @property
    def changes(self) -> tuple[RankChange, ...]:
        return compare(self.before, self.after) if self.before else ()

    @property
    def broken(self) -> tuple[Outcome, ...]:
        """The outcomes that fail after and passed before."""
        before = self.before.outcomes if self.before else ()
        passed = {outcome.witness for outcome in before if outcome.passed}
        return tuple(outcome for outcome in self.after.failed if outcome.witness in passed)


def parse_witnesses(text: str) -> tuple[Witness, ...]:
    """Raises `BadImport` with the line and the remedy for what is not understood."""
    found: dict[str, Witness] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip().lstrip("\ufeff")
        if not stripped or stripped.startswith("#"):
            continue
        witness = _witness(stripped, number)
        if same := found.get(witness.query):
            raise _bad(
                number,
                f"« {witness.query} » est déjà à la ligne {same.line}. Gardez l'une.",
                f"“{witness.query}” is on line {same.line} already. Keep either.",
            )
        found[witness.query] = witness
    return tuple(found.values())


def check(witnesses: Iterable[Witness], search: Search) -> WitnessReport:
    """Asks each query as a reader would. Raises what `search` raises, but for a refused query."""
    return WitnessReport(tuple(_outcome(witness, search) for witness in witnesses))


def compare(before: WitnessReport, after: WitnessReport) -> tuple[RankChange, ...]:
    """What changed for the queries that are in both, in the order of `after`."""
    known = {outcome.witness: outcome for outcome in before.outcomes}
    return tuple(
        change
        for outcome in after.outcomes
        if outcome.witness in known
        for change in _changes(known[outcome.witness], outcome)
    )


def _witness(line: str, number: int) -> Witness:
    query, *cells = (cell.strip() for cell in _cells(line))
    within = USUAL_RANK
    if cells and (written := _RANK.fullmatch(cells[-1])):
        within = _rank(written[1], number)
        cells.pop()
    if not query or not cells:
        raise _bad(
            number,
            f"il faut une requête et un document au moins, comme : {_EXAMPLE}",
            f"a query and at least one document are needed, as in: {_EXAMPLE}",
        )
    return Witness(query, tuple(_expected(cell, number) for cell in cells), within, number)


def _cells(line: str) -> list[str]:
    """The line cut at its bars, those inside a quoted title left alone."""
    query, bar, rest = line.partition("|")
    pieces = re.findall(r'(?:"[^"]*"|«[^»]*»|“[^”]*”|[^|])+', rest)
    return [query, *pieces] if bar else [query]


def _rank(written: str, number: int) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", written) or not 1 <= int(written) <= DEPTH:
        raise _bad(
            number,
            f"le rang « {written} » n'est pas un nombre de 1 à {DEPTH}.",
            f"the rank “{written}” is not a number from 1 to {DEPTH}.",
        )
    return int(written)


def _expected(cell: str, number: int) -> Expected:
    if title := _TITLE.fullmatch(cell):
        value = next(filter(None, title.groups())).strip()
        if value:
            return Expected(NamedBy.TITLE, value)
    if cell.startswith("/"):
        return Expected(NamedBy.PATH, cell)
    if _ID.fullmatch(cell):
        return Expected(NamedBy.ID, cell)
    raise _bad(
        number,
        f"« {cell} » n'est ni l'identifiant d'une fiche, ni un titre entre guillemets, ni une "
        "adresse qui commence par « / ».",
        f"“{cell}” is neither the id of a record, nor a title in quotes, nor an address that begins "
        "with “/”.",
    )


def _bad(number: int, french: str, english: str) -> BadImport:
    return BadImport(
        f"Requêtes témoins, ligne {number} : {french}", f"Witness queries, line {number}: {english}"
    )


def _path(url: str) -> str:
    """The part of an address that names a record, whatever the host: path, query, anchor."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    return unquote((parts.path.rstrip("/") or "/") + query + anchor)


def _outcome(witness: Witness, search: Search) -> Outcome:
    try:
        hits = search(Query(text=witness.query, size=DEPTH)).hits
    except QueryError as error:
        return Outcome(witness, (None,) * len(witness.expected), error.message)
    return Outcome(witness, tuple(_rank_of(expected, hits) for expected in witness.expected))


def _rank_of(expected: Expected, hits: Sequence[Hit]) -> int | None:
    return next((rank for rank, hit in enumerate(hits, start=1) if expected.is_(hit)), None)


def _changes(before: Outcome, after: Outcome) -> Iterator[RankChange]:
    is_broken = before.passed and not after.passed
    ranks = zip(after.witness.expected, before.ranks, after.ranks, strict=True)
    for expected, was, is_now in ranks:
        if was != is_now:
            yield RankChange(after.witness.query, expected, was, is_now, is_broken)
