"""What is offered while somebody types, by every engine."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.completing.shelves import key_of, plain
from indexer.document import Document
from indexer.engines import open_engine
from indexer.engines.base import SearchEngine
from indexer.query import Completion, Query
from tests.indexer.engines.making import document


def fill(engine: SearchEngine, *documents: Document) -> None:
    engine.write(documents, (), 1)


def texts(found: Iterable[Completion], field: str = "") -> list[str]:
    return [one.text for one in found if not field or one.field == field]


def in_many(body: str, *, count: int = 3) -> list[Document]:
    return [document(f"m{number}", f"Fiche {number}", body) for number in range(count)]


# --- titles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["Contrat", "contrat de ri", "CONTRAT DE RIVIÈRE", "riviere", "Rivière"]
)
def test_a_title_is_found_by_its_beginning_or_by_a_later_word(
    engine: SearchEngine, typed: str
) -> None:
    fill(engine, document("a", "Contrat de rivière"))
    assert engine.complete(typed) == (Completion("Contrat de rivière", "title", 1, "a"),)


@pytest.mark.parametrize("typed", ["l'eau", "l’eau", "l eau", "leau", "eau", "L'EAU", "pour leau"])
def test_an_apostrophe_may_be_of_any_kind_or_forgotten(engine: SearchEngine, typed: str) -> None:
    fill(engine, document("a", "Des citoyens pour l’eau"))
    assert texts(engine.complete(typed)) == ["Des citoyens pour l’eau"]


def test_the_middle_of_a_word_completes_nothing(engine: SearchEngine) -> None:
    fill(engine, document("a", "Contrat de rivière"))
    assert engine.complete("ivière") == ()


def test_a_later_small_word_completes_nothing(engine: SearchEngine) -> None:
    fill(engine, document("a", "Contrat de rivière"), document("b", "De la parole aux actes"))
    assert texts(engine.complete("de")) == ["De la parole aux actes"]


def test_words_typed_apart_find_a_title_that_holds_them(engine: SearchEngine) -> None:
    fill(engine, document("a", "Contrat de rivière"), document("b", "Contrat de ville"))
    assert texts(engine.complete("rivière cont")) == ["Contrat de rivière"]


def test_signs_around_the_words_of_a_title_do_not_count(engine: SearchEngine) -> None:
    fill(engine, document("a", "« Concerter, cela prend du temps »"))
    assert texts(engine.complete("concerter cela")) == ["« Concerter, cela prend du temps »"]


def test_a_title_that_several_documents_share_comes_once_and_first(engine: SearchEngine) -> None:
    fill(
        engine,
        document("a", "Édito d'avril"),
        document("b", "Édito"),
        document("c", "Édito"),
    )
    assert engine.complete("edi") == (
        Completion("Édito", "title", 2, "b"),
        Completion("Édito d'avril", "title", 1, "a"),
    )


def test_a_document_that_is_gone_completes_nothing(engine: SearchEngine) -> None:
    fill(engine, document("a", "Contrat de rivière", facets={"theme": ("rivage",)}))
    engine.write([document("b", "Contrat de ville")], ["a"], 2)
    assert engine.complete("riv") == ()


# --- names ---------------------------------------------------------------------------------------


def test_names_come_with_their_field_their_value_and_how_many_have_them(
    engine: SearchEngine,
) -> None:
    fill(
        engine,
        document("a", facets={"author": ("Dupont, Élise",), "organisation": ("Région Élan",)}),
        document("b", facets={"author": ("Dupont, Élise",)}),
    )
    assert engine.complete("elise") == (Completion("Dupont, Élise", "author", 2, "Dupont, Élise"),)
    assert engine.complete("region el") == (
        Completion("Région Élan", "organisation", 1, "Région Élan"),
    )


def test_a_place_is_offered_by_its_label_and_gives_its_code(engine: SearchEngine) -> None:
    fill(engine, document("a", facets={"place": ("reg-53", "dep-22")}))
    offered = (Completion("Côtes-d'Armor", "place", 1, "dep-22"),)
    assert engine.complete("cotes d'arm") == engine.complete("côtes darm") == offered


def test_a_theme_is_found_in_either_language_and_comes_once(engine: SearchEngine) -> None:
    fill(engine, document("a", facets={"theme": ("eau",)}))
    french, english = engine.complete("rivi"), engine.complete("river")
    assert {(one.field, one.value) for one in (*french, *english)} == {("theme", "eau")}
    assert len(french) == len(english) == 1


@pytest.mark.parametrize(
    "typed", ["auteur:dup", 'auteur:"dupont, e', "AUTEUR:elise", "author:Dupont"]
)
def test_after_a_field_only_its_names_come_as_they_are_asked_for(
    engine: SearchEngine, typed: str
) -> None:
    fill(
        engine,
        document(
            "a", "Dupont", facets={"author": ("Dupont, Élise", "Martin")}, author="Dupont, Élise"
        ),
        document("b", facets={"organisation": ("Dupont et fils",)}),
    )
    (found,) = engine.complete(typed)
    name = typed.partition(":")[0]
    assert found == Completion(f'{name}:"Dupont, Élise"', "author", 1, "Dupont, Élise")
    assert [hit.id for hit in engine.search(Query(found.text)).hits] == ["a"]


def test_a_field_after_other_words_keeps_them(engine: SearchEngine) -> None:
    fill(engine, document("a", "Une rivière", facets={"author": ("Élise",)}))
    assert engine.complete("rivière -auteur:él") == (
        Completion("rivière -auteur:Élise", "author", 1),
    )
    assert texts(engine.complete("auteur:")) == ["auteur:Élise"]
    assert engine.complete("auteur:zzz") == engine.complete("chapitre:éli") == ()


def test_the_same_text_comes_once(engine: SearchEngine) -> None:
    names = {"author": ("Médiaterre",), "organisation": ("Médiaterre",)}
    fill(engine, *(document(f"d{n}", "Médiaterre", facets=names) for n in range(3)))
    assert texts(engine.complete("media")) == ["Médiaterre"]


# --- words ---------------------------------------------------------------------------------------


def test_frequent_words_are_offered_as_the_texts_write_them(engine: SearchEngine) -> None:
    fill(engine, *in_many("La CNDP a organisé un débat à Nantes, au cœur de la ville."))
    assert texts(engine.complete("deb")) == ["débat"]
    assert texts(engine.complete("cnd")) == ["CNDP"]
    assert texts(engine.complete("nan")) == ["Nantes"]
    assert texts(engine.complete("coe")) == ["cœur"]


def test_a_word_of_one_document_is_not_offered(engine: SearchEngine) -> None:
    fill(engine, document("a", body="rivage"), document("b", body="virage"))
    assert engine.complete("riv") == ()


def test_of_the_forms_of_a_word_the_most_frequent_is_offered(engine: SearchEngine) -> None:
    bodies = ["concertation concertations", "concertation concertations", "concertation"]
    fill(engine, *(document(f"d{n}", "Fiche", body) for n, body in enumerate(bodies)))
    assert engine.complete("concerta") == (Completion("concertation", "word", 3),)


def test_the_words_typed_before_are_kept_and_the_last_is_one_that_follows_them(
    engine: SearchEngine,
) -> None:
    fill(engine, *in_many("Un budget participatif pour le parc. Le parti du parc."))
    assert engine.complete("Budget part") == (Completion("Budget participatif", "word", 3),)
    assert texts(engine.complete("budget parc")) == []


def test_small_words_between_count_for_a_place_each(engine: SearchEngine) -> None:
    fill(engine, *in_many("Le contrat de rivière et le contrat de la ville"))
    assert texts(engine.complete("contrat de r")) == ["contrat de rivière"]
    assert texts(engine.complete("contrat de la v")) == ["contrat de la ville"]
    assert texts(engine.complete("contrat r")) == []


def test_an_elided_word_is_kept_before_the_one_that_is_completed(engine: SearchEngine) -> None:
    fill(engine, *in_many("Protéger l'environnement"))
    assert texts(engine.complete("l'envi")) == ["l'environnement"]


# --- order and limits ----------------------------------------------------------------------------


def test_what_begins_as_typed_comes_first_then_the_most_frequent_then_the_text(
    engine: SearchEngine,
) -> None:
    fill(
        engine,
        document("a", "Le forum des rivières", facets={"theme": ("Forum ouvert",)}),
        document("b", "Forum citoyen", facets={"theme": ("Forum ouvert",)}),
        document("c", "Forum associatif"),
    )
    assert texts(engine.complete("forum")) == [
        "forum",
        "Forum ouvert",
        "Forum associatif",
        "Forum citoyen",
        "Le forum des rivières",
    ]


def test_each_group_has_its_share(engine: SearchEngine) -> None:
    names = {"author": tuple(f"Participe {n}" for n in range(20))}
    body = "participation participant participer participe participative"
    fill(engine, *(document(f"d{n}", f"Participons {n}", body, names) for n in range(20)))
    found = engine.complete("partic", 6)
    assert len(found) == 6
    assert {one.field for one in found} == {"author", "title", "word"}


@pytest.mark.parametrize("typed", ["", " ", "r", "é", "-", "''", "  r ", "r" * 101])
def test_too_little_or_too_much_completes_nothing(engine: SearchEngine, typed: str) -> None:
    fill(engine, document("a", "R" * 150), document("b", "rivière"))
    assert engine.complete(typed) == ()


@pytest.mark.parametrize("size", [0, -1])
def test_no_more_than_asked_are_given(engine: SearchEngine, size: int) -> None:
    fill(engine, document("a", "Rivière"), document("b", "Rivage"))
    assert engine.complete("riv", size) == ()
    assert len(engine.complete("riv", 1)) == 1


def test_an_empty_index_completes_nothing(engine: SearchEngine) -> None:
    assert engine.complete("rivière") == ()


FILLED = open_engine("memory:", create=True)
FILLED.write(
    [
        document("a", "L’œuvre « à venir » : 東京", "aé ÿ œ 東京 l'eau"),
        document("b", "\n\n__ 100 % d'eau", "l'eau de la ville", {"author": ("\n", "_", "é")}),
        document("c", "l'eau", "l'eau de la ville d'eau"),
    ],
    (),
    1,
)


@given(st.text(st.characters() | st.sampled_from("leau d'’-_ \n東œ"), max_size=60))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_typed_gives_completions_without_an_error(typed: str) -> None:
    found = FILLED.complete(typed)
    assert len(found) <= 10
    assert FILLED.complete(typed) == found


NAMES = st.text("aé'’\"():-*. OU1", min_size=1, max_size=30).filter(lambda name: "a" in fold(name))


@given(NAMES)
def test_a_name_offered_for_a_field_is_a_query_that_finds_it(name: str) -> None:
    engine = open_engine("memory:", create=True)
    fill(engine, document("a", facets={"author": (name,)}, author=name))
    for found in engine.complete("auteur:a"):
        assert engine.search(Query(found.text)).total == 1, found.text


@given(st.text() | st.text("ab1_-'’« É\n"))
def test_a_text_is_kept_as_what_is_typed_is_compared(text: str) -> None:
    folded = fold(text)
    assert plain(folded) == key_of(text).encode("utf-8", "replace")
