"""Whatever is typed: an answer or a sentence, with bounded work, on documents long enough to hurt."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from indexer.answering.answer import Searcher
from indexer.answering.budget import Budget
from indexer.answering.explaining import explanation
from indexer.document import Document
from indexer.engines import open_engine
from indexer.engines.answers import Answers
from indexer.query import MISSING, Query, Results, Sort, Years
from indexer.snapshot.terms import Terms
from indexer.synonyms import NO_SYNONYMS, SynonymList, parse_synonyms
from tests.indexer.engines.making import document, part
from tests.indexer.hostile_queries import HOSTILE

BEGINNINGS = [
    "con",
    "pro",
    "tra",
    "par",
    "pré",
    "com",
    "int",
    "dis",
    "sup",
    "sou",
    "per",
    "for",
    "rec",
    "rep",
    "ent",
    "dem",
    "eau",
    "air",
    "conc",
    "méd",
]
ENDINGS = [
    "certation",
    "jet",
    "duction",
    "ticipation",
    "sence",
    "mission",
    "égration",
    "cussion",
    "port",
    "dation",
]
LIST = parse_synonyms("eau = concertation publique\nair -> terre\nCNDP = eau et air")


def long_documents() -> Iterator[Document]:
    """Thirty of some 4,000 words each, over a vocabulary of a few hundred, the same each time."""
    chance = random.Random(20261125)
    known = [begun + ended for begun in BEGINNINGS for ended in ENDINGS]
    known += [
        "eau",
        "air",
        "terre",
        "feu",
        "de",
        "la",
        "W-2",
        "praticien·nes",
        "budget",
        "histoire",
    ]
    for n in range(30):
        pages = (" ".join(chance.choices(known, k=500)) for _ in range(4))
        yield document(
            f"d{n:02}",
            title=" ".join(chance.choices(known, k=5)),
            body=". ".join(" ".join(chance.choices(known, k=50)) for _ in range(40)),
            facets={"kind": (chance.choice(("method", "memo")),), "theme": ("eau",) * (n % 2)},
            date=f"{2000 + n % 25}" if n % 3 else "",
            same="copie" if n % 7 == 0 else "",
            parts=(part("f" * 64, *pages, noisy=(2,)),),
        )


@pytest.fixture(params=["memory", "whoosh"], scope="module")
def full(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answers]:
    url = "memory:"
    if request.param == "whoosh":
        url = f"whoosh:{tmp_path_factory.mktemp('hostile') / 'index'}"
    engine = open_engine(url, create=True)
    engine.write(long_documents(), (), 1)
    assert isinstance(engine, Answers)
    yield engine
    engine.close()


def holds(results: Results, query: Query) -> None:
    """What is true of every answer."""
    assert len(results.hits) <= min(query.size, results.total)
    assert results.complete <= results.total
    ids = [hit.id for hit in results.hits]
    assert len(set(ids)) == len(ids)
    for hit in results.hits:
        for snippet in hit.snippets:
            assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.spans)
        assert all(0 <= a < b <= len(hit.title) for a, b in hit.title_spans)
    for remark in results.remarks:
        assert 0 <= remark.start <= remark.end


def said(error: QueryError) -> None:
    assert error.message.endswith(".")
    assert error.english.endswith(".")


def answered(full: Answers, query: Query, synonyms: SynonymList = NO_SYNONYMS) -> Results | None:
    """The answer; None for a sentence, which must be one in both languages."""
    try:
        results = full.search(query, synonyms)
    except QueryError as error:
        said(error)
        return None
    holds(results, query)
    return results


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_gives_an_answer_or_a_sentence(full: Answers, name: str) -> None:
    query = Query(HOSTILE[name])
    results = answered(full, query)
    if results is None:
        for ask in (full.facet, full.explain):
            with pytest.raises(QueryError):
                ask(query, "kind" if ask == full.facet else "d00")
        return
    assert results.total == len(all_ids(full, query))
    assert full.facet(query, "kind") == results.facets["kind"]
    assert full.explain(query, "d00") is not None
    assert answered(full, Query(HOSTILE[name], exact=True), LIST) is not None


def all_ids(full: Answers, query: Query) -> list[str]:
    return [hit.id for hit in full.search(Query(query.text, size=100)).hits]


SCRAPS = st.sampled_from(
    [*BEGINNINGS, *ENDINGS, "concertation", "concertasion", "eau", "de", "OU", "-", "(", ")", '"',
     "*", "titre:", "nature:", "année:", "2010..", "W-2", "praticien(ne)s", "l'", " ", " ", "CNDP"]
)  # fmt: skip
TYPED = st.one_of(
    st.text(st.characters(codec=None), max_size=120),
    st.lists(SCRAPS, max_size=14).map("".join),
    st.lists(SCRAPS, max_size=14).map(" ".join),
)
CHOICES = st.dictionaries(
    st.sampled_from(("kind", "theme")),
    st.lists(st.sampled_from(("method", "memo", "eau", MISSING, "x")), max_size=2).map(tuple),
)
QUERIES = st.builds(
    Query,
    TYPED,
    CHOICES,
    st.sampled_from(Sort),
    st.integers(1, 3),
    st.integers(1, 12),
    excluded=CHOICES,
    years=st.sampled_from((Years(), Years(2005), Years(2030, 2031), Years(None, 2010))),
    exact=st.booleans(),
)


@given(QUERIES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_gives_an_answer_or_a_sentence(full: Answers, query: Query) -> None:
    results = answered(full, query, LIST)
    if results:
        for lesser in results.relaxations:
            assert full.search(lesser.query, LIST).total == lesser.total > 0
        if results.suggestion:
            better = full.search(Query(results.suggestion.text), LIST)
            assert better.total >= results.suggestion.total > 0


# --- the time of a query -----------------------------------------------------------------------


@dataclass
class Counted(Budget):
    """A time that is over once it was asked for `left` times."""

    left: int = 0
    asked: int = field(default=0, init=False)

    @property
    def over(self) -> bool:
        self.asked += 1
        return self.asked > self.left


def searcher_of(full: Answers) -> Searcher:
    """The index stays open as long as the engine does."""
    with full.searcher(LIST) as searcher:
        return searcher


def anew(searcher: Searcher) -> Searcher:
    """One of which nothing was asked."""
    terms = Terms(searcher.snapshot, searcher.terms.ranking)
    return Searcher(terms, searcher.fields, LIST)


@pytest.mark.parametrize("name", HOSTILE)
def test_without_any_time_left_there_still_is_an_answer(full: Answers, name: str) -> None:
    query = Query(HOSTILE[name], chosen={"kind": ("method",)})
    try:
        results = searcher_of(full).results(query, Budget(0))
    except QueryError:
        return
    holds(results, query)
    assert results.out_of_time


@pytest.mark.parametrize(
    "text",
    ["eau concertation", "titre:projet OU conc*", '"eau air" terre', "concertasion eau", "zzz yyy"],
)
def test_an_answer_cut_short_anywhere_has_only_what_is_right(full: Answers, text: str) -> None:
    query = Query(text, chosen={"kind": ("method",)})
    whole = anew(searcher_of(full)).results(query, Budget())
    assert not whole.out_of_time
    left = 0
    while (results := anew(searcher_of(full)).results(query, Counted(left=left))).out_of_time:
        holds(results, query)
        assert results.total in (0, whole.total)
        assert [hit.id for hit in results.hits] in ([], [hit.id for hit in whole.hits])
        if results.hits:
            assert (results.facets, results.complete) == (whole.facets, whole.complete)
        for hit, same in zip(results.hits, whole.hits, strict=False):
            assert (hit.score, hit.title_spans) == (same.score, same.title_spans)
            assert hit.snippets in ((), same.snippets)
        assert set(results.relaxations) <= set(whole.relaxations)
        left += 1
    assert results == whole
    assert left > 3


def test_what_was_cut_short_is_not_kept(full: Answers) -> None:
    query = Query("eau concertation")
    searcher = anew(searcher_of(full))
    assert searcher.results(query, Budget(0)).out_of_time
    assert searcher.results(query, Budget()) == anew(searcher).results(query, Budget())


def test_the_work_of_the_longest_query_is_bounded(full: Answers) -> None:
    """The steps between which the time is looked at are those of the words asked, no more."""
    text = " ".join(f"{begun}*" for begun in BEGINNINGS[:16])
    budget = Counted(left=10_000)
    assert not searcher_of(full).results(Query(text), budget).out_of_time
    assert budget.asked < 200


def test_facets_and_reasons_cut_short_are_empty(full: Answers) -> None:
    searcher = searcher_of(full)
    assert searcher.counted(Query("eau air"), "kind", Budget(0)) == ()
    assert explanation(searcher, Query("eau air"), "d00", Budget(0)) is None
