"""Why a document answers, what is near it, and what is offered instead."""

from __future__ import annotations

import pytest

from indexer.engines.base import SearchEngine
from indexer.query import FieldCount, Origin, Query
from indexer.synonyms import parse_synonyms
from tests.indexer.engines.making import document, part

QUERIES = (
    "rivière", "rivière évaluation", '"la rivière"', "titre:eau rivière", "texte:rivière eau",
    "riv* OU eau", "rivere", "eau -forêt année:2018", "charte rivière eau evaluations montagne",
    "-forêt titre:eau*", "CDP eau",
)  # fmt: skip


@pytest.fixture
def base(engine: SearchEngine) -> SearchEngine:
    file = part("f" * 64, "la rivière des eaux", "rien", "charte")
    engine.write(
        [
            document(
                "a",
                title="Eau vive",
                body="La rivière coule. Évaluations des rivières.",
                date="2018-05",
                parts=(file,),
                theme="Eau",
            ),
            document("b", title="Forêt", body="Forêt domaniale et rivière évaluée.", date="2016"),
            document("c", title="Montagne", body="Évaluer le débat public sur la rivière."),
            document("d", title="Eau", body="Le débat public, puis l'eau de la forêt."),
        ],
        (),
        1,
    )
    return engine


LIST = parse_synonyms("CDP = débat public")


@pytest.mark.parametrize("text", QUERIES)
def test_the_reasons_of_a_document_sum_to_its_score(base: SearchEngine, text: str) -> None:
    hits = base.search(Query(text), LIST).hits
    assert hits
    for hit in hits:
        explained = base.explain(Query(text), hit.id, LIST)
        assert explained is not None
        assert (explained.id, explained.title) == (hit.id, hit.title)
        assert explained.score == hit.score
        assert sum(reason.score for reason in explained.reasons) == pytest.approx(
            hit.score, abs=2e-6
        )
        for reason in explained.reasons:
            assert sum(reason.parts.values()) == pytest.approx(reason.score)


def test_a_reason_tells_the_words_of_the_document_and_where_they_are(base: SearchEngine) -> None:
    explained = base.explain(Query("rivière eau"), "a")
    assert explained is not None
    river, water = explained.reasons[:2]
    assert (river.label, set(river.forms), river.origin) == (
        "rivière",
        {"rivière", "rivières"},
        None,
    )
    assert river.found_in == (FieldCount("body", 2), FieldCount("file", 1))
    assert set(river.parts) == {"text", "surface"}
    assert (water.label, set(water.forms)) == ("eau", {"eau", "eaux"})
    assert set(water.found_in) == {
        FieldCount("title", 1),
        FieldCount("theme", 1),
        FieldCount("file", 1),
    }
    assert set(water.parts) == {"text", "surface", "title", "theme"}


def test_only_the_field_asked_counts_in_a_reason(base: SearchEngine) -> None:
    explained = base.explain(Query("titre:eau rivière"), "a")
    assert explained is not None
    (water,) = (reason for reason in explained.reasons if reason.label == "eau")
    assert (water.forms, water.found_in) == (("eau",), (FieldCount("title", 1),))
    assert set(water.parts) == {"title", "surface"}


def test_having_all_the_words_is_a_reason_of_its_own(base: SearchEngine) -> None:
    explained = base.explain(Query("eau forêt"), "d")
    assert explained is not None
    assert "complete" in [reason.label for reason in explained.reasons]
    explained = base.explain(Query("eau forêt montagne"), "d")
    assert explained is not None
    assert explained.missing == ("montagne",)
    assert "complete" not in [reason.label for reason in explained.reasons]


def test_words_side_by_side_are_a_reason_of_their_own(base: SearchEngine) -> None:
    explained = base.explain(Query("forêt domaniale"), "b")
    assert explained is not None
    assert [reason.label for reason in explained.reasons] == [
        "forêt",
        "domaniale",
        "pairs",
        "complete",
    ]


def test_what_stood_for_a_word_is_told_with_its_origin(base: SearchEngine) -> None:
    explained = base.explain(Query("cdp"), "c", LIST)
    assert explained is not None
    assert explained.reasons[0].origin is Origin.LIST
    assert set(explained.reasons[0].forms) == {"débat", "public"}
    explained = base.explain(Query("rivere"), "b")
    assert explained is not None
    assert explained.reasons[0].origin is Origin.SPELLING


def test_there_is_no_explanation_without_a_document(base: SearchEngine) -> None:
    assert base.explain(Query("eau"), "zz") is None


# --- near --------------------------------------------------------------------------------------


def test_the_nearest_documents_share_the_most_telling_words(engine: SearchEngine) -> None:
    engine.write(
        [
            document("a", "Un", "tourbière castor moulin participation"),
            document("b", "Deux", "tourbière castor moulin participation autre"),
            document("c", "Trois", "castor participation ailleurs"),
            document("d", "Quatre", "participation citoyenne"),
            document("e", "Cinq", "rien de tout cela"),
        ],
        (),
        1,
    )
    near = engine.similar("a")
    assert [one.id for one in near] == ["b", "c", "d"]
    assert set(near[0].shared) == {"tourbière", "castor", "moulin", "participation"}
    assert set(near[1].shared) == {"castor", "participation"}
    assert near[0].shared[-1] == "participation"
    assert near[0].score > near[1].score > near[2].score > 0
    assert [one.id for one in engine.similar("a", 1)] == ["b"]


def test_a_copy_is_not_near_and_an_unknown_document_has_nothing_near(
    engine: SearchEngine,
) -> None:
    engine.write(
        [
            document("a", body="tourbière castor", same="x"),
            document("b", body="tourbière castor", same="x"),
            document("c", body="tourbière castor", same="y"),
            document("d", body="tourbière castor", same="y"),
        ],
        (),
        1,
    )
    assert [one.id for one in engine.similar("a")] == ["c"]
    assert engine.similar("zz") == ()


def test_what_was_deleted_is_not_near(engine: SearchEngine) -> None:
    engine.write([document(id_, body="tourbière castor") for id_ in "abc"], (), 1)
    engine.write((), ["b"], 2)
    assert [one.id for one in engine.similar("a")] == ["c"]
