"""Both engines answer what a slow search of every word says, on random documents and queries."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from indexer.analysis import GAP, words
from indexer.answering.ordering import BY_SCORE
from indexer.document import Document
from indexer.engines.base import SearchEngine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.query import MISSING, Query, Results, Sort, Years
from indexer.ranking import DEFAULT
from tests.indexer.engines import oracle
from tests.indexer.engines.making import document, part
from tests.indexer.engines.oracle import In, Node, Not, Or, Phrase, Prefix, Word

# Words far enough from each other that none is taken for a mistake of another.
WORDS = ("eau", "eaux", "l'eau", "rivière", "forêts", "forêt", "travaux", "œuvre", "W-2", "élu·es",
         "praticien(ne)s", "acteur·rice", "castor-lynx", "de", "la", "dans")  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
VALUES = st.lists(st.sampled_from(("a", "b", "c, d")), max_size=2, unique=True).map(tuple)
FILES = st.lists(TEXT, max_size=3).map(lambda pages: (part("f" * 64, *pages),))
DOCUMENTS = st.builds(
    document,
    st.sampled_from([f"d{n}" for n in range(8)]),
    st.builds(lambda text: text or "titre", TEXT),
    TEXT,
    st.fixed_dictionaries({"kind": VALUES, "theme": VALUES}),
    st.sampled_from(("", "2018", "2018-06", "2020-01-02", "1999")),
    FILES,
    st.sampled_from(("", "", "x", "y")),
    summary=TEXT,
)
BATCHES = st.lists(
    st.tuples(st.lists(DOCUMENTS, max_size=7), st.lists(st.sampled_from(("d0", "d1", "zz")))),
    min_size=1,
    max_size=3,
)
PLAIN = st.sampled_from(WORDS).map(Word)
ANY_PHRASE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join).map(Phrase)
PREFIXES = st.sampled_from(("eau", "riv", "for", "prat", "trava", "zzz")).map(Prefix)
NAMES = st.sampled_from((("titre", "title"), ("résumé", "summary"), ("texte", "body")))
YEARS = st.sampled_from(
    (oracle.Years(2018, 2018), oracle.Years(2000, None), oracle.Years(None, 2018))
)
CHOICES = st.dictionaries(
    st.sampled_from(("kind", "theme")),
    st.lists(st.sampled_from(("a", "b", "c, d", "z", MISSING)), max_size=2, unique=True).map(tuple),
    max_size=2,
)


def asked_of(documents: list[Document]) -> st.SearchStrategy[list[Node]]:
    """Queries, among which phrases that stand in the documents, or run from one text to the next."""
    phrases = ANY_PHRASE
    runs = [run for run in map(_run_of, documents) if len(run) > 1]
    if runs:
        phrases = st.one_of(
            ANY_PHRASE,
            st.builds(_slice, st.sampled_from(runs), st.integers(0, 30), st.integers(2, 4)),
        )
    fields = st.builds(
        lambda name, node: In(name[0], name[1], node), NAMES, st.one_of(PLAIN, phrases, PREFIXES)
    )
    leaves = st.one_of(PLAIN, PLAIN, phrases, PREFIXES, fields)
    any_of = st.lists(leaves, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes)))
    excluded = st.one_of(leaves, any_of).map(Not)
    nodes = st.one_of(PLAIN, PLAIN, phrases, fields, leaves, any_of, excluded, YEARS)
    return st.lists(nodes, max_size=4)


def _run_of(document: Document) -> list[str]:
    texts = [text for found in document.texts.values() for text in found]
    pages = [text for part in document.parts for _, text in part.pages]
    return " ".join((*texts, *pages)).split()


def _slice(run: list[str], start: int, size: int) -> Phrase:
    start %= len(run) - 1
    return Phrase(" ".join(run[start : start + size]))


def asking(nodes: Sequence[Node], draw: st.DataObject) -> Query:
    return Query(
        oracle.typed(nodes),
        draw.draw(CHOICES),
        draw.draw(st.sampled_from(Sort)),
        size=50,
        excluded=draw.draw(CHOICES),
        years=draw.draw(st.sampled_from((Years(), Years(), Years(2018), Years(None, 2018)))),
    )


def left(batches: list[tuple[list[Document], list[str]]]) -> list[Document]:
    """The documents that remain: the last version of each, but those deleted since."""
    kept: dict[str, Document] = {}
    for written, deleted in batches:
        new = {one.id: one for one in written}
        kept = {id_: one for id_, one in kept.items() if id_ not in deleted} | new
    return [kept[id_] for id_ in sorted(kept)]


def agrees(
    engine: SearchEngine, documents: list[Document], nodes: list[Node], query: Query
) -> None:
    answered = oracle.answered(documents, nodes)
    passing = [d for d in answered.found if oracle.passes(d, query)]
    results = engine.search(query)
    found = {hit.id for hit in results.hits} | {c.id for hit in results.hits for c in hit.copies}
    assert found == {d.id for d in passing}
    assert results.total == oracle.texts_apart(passing) == len(results.hits)
    complete = {d.id for d in answered.complete}
    for hit in results.hits:
        assert hit.complete == (hit.id in complete)
    assert results.complete == sum(hit.complete for hit in results.hits)
    for name in ("kind", "theme"):
        expected = oracle.counts(answered.found, query, name)
        if (
            any(d.facets[name] for d in documents)
            or query.chosen.get(name)
            or query.excluded.get(name)
        ):
            assert oracle.counted(results.facets[name]) == expected
            assert oracle.counted(engine.facet(query, name)) == expected
    _is_in_order(results, passing, query.sort, answered.wanted, asks=_asks_words(nodes))


def _asks_words(nodes: Sequence[Node]) -> bool:
    asked = [n for n in nodes if oracle.asks_something(n)]
    return any(not isinstance(n, Not | oracle.Years) for n in asked)


def _is_in_order(
    results: Results, passing: list[Document], sort: Sort, wanted: int, *, asks: bool
) -> None:
    ids = [hit.id for hit in results.hits]
    if sort not in BY_SCORE or not asks:
        by = Sort.DATE if sort in BY_SCORE else sort
        assert ids == oracle.in_order(passing, by)
        return
    first = sort is Sort.COMPLETE or wanted <= DEFAULT.complete_first
    keys = [(first and not hit.complete, -hit.score, hit.id) for hit in results.hits]
    assert keys == sorted(keys)


@given(BATCHES, st.data())
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
def test_the_small_engine_answers_what_a_slow_search_says(
    batches: list[tuple[list[Document], list[str]]], data: st.DataObject
) -> None:
    engine = MemoryEngine()
    nodes = data.draw(asked_of(left(batches)))
    for position, (written, deleted) in enumerate(batches, 1):
        engine.write(written, deleted, position)
    query = asking(nodes, data)
    if nodes and all(isinstance(node, Not) for node in nodes):
        with pytest.raises(QueryError, match="ne faut pas trouver"):
            engine.search(query)
        return
    agrees(engine, left(batches), nodes, query)


@given(BATCHES, st.booleans(), st.data())
@settings(
    max_examples=25,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes of disk
)
def test_the_whoosh_engine_answers_what_a_slow_search_says(
    batches: list[tuple[list[Document], list[str]]], rebuilt: bool, data: st.DataObject
) -> None:
    """And the whole answer of the small engine: passages, pages, scores, order."""
    with tempfile.TemporaryDirectory() as folder:
        small, engine = MemoryEngine(), WhooshEngine.open(Path(folder) / "index", create=True)
        _fill(small, engine, batches, rebuilt)
        assert engine.ids() == small.ids() == [d.id for d in left(batches)]
        assert engine.position() == small.position()
        for nodes in data.draw(st.lists(asked_of(left(batches)), min_size=1, max_size=5)):
            query = asking(nodes, data)
            if not nodes or not all(isinstance(node, Not) for node in nodes):
                agrees(engine, left(batches), nodes, query)
                assert engine.search(query) == small.search(query)
        engine.close()


def _fill(
    small: MemoryEngine,
    engine: WhooshEngine,
    batches: list[tuple[list[Document], list[str]]],
    rebuilt: bool,
) -> None:
    for position, (written, deleted) in enumerate(batches, 1):
        small.write(written, deleted, position)
    if not rebuilt:
        for position, (written, deleted) in enumerate(batches, 1):
            engine.write(written, deleted, position)
            assert engine.search(Query("eau")).out_of_time is False
        return
    with engine.replacement() as new:
        for position, (written, deleted) in enumerate(batches, 1):
            new.write(written, deleted, position)
        assert new.publish()


# --- the score, by hand ------------------------------------------------------------------------


def idf(documents: int, having: int) -> float:
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def size(text: str) -> int:
    return sum(word != GAP for word in words(text))


SCORED = (
    ("a", "Une rivière", "La rivière, encore la rivière et ses bords plantés"),
    ("b", "Un étang", "Un étang près de la rivière"),
    ("c", "Une colline", "Rien que des arbres et des pierres sur la pente douce"),
    ("d", "Un étang", "Des rivières"),
    ("e", "Cette rivière", ""),
)  # fmt: skip


def by_hand(
    id_: str, title_words: dict[str, int], body_words: dict[str, int], having: int
) -> float:
    """What the word adds to a document: BM25 over the whole, and a clause for the title that saturates
    on its own, is worth less when titles are shared, and takes the smaller rarity."""
    sizes = {i: (size(title), size(title) + size(body)) for i, title, body in SCORED}
    average_title = sum(short for short, _ in sizes.values()) / len(SCORED)
    average = sum(whole for _, whole in sizes.values()) / len(SCORED)
    rarity = idf(len(SCORED), having)
    count = title_words.get(id_, 0) + body_words.get(id_, 0)
    spread = 1 - DEFAULT.b + DEFAULT.b * sizes[id_][1] / average
    whole = rarity * count / (count + DEFAULT.k1 * spread)
    if id_ not in title_words:
        return whole
    met = title_words[id_]
    rarest = min(rarity, idf(len(SCORED), len(title_words)))
    shared = [title for _, title, _ in SCORED].count({i: t for i, t, _ in SCORED}[id_])
    short = DEFAULT.field_k * sizes[id_][0] / max(average_title, 1)
    return whole + DEFAULT.field * rarest * met / (met + short) / math.pow(shared, 0.75)


def test_the_score_of_one_word_is_the_one_computed_by_hand(engine: SearchEngine) -> None:
    engine.write([document(*one) for one in SCORED], (), 1)
    titles = {"a": 1, "e": 1}
    forms = {"a": 2, "b": 1, "d": 1}
    singular = {"a": 2, "b": 1}
    results = engine.search(Query("rivière"))
    assert len(results.hits) == 4
    for hit in results.hits:
        expected = by_hand(hit.id, titles, forms, 4)
        if hit.id != "d":
            expected += DEFAULT.surface * by_hand(hit.id, titles, singular, 3)
        assert hit.score == pytest.approx(expected * (1 + DEFAULT.complete), abs=1e-6)


def test_a_word_no_document_has_as_typed_scores_by_its_other_forms(engine: SearchEngine) -> None:
    engine.write([document(*one) for one in SCORED], (), 1)
    hits = engine.search(Query("étangs")).hits
    assert {hit.id for hit in hits} == {"b", "d"}
    for hit in hits:
        expected = by_hand(hit.id, {"b": 1, "d": 1}, {"b": 1}, 2)
        assert hit.score == pytest.approx(expected * (1 + DEFAULT.complete), abs=1e-6)


def test_a_word_of_a_shared_title_is_worth_less_than_one_of_its_own(engine: SearchEngine) -> None:
    same = [
        document(f"s{n}", "Étang noir", "Un texte assez long sur autre chose") for n in range(4)
    ]
    own = document("own", "Étang bleu", "Un texte assez long sur autre chose")
    engine.write([*same, own], (), 1)
    assert engine.search(Query("étang")).hits[0].id == "own"
