"""What is searched, as values: words of the index for each thing that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.query import Applied, Origin
from indexer.snapshot.terms import Words


@dataclass(frozen=True, slots=True)
class Step:
    """A word of what was typed: `words` of the index are taken for it, `typed` are those typed.

    `place` is its distance from the first word. No `words`: the index holds no form of it.
    """

    words: Words
    typed: Words
    place: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Other words, in this order, that stand for what was typed."""

    steps: tuple[Step, ...]
    label: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Ask:
    """Words that a document must have: all of them, and in order for a `phrase`; or else those of an
    alternative. `zone` is where, None for anywhere. `counted` are the alternatives that add to the
    score here (one that stands for several words adds once)."""

    label: str
    start: int
    end: int
    steps: tuple[Step, ...]
    phrase: bool = False
    zone: int | None = None
    alternatives: tuple[Alternative, ...] = ()
    counted: tuple[Alternative, ...] = ()
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """A year that a document must have."""

    label: str
    start: int
    end: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value of a facet whose label has these words, or one that begins as `beginning`, for a
    field that is not searched."""

    label: str
    start: int
    end: int
    field: str
    stems: tuple[str, ...] = ()
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Part, ...]
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Part, ...]
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoneOf:
    part: Part
    label: str
    start: int
    end: int


Part = Ask | Years | Labelled | AnyOf | AllOf | NoneOf


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words typed one after the other."""

    first: Words
    second: Words


@dataclass(frozen=True, slots=True)
class Understood:
    """What is searched. `wanted` are the things asked for of which a document may lack some,
    `required` those it must have (or, for `NoneOf`, not have)."""

    wanted: tuple[Part, ...] = ()
    required: tuple[Part, ...] = ()
    pairs: tuple[Pair, ...] = ()
    ignored: tuple[str, ...] = ()
    applied: tuple[Applied, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every word, phrase or beginning asked for, exclusions left out."""
        return tuple(ask for part in (*self.wanted, *self.required) for ask in asks_of(part))


def asks_of(part: Part) -> Iterator[Ask]:
    match part:
        case Ask():
            yield part
        case AnyOf() | AllOf():
            for child in part.parts:
                yield from asks_of(child)
        case _:
            return
