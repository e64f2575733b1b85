"""The small exact engine: plain dictionaries, no shortcut. It says what the others must answer."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from corpus.fields import FIELDS, Field
from indexer.analysis import GAP
from indexer.document import BODY, Document, prose, searched, streams
from indexer.engines.base import NO_POSITION, check_facets, fingerprint_of
from indexer.query import FacetCount, Hit, Query, Results, Sort
from indexer.query_parser import Clause, Parsed, parse
from indexer.ranking import DECIMALS, field_score, rarity, text_score
from indexer.snippet import (
    Needles,
    Quotable,
    find_matches,
    needles,
    pages_of,
    quotable,
    snippets_of,
    spans_in,
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A document and what is searched of it: its terms by field, in order and counted."""

    document: Document
    streams: Mapping[str, list[list[str]]]
    counts: Mapping[str, Counter[str]]
    quotable: Quotable

    def has(self, clause: Clause) -> bool:
        if clause.phrase:
            return any(
                _holds(stream, clause.terms)
                for streams_ in self.streams.values()
                for stream in streams_
            )
        return all(any(word in c for c in self.counts.values()) for word in clause.words)


@dataclass(frozen=True)
class _State:
    """All the documents and the position they stand for; replaced whole, never changed."""

    kept: Mapping[str, _Kept] = field(default_factory=dict)
    position: int = NO_POSITION


class MemoryEngine:
    """See `SearchEngine`; nothing outlives the object."""

    def __init__(self, fields: Sequence[Field] = FIELDS) -> None:
        self._fields = tuple(fields)
        self._state = _State()
        self._writing = threading.Lock()

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self._fields)

    def position(self) -> int:
        return self._state.position

    def count(self) -> int:
        return len(self._state.kept)

    def ids(self) -> list[str]:
        return sorted(self._state.kept)

    def write(self, documents: Iterable[Document], deleted: Iterable[str], position: int) -> None:
        new = {document.id: self._keep(document) for document in documents}
        gone = set(deleted)
        with self._writing:
            old = {id_: kept for id_, kept in self._state.kept.items() if id_ not in gone}
            self._state = _State({**old, **new}, position)

    def search(self, query: Query) -> Results:
        started = time.perf_counter()
        check_facets(query, self._fields)
        return _Answer(self._state.kept, self._fields, query, parse(query.text)).results(started)

    def replacement(self) -> MemoryReplacement:
        return MemoryReplacement(self, self._fields)

    def close(self) -> None:
        """Nothing to let go of."""

    def take(self, other: MemoryEngine, *, back: bool) -> bool:
        """Becomes what `other` is; only with `back` if that is to go back."""
        with self._writing:
            if not back and self._state.position > other._state.position:
                return False
            self._state = other._state
            return True

    def _keep(self, document: Document) -> _Kept:
        by_field = streams(document, self._fields)
        counts = {
            name: Counter(t for stream in found for t in stream if t != GAP)
            for name, found in by_field.items()
        }
        return _Kept(document, by_field, counts, quotable(document, prose(self._fields)))


