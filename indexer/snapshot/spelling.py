"""The word of the index that somebody meant by one that is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis import MAX_WORD, stem
from indexer.analysis.french import ELIDED, STOP_WORDS
from indexer.snapshot.vocabulary import Vocabulary

SHORTEST = 4
LONG = 7
"""Letters from which two mistakes are allowed rather than one."""

CANDIDATES = 40
SHORTEST_GLUED = 3
SHORTEST_AFTER_SMALL = 5
"""Letters of a word glued to the small word before it: `Dupont` is a name, not `du pont`."""
LEAST_GLUED = 2
"""Documents that each word of two glued together must be in."""

_AFTER_APOSTROPHE = "aeiouyh"
_DOUBLED = re.compile(r"(.)\1+")


def near(word: str, vocabulary: Vocabulary) -> Sequence[tuple[str, int]]:
    """The words a few mistakes away, and how many: the likeliest first.

    A mistake is a letter more, less or changed, or two exchanged (optimal string alignment); letters
    that are doubled or should be make one, however many. The fewest mistakes come first, then the most
    frequent word. The first letter is taken to be right, or exchanged with the second:
    other mistakes are rare there, and it keeps the search short. A number is never a mistake.
    """
    if not SHORTEST <= len(word) <= MAX_WORD or not word.isalpha():
        return ()
    for first in dict.fromkeys(word[:2]):
        found = _near(word, vocabulary.beginning(first))
        if found:
            order = {other: -vocabulary.frequency(other) for other, _ in found}
            return sorted(found, key=lambda pair: (pair[1], order[pair[0]], pair[0]))
    return ()


def meant(typed: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The word of the index most likely meant by words that share a place, or the two words that were
    typed without the space between them; nothing when there is neither."""
    found = [pair for word in typed for pair in near(word, vocabulary)[:1]]
    best, mistakes = min(found, key=lambda pair: pair[1], default=("", 0))
    if mistakes == 1:
        return (best,)
    apart = next(filter(None, (unglued(word, vocabulary) for word in typed)), ())
    return apart or ((best,) if best else ())


def likelier(word: str, vocabulary: Vocabulary) -> str:
    """The most frequent word one mistake away from a word that the index does hold, of another stem;
    empty when there is none."""
    one_away = [other for other, mistakes in near(word, vocabulary) if mistakes == 1]
    others = [other for other in one_away if stem(other) != stem(word)]
    return max(others, key=lambda other: (vocabulary.frequency(other), other), default="")


def unglued(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two words that make up one, an elided one left out; nothing when there are none.

    Of several ways to cut it, the one whose rarer word is the most frequent.
    """
    if len(word) > MAX_WORD:
        return ()
    _, words = max(_cuts(word, vocabulary), default=(0, ()))
    return words


def _near(word: str, begun: Sequence[str]) -> list[tuple[str, int]]:
    most = 2 if len(word) >= LONG else 1
    found = process.extract(
        word, begun, scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES, processor=None
    )
    bare = _bare(word)
    return [
        (other, 1 if _bare(other) == bare else int(distance))
        for other, distance, _ in found
        if other != word
    ]


def _bare(word: str) -> str:
    """Without its double letters."""
    return _DOUBLED.sub(r"\1", word)


def _cuts(word: str, vocabulary: Vocabulary) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(documents of the rarer word, the words) of each way to cut a word in two."""
    for at in range(1, len(word) - SHORTEST_GLUED + 1):
        first, second = word[:at], word[at:]
        after = _held(second, vocabulary)
        if after < LEAST_GLUED:
            continue
        if first in ELIDED:
            if second[0] in _AFTER_APOSTROPHE:
                yield after, (second,)
        elif first in STOP_WORDS:
            if len(second) >= SHORTEST_AFTER_SMALL:
                yield after, (first, second)
        elif at >= SHORTEST_GLUED and (before := _held(first, vocabulary)) >= LEAST_GLUED:
            yield min(before, after), (first, second)


def _held(word: str, vocabulary: Vocabulary) -> int:
    """In how many documents a word is, in the singular or the plural; a number is no word."""
    forms = (word, f"{word}s", word.removesuffix("s")) if word.isalpha() else ()
    return max(map(vocabulary.frequency, forms), default=0)
