"""Pairs of texts that say the same, and how they do.

Two works may be told in almost the same words: « Coût de la scolarité à l'école maternelle » and « …
primaire » share 97 % of their shingles. So what is nearly the same is held for the same work only
under titles that agree; under others it is shown to people, who judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.doubles.candidates import alike, overlapping
from corpus.doubles.shingles import RUN, Shingler, Shingles, containment, jaccard, words_of
from corpus.values.text import text_hash

NEAR = 0.8
"""From this share of common shingles on, two texts are nearly the same."""

CONTAINED = 0.9
"""From this share of its shingles on, a text is part of another."""

SHORT = 20
"""Texts of fewer words (« Page en construction. ») are doubles only when both they and their titles
have the same words."""

_SHORTEST_PART = 40
"""Shingles that a part must have, so that a formula is no part."""


class How(StrEnum):
    """In which way two texts are doubles.

    `exact`: the same words; `near`: nearly, under titles that agree; `alike`: nearly, under other
    titles; `part`: the first is contained in the second, a record; `file`: it is in the file whose
    SHA-256 stands second. Only the first two make a cluster without anybody's word.
    """

    EXACT = "exact"
    NEAR = "near"
    ALIKE = "alike"
    PART = "part"
    FILE = "file"


FOLDING = frozenset((How.EXACT, How.NEAR))


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared: a record's text, or a file's (`id` is then its SHA-256, `title` empty).

    `same` is equal for texts known to be the same (`Record.text_sha256`), or empty.
    """

    id: str
    text: str
    title: str = ""
    same: str = ""
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records in the order of their ids (see `How` for the others), and their similarity:
    the common share of their shingles, or for a part the share of it that is in the other."""

    one: str
    other: str
    how: How
    similarity: float


def find_pairs(texts: Iterable[Text]) -> list[Pair]:
    """Every pair there is, each once, in the order of its ids.

    Of several records with the same words, the first is compared for all of them and each other one
    makes an exact pair with it.
    """
    firsts, exact = _same_words(_cut(_in_order(texts)))
    found = {(pair.one, pair.other): pair for pair in (*_compared(firsts), *exact)}
    return [found[key] for key in sorted(found)]


def titles_agree(one: str, other: str) -> bool:
    """Whether one title has all the words of the other, and not twice as many.

    « Formulaire 14673*01 : Permis bateau » agrees with « Permis bateau »; « École primaire » does not
    agree with « École maternelle ».
    """
    few, many = sorted((set(words_of(one)), set(words_of(other))), key=len)
    return bool(few) and few <= many and len(many) <= 2 * len(few) + 1


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text as it is compared; `identity` is equal for those with the same words."""

    text: Text
    shingles: Shingles
    identity: str


def _in_order(texts: Iterable[Text]) -> list[Text]:
    return sorted(texts, key=lambda text: (text.is_file, text.id))


def _cut(texts: Iterable[Text]) -> list[_Cut]:
    shingler, cut = Shingler(), []
    for text in texts:
        words = words_of(text.text)
        cut.append(_Cut(text, shingler.of(words), _identity(text, words)))
    return cut


def _identity(text: Text, words: Sequence[str]) -> str:
    if text.is_file or not words:
        return f"id {text.id}"
    if len(words) < SHORT:
        return " ".join(["short", *words, "|", *words_of(text.title)])
    return f"same {text.same}" if text.same else f"words {text_hash(text.text)}"


def _same_words(texts: Sequence[_Cut]) -> tuple[list[_Cut], list[Pair]]:
    """The first of each group of equal texts, and the exact pairs of the others with it."""
    firsts: dict[str, _Cut] = {}
    pairs = []
    for cut in texts:
        first = firsts.setdefault(cut.identity, cut)
        if first is not cut:
            pairs.append(Pair(first.text.id, cut.text.id, How.EXACT, 1.0))
    return list(firsts.values()), pairs


def _compared(texts: Sequence[_Cut]) -> Iterator[Pair]:
    shingles = [cut.shingles for cut in texts]
    for one, other in sorted(alike(shingles) | overlapping(shingles)):
        if pair := _pair(texts[one], texts[other]):
            yield pair


def _pair(one: _Cut, other: _Cut) -> Pair | None:
    """Files come after records, so that `one` is a file only when both are: no double of ours."""
    if one.text.is_file:
        return None
    if other.text.is_file:
        return _contained(one, other, How.FILE)
    part, whole = sorted((one, other), key=lambda cut: len(cut.shingles))
    if len(part.shingles) <= SHORT - RUN:
        return None
    common = jaccard(one.shingles, other.shingles)
    if common >= NEAR:
        agree = titles_agree(one.text.title, other.text.title)
        return Pair(one.text.id, other.text.id, How.NEAR if agree else How.ALIKE, common)
    return _contained(part, whole, How.PART)


def _contained(part: _Cut, whole: _Cut, how: How) -> Pair | None:
    if len(part.shingles) < _SHORTEST_PART:
        return None
    share = containment(part.shingles, whole.shingles)
    return Pair(part.text.id, whole.text.id, how, share) if share >= CONTAINED else None
