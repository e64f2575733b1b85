"""What two spellings of a name share, and the names that stand in a text (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from corpus.folding import fold
from indexer.analysis import GAP, term_of

_WORD = re.compile(r"[^\W_]+")

Thing = TypeVar("Thing")

Key = tuple[str, ...]
"""What two spellings of a label share: a lone word as it is folded, several as their terms."""


def words_of(label: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(label)))


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """Labels share most of their words, and each is looked at several times."""
    return term_of(word)


def means(word: str) -> bool:
    return _term(word) not in ("", GAP)


def terms_of(words: Iterable[str]) -> Key:
    return tuple(_term(word) for word in words if means(word))


def key_of(words: Iterable[str]) -> Key:
    """Stems would take « SAGE » for « sages » and « ENS » for « en »: a lone word stays whole."""
    telling = tuple(filter(means, words))
    return telling if len(telling) == 1 else tuple(map(_term, telling))


def holds(terms: Key, part: Key) -> bool:
    """Whether `part` stands in `terms`, in order and together."""
    return any(terms[at : at + len(part)] == part for at in range(len(terms) - len(part) + 1))


class _Part(NamedTuple):
    """A telling part of the word at `place`; `opens` and `closes` say that it is an end of it."""

    place: int
    word: str
    term: str
    opens: bool
    closes: bool


def _parts(words: Sequence[str]) -> Iterator[_Part]:
    """A typed word has several when it is written with a hyphen or an apostrophe."""
    for place, word in enumerate(words):
        telling = _telling(word)
        for rank, (part, term) in enumerate(telling):
            yield _Part(place, part, term, rank == 0, rank == len(telling) - 1)


@lru_cache(maxsize=20_000)
def _telling(word: str) -> tuple[tuple[str, str], ...]:
    """The telling parts of a typed word, with their terms."""
    return tuple((part, _term(part)) for part in words_of(word) if means(part))


class Known(Generic[Thing]):
    """Things by the key of their names, and where these stand in what is typed."""

    def __init__(self, things: Mapping[Key, Thing]) -> None:
        self._things = things
        self._sizes: dict[str, set[int]] = {}
        for key in things:
            self._sizes.setdefault(key[0], set()).add(len(key))

    def found_in(self, words: Sequence[str]) -> list[tuple[int, int, Thing]]:
        """(start, end, thing) in order: the longest names are taken first and none overlap."""
        parts = list(_parts(words))
        free = [True] * len(parts)
        found: list[tuple[int, int, Thing]] = []
        for size, at, thing in sorted(self._names_in(parts), key=lambda name: -name[0]):
            if all(free[at : at + size]):
                free[at : at + size] = [False] * size
                found.append((parts[at].place, parts[at + size - 1].place + 1, thing))
        return sorted(found, key=lambda place: place[0])

    def _names_in(self, parts: Sequence[_Part]) -> Iterator[tuple[int, int, Thing]]:
        """(size, place among the parts, thing) of every name, whether or not they overlap."""
        terms = tuple(part.term for part in parts)
        for at, part in enumerate(parts):
            if not part.opens:
                continue
            if part.closes and (thing := self._things.get((part.word,))) is not None:
                yield 1, at, thing
            for size in self._sizes.get(part.term, ()):
                key = terms[at : at + size]
                if len(key) == size > 1 and parts[at + size - 1].closes and key in self._things:
                    yield size, at, self._things[key]
