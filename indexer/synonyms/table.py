"""Every known name with what stands for it: those of the list, of the thesaurus and of the texts (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from corpus.thesaurus import Concept, Thesaurus
from indexer.query import Origin
from indexer.synonyms.lists import SynonymList, reached
from indexer.synonyms.names import Key, holds, key_of, means, terms_of, words_of

_ACRONYM = re.compile(r"(?=(?:.*[^\W\d_a-zà-öø-ÿ]){2})[^\W_]{2,10}")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Searched beside what was typed: `label` as it is written, `words` folded, in order."""

    label: str
    words: tuple[str, ...]
    origin: Origin


@dataclass(slots=True)
class Name:
    """A known name and what stands for it; the first to bring an alternative says its origin."""

    label: str
    terms: Key
    alternatives: tuple[Alternative, ...] = ()

    def add(self, label: str, origin: Origin) -> None:
        words = words_of(label)
        terms = terms_of(words)
        seen = (self.terms, *(terms_of(a.words) for a in self.alternatives))
        if terms and terms not in seen and not holds(terms, self.terms):
            self.alternatives += (Alternative(label, words, origin),)


class Table:
    """Names by key, while they are gathered."""

    def __init__(self) -> None:
        self.names: dict[Key, Name] = {}

    def knows(self, label: str) -> bool:
        return key_of(words_of(label)) in self.names

    def add(self, label: str, others: Iterable[str], origin: Origin) -> None:
        """A label without others is known all the same: what lies inside it is no name then."""
        words = words_of(label)
        if not any(map(means, words)):
            return
        name = self.names.setdefault(key_of(words), Name(label, terms_of(words)))
        for other in others:
            name.add(other, origin)


_Facts = Iterator[tuple[str, Iterable[str], Origin]]


def of_list(kept: SynonymList) -> _Facts:
    """Equivalents first, then the names before and after, those of their equivalents included."""
    groups = {key_of(words_of(label)): group for group in kept.equivalents for label in group}
    for group in kept.equivalents:
        for label in group:
            yield label, group, Origin.LIST
    later: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    former: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for old, new in kept.renames:
        before, after = (groups.setdefault(key_of(words_of(name)), (name,)) for name in (old, new))
        later.setdefault(before, []).append(after)
        former.setdefault(after, []).append(before)
    for group in dict.fromkeys((*later, *former)):
        linked = (*reached(group, later), *reached(group, former))
        names = [name for other in linked if other != group for name in other]
        for label in group:
            yield label, names, Origin.RENAME


def of_thesaurus(thesaurus: Thesaurus) -> _Facts:
    for concept in thesaurus:
        acronyms = [label for label in concept.labels if _ACRONYM.fullmatch(label)]
        full = [label for label in concept.labels if len(terms_of(words_of(label))) > 1]
        for label in concept.labels:
            others = full if label in acronyms else [*acronyms, *_other_language(concept, label)]
            yield label, others, Origin.THESAURUS


def _other_language(concept: Concept, label: str) -> Iterator[str]:
    """The French for an English label: alternative labels stand in the same order in both.

    An English one more is told by the preferred French label. Never the reverse: the texts are French,
    and a common word typed would bring its translation with it each time.
    """
    if label in (concept.pref_fr, *concept.alt_fr):
        return
    if label == concept.pref_en:
        yield concept.pref_fr
    french = (a for a in concept.alt_fr if not _ACRONYM.fullmatch(a))
    for ours, theirs in zip_longest(french, concept.alt_en):
        if label == theirs:
            yield ours or concept.pref_fr