class MemoryReplacement:
    def __init__(self, live: MemoryEngine, fields: Sequence[Field]) -> None:
        self._live = live
        self._new = MemoryEngine(fields)

    def write(self, documents: Iterable[Document], deleted: Iterable[str], position: int) -> None:
        self._new.write(documents, deleted, position)

    def publish(self, *, back: bool = False) -> bool:
        return self._live.take(self._new, back=back)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Abandoned or published: there is nothing to clean."""


class _Answer:
    """One query being answered, over one state."""

    def __init__(
        self, kept: Mapping[str, _Kept], fields: Sequence[Field], query: Query, parsed: Parsed
    ) -> None:
        self._kept = kept
        self._fields = fields
        self._query = query
        self._parsed = parsed

    def results(self, started: float) -> Results:
        found, relaxed = self._matching()
        chosen = [id_ for id_ in found if self._passes(id_)]
        scores = {id_: self._score(id_) for id_ in chosen}
        ordered = self._ordered(chosen, scores)
        first = (self._query.page - 1) * self._query.size
        wanted = needles(self._parsed.words)
        return Results(
            total=len(chosen),
            hits=tuple(
                self._hit(self._kept[id_], scores[id_], wanted)
                for id_ in ordered[first : first + self._query.size]
            ),
            facets={f.name: self._counts(f.name, found) for f in self._fields if f.facet},
            relaxed=relaxed,
            ignored=self._parsed.ignored,
            took=time.perf_counter() - started,
        )

    def _matching(self) -> tuple[list[str], bool]:
        wanted = self._parsed.wanted
        left = [
            id_
            for id_ in sorted(self._kept)
            if not any(self._kept[id_].has(c) for c in self._parsed.excluded)
        ]
        whole = [id_ for id_ in left if self._held(id_) == len(wanted)]
        if whole or len(wanted) < 2:
            return whole, False
        return [id_ for id_ in left if self._held(id_)], True

    def _held(self, id_: str) -> int:
        return sum(self._kept[id_].has(clause) for clause in self._parsed.wanted)

    def _passes(self, id_: str, but: str = "") -> bool:
        facets = self._kept[id_].document.facets
        return all(
            set(values) & set(facets.get(name, ()))
            for name, values in self._query.chosen.items()
            if values and name != but
        )

    def _counts(self, name: str, found: Sequence[str]) -> tuple[FacetCount, ...]:
        passing = [id_ for id_ in found if self._passes(id_, but=name)]
        met = Counter(v for id_ in passing for v in self._kept[id_].document.facets.get(name, ()))
        chosen = self._query.chosen.get(name, ())
        for value in chosen:
            met.setdefault(value, 0)
        ordered = sorted(met.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(FacetCount(value, count, value in chosen) for value, count in ordered)

    def _ordered(self, ids: Sequence[str], scores: Mapping[str, float]) -> list[str]:
        documents = {id_: self._kept[id_].document for id_ in ids}
        sort = self._query.sort
        if sort is Sort.TITLE:
            return sorted(ids, key=lambda id_: (documents[id_].title_key, id_))
        if sort is Sort.RELEVANCE and self._parsed.wanted:
            return sorted(ids, key=lambda id_: (-self._held(id_), -scores[id_], id_))
        newest = sort is not Sort.DATE_ASC
        dates = sorted({documents[id_].date for id_ in ids} - {""}, reverse=newest)
        rank = {date: place for place, date in enumerate([*dates, ""])}
        return sorted(ids, key=lambda id_: (rank[documents[id_].date], id_))

    def _score(self, id_: str) -> float:
        return round(sum(self._term_score(id_, term) for term in self._parsed.words), DECIMALS)

    def _term_score(self, id_: str, term: str) -> float:
        counts = self._kept[id_].counts
        met = sum(c[term] for c in counts.values())
        if not met:
            return 0.0
        length = sum(c.total() for c in counts.values())
        overall = self._rarity(term, None)
        score = text_score(overall, float(met), float(length), self._average(None))
        for f in searched(self._fields):
            in_field = counts[f.name]
            if f.name != BODY and in_field[term]:
                rarest = min(overall, self._rarity(term, f.name))
                average = self._average(f.name)
                score += field_score(
                    f.boost, rarest, float(in_field[term]), float(in_field.total()), average
                )
        return score

    def _rarity(self, term: str, name: str | None) -> float:
        having = sum(
            any(term in c for key, c in kept.counts.items() if name in (None, key))
            for kept in self._kept.values()
        )
        return rarity(len(self._kept), having)

    def _average(self, name: str | None) -> float:
        total = sum(
            c.total()
            for kept in self._kept.values()
            for key, c in kept.counts.items()
            if name in (None, key)
        )
        return total / len(self._kept)

    def _hit(self, kept: _Kept, score: float, wanted: Needles) -> Hit:
        document = kept.document
        source = kept.quotable
        matches = find_matches(source.text, source.folded, wanted)
        weights = {term: self._rarity(term, None) for term in wanted}
        files = [(part.file_url, part.file_sha256) for part in document.parts]
        return Hit(
            id=document.id,
            title=document.title,
            kind=document.kind,
            url=document.url,
            score=score,
            snippets=snippets_of(source, matches, weights, [url for url, _ in files]),
            pages=pages_of(source.sections, matches, files),
            title_spans=spans_in(document.title, wanted),
            date=document.date,
        )


def _holds(stream: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return any(list(stream[at : at + size]) == list(phrase) for at in range(len(stream) - size + 1))
