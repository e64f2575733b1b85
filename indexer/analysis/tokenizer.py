"""A text to its folded words, in order: all of them at once, or each with its place.

An elided article, conjunction or pronoun (`l'`, `qu'`, `jusqu'`) gives no word of its own and
belongs to the one it precedes. Words with no meaning of their own keep their place (`GAP`), so that
a phrase is found with its small words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indexer.analysis.compounds import Compound, compound_at, compounds
from indexer.analysis.folding import (
    APOSTROPHES,
    MARKS,
    WORD_START,
    fold,
)
from indexer.analysis.french import ELIDED, STOP_WORDS
from indexer.analysis.inclusive import SEPARATORS
from indexer.analysis.noise import repaired
from indexer.analysis.stemming import stem as stem_of
from indexer.analysis.western import HYPHEN, OR, Starts, folded_western

GAP = "_"
"""Stands for a stop word: it holds the place and matches any other stop word."""
ALTERNATIVE = "\x1f"
"""Between the words that share a place: `acteur·rice` gives `acteur` and `actrice`."""
MAX_WORD = 64

_WORD = re.compile(rf"(?:[^\W_][{MARKS}]*)+")
_ELIDED_BEFORE = re.compile(rf"{WORD_START}[^\W\d_]{{1,7}}\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or several that share a place, and what to highlight: `text[start:end]`."""

    words: tuple[str, ...]
    start: int
    end: int


def words(text: str, *, noisy: bool = False) -> list[str]:
    """The folded words of a text in order, one item a place.

    An item is `GAP` for a stop word, and several words joined by `ALTERNATIVE` for an inclusive
    form whose genders have different stems. `noisy` undoes what optical recognition does.
    """
    if noisy:
        text = repaired(text)
    found = compounds(text)
    try:
        surfaces = folded_western(text, found).surfaces
    except UnicodeEncodeError:
        return [ALTERNATIVE.join(items) for items, _, _ in _found_in(text, found)]
    return list(filter(None, map(_ITEMS.__getitem__, surfaces)))


def words_with_starts(text: str, *, noisy: bool = False) -> tuple[list[str], Starts]:
    """Those of `words`, and where each begins in the text; what elides before it is left out."""
    if noisy:
        text = repaired(text)
    found = compounds(text)
    try:
        folded = folded_western(text, found)
        starts = folded.starts()
    except UnicodeEncodeError:
        return _located_items(text, found)
    items = list(map(_ITEMS.__getitem__, folded.surfaces))
    if "" not in items:
        return items, starts
    kept = np.fromiter(map(bool, items), np.bool_, len(items))
    return list(filter(None, items)), starts[kept]


def _located_items(text: str, found: list[Compound]) -> tuple[list[str], Starts]:
    located = list(_found_in(text, found))
    starts = np.array([start for _, start, _ in located], np.int64)
    return [ALTERNATIVE.join(items) for items, _, _ in located], starts


def tokens(text: str, *, noisy: bool = False) -> list[Token]:
    """The words of a text with their places in it: those of `words` without the gaps."""
    return [token for token in positions(text, noisy=noisy) if token.words != (GAP,)]


def positions(text: str, *, noisy: bool = False) -> list[Token]:
    """The words of a text with their places in it, gaps included: those of `words`."""
    read = repaired(text) if noisy else text
    found = list(_located(read, compounds(read)))
    return [_unglued(text, read, token) for token in found] if noisy else found


def word_at(text: str, start: int, stem: str, *, noisy: bool = False) -> tuple[int, int] | None:
    """Where the word beginning exactly at `start` is, all included, if one of its stems is `stem`.

    `text` must be clean.
    """
    read = repaired(text) if noisy else text
    match = _WORD.match(read, start)
    if match is None or _is_inside(read, start):
        return None
    token = _token_of(read, match)
    if token is None or stem not in map(stem_of, token.words):
        return None
    if noisy:
        token = _unglued(text, read, token)
    return token.start, token.end


