"""What stands for the words of a query, and what is near them (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corpus.thesaurus import Thesaurus
from indexer.query import Origin
from indexer.synonyms.lists import SynonymList
from indexer.synonyms.names import Known, key_of, words_of
from indexer.synonyms.table import Alternative, Table, of_list, of_thesaurus

MOST_RELATED = 8


@dataclass(frozen=True, slots=True)
class Expansion:
    """`words[start:end]` of what was typed are `label`, for which `alternatives` stand too."""

    start: int
    end: int
    label: str
    alternatives: tuple[Alternative, ...]


class Synonyms:
    """What stands for what, ready to be asked; never changes once made.

    `acronyms` maps those read in the texts to their long form: they count only where neither the
    list nor the thesaurus knows the acronym.
    """

    def __init__(
        self,
        kept: SynonymList,
        thesaurus: Thesaurus,
        acronyms: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._thesaurus = thesaurus
        table = Table()
        for label, others, origin in (*of_list(kept), *of_thesaurus(thesaurus)):
            table.add(label, others, origin)
        for acronym, long in acronyms.items():
            if not table.knows(acronym):
                table.add(acronym, (long,), Origin.TEXT)
                table.add(long, (acronym,), Origin.TEXT)
        self._names = Known(table.names)
        self._concepts = Known(
            {key_of(words_of(label)): concept for concept in thesaurus for label in concept.labels}
        )

    def expansions(self, words: Sequence[str]) -> tuple[Expansion, ...]:
        """What else to search for these words, in their order.

        `words` are those typed, in order, small words included. The longest names are found first
        and none overlap: a word inside a known name is not a name of its own. Small words and
        elisions do not count, singular and plural are the same in names of several words; a name of
        one word is found as it is written, whatever its case and accents.
        """
        return tuple(
            Expansion(start, end, name.label, name.alternatives)
            for start, end, name in self._names.found_in(words)
            if name.alternatives
        )

    def related(self, words: Sequence[str], language: str = "fr") -> tuple[str, ...]:
        """Labels to offer beside a query that names concepts; they are never searched for it.

        Related concepts first, then broader and narrower ones, `MOST_RELATED` at most; not those
        that the words name already.
        """
        named = {concept.key: concept for _, _, concept in self._concepts.found_in(words)}
        near = (
            key
            for links in ("related", "broader", "narrower")
            for concept in named.values()
            for key in getattr(concept, links)
        )
        offered = [key for key in dict.fromkeys(near) if key not in named][:MOST_RELATED]
        concepts = (self._thesaurus.concept(key) for key in offered)
        return tuple(concept.label(language) for concept in concepts if concept)
