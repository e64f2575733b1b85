"""What a reader types to clauses: words, `"phrases"`, `-mot`.

The language is the same for every engine. Whatever is typed gives clauses or a `QueryError` whose
sentence names the value; nothing else is ever raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.errors import QueryError
from indexer.analysis import GAP, clean, stream

MAX_CHARACTERS = 300
MAX_WORDS = 16
MAX_PHRASE = 8

_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "\n": " "})
_PIECE = re.compile(r'(?P<minus>(?<!\S)-+)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: `text[start:end]` of what was typed.

    `terms` keeps a `GAP` for each small word inside; it neither begins nor ends with one. A clause
    that is not a phrase may still have several terms (`Aix-en-Provence`): a document must have all
    of them. `excluded` documents must not match it.
    """

    terms: tuple[str, ...]
    start: int
    end: int
    phrase: bool = False
    excluded: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The terms without the gaps, each once."""
        return tuple(dict.fromkeys(term for term in self.terms if term != GAP))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood. `text` is what spans point into; `ignored` the words too common."""

    text: str
    clauses: tuple[Clause, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def excluded(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.excluded)

    @property
    def words(self) -> tuple[str, ...]:
        """Every term asked for, once, in the order typed."""
        return tuple(dict.fromkeys(word for clause in self.wanted for word in clause.words))


@lru_cache(maxsize=1_000)
def parse(typed: str) -> Parsed:
    """Raises `QueryError` for a query that is too long or has nothing to search."""
    if len(typed) > MAX_CHARACTERS:
        raise QueryError(
            f"La recherche fait {len(typed)} caractères, pour {MAX_CHARACTERS} au plus "
            f"(elle commence par « {clean(typed[:40])} »). Gardez les mots les plus précis."
        )
    text = clean(typed).translate(_QUOTES)
    clauses: list[Clause] = []
    ignored: list[str] = []
    for clause, piece in _pieces(text):
        if clause.terms:
            clauses.append(clause)
        elif any(character.isalnum() for character in piece):
            ignored.append(piece)
    _check(text, clauses, ignored)
    return Parsed(text, _distinct(clauses), tuple(dict.fromkeys(ignored)))


def _pieces(text: str) -> Iterator[tuple[Clause, str]]:
    for match in _PIECE.finditer(text):
        is_phrase = match["phrase"] is not None
        piece = match["phrase"] if is_phrase else match["word"]
        if piece.startswith("-"):  # « --mot » or a dash on its own: the minus is not glued
            piece = piece.lstrip("-")
        terms = _trimmed(stream(piece))
        yield (
            Clause(
                terms=terms,
                start=match.start(),
                end=match.end(),
                phrase=is_phrase and len(terms) > 1,
                excluded=bool(match["minus"]),
            ),
            piece,
        )


def _trimmed(terms: list[str]) -> tuple[str, ...]:
    while terms and terms[0] == GAP:
        del terms[0]
    while terms and terms[-1] == GAP:
        del terms[-1]
    return tuple(terms)


def _distinct(clauses: list[Clause]) -> tuple[Clause, ...]:
    """The clauses without those that ask the same thing again."""
    first: dict[tuple[object, ...], Clause] = {}
    for clause in clauses:
        first.setdefault((clause.terms, clause.phrase, clause.excluded), clause)
    return tuple(first.values())


def _check(text: str, clauses: list[Clause], ignored: list[str]) -> None:
    if text.strip() and not clauses:
        raise QueryError(_nothing_to_search(text, ignored))
    long = next((c for c in clauses if c.phrase and len(c.terms) > MAX_PHRASE), None)
    if long:
        raise QueryError(
            f"La phrase {text[long.start : long.end]} a plus de {MAX_PHRASE} mots. "
            "Gardez-en les mots les plus rares, ou enlevez les guillemets."
        )
    count = sum(len(clause.words) for clause in clauses)
    if count > MAX_WORDS:
        raise QueryError(
            f"La recherche « {text[:60].strip()} » compte {count} mots, pour {MAX_WORDS} au plus. "
            "Gardez les mots les plus précis."
        )


def _nothing_to_search(text: str, ignored: list[str]) -> str:
    shown = text.strip()[:60]
    if ignored:
        return (
            f"« {shown} » ne contient que des mots trop courants pour être cherchés. "
            "Ajoutez un mot plus précis."
        )
    return f"« {shown} » ne contient aucun mot à chercher. Tapez au moins un mot ou un nombre."