class _Items(dict[str, str]):
    """Surface word → item of `words`, worked out once; forgotten when there are too many."""

    def __missing__(self, surface: str) -> str:
        if len(self) > 400_000:
            self.clear()
        alternatives = (_word(w.replace(HYPHEN, "-")) for w in surface.split(OR))
        self[surface] = item = ALTERNATIVE.join(filter(None, alternatives))
        return item


_ITEMS = _Items()


def _word(surface: str) -> str:
    """`GAP` for a stop word, empty for what only elides (`l`, `qu`)."""
    folded = fold(surface)
    folded = "".join(c for c in folded if c.isalnum() or c == "-")[:MAX_WORD]
    if folded in ELIDED:
        return ""
    if folded in STOP_WORDS:
        return GAP
    return "aujourdhui" if folded == "hui" else folded


def _located(text: str, found: list[Compound]) -> Iterator[Token]:
    for items, start, end in _found_in(text, found):
        yield Token(items, _with_elision(text, start), end)


def _found_in(text: str, found: list[Compound]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The words of each place, where the first letter of them is, and where they end."""
    at = 0
    for compound in found:
        yield from _simple(text, at, compound.start)
        if items := _items_of(compound):
            yield items, compound.start, compound.end
        at = compound.end
    yield from _simple(text, at, len(text))


def _simple(text: str, start: int, end: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    for match in _WORD.finditer(text, start, end):
        if item := _ITEMS[match[0]]:
            yield (item,), match.start(), match.end()


def _items_of(compound: Compound) -> tuple[str, ...]:
    """Empty when it is only what elides (`entr·nes`)."""
    return tuple(item for word in compound.words if (item := _ITEMS[word]))


def _whole(text: str, compound: Compound) -> Token | None:
    items = _items_of(compound)
    return Token(items, _with_elision(text, compound.start), compound.end) if items else None


def _token_of(text: str, match: re.Match[str]) -> Token | None:
    """What begins with this word: most are followed by a sign that can go on with none."""
    start, end = match.span()
    if _may_go_on(text, end) or end == start + 1:  # L. 121-15
        compound = compound_at(text, start)
        if compound:
            return _whole(text, compound)
    item = _ITEMS[match[0]]
    return Token((item,), _with_elision(text, start), end) if item else None


_JOINS = frozenset(f"{SEPARATORS}{APOSTROPHES}*")


def _may_go_on(text: str, end: int) -> bool:
    if text[end : end + 1] not in _JOINS:
        return False
    after = text[end + 1 : end + 2]
    return after.isalnum() or after in _JOINS


def _is_inside(text: str, start: int) -> bool:
    """Whether a compound holds the word at `start` without beginning there."""
    if start == 0:
        return False
    before = text[start - 1]
    if before in APOSTROPHES:
        if text[max(0, start - 5) : start - 1].lower() not in ("prud", "entr"):
            return False
    elif before not in _JOINS and not text[start].isdigit():
        return False
    begin = max(0, start - 60)
    begin = text.rfind("\n", begin, start) + 1 or begin
    if begin and begin == start - 60:
        begin = text.find(" ", begin, start) + 1 or begin
    window = text[begin : start + 40]
    return any(c.start < start - begin < c.end for c in compounds(window))


def _with_elision(text: str, start: int) -> int:
    """Where the elided word glued to the word at `start` begins; `start` when there is none."""
    if start < 2 or text[start - 1] not in APOSTROPHES:
        return start
    found = _ELIDED_BEFORE.search(text, max(0, start - 10), start - 1)
    return found.start() if found and fold(found[0]) in ELIDED else start


def _unglued(text: str, read: str, token: Token) -> Token:
    """With the article that a lost apostrophe has glued to the word: all of `lInstitut`."""
    start = token.start
    if start and read[start - 1] == "'" and text[start - 1].isalnum():
        return Token(token.words, start - 1, token.end)
    return token
