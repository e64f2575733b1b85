"""Words of the index as people write them: with the accents and the case of the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from indexer.analysis import fold
from indexer.packed import PackedText
from indexer.snapshot.shown import Shown
from indexer.snapshot.terms import Terms

MOST_DOCUMENTS = 4
MOST_PLACES = 20
"""Of a word in one document."""


def displayed(word: str, terms: Terms) -> str:
    """A word of the index with the accents and the case it most often has in the first texts.

    A capital counts as part of the word only in the middle of a sentence, so that names keep theirs;
    acronyms keep all of theirs. The word as it is, when no text shows it.
    """
    return terms.derived(("written", word), lambda: _displayed(word, terms), len)


def _displayed(word: str, terms: Terms) -> str:
    accents: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for number in terms.of((word,)).numbers[:MOST_DOCUMENTS].tolist():
        kept = terms.snapshot.shown(number)
        for shown, inside in (*_in_text(word, kept, number, terms), *_in_title(word, kept)):
            accents[shown.lower()] += 1
            if inside or shown.isupper():
                cases[shown] += 1
    best = _most(accents) or word
    return _most(Counter({one: n for one, n in cases.items() if one.lower() == best})) or best


def _most(counts: Counter[str]) -> str:
    return max(counts, key=lambda one: (counts[one], one), default="")


def _in_text(word: str, kept: Shown, number: int, terms: Terms) -> Iterator[tuple[str, bool]]:
    """The word as it stands in a text, and whether that is inside a sentence."""
    places = terms.places_in((word,), number)[:MOST_PLACES]
    for at in kept.in_text(places)[0].tolist():
        yield from _written(word, kept.text, at)


def _in_title(word: str, kept: Shown) -> Iterator[tuple[str, bool]]:
    for spelt in _spellings(word):
        wanted = f" {spelt} ".encode("latin-1", "replace")
        at = kept.folded_title.find(wanted)
        for _ in range(MOST_PLACES):
            if at < 0:
                break
            yield from _written(word, kept.title, at)
            at = kept.folded_title.find(wanted, at + 1)


def _written(word: str, text: PackedText, at: int) -> Iterator[tuple[str, bool]]:
    """What stands there, if it is the word when it is folded."""
    plain = word.replace("-", " ")
    for spelt in _spellings(word):
        if at + len(spelt) <= len(text) and fold(shown := text.piece(at, at + len(spelt))) == plain:
            yield shown, _inside(text.piece(max(0, at - 2), at))
            return


def _spellings(word: str) -> tuple[str, ...]:
    """`œ` is one letter in a text, and a hyphen a space in its folded copy."""
    plain = word.replace("-", " ")
    return tuple(dict.fromkeys((plain, plain.replace("oe", "o"), plain.replace("ae", "a"))))


def _inside(before: str) -> bool:
    return len(before) == 2 and before[1] in " '’-" and (before[0].isalnum() or before[0] in ",;")
