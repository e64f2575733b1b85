"""What embedded engines share: their answers, made over a snapshot by `indexer.answering`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager

from corpus.fields import Field
from indexer.answering.answer import Searcher
from indexer.answering.budget import Budget
from indexer.answering.explaining import explanation
from indexer.answering.similarity import similar
from indexer.completing.completions import completions
from indexer.engines.base import check_facets
from indexer.query import Completion, Explanation, FacetCount, Query, Results, Similar, Spans
from indexer.synonyms import NO_SYNONYMS, SynonymList


class Answers(ABC):
    """The searching half of `SearchEngine`, for an engine that gives a `searcher`."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = tuple(fields)

    @abstractmethod
    def searcher(self, synonyms: SynonymList) -> AbstractContextManager[Searcher]:
        """The index as it is now, for as long as the block lasts."""

    def search(self, query: Query, synonyms: SynonymList = NO_SYNONYMS) -> Results:
        check_facets(query, self._fields)
        with self.searcher(synonyms) as searcher:
            return searcher.ready().results(query, Budget())

    def facet(
        self, query: Query, name: str, synonyms: SynonymList = NO_SYNONYMS
    ) -> tuple[FacetCount, ...]:
        check_facets(query, self._fields, name)
        with self.searcher(synonyms) as searcher:
            return searcher.ready().counted(query, name, Budget())

    def explain(
        self, query: Query, id_: str, synonyms: SynonymList = NO_SYNONYMS
    ) -> Explanation | None:
        with self.searcher(synonyms) as searcher:
            return explanation(searcher.ready(), query, id_, Budget())

    def marked(
        self, query: Query, texts: Sequence[str], synonyms: SynonymList = NO_SYNONYMS
    ) -> tuple[Spans, ...]:
        with self.searcher(synonyms) as searcher:
            return searcher.ready().marked(query, texts)

    def similar(self, id_: str, size: int = 5) -> tuple[Similar, ...]:
        with self.searcher(NO_SYNONYMS) as searcher:
            return similar(searcher.terms, id_, size)

    def complete(self, typed: str, size: int = 10) -> tuple[Completion, ...]:
        with self.searcher(NO_SYNONYMS) as searcher:
            return completions(searcher.terms, searcher.fields, typed, size)
