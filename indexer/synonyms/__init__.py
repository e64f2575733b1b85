"""What else is searched when something is typed: synonyms, acronyms and names that changed.

Three sources, each marked on what it brings: the librarians' list, the thesaurus, and acronyms read
in the texts.

Of the thesaurus, an acronym stands for the names of its concept and a label for the same label in
French for an English label; two French words for one concept are never taken for one another, and what is
related, broader or narrower is only offered. Pure: nothing here is read from an index, so that a
saved list counts from the next query on.
"""

from __future__ import annotations

from indexer.synonyms.lists import NO_SYNONYMS, SynonymList, parse_synonyms
from indexer.synonyms.synonyms import Expansion, Synonyms
from indexer.synonyms.table import Alternative

__all__ = [
    "NO_SYNONYMS",
    "Alternative",
    "Expansion",
    "SynonymList",
    "Synonyms",
    "parse_synonyms",
]
