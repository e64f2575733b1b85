"""What is searched beside the words typed, folded together, or offered instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.engines.base import SearchEngine
from indexer.query import (
    FACET_VALUES,
    MISSING,
    Applied,
    Copy,
    FacetCount,
    Origin,
    Query,
    Results,
    Sort,
    Years,
)
from indexer.synonyms import parse_synonyms
from tests.indexer.engines.making import document, part


def ids(results: Results) -> list[str]:
    return sorted(hit.id for hit in results.hits)


def write(engine: SearchEngine, *documents: object, position: int = 1) -> None:
    engine.write(documents, (), position)  # type: ignore[arg-type] # documents, for brevity


# --- synonyms, renames, acronyms ---------------------------------------------------------------

LIST = parse_synonyms("CDX = comité des usagers\nCemagref -> Irstea -> INRAE")


def test_equivalents_of_the_list_are_found_and_said(engine: SearchEngine) -> None:
    write(
        engine,
        document("short", body="avis du CDX"),
        document("long", body="un comité d'usagers, le comité des usagers"),
        document("apart", body="les usagers d'un comité"),
    )
    results = engine.search(Query("cdx"), LIST)
    assert ids(results) == ["long", "short"]
    assert results.complete == 2
    assert results.applied == (Applied("cdx", ("comité des usagers",), Origin.LIST),)
    results = engine.search(Query("comité des usagers"), LIST)
    assert ids(results) == ["apart", "long", "short"]
    assert results.applied == (Applied("comité des usagers", ("CDX",), Origin.LIST),)
    marked = {
        hit.id: [s.text[start:end] for s in hit.snippets for start, end in s.spans]
        for hit in engine.search(Query("cdx"), LIST).hits
    }
    assert marked == {"short": ["CDX"], "long": ["comité", "d'usagers", "comité", "usagers"]}


def test_the_list_counts_from_the_next_query_on_and_not_in_an_exact_one(
    engine: SearchEngine,
) -> None:
    write(engine, document("short", body="CDX"), document("long", body="comité des usagers"))
    assert ids(engine.search(Query("cdx"))) == ["short"]
    assert ids(engine.search(Query("cdx"), LIST)) == ["long", "short"]
    results = engine.search(Query("cdx", exact=True), LIST)
    assert (ids(results), results.applied) == (["short"], ())


def test_neither_a_phrase_nor_an_exclusion_nor_a_field_takes_synonyms(
    engine: SearchEngine,
) -> None:
    write(
        engine, document("short", body="CDX eau"), document("long", body="comité des usagers eau")
    )
    assert ids(engine.search(Query('"cdx eau"'), LIST)) == ["short"]
    assert ids(engine.search(Query("eau -cdx"), LIST)) == ["long"]
    assert ids(engine.search(Query("texte:cdx"), LIST)) == ["short"]


def test_a_former_name_finds_the_later_ones_and_the_reverse(engine: SearchEngine) -> None:
    write(engine, *(document(name, body=name) for name in ("Cemagref", "Irstea", "INRAE")))
    for name in ("cemagref", "irstea", "INRAE"):
        results = engine.search(Query(name), LIST)
        assert ids(results) == ["Cemagref", "INRAE", "Irstea"]
        assert {one.origin for one in results.applied} == {Origin.RENAME}


def test_what_the_index_does_not_hold_is_not_said_to_be_searched(engine: SearchEngine) -> None:
    write(engine, document("a", body="CDX, Irstea"))
    assert engine.search(Query("cdx"), LIST).applied == ()
    (applied,) = engine.search(Query("Cemagref"), LIST).applied
    assert applied.instead == ("Irstea",)


def test_the_thesaurus_gives_acronyms_their_names(engine: SearchEngine) -> None:
    write(engine, document("a", body="le PLU"), document("b", body="un plan local d'urbanisme"))
    for text in ("plu", "plans locaux d'urbanisme"):
        results = engine.search(Query(text))
        assert ids(results) == ["a", "b"]
        assert [one.origin for one in results.applied] == [Origin.THESAURUS]


def test_ways_of_taking_part_are_offered_and_never_merged(engine: SearchEngine) -> None:
    write(engine, document("a", body="une concertation"), document("b", body="une médiation"))
    results = engine.search(Query("concertation"))
    assert (ids(results), results.applied) == (["a"], ())
    assert "Médiation" in results.related


EXPLAINED = "le bureau des initiatives locales (BIL) répond"


def test_an_acronym_that_two_documents_explain_stands_for_its_long_form(
    engine: SearchEngine,
) -> None:
    write(engine, document("a", body=EXPLAINED), document("x", body="le BIL"))
    results = engine.search(Query("bil"))
    assert (ids(results), results.applied) == (["a", "x"], ())
    other = document("long", body="un bureau des initiatives locales")
    write(engine, document("b", parts=(part("f" * 64, EXPLAINED),)), other, position=2)
    results = engine.search(Query("bil"))
    assert ids(results) == ["a", "b", "long", "x"]
    (applied,) = results.applied
    assert (applied.typed, applied.origin) == ("bil", Origin.TEXT)
    assert ids(engine.search(Query("bureau des initiatives locales"))) == ["a", "b", "long", "x"]


def test_the_former_version_of_a_document_explains_no_acronym(engine: SearchEngine) -> None:
    write(engine, document("a", body=EXPLAINED), document("x", body="le BIL"))
    write(engine, document("a", body=EXPLAINED, tag="relu"), position=2)
    assert engine.search(Query("bil")).applied == ()


def test_the_former_value_of_a_facet_is_no_value(engine: SearchEngine) -> None:
    others = [document(f"d{n}") for n in range(9)]
    write(engine, document("a", facets={"tag": ("vieux",)}), *others)
    write(engine, document("a"), position=2)
    results = engine.search(Query())
    assert (results.facets["tag"], results.facet_sizes["tag"]) == ((), 0)


# --- spelling ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("concertasion", "concertation"),
        ("concertatoin", "concertation"),
        ("oncertation", ""),
        ("rivierre", "rivière"),
        ("riviere", ""),
        ("Innovvation", "innovation"),
        ("xyz", ""),
        ("20188", ""),
    ],
)
def test_an_unknown_word_is_read_as_a_near_one_and_that_is_said(
    engine: SearchEngine, typed: str, meant: str
) -> None:
    write(engine, document("a", body="concertation sur la rivière, une innovation en 2018 et 2019"))
    results = engine.search(Query(typed))
    expected = (Applied(typed, (meant,), Origin.SPELLING),) if meant else ()
    assert results.applied == expected
    assert results.total == (1 if meant or typed == "riviere" else 0)


def test_a_word_that_is_known_is_not_corrected_but_a_frequent_one_is_suggested(
    engine: SearchEngine,
) -> None:
    many = [document(f"d{n:02}", body="le Bocage en crue, ce Bocage") for n in range(15)]
    write(engine, *many, document("rare", body="une bocade"))
    results = engine.search(Query("bocade crue"))
    assert "rare" in ids(results)
    assert results.applied == ()
    assert results.suggestion is not None
    assert results.suggestion.text == "Bocage crue"
    found = engine.search(Query(results.suggestion.text))
    assert found.total == results.suggestion.total
    assert found.complete > results.complete


def test_nothing_is_suggested_that_does_not_find_more(engine: SearchEngine) -> None:
    many = [document(f"d{n:02}", body="un bocage") for n in range(15)]
    write(engine, *many, document("rare", body="bocade rocheuse"))
    assert engine.search(Query("bocade rocheuse")).suggestion is None
    assert engine.search(Query("bocage")).suggestion is None


# --- when nothing is found ---------------------------------------------------------------------


@pytest.fixture
def base(engine: SearchEngine) -> SearchEngine:
    write(
        engine,
        document("a", body="eau vive", facets={"kind": ("method",)}, date="2018"),
        document(
            "b", body="eau forêt", facets={"kind": ("memo",), "theme": ("x", "y")}, date="2015"
        ),
        document("c", body="forêt", facets={"kind": ("memo",)}),
    )
    return engine


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        (Query("titre:absent eau"), [("absent", "")]),
        (Query('"eau forêt" "eau vive"'), [('"eau forêt"', ""), ('"eau vive"', "")]),
        (Query("eau -eau"), [("eau", "")]),
        (Query("eau", chosen={"kind": ("video",)}), [("video", "kind")]),
        (
            Query("eau", chosen={"kind": ("memo",)}, years=Years(2018)),
            [("memo", "kind"), ("", "year")],
        ),
        (Query("vive", excluded={"kind": ("method",)}), [("method", "kind")]),
        (Query("eau", chosen={"kind": ("video", "news")}), [("", "kind")]),
        (Query("année:2018 forêt"), [("année:2018", ""), ("forêt", "")]),
        (Query("absent"), []),
        (Query("de absent"), []),
        (Query("titre:de absent"), []),
    ],
)
def test_what_to_drop_is_offered_with_what_it_gives(
    base: SearchEngine, query: Query, offered: list[tuple[str, str]]
) -> None:
    results = base.search(query)
    assert results.total == 0
    assert [(one.dropped, one.facet) for one in results.relaxations] == offered
    for one in results.relaxations:
        assert base.search(one.query).total == one.total > 0


def test_nothing_is_offered_to_drop_when_something_is_found(base: SearchEngine) -> None:
    assert base.search(Query("eau forêt")).relaxations == ()


# --- copies ------------------------------------------------------------------------------------


@pytest.fixture
def copied(engine: SearchEngine) -> SearchEngine:
    facets = [{"kind": ("memo",)}, {"kind": ("memo",)}, {"kind": ("method",)}, {}]
    write(
        engine,
        document("a", "Zone", "eau vive", facets[0], "2018", same="x"),
        document("b", "Bocage", "eau vive", facets[1], "2020", same="x"),
        document("c", "Colline", "eau vive", facets[2], same="x"),
        document("d", "Digue", "eau", facets[3]),
    )
    return engine


def test_documents_with_the_same_text_are_one_answer(copied: SearchEngine) -> None:
    results = copied.search(Query("eau"))
    assert (results.total, results.complete, len(results.hits)) == (2, 2, 2)
    (folded,) = [hit for hit in results.hits if hit.copies]
    everything = {folded.id, *(copy.id for copy in folded.copies)}
    assert everything == {"a", "b", "c"}
    assert Copy("c", "Colline", "https://example.org/c") in folded.copies


def test_copies_are_folded_under_the_first_of_the_order_asked(copied: SearchEngine) -> None:
    by_title = copied.search(Query("eau", sort=Sort.TITLE)).hits
    assert [(hit.id, [copy.id for copy in hit.copies]) for hit in by_title] == [
        ("b", ["c", "a"]),
        ("d", []),
    ]
    by_date = copied.search(Query("eau", sort=Sort.DATE_ASC)).hits
    assert [hit.id for hit in by_date] == ["a", "d"]


def test_copies_count_once_for_a_value(copied: SearchEngine) -> None:
    results = copied.search(Query("eau"))
    assert results.facets["kind"] == (
        FacetCount("memo", 1),
        FacetCount("method", 1),
        FacetCount(MISSING, 1),
    )
    for value in ("memo", "method", MISSING):
        assert copied.search(Query("eau", chosen={"kind": (value,)})).total == 1


def test_a_copy_that_is_deleted_folds_nothing(copied: SearchEngine) -> None:
    copied.write((), ["b", "c"], 2)
    results = copied.search(Query("eau"))
    assert results.total == 2
    assert all(hit.copies == () for hit in results.hits)


# --- facets ------------------------------------------------------------------------------------


def test_documents_without_a_value_are_counted_chosen_and_refused(base: SearchEngine) -> None:
    results = base.search(Query())
    assert FacetCount(MISSING, 2) in results.facets["theme"]
    assert ids(base.search(Query(chosen={"theme": (MISSING,)}))) == ["a", "c"]
    assert ids(base.search(Query(chosen={"theme": (MISSING, "x")}))) == ["a", "b", "c"]
    assert ids(base.search(Query(excluded={"theme": (MISSING,)}))) == ["b"]


def test_refused_values_are_left_out_and_still_counted(base: SearchEngine) -> None:
    results = base.search(Query(excluded={"kind": ("memo",)}))
    assert ids(results) == ["a"]
    assert results.facets["kind"] == (
        FacetCount("memo", 2, excluded=True),
        FacetCount("method", 1),
    )
    assert ids(base.search(Query(excluded={"theme": ("x",)}))) == ["a", "c"]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (Years(2018), ["a"]),
        (Years(None, 2018), ["a", "b"]),
        (Years(2015, 2015), ["b"]),
        (Years(2019, 2016), []),
        (Years(), ["a", "b", "c"]),
    ],
)
def test_years_narrow_and_an_unknown_one_is_in_no_range(
    base: SearchEngine, years: Years, expected: list[str]
) -> None:
    assert ids(base.search(Query(years=years))) == expected


def test_all_the_values_of_a_facet_are_had_by_asking_for_it(engine: SearchEngine) -> None:
    many = FACET_VALUES + 15
    write(
        engine,
        *(document(f"d{n:03}", facets={"theme": (f"t{n:03}", "tous")}) for n in range(many)),
    )
    results = engine.search(Query())
    assert len(results.facets["theme"]) == FACET_VALUES
    assert results.facet_sizes["theme"] == many + 1
    assert results.facets["theme"][0] == FacetCount("tous", many)
    every = engine.facet(Query(), "theme")
    assert len(every) == many + 1
    assert every[:FACET_VALUES] == results.facets["theme"]
    last = f"t{many - 1:03}"
    chosen = engine.search(Query(chosen={"theme": (last,)})).facets["theme"]
    assert FacetCount(last, 1, chosen=True) in chosen


# --- how words are written ---------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["acteur", "actrices", "acteur·rice", "acteurs/actrices"])
@pytest.mark.parametrize("written", ["acteur·rice·s", "acteur(rice)s", "acteurs/actrices"])
def test_inclusive_forms_are_found_by_either_gender_in_both_directions(
    engine: SearchEngine, typed: str, written: str
) -> None:
    write(engine, document("a", body=f"les {written} du territoire"), document("b", body="rien"))
    results = engine.search(Query(typed))
    assert ids(results) == ["a"]
    assert results.complete == 1


def test_bad_readings_are_undone_on_bad_pages_only(engine: SearchEngine) -> None:
    text = "Ulnstitut et lInstitut"
    write(
        engine,
        document("bad", parts=(part("a" * 64, "rien", text, noisy=(2,)),)),
        document("good", parts=(part("b" * 64, "rien", text, noisy=(1,)),)),
    )
    results = engine.search(Query("institut"))
    assert ids(results) == ["bad"]
    assert [(page.number, page.matches) for page in results.hits[0].pages] == [(2, 2)]


def test_words_searched_are_marked_in_any_text(engine: SearchEngine) -> None:
    write(engine, document("a", body="l'eau et la forêt"))
    texts = ("De l'eau", "rien", "forêts, eaux")
    assert engine.marked(Query("eau forêt"), texts) == (((3, 8),), (), ((0, 6), (8, 12)))
    assert engine.marked(Query(), texts) == ((), (), ())


# --- updates -----------------------------------------------------------------------------------


def test_a_document_whose_tags_change_gives_the_same_answers_but_for_its_tags(
    engine: SearchEngine,
) -> None:
    file = part("f" * 64, "de l'eau", "lInstitut des praticien·nes", noisy=(2,))
    before = document("a", "Titre", "L'eau vive des élu·es", parts=(file,), tag="ancien")
    others = [document(f"d{n}", body="eau et forêt") for n in range(3)]
    write(engine, before, *others)
    asked = ("eau", "institut praticienne", '"eau vive"', '"eau institut"', "élues", "texte:eau")
    then = {text: engine.search(Query(text)) for text in asked}
    after = replace(before, texts={**before.texts, "tag": ("nouveau",)}, facets={"tag": ("n",)})
    write(engine, after, position=2)
    for text in asked:
        assert ids(engine.search(Query(text))) == ids(then[text])
        now = {hit.id: hit for hit in engine.search(Query(text)).hits}
        for hit in then[text].hits:
            assert now[hit.id].score == pytest.approx(hit.score)
            assert (now[hit.id].pages, now[hit.id].snippets) == (hit.pages, hit.snippets)
    assert ids(engine.search(Query("étiquette:nouveau"))) == ["a"]
    assert engine.search(Query("étiquette:ancien")).total == 0
    assert ids(engine.search(Query(chosen={"tag": ("n",)}))) == ["a"]


def test_a_document_whose_text_changes_forgets_the_former_one(engine: SearchEngine) -> None:
    file = part("f" * 64, "ancienne page")
    write(engine, document("a", body="ancien texte", parts=(file,)))
    write(engine, document("a", body="ancien texte", parts=(part("f" * 64, "autre page"),)))
    assert engine.search(Query("ancienne page -autre")).total == 0
    assert ids(engine.search(Query('"autre page"'))) == ["a"]
