"""The promises of `SearchEngine`, held by every engine."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from corpus.errors import QueryError
from corpus.fields import FIELDS, Field, FieldKind, Label
from corpus.record import Entry, Record
from indexer.document import document_of
from indexer.engines.base import SearchEngine
from indexer.query import FacetCount, Query, Results, Sort
from tests.indexer.engines.making import document, part

OpenEngine = Callable[..., SearchEngine]


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {found.value: found.count for found in results.facets[facet]}


def write(engine: SearchEngine, *documents: object, position: int = 1) -> None:
    engine.write(documents, (), position)  # type: ignore[arg-type] # documents, for brevity


# --- writing ---------------------------------------------------------------------------------


def test_a_new_index_is_empty_and_at_no_position(engine: SearchEngine) -> None:
    assert (engine.count(), engine.position(), engine.ids()) == (0, 0, [])
    assert engine.search(Query()).total == 0
    assert engine.search(Query("rivière")).total == 0


def test_a_batch_is_seen_with_its_position(engine: SearchEngine) -> None:
    write(engine, document("a"), document("b"), position=7)
    assert (engine.count(), engine.position(), engine.ids()) == (2, 7, ["a", "b"])


def test_writing_a_document_again_replaces_it(engine: SearchEngine) -> None:
    write(engine, document("a", body="rivière"))
    write(engine, document("a", body="montagne"))
    assert engine.count() == 1
    assert engine.search(Query("rivière")).total == 0
    assert ids(engine.search(Query("montagne"))) == ["a"]


def test_the_last_of_two_versions_in_one_batch_is_kept(engine: SearchEngine) -> None:
    write(engine, document("a", body="rivière"), document("a", body="montagne"))
    assert engine.count() == 1
    assert ids(engine.search(Query("montagne"))) == ["a"]


def test_deleting_an_unknown_id_does_nothing(engine: SearchEngine) -> None:
    write(engine, document("a"))
    engine.write((), ["a", "unknown"], 2)
    assert (engine.ids(), engine.position()) == ([], 2)


def test_a_document_written_and_deleted_in_one_batch_is_kept(engine: SearchEngine) -> None:
    engine.write([document("a")], ["a"], 1)
    assert engine.ids() == ["a"]


def test_the_position_is_the_one_given_with_the_last_batch(engine: SearchEngine) -> None:
    write(engine, document("a"), position=9)
    write(engine, document("b"), position=4)
    assert engine.position() == 4


def test_a_batch_that_fails_halfway_changes_nothing(engine: SearchEngine) -> None:
    write(engine, document("a"), position=1)

    def failing() -> object:
        yield document("b")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.write(failing(), ["a"], 2)  # type: ignore[arg-type]
    assert (engine.ids(), engine.position()) == (["a"], 1)
    write(engine, document("c"), position=3)
    assert engine.ids() == ["a", "c"]


# --- replacing -------------------------------------------------------------------------------


def test_a_replacement_is_seen_once_published_by_engines_already_open(engine: SearchEngine) -> None:
    write(engine, document("old"), position=1)
    with engine.replacement() as new:
        new.write([document("new1")], (), 2)
        new.write([document("new2")], (), 3)
        assert engine.ids() == ["old"]
        assert new.publish()
        assert (engine.ids(), engine.position()) == (["new1", "new2"], 3)
    assert ids(engine.search(Query("titre"))) == ["new1", "new2"]


def test_a_replacement_that_is_not_published_is_abandoned(engine: SearchEngine) -> None:
    write(engine, document("old"))
    with engine.replacement() as new:
        new.write([document("new")], (), 2)
    assert engine.ids() == ["old"]
    with engine.replacement() as new:
        new.write([document("new")], (), 2)
        assert new.publish()
    assert engine.ids() == ["new"]


def test_a_replacement_keeps_the_promises_of_writing(engine: SearchEngine) -> None:
    with engine.replacement() as new:
        new.write([document("a", body="rivière"), document("b")], (), 1)
        new.write([document("a", body="montagne")], ["b", "unknown"], 2)
        assert new.publish()
    assert (engine.ids(), engine.position()) == (["a"], 2)
    assert engine.search(Query("rivière")).total == 0
    assert engine.search(Query("montagne")).total == 1


def test_a_replacement_does_not_take_the_index_back_unnoticed(engine: SearchEngine) -> None:
    with engine.replacement() as new:
        new.write([document("a")], (), 1)
        write(engine, document("a"), document("b"), position=2)
        assert not new.publish()
        assert engine.ids() == ["a", "b"]
        new.write([document("b")], (), 2)
        assert new.publish()
    assert (engine.ids(), engine.position()) == (["a", "b"], 2)


def test_a_replacement_takes_the_index_back_when_told_to(engine: SearchEngine) -> None:
    write(engine, document("a"), document("b"), position=9)
    with engine.replacement() as new:
        new.write([document("a")], (), 1)
        assert new.publish(back=True)
    assert (engine.ids(), engine.position()) == (["a"], 1)


def test_a_replacement_answers_from_what_was_written_before_it_is_published(
    engine: SearchEngine,
) -> None:
    write(engine, document("a", body="rivière"))
    with engine.replacement() as new:
        assert new.search(Query("rivière")).total == 0
        new.write([document("b", body="rivière")], (), 2)
        assert ids(new.search(Query("rivière"))) == ["b"]
        new.write([document("c", body="rivière")], ["b"], 3)
        assert ids(new.search(Query("rivière"))) == ["c"]
        assert ids(engine.search(Query("rivière"))) == ["a"]
        with pytest.raises(QueryError):
            new.search(Query(chosen={"unknown": ("x",)}))
        assert new.publish()
    assert (engine.ids(), engine.position()) == (["c"], 3)


def test_an_empty_replacement_can_be_published(engine: SearchEngine) -> None:
    with engine.replacement() as new:
        new.write((), (), 5)
        assert new.publish()
    assert (engine.count(), engine.position()) == (0, 5)


def test_batches_are_written_to_the_replacement_once_published(engine: SearchEngine) -> None:
    with engine.replacement() as new:
        new.write([document("a")], (), 1)
        new.publish()
    write(engine, document("b"), position=2)
    assert engine.ids() == ["a", "b"]


def test_searching_never_stops_while_the_index_is_written_and_replaced(
    engine: SearchEngine,
) -> None:
    """Each generation has one more document than the one before, and says so by its position."""
    write(engine, document("d1", body="eau"), position=1)
    stop = threading.Event()
    faults: list[object] = []

    def look() -> None:
        while not stop.is_set():
            try:
                total = engine.search(Query("eau")).total
                if total not in range(1, 8):
                    faults.append(total)
            except Exception as error:  # noqa: BLE001 - any error is what is looked for
                faults.append(error)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for size in range(2, 8):
        documents = [document(f"d{n}", body="eau") for n in range(1, size + 1)]
        if size % 2:
            engine.write(documents, (), size)
        else:
            with engine.replacement() as new:
                new.write(documents, (), size)
                new.publish()
        assert engine.search(Query("eau")).total == size
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("riviere", "La rivière"),
        ("rivières", "la riviere"),
        ("évaluation", "Nous avons évalué"),
        ("evaluer", "l'évaluation"),
        ("eau", "gestion de l’eau"),
        ("l'eau", "une eau"),
        ("oeuvre", "Mise en œuvre"),
        ("travail", "groupes de travaux"),
        ("élu", "les élues"),
        ("praticien", "les praticien·nes"),
        ("praticiennes", "un praticien"),
        ("W-2", "le formulaire W-2"),
        ("A69", "l'autoroute A69"),
        ("aujourd'hui", "Aujourd’hui encore"),
        ("ete", "pendant l'été"),
        ("finance", "la ﬁnance"),
        ("e\u0301valuation", "évaluation"),
    ],
)
def test_a_word_is_found_however_it_is_written(
    engine: SearchEngine, typed: str, written: str
) -> None:
    entry = Entry(
        Record(id="a", source="comedie", kind="page", url="u", title="T", summary=written)
    )
    write(engine, document_of(entry, {}))
    assert ids(engine.search(Query(typed))) == ["a"]


def test_documents_with_all_the_words_come_first_then_those_with_most(
    engine: SearchEngine,
) -> None:
    write(
        engine,
        document("both", body="eau forêt " + "autre " * 80),
        document("one", title="Eau", body="eau eau"),
        document("none", body="rien"),
    )
    results = engine.search(Query("eau forêt"))
    assert ids(results) == ["both", "one"]
    assert (results.total, results.complete, results.relaxed) == (2, 1, False)
    assert [hit.complete for hit in results.hits] == [True, False]


def test_when_no_document_has_all_the_words_it_is_said(engine: SearchEngine) -> None:
    write(
        engine,
        document("two", body="eau forêt " + "autre " * 50),
        document("one", title="Eau", body="eau eau"),
        document("none", body="rien"),
    )
    results = engine.search(Query("eau forêt montagne"))
    assert set(ids(results)) == {"two", "one"}
    assert (results.total, results.complete, results.relaxed) == (2, 0, True)
    assert not any(hit.complete for hit in results.hits)


def test_a_document_with_only_what_all_have_does_not_hold_most_of_a_long_question(
    engine: SearchEngine,
) -> None:
    """Words weigh by their rarity: the common one alone is too little of the whole."""
    common = [document(f"c{n:02}", body="participation") for n in range(60)]
    telling = document("t", body="participation kayak bivouac tourbière lagune moraine")
    engine.write([*common, telling], (), 1)
    results = engine.search(Query("participation kayak bivouac tourbière lagune moraine"))
    assert ids(results) == ["t"]


def test_a_single_unknown_word_finds_nothing(engine: SearchEngine) -> None:
    write(engine, document("a", body="eau"))
    results = engine.search(Query("montagne"))
    assert (results.total, results.relaxed, results.hits) == (0, False, ())


def test_a_compound_asks_for_all_its_words(engine: SearchEngine) -> None:
    write(engine, document("a", body="à Aix en Provence"), document("b", body="Aix-les-Bains"))
    assert ids(engine.search(Query("Aix-en-Provence"))) == ["a"]


def test_words_are_found_in_keywords_by_their_labels(engine: SearchEngine) -> None:
    entry = Entry(
        Record(id="a", source="comedie", kind="page", url="u", title="T", themes=("Zone humide",))
    )
    write(engine, document_of(entry, {}))
    assert ids(engine.search(Query("zones humides"))) == ["a"]


def test_the_document_whose_title_is_typed_comes_first_and_says_so(engine: SearchEngine) -> None:
    write(
        engine,
        document(
            "a-longer", title="Carte d'identité et carte de séjour", body="carte identité " * 9
        ),
        document("b-exact", title="Carte d’identité", body="rien de plus"),
    )
    assert ids(engine.search(Query("carte d'identite"))) == ["b-exact", "a-longer"]
    found = engine.explain(Query("carte d'identite"), "b-exact")
    assert found is not None
    assert "exact_title" in [reason.label for reason in found.reasons]
    assert sum(reason.score for reason in found.reasons) == pytest.approx(found.score, abs=1e-4)


def test_a_word_in_the_title_weighs_more(engine: SearchEngine) -> None:
    write(
        engine,
        document("a-body", title="Autre chose", body="la rivière coule ici"),
        document("b-title", title="La rivière", body="autre chose coule ici"),
    )
    assert ids(engine.search(Query("rivière"))) == ["b-title", "a-body"]


def test_words_too_common_to_be_searched_are_said(engine: SearchEngine) -> None:
    write(engine, document("a", body="eau"), document("b", body="feu"))
    results = engine.search(Query("de l'eau dans"))
    assert (ids(results), results.ignored) == (["a"], ("de", "dans"))
    alone = engine.search(Query("de la"))
    assert (ids(alone), alone.ignored) == (["a", "b"], ("de", "la"))


# --- facets ----------------------------------------------------------------------------------


@pytest.fixture
def faceted(engine: SearchEngine) -> SearchEngine:
    write(
        engine,
        document("a", body="eau", facets={"kind": ("method",), "theme": ("eau", "forêt")}),
        document("b", body="eau", facets={"kind": ("memo",), "theme": ("eau",)}),
        document("c", body="feu", facets={"kind": ("memo",), "theme": ("forêt",)}),
    )
    return engine


def test_values_within_a_facet_widen(faceted: SearchEngine) -> None:
    assert ids(faceted.search(Query(chosen={"kind": ("method",)}))) == ["a"]
    assert ids(faceted.search(Query(chosen={"kind": ("method", "memo")}))) == ["a", "b", "c"]


def test_facets_narrow_each_other(faceted: SearchEngine) -> None:
    results = faceted.search(Query(chosen={"kind": ("memo",), "theme": ("forêt",)}))
    assert ids(results) == ["c"]


def test_the_counts_of_a_facet_leave_out_its_own_choice(faceted: SearchEngine) -> None:
    results = faceted.search(Query(chosen={"kind": ("method",)}))
    assert counts(results, "kind") == {"memo": 2, "method": 1}
    assert counts(results, "theme") == {"eau": 1, "forêt": 1}


def test_counts_are_of_the_query(faceted: SearchEngine) -> None:
    assert counts(faceted.search(Query("eau")), "theme") == {"eau": 2, "forêt": 1}


def test_values_come_most_frequent_first_then_in_order(faceted: SearchEngine) -> None:
    found = faceted.search(Query("eau")).facets
    assert found["theme"] == (FacetCount("eau", 2), FacetCount("forêt", 1))
    assert found["kind"] == (FacetCount("memo", 1), FacetCount("method", 1))


def test_a_chosen_value_is_shown_even_when_nothing_has_it(faceted: SearchEngine) -> None:
    results = faceted.search(Query("eau", chosen={"kind": ("video",)}))
    assert results.total == 0
    assert results.facets["kind"][-1] == FacetCount("video", 0, chosen=True)


def test_an_unknown_facet_is_said(faceted: SearchEngine) -> None:
    with pytest.raises(QueryError, match="couleur"):
        faceted.search(Query(chosen={"couleur": ("bleu",)}))


def test_a_value_may_hold_anything(engine: SearchEngine) -> None:
    values = ("Sound, loud", 'a "quoted" one', "a:b|c;d", "l'été 🌊", " espace ", "12")
    write(
        engine, document("a", facets={"theme": values}), document("b", facets={"theme": ("Sound",)})
    )
    assert set(counts(engine.search(Query()), "theme")) == {*values, "Sound"}
    for value in values:
        assert ids(engine.search(Query(chosen={"theme": (value,)}))) == ["a"]


def test_a_facet_added_to_the_table_is_indexed_counted_and_narrows(open_one: OpenEngine) -> None:
    initial = Field(
        "initial",
        Label("Initiale", "Initial"),
        FieldKind.KEYWORD,
        lambda entry: (entry.shown.title[0],),
        facet=True,
        boost=1.0,
        label_of=lambda value, _language: f"initiale{value.lower()}",
    )
    fields = (*FIELDS, initial)
    engine = open_one(fields)
    titles = ("Bocage", "Barrage", "Colline")
    entries = [Entry(Record(id=t, source="comedie", kind="page", url="u", title=t)) for t in titles]
    engine.write([document_of(entry, {}, fields) for entry in entries], (), 1)
    assert counts(engine.search(Query()), "initial") == {"B": 2, "C": 1}
    assert ids(engine.search(Query(chosen={"initial": ("C",)}))) == ["Colline"]
    assert ids(engine.search(Query("initialec"))) == ["Colline"]


# --- order and pages -------------------------------------------------------------------------


def test_answers_are_sorted_by_date_with_unknown_dates_last(engine: SearchEngine) -> None:
    dates = {"a": "2018", "b": "2020-06-24", "c": "", "d": "2018-06", "e": "2018"}
    write(engine, *(document(id_, date=date) for id_, date in dates.items()))
    assert ids(engine.search(Query(sort=Sort.DATE))) == ["b", "d", "a", "e", "c"]
    assert ids(engine.search(Query(sort=Sort.DATE_ASC))) == ["a", "e", "d", "b", "c"]
    assert ids(engine.search(Query())) == ["b", "d", "a", "e", "c"]


def test_answers_are_sorted_by_title_as_a_reader_would(engine: SearchEngine) -> None:
    titles = {"a": "Zone", "b": "« Évaluer »", "c": "eau", "d": "Forêt"}
    write(engine, *(document(id_, title) for id_, title in titles.items()))
    assert ids(engine.search(Query(sort=Sort.TITLE))) == ["c", "b", "d", "a"]


def test_equals_come_in_the_order_of_their_ids(engine: SearchEngine) -> None:
    write(engine, *(document(id_, body="eau") for id_ in "dbca"))
    assert ids(engine.search(Query("eau"))) == ["a", "b", "c", "d"]


def test_pages_follow_each_other_without_loss_or_repetition(engine: SearchEngine) -> None:
    write(engine, *(document(f"d{n:02}", body="eau " * (n % 5 + 1)) for n in range(23)))
    pages = [engine.search(Query("eau", page=page, size=5)) for page in range(1, 7)]
    seen = [id_ for results in pages for id_ in ids(results)]
    assert seen == ids(engine.search(Query("eau", size=100)))
    assert [len(results.hits) for results in pages] == [5, 5, 5, 5, 3, 0]
    assert {results.total for results in pages} == {23}


# --- what is shown ---------------------------------------------------------------------------


def test_a_hit_says_what_it_is_and_marks_the_words(engine: SearchEngine) -> None:
    write(engine, document("a", title="L'eau vive", body="Gestion de l'eau."))
    hit = engine.search(Query("eau")).hits[0]
    assert (hit.id, hit.title, hit.kind, hit.url) == (
        "a",
        "L'eau vive",
        "page",
        "https://example.org/a",
    )
    assert hit.score > 0
    assert hit.title_spans == ((0, 5),)
    snippet = hit.snippets[0]
    assert [snippet.text[start:end] for start, end in snippet.spans] == ["l'eau"]
    assert snippet.field == "body"


def test_the_pages_of_a_file_that_hold_the_words_are_told(engine: SearchEngine) -> None:
    file = part("f" * 64, "rien ici", "de l'eau", "eau, eau et forêt")
    write(engine, document("a", parts=(file,)))
    hit = engine.search(Query("eau forêt")).hits[0]
    assert [(page.number, page.matches) for page in hit.pages] == [(3, 3), (2, 1)]
    assert hit.pages[0].file_sha256 == "f" * 64
    assert hit.snippets[0].page == 3
    assert hit.snippets[0].file_url == file.file_url


def test_without_words_the_opening_is_shown(engine: SearchEngine) -> None:
    write(engine, document("a", summary="Le résumé.", body="Le corps."))
    snippet = engine.search(Query()).hits[0].snippets[0]
    assert (snippet.text, snippet.spans, snippet.field) == ("Le résumé.", (), "summary")
