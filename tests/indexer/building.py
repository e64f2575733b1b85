"""Snapshots of a few documents, without an engine around them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.fields import FIELDS, Field
from indexer.answering.answer import Searcher
from indexer.document import Document
from indexer.engines.memory import MemoryEngine
from indexer.ranking import DEFAULT, Ranking
from indexer.snapshot.terms import Terms
from indexer.synonyms import NO_SYNONYMS, SynonymList


def searcher_of(
    *documents: Document,
    synonyms: SynonymList = NO_SYNONYMS,
    fields: Sequence[Field] = FIELDS,
    ranking: Ranking = DEFAULT,
) -> Searcher:
    """Documents are numbered in the order of their ids."""
    engine = MemoryEngine(fields, ranking=ranking)
    engine.write(documents, (), 1)
    with engine.searcher(synonyms) as searcher:
        return searcher


def terms_of(*documents: Document) -> Terms:
    return searcher_of(*documents).terms
