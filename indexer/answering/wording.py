"""Words of the index as people write them: with the accents and the case of the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from indexer.analysis import fold
from indexer.answering.terms import Terms
from indexer.snippet import PackedText

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
        kept = terms.snapshot.kept(number)
        for shown, inside in (
            *_written(word, kept.text, kept.folded),
            *_written(word, kept.title, kept.folded_title),
        ):
            accents[shown.lower()] += 1
            if inside or shown.isupper():
                cases[shown] += 1
    best = _most(accents) or word
    return _most(Counter({one: n for one, n in cases.items() if one.lower() == best})) or best


def _most(counts: Counter[str]) -> str:
    return max(counts, key=lambda one: (counts[one], one), default="")


def _written(word: str, text: PackedText, folded: bytes) -> Iterator[tuple[str, bool]]:
    """The word as it stands in a text, and whether that is inside a sentence.

    In the folded copy `œ` is `o` and a hyphen a space: what is found is folded again to be sure.
    """
    plain = word.replace("-", " ")
    for spelt in dict.fromkeys((plain, plain.replace("oe", "o"), plain.replace("ae", "a"))):
        wanted = f" {spelt} ".encode("latin-1", "replace")
        at = folded.find(wanted)
        for _ in range(MOST_PLACES):
            if at < 0 or at + len(spelt) > len(text):
                break
            shown = text.piece(at, at + len(spelt))
            if fold(shown) == plain:
                yield shown, _inside(text.piece(max(0, at - 2), at))
            at = folded.find(wanted, at + 1)


def _inside(before: str) -> bool:
    return len(before) == 2 and before[1] in " '’-" and (before[0].isalnum() or before[0] in ",;")
