"""Queries as trees, and the slow way to say which documents hold them.

Nothing of the answering is used here: only the analysis of texts, which has tests of its own. Each text
of a document is read again for each question, word by word.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.analysis import ALTERNATIVE, GAP, fold, stem, words
from indexer.document import Document
from indexer.query import MISSING, FacetCount, Query, Sort

Item = frozenset[str]
"""The folded words that share a place; empty for a small word."""

MOST = 0.1
"""The share of what is asked for, by its rarity, that an answer has at least."""


@dataclass(frozen=True)
class Word:
    """Typed without any sign; may be several words joined by hyphens."""

    text: str

    def typed(self) -> str:
        return self.text


@dataclass(frozen=True)
class Phrase:
    text: str

    def typed(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True)
class Prefix:
    text: str

    def typed(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True)
class In:
    """`zone` is the name of the field in the table, `name` the one typed."""

    name: str
    zone: str
    node: Word | Phrase | Prefix

    def typed(self) -> str:
        return f"{self.name}:{self.node.typed()}"


@dataclass(frozen=True)
class Years:
    first: int | None
    last: int | None

    def typed(self) -> str:
        return f"année:{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True)
class Not:
    node: Word | Phrase | Prefix | In | Or

    def typed(self) -> str:
        return f"-({self.node.typed()})" if isinstance(self.node, Or) else f"-{self.node.typed()}"


@dataclass(frozen=True)
class Or:
    nodes: tuple[Word | Phrase | Prefix | In, ...]

    def typed(self) -> str:
        return " OU ".join(node.typed() for node in self.nodes)


Node = Word | Phrase | Prefix | In | Years | Not | Or


def typed(nodes: Sequence[Node]) -> str:
    """The text of a query that asks for all of them. A lone `OU` never joins two of them."""
    return " ".join(f"({n.typed()})" if isinstance(n, Or) else n.typed() for n in nodes)


# --- documents ---------------------------------------------------------------------------------


def read(text: str) -> list[Item]:
    return [
        frozenset() if item == GAP else frozenset(item.split(ALTERNATIVE)) for item in words(text)
    ]


def texts_of(document: Document, zone: str = "") -> Iterator[list[Item]]:
    """Each text on its own: a file is one text over its pages. All zones, or one; files are body."""
    for name, texts in document.texts.items():
        if zone in ("", name):
            yield from map(read, texts)
    if zone in ("", "body"):
        for part in document.parts:
            yield [item for _, text in part.pages for item in read(text)]


# --- questions ---------------------------------------------------------------------------------


def asks_something(node: Node) -> bool:
    match node:
        case Years():
            return True
        case Prefix():
            return True
        case Word() | Phrase():
            return any(read(node.text))
        case In() | Not():
            return asks_something(node.node)
        case Or():
            return any(map(asks_something, node.nodes))


def holds(document: Document, node: Node, zone: str = "") -> bool:
    match node:
        case Word():
            wanted = [item for item in read(node.text) if item]
            return all(_has(document, item, zone) for item in wanted)
        case Phrase():
            return any(_runs(text, read(node.text)) for text in texts_of(document, zone))
        case Prefix():
            begun = fold(node.text)
            return any(
                word.startswith(begun)
                for text in texts_of(document, zone)
                for item in text
                for word in item
            )
        case In():
            return holds(document, node.node, node.zone)
        case Years():
            year = document.year
            return (
                year is not None
                and (node.first is None or node.first <= year)
                and (node.last is None or year <= node.last)
            )
        case Not():
            return not holds(document, node.node)
        case Or():
            return any(holds(document, one) for one in node.nodes if asks_something(one))


def _has(document: Document, wanted: Item, zone: str) -> bool:
    return any(_meet(item, wanted) for text in texts_of(document, zone) for item in text)


def _meet(item: Item, wanted: Item) -> bool:
    return bool({stem(word) for word in item} & {stem(word) for word in wanted})


def _runs(text: Sequence[Item], phrase: list[Item]) -> bool:
    """Small words ask for their place only between two others."""
    while phrase and not phrase[0]:
        phrase = phrase[1:]
    while phrase and not phrase[-1]:
        phrase = phrase[:-1]
    return any(
        all(not wanted or _meet(text[at + step], wanted) for step, wanted in enumerate(phrase))
        for at in range(len(text) - len(phrase) + 1)
    )


def may_lack(node: Node) -> bool:
    """Whether an answer may be without it: only for what is typed without a sign."""
    match node:
        case Word() | Prefix():
            return True
        case Phrase():
            return sum(map(bool, read(node.text))) == 1
        case Or():
            return all(may_lack(one) for one in node.nodes if asks_something(one))
        case _:
            return False


@dataclass(frozen=True)
class Answered:
    """The documents that answer, those among them that hold everything, and how many plain things
    were asked for."""

    found: list[Document]
    complete: list[Document]
    wanted: int


def answered(documents: Sequence[Document], nodes: Sequence[Node]) -> Answered:
    kept = [node for node in nodes if asks_something(node)]
    wanted = _distinct([node for node in kept if may_lack(node)])
    required = [node for node in kept if not may_lack(node)]
    among = [d for d in documents if all(holds(d, node) for node in required)]
    complete = [d for d in among if all(holds(d, node) for node in wanted)]
    if len(wanted) < 2:
        return Answered(complete, complete, len(wanted))
    worth = {}
    for rank, node in enumerate(wanted):
        having = sum(holds(d, node) for d in documents)
        worth[rank] = math.log1p(len(documents) / having) if having else 0.0
    least = max(MOST * sum(worth.values()), 1e-9)
    most = [
        d
        for d in among
        if sum(worth[rank] for rank, node in enumerate(wanted) if holds(d, node)) >= least
    ]
    found = [d for d in among if d in complete or d in most]
    return Answered(found, complete, len(wanted))


def _distinct(nodes: Sequence[Node]) -> list[Node]:
    """Words of the same stems are asked for once."""
    first: dict[object, Node] = {}
    for node in nodes:
        key: object = node if isinstance(node, Prefix) else id(node)
        if isinstance(node, Word | Phrase):
            key = tuple(frozenset(map(stem, item)) for item in read(node.text) if item)
        first.setdefault(key, node)
    return list(first.values())


# --- choices -----------------------------------------------------------------------------------


def passes(document: Document, query: Query, but: str = "") -> bool:
    """Whether a document has one of the values chosen in each facet and none of those refused."""
    for name in {*query.chosen, *query.excluded} - {but}:
        values = set(document.facets.get(name, ())) or {MISSING}
        chosen = query.chosen.get(name, ())
        if chosen and not values & set(chosen):
            return False
        if values & set(query.excluded.get(name, ())):
            return False
    return not query.years or (document.year is not None and document.year in query.years)


def texts_apart(documents: Sequence[Document]) -> int:
    """How many answers those are: documents with the same text are one."""
    return len({document.same or f"alone {document.id}" for document in documents})


def counts(documents: Sequence[Document], query: Query, name: str) -> dict[str, int]:
    """Value → answers, for the values met, those chosen and those refused."""
    passing = [d for d in documents if passes(d, query, but=name)]
    having: dict[str, list[Document]] = {
        value: [] for value in (*query.chosen.get(name, ()), *query.excluded.get(name, ()))
    }
    for document in passing:
        for value in document.facets.get(name, ()) or (MISSING,):
            having.setdefault(value, []).append(document)
    return {value: texts_apart(found) for value, found in having.items()}


def counted(found: Sequence[FacetCount]) -> dict[str, int]:
    return {one.value: one.count for one in found}


def in_order(documents: Sequence[Document], sort: Sort) -> list[str]:
    """The ids of the answers sorted by date or title, the first of each text only."""
    keys = {
        Sort.TITLE: lambda d: (d.title_key, d.id),
        Sort.DATE_ASC: lambda d: (not d.date, d.date, d.id),
        Sort.DATE: lambda d: (not d.date, [-ord(c) for c in d.date] + [1], d.id),
    }
    seen: set[str] = set()
    ids = []
    for document in sorted(documents, key=keys[sort]):
        if not document.same or document.same not in seen:
            ids.append(document.id)
        seen.add(document.same)
    return ids
