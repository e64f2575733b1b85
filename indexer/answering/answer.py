"""A query answered over a snapshot: understand, match, narrow, count, order, quote."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.errors import QueryError
from corpus.fields import Field
from corpus.thesaurus import default_thesaurus
from indexer.answering.asked import Understood
from indexer.answering.budget import Budget, OutOfTime
from indexer.answering.facets import Narrowing, all_counts
from indexer.answering.matching import Matched, Matcher
from indexer.answering.ordering import BY_SCORE, Ordered, order
from indexer.answering.passages import Answered, Sought, hits_of, sought
from indexer.answering.scoring import rounded, scores, with_feedback
from indexer.answering.suggesting import MAX_RELAXATIONS, Totals, relaxations, suggestion
from indexer.answering.understanding import understand
from indexer.language import Parsed, parse
from indexer.query import (
    FacetCount,
    Hit,
    Query,
    Relaxation,
    Remark,
    Results,
    Sort,
    Spans,
    Suggestion,
)
from indexer.snapshot.segments import Floats, Numbers
from indexer.snapshot.snapshot import title_words
from indexer.snapshot.terms import Terms
from indexer.snippet import spans_in
from indexer.synonyms import SynonymList, Synonyms

FEW = 5
"""Answers under which another spelling is looked for."""


@dataclass(frozen=True)
class Searched:
    """A query as far as the documents that answer it."""

    parsed: Parsed
    understood: Understood
    matched: Matched
    scores: Floats
    named: Numbers
    """The answers whose title is what was typed."""
    bonus: float
    """What that adds to their scores: enough to come first."""
    sought: Sought

    @property
    def size(self) -> int:
        """In bytes."""
        matched = self.matched
        return self.scores.nbytes + matched.found.nbytes + matched.complete.nbytes + 2_000


class Searcher:
    """Answers queries over one snapshot, in the light of a list of synonyms."""

    def __init__(self, terms: Terms, fields: Sequence[Field], synonyms: SynonymList) -> None:
        self.terms = terms
        self.snapshot = terms.snapshot
        self.fields = fields
        self._list = synonyms

    def ready(self) -> Searcher:
        """Reads what every answer needs, if nobody has asked anything of this state of the index yet:
        that is not the fault of a query, and not in its time."""
        snapshot = self.snapshot
        _ = (snapshot.vocabulary, snapshot.facets, snapshot.averages, snapshot.id_rank)
        self._synonyms()
        return self

    def results(self, query: Query, budget: Budget) -> Results:
        """What there is when the time is over is the answer. Raises `QueryError`."""
        started = time.perf_counter()
        try:
            searched = self.searched(query, budget)
        except OutOfTime:
            return Results(0, out_of_time=True, took=time.perf_counter() - started)
        return self._results(query, searched, budget, started)

    def searched(self, query: Query, budget: Budget) -> Searched:
        """The same for all pages, orders and choices of a text, and so kept, with the list of synonyms,
        whose identity then stays its own. Raises `OutOfTime`, `QueryError`."""
        _, made = self.terms.derived(
            ("searched", query.text, query.exact, id(self._list)),
            lambda: (self._list, self._searched(query, budget)),
            lambda made: made[1].size,
        )
        return made

    def _searched(self, query: Query, budget: Budget) -> Searched:
        parsed = self._parsed(query.text)
        understood = self._understood(parsed, exact=query.exact)
        matched = Matcher(self.terms, self.fields, budget.check).matched(understood)
        total = scores(understood, self.terms, budget.check)
        if self._looks_back(query, understood):
            total = with_feedback(total, matched.found, self.terms)
        if self.terms.ranking.complete:
            total = total * (1.0 + self.terms.ranking.complete * matched.complete)
        named = self._named(parsed, matched)
        bonus = float(total.max()) if len(named) else 0.0
        total[named] += bonus
        return Searched(
            parsed,
            understood,
            matched,
            rounded(total),
            named,
            bonus,
            sought(understood, self.terms),
        )

    def counted(self, query: Query, name: str, budget: Budget) -> tuple[FacetCount, ...]:
        """Every value of one facet; none when there is no time left to find them."""
        try:
            searched = self.searched(query, budget)
        except OutOfTime:
            return ()
        narrowing = Narrowing(self.snapshot, query, searched.matched.found)
        return narrowing.counts(name, None)[0]

    def marked(self, query: Query, texts: Sequence[str]) -> tuple[Spans, ...]:
        """Where the words searched are in each text. Raises `QueryError`."""
        parsed = self._parsed(query.text)
        wanted = sought(self._understood(parsed, exact=query.exact), self.terms).needles
        return tuple(spans_in(text, wanted) if wanted else () for text in texts)

    def ranked(self, query: Query, budget: Budget) -> list[int]:
        """The numbers of the answers of a page, in order."""
        ordered = self._ordered(query, self.searched(query, budget), query.page * query.size)
        found: list[int] = ordered.numbers[(query.page - 1) * query.size :].tolist()
        return found

    def total(self, query: Query, budget: Budget) -> tuple[int, int]:
        """How many answers there are, and how many with all the words."""
        searched = self.searched(query, budget)
        ordered = self._ordered(query, searched, 1)
        return ordered.total, ordered.complete

    def _named(self, parsed: Parsed, matched: Matched) -> Numbers:
        titled = self.snapshot.titled.get(title_words(parsed.text), ())
        numbers = np.array(titled, np.int64)
        kept: Numbers = numbers[matched.found[numbers]]
        return kept

    def _looks_back(self, query: Query, understood: Understood) -> bool:
        """Whether the first answers change the scores: where titles say too little by themselves."""
        ranking = self.terms.ranking
        several = len(understood.wanted) > 1 and not query.exact
        return several and self.snapshot.weak_titles >= ranking.weak_titles

    def _parsed(self, text: str) -> Parsed:
        return self.terms.derived(
            ("parsed", text), lambda: parse(text, self.fields), lambda _: 1_000
        )

    def _understood(self, parsed: Parsed, *, exact: bool) -> Understood:
        """Kept with the list itself, whose identity then stays its own."""
        _, made = self.terms.derived(
            ("understood", parsed.text, exact, id(self._list)),
            lambda: (self._list, understand(parsed, self.terms, self._synonyms(), exact=exact)),
            lambda _: 3_000,
        )
        return made

    def _synonyms(self) -> Synonyms:
        """Kept by the identity of the list, which is kept with them and so stays its own."""
        _, made = self.terms.derived(
            ("synonyms", id(self._list)), lambda: (self._list, self._made_synonyms()), lambda _: 0
        )
        return made

    def _made_synonyms(self) -> Synonyms:
        return _synonyms(self._list, tuple(sorted(self.snapshot.acronyms.items())))

    def _results(self, query: Query, searched: Searched, budget: Budget, started: float) -> Results:
        narrowing = Narrowing(self.snapshot, query, searched.matched.found)
        ordered = self._ordered(query, searched, query.page * query.size, narrowing)
        facets, sizes = all_counts(narrowing, self.snapshot.facets)
        hits = self._hits(query, searched, ordered, budget)
        understood = searched.understood
        return Results(
            total=ordered.total,
            hits=hits,
            facets=facets,
            facet_sizes=sizes,
            complete=ordered.complete,
            ignored=understood.ignored,
            applied=understood.applied,
            related=understood.related,
            remarks=tuple(
                Remark(note.kind.value, note.start, note.end, {"text": note.text})
                for note in searched.parsed.notes
            ),
            suggestion=self._suggestion(query, searched, ordered, budget),
            relaxations=() if ordered.total else tuple(self._relaxations(query, searched, budget)),
            out_of_time=budget.over,
            took=time.perf_counter() - started,
        )

    def _suggestion(
        self, query: Query, searched: Searched, ordered: Ordered, budget: Budget
    ) -> Suggestion | None:
        if query.exact or ordered.complete > FEW or budget.over or not searched.understood.asks:
            return None
        return suggestion(
            query,
            searched.parsed,
            searched.understood,
            self.terms,
            self._totals(budget),
            ordered.complete,
        )

    def _relaxations(self, query: Query, searched: Searched, budget: Budget) -> list[Relaxation]:
        found = relaxations(query, searched.parsed, searched.understood, self._totals(budget))
        return list(itertools.islice(found, MAX_RELAXATIONS))

    def _totals(self, budget: Budget) -> Totals:
        """See `total`; None when there is no time for it, or when the query is refused: one made only
        of exclusions is left when its only word is dropped, and a respelt one may be too long."""

        def totals(query: Query) -> tuple[int, int] | None:
            try:
                return self.total(query, budget)
            except (OutOfTime, QueryError):
                return None

        return totals

    def _ordered(
        self,
        query: Query,
        searched: Searched,
        wanted: int,
        narrowing: Narrowing | None = None,
    ) -> Ordered:
        narrowing = narrowing or Narrowing(self.snapshot, query, searched.matched.found)
        sort = query.sort
        if sort in BY_SCORE and not searched.understood.asks:
            sort = Sort.DATE  # without words nothing is more relevant: the latest come first
        return order(
            self.snapshot,
            sort,
            narrowing.passing,
            searched.matched.complete,
            searched.scores,
            wanted,
            complete_first=len(searched.understood.wanted) <= self.terms.ranking.complete_first,
        )

    def _hits(
        self, query: Query, searched: Searched, ordered: Ordered, budget: Budget
    ) -> tuple[Hit, ...]:
        first = (query.page - 1) * query.size
        answered = [
            Answered(
                number,
                float(searched.scores[number]),
                complete=bool(searched.matched.complete[number]),
                copies=ordered.copies.get(number, ()),
            )
            for number in ordered.numbers[first : first + query.size].tolist()
        ]
        return hits_of(self.terms, answered, searched.sought, whole=not budget.over)


@lru_cache(maxsize=8)
def _synonyms(kept: SynonymList, acronyms: tuple[tuple[str, str], ...]) -> Synonyms:
    """Made once for a list and the acronyms of the texts: it takes a tenth of a second."""
    return Synonyms(kept, default_thesaurus(), dict(acronyms))
