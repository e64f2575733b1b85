"""The Whoosh engine answers what the small exact one does, on random corpora and queries."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from indexer.document import Document
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.query import Query, Results, Sort
from tests.indexer.engines.making import document, part

WORDS = ("eau", "rivière", "l'eau", "de", "forêt", "élu·es", "travaux", "W-2", "œuvre", "la")
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
values = st.lists(st.sampled_from(("a", "b", "c, d", "é")), max_size=3, unique=True).map(tuple)
files = st.lists(texts, max_size=3).map(lambda pages: (part("f" * 64, *pages),))
documents = st.builds(
    document,
    st.sampled_from([f"d{n}" for n in range(8)]),
    st.builds(lambda words: words or "titre", texts),
    texts,
    st.fixed_dictionaries({"kind": values, "theme": values}),
    st.sampled_from(("", "2018", "2018-06", "2020-01-02")),
    files,
    summary=texts,
)
batches = st.lists(
    st.tuples(st.lists(documents, max_size=6), st.lists(st.sampled_from(("d0", "d1", "zz")))),
    min_size=1,
    max_size=3,
)
clauses = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda w: f'"{" ".join(w)}"'),
)
queries = st.builds(
    Query,
    st.lists(clauses, max_size=4).map(" ".join),
    st.dictionaries(st.sampled_from(("kind", "theme")), values, max_size=2),
    st.sampled_from(Sort),
    st.integers(1, 2),
    st.just(4),
)


@given(batches, st.lists(queries, min_size=1, max_size=5), st.booleans())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes of disk
)
def test_both_engines_give_the_same_answers(
    batches: list[tuple[list[Document], list[str]]], queries: list[Query], rebuilt: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        exact, engine = MemoryEngine(), WhooshEngine.open(Path(folder) / "index", create=True)
        _fill(exact, engine, batches, rebuilt)
        assert engine.ids() == exact.ids()
        assert engine.position() == exact.position()
        for query in queries:
            assert _comparable(engine, query) == _comparable(exact, query)
        engine.close()


def _fill(
    exact: MemoryEngine,
    engine: WhooshEngine,
    batches: list[tuple[list[Document], list[str]]],
    rebuilt: bool,
) -> None:
    for position, (written, deleted) in enumerate(batches, 1):
        exact.write(written, deleted, position)
    if not rebuilt:
        for position, (written, deleted) in enumerate(batches, 1):
            engine.write(written, deleted, position)
        return
    with engine.replacement() as new:
        for position, (written, deleted) in enumerate(batches, 1):
            new.write(written, deleted, position)
        assert new.publish()


def _comparable(engine: MemoryEngine | WhooshEngine, query: Query) -> object:
    """All of an answer; scores to the precision their sums are made with."""
    try:
        results: Results = engine.search(query)
    except QueryError as error:
        return error.message
    hits = [
        (hit.id, hit.title, hit.date, hit.snippets, hit.pages, hit.title_spans)
        for hit in results.hits
    ]
    scores = [pytest.approx(hit.score, abs=1e-5) for hit in results.hits]
    return (results.total, results.relaxed, results.ignored, hits, scores, dict(results.facets))
