"""The tree of a query: what was typed, understood but not yet analysed.

Every node keeps where it was typed: `start` and `end` are a span of `Parsed.text`, and the span of
a node lies inside the span of the node that holds it. Fields go by their name in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Word:
    """One piece between two spaces, raw: `Aix-en-Provence`, `l'eau`, `praticien(ne)s`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was between quotes, without them; the span has them."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, without its star; the span has it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Range:
    """Years from `low` to `high`, both counted in; `None` is an open end, and one at most is."""

    field: str
    low: int | None
    high: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class In:
    """`node`, looked for in one field only.

    A field named again inside a group wins: `lieu:(Nantes OU auteur:Dupont)` looks for the author
    everywhere an author is. `node` is never a `Range`, a `Not` or an `In` itself.
    """

    field: str
    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """What a document must not match; `node` is never a `Not`."""

    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Or:
    """One of them at least; two nodes or more, none of them an `Or`."""

    nodes: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """All of them; two nodes or more, none of them an `And`."""

    nodes: tuple[Node, ...]
    start: int
    end: int


Leaf = Word | Phrase | Prefix | Range
Node = Leaf | In | Not | Or | And


class NoteKind(StrEnum):
    """Why a part of a query was read plainly; stable, meant for JSON too."""

    UNKNOWN_FIELD = "unknown_field"
    FIELD_ALONE = "field_alone"
    NOT_A_YEAR = "not_a_year"
    SHORT_PREFIX = "short_prefix"
    STAR = "star"
    OPERATOR = "operator"
    PARENTHESIS = "parenthesis"
    DEPTH = "depth"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Note:
    """A part that was read otherwise than its signs say: `text` is what was typed there."""

    kind: NoteKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood of `text`, the cleaned form of what was typed.

    No node means that no word was asked for: everything answers. A note says so when there was
    something typed all the same.
    """

    text: str
    node: Node | None = None
    notes: tuple[Note, ...] = ()


def leaves(node: Node | None) -> Iterator[tuple[Leaf, bool]]:
    """Each thing looked for, in the order typed, and whether it is excluded."""
    yield from _leaves(node, excluded=False)


def _leaves(node: Node | None, *, excluded: bool) -> Iterator[tuple[Leaf, bool]]:
    match node:
        case None:
            return
        case And() | Or():
            for child in node.nodes:
                yield from _leaves(child, excluded=excluded)
        case Not():
            yield from _leaves(node.node, excluded=not excluded)
        case In():
            yield from _leaves(node.node, excluded=excluded)
        case _:
            yield node, excluded
