"""The query language, asked of every engine: what each construct finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.errors import QueryError
from indexer.engines.base import SearchEngine
from indexer.query import Query, Results
from tests.indexer.engines.making import document, part

Found = Callable[..., list[str]]


def ids(results: Results) -> list[str]:
    return sorted(hit.id for hit in results.hits)


@pytest.fixture
def found(engine: SearchEngine) -> Found:
    """The ids found in a small base, in order; those that hold all of it only when `complete`."""
    engine.write(
        [
            document(
                "charte",
                title="La charte de la participation",
                body="Une charte territoriale. Le dialogue territorial avance.",
                facets={"kind": ("method",), "language": ("fr",)},
                date="2018-06",
                author="Anne Dupont",
                theme="Eau",
                parts=(part("f" * 64, "fin de page la rivière", "sauvage et libre"),),
            ),
            document(
                "note",
                title="Note de lecture",
                body="Participation, charte : territorial dialogue.",
                facets={"kind": ("reading_note",), "language": ("en",)},
                date="2015",
                author="Jean Martin",
            ),
            document(
                "eau",
                title="Gestion de l'eau",
                summary="Une rivière sauvage.",
                body="Concertation et concertations ; concerto. Méthode de Dupont.",
                facets={"kind": ("case_study", "memo"), "language": ("fr", "en")},
                date="2020-01-02",
            ),
            document("sans", title="Sans date", body="Forêt et dialogue."),
        ],
        (),
        1,
    )

    def find(text: str, *, complete: bool = False, exact: bool = False) -> list[str]:
        results = engine.search(Query(text, exact=exact))
        return sorted(hit.id for hit in results.hits if hit.complete or not complete)

    return find


# --- words and phrases -------------------------------------------------------------------------


def test_a_phrase_asks_for_its_words_in_order(found: Found) -> None:
    assert found('"dialogue territorial"') == ["charte"]
    assert found('"territorial dialogue"') == ["note"]
    assert found("«dialogue territorial»") == ["charte"]


def test_a_phrase_keeps_the_place_of_its_small_words(found: Found) -> None:
    assert found('"charte de la participation"') == ["charte"]
    assert found('"charte pour une participation"') == ["charte"]
    assert found('"charte participation"') == []
    assert found('"de la participation"') == ["charte", "note"]  # nothing stands before


def test_a_phrase_has_its_words_in_all_their_forms(found: Found) -> None:
    assert found('"chartes de la participations"') == ["charte"]
    assert found('"chartes de la participation"', exact=True) == []


def test_a_phrase_does_not_run_from_one_text_into_the_next(engine: SearchEngine) -> None:
    two = replace(
        document("two", title="Charte", body="territoriale"),
        texts={"title": ("Charte",), "keyword": ("eau", "vive"), "body": ("territoriale",)},
    )
    files = document("files", parts=(part("a" * 64, "roche"), part("b" * 64, "claire")))
    engine.write([two, files, document("z", body="vive"), document("zz", body="claire")], (), 1)
    for text in ('"charte territoriale"', '"eau vive"', '"roche claire"', '"titre charte"'):
        assert engine.search(Query(text)).total == 0


def test_the_longest_phrase_does_not_run_over_the_gap_between_two_texts(
    engine: SearchEngine,
) -> None:
    engine.write([document("a", title="eau", body="forêt")], (), 1)
    small = "de-la-le " * 5
    for gaps in ("", "du ", "du-des ", "du-des-la "):
        assert engine.search(Query(f'"eau {small}{gaps}forêt"')).total == 0


def test_a_phrase_may_run_over_a_page(found: Found) -> None:
    assert found('"rivière sauvage"') == ["charte", "eau"]


def test_a_phrase_is_never_given_up(found: Found) -> None:
    assert found('"dialogue territorial" eau') == ["charte"]
    assert found('"phrase absente" eau') == []


def test_words_may_be_missing_when_the_others_weigh_enough(found: Found) -> None:
    assert found("forêt dialogue") == ["charte", "note", "sans"]
    assert found("forêt dialogue", complete=True) == ["sans"]


# --- exclusions --------------------------------------------------------------------------------


@pytest.mark.parametrize("minus", ["-", "NOT ", "SAUF "])
def test_what_is_excluded_is_left_out(found: Found, minus: str) -> None:
    assert found(f"dialogue {minus}forêt") == ["charte", "note"]


def test_phrases_groups_fields_and_beginnings_are_excluded_too(found: Found) -> None:
    assert found('dialogue -"dialogue territorial"') == ["note", "sans"]
    assert found("dialogue -(forêt OU auteur:Martin)") == ["charte"]
    assert found("dialogue -auteur:Dupont") == ["note", "sans"]
    assert found("dialogue -année:2015..2018") == ["sans"]
    assert found("dialogue -terr*") == ["sans"]
    assert found("dialogue -nature:méthode") == ["note", "sans"]


def test_nothing_but_exclusions_is_refused(found: Found) -> None:
    for text in ("-eau", '-"eau vive"', "-(eau OU forêt)", "-eau -forêt"):
        with pytest.raises(QueryError, match="ne faut pas trouver"):
            found(text)


def test_excluding_a_small_word_excludes_nothing(found: Found) -> None:
    assert found("forêt -de") == ["sans"]


def test_an_exclusion_that_leaves_nothing_is_an_answer(found: Found) -> None:
    assert found("forêt -dialogue") == []


# --- alternatives and groups -------------------------------------------------------------------


@pytest.mark.parametrize("or_", ["OU", "OR", "|"])
def test_one_of_two_is_enough(found: Found, or_: str) -> None:
    assert found(f"forêt {or_} concertation", complete=True) == ["eau", "sans"]


def test_an_alternative_binds_tighter_than_words_side_by_side(found: Found) -> None:
    assert found("forêt OU charte dialogue", complete=True) == ["charte", "note", "sans"]
    assert found("forêt OU (charte rivière)", complete=True) == ["charte", "sans"]


def test_a_small_word_is_no_alternative(found: Found) -> None:
    assert found("forêt OU de") == ["sans"]


def test_what_is_asked_with_a_sign_is_never_given_up_in_an_alternative_either(
    found: Found,
) -> None:
    assert found("auteur:(Dupont OU Martin) forêt dialogue") == ["charte", "note"]
    assert found("(année:2015 OU année:2016) dialogue") == ["note"]
    assert found('("dialogue territorial" OU absent) forêt dialogue') == ["charte"]
    assert found("(-dialogue OU charte) forêt dialogue") == ["charte", "note"]


# --- beginnings --------------------------------------------------------------------------------


def test_a_beginning_stands_for_all_its_words(found: Found) -> None:
    assert found("concert*") == ["eau"]
    assert found("terr*") == ["charte", "note"]
    assert found("CONCERTÔ*") == ["eau"]
    assert found("absen*") == []


def test_a_beginning_may_be_looked_for_in_a_field(found: Found) -> None:
    assert found("titre:charte*") == ["charte"]
    assert found("auteur:dup*") == ["charte"]
    assert found("nature:méth*") == ["charte"]
    assert found("nature:lect*") == ["note"]
    assert found("nature:riv*") == []


# --- fields ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titre:charte", ["charte"]),
        ("title:charte", ["charte"]),
        ("TITRE:Chartes", ["charte"]),
        ("texte:charte", ["charte", "note"]),
        ("texte:rivière", ["charte"]),
        ("résumé:rivière", ["eau"]),
        ("auteur:dupont", ["charte"]),
        ("autrice:Dupont", ["charte"]),
        ("author:Dupont", ["charte"]),
        ('auteur:"Anne Dupont"', ["charte"]),
        ('auteur:"Dupont Anne"', []),
        ("thème:eau", ["charte"]),
        ("titre:(gestion eau)", ["eau"]),
        ("titre:(gestion OU note)", ["eau", "note"]),
        ("titre:(charte -participation)", []),
        ('titre:"gestion de l\'eau"', ["eau"]),
        ('texte:"gestion de l\'eau"', []),
        ("titre:inconnu", []),
    ],
)
def test_words_are_looked_for_in_one_field(found: Found, text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nature:méthode", ["charte"]),
        ("type:methodes", ["charte"]),
        ("kind:method", ["charte"]),
        ("nature:étude", ["eau"]),
        ('nature:"étude de cas"', ["eau"]),
        ('nature:"case study"', ["eau"]),
        ("nature:(mémo OU note)", ["eau", "note"]),
        ("langue:français", ["charte", "eau"]),
        ("language:english", ["eau", "note"]),
        ("langue:de", ["charte", "eau", "note", "sans"]),
        ("nature:inconnue", []),
    ],
)
def test_a_field_that_is_not_searched_is_asked_by_its_labels(
    found: Found, text: str, expected: list[str]
) -> None:
    assert found(text) == expected


def test_a_field_is_never_given_up(found: Found) -> None:
    assert found("auteur:Dupont forêt dialogue") == ["charte"]
    assert found("nature:méthode forêt dialogue") == ["charte"]
    assert found("nature:méthode") == ["charte"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("année:2018", ["charte"]),
        ("year:2018", ["charte"]),
        ("année:2015..2018", ["charte", "note"]),
        ("année:2015-2018", ["charte", "note"]),
        ("année:2016..", ["charte", "eau"]),
        ("année:..2018", ["charte", "note"]),
        ("année:(2015 OU 2020)", ["eau", "note"]),
        ("dialogue année:2015..2019", ["charte", "note"]),
        ("année:1999", []),
    ],
)
def test_years_are_asked_one_by_one_or_from_one_to_another(
    found: Found, text: str, expected: list[str]
) -> None:
    assert found(text) == expected


def test_years_the_wrong_way_round_are_refused(found: Found) -> None:
    with pytest.raises(QueryError, match=r"2015\.\.2020"):
        found("année:2020..2015")


def test_small_words_in_a_field_are_said_to_be_ignored(engine: SearchEngine) -> None:
    engine.write([document("a", title="eau")], (), 1)
    assert engine.search(Query("titre:de eau")).ignored == ("de",)
    assert engine.search(Query("nature:de eau")).ignored == ("de",)


def test_a_field_that_nothing_can_be_asked_of_is_read_as_words_and_said(
    engine: SearchEngine,
) -> None:
    engine.write([document("a", body="type_term rights : libres, couleur libre")], (), 1)
    for text in ("rights:libres", "type_term:libres", "couleur:libres"):
        results = engine.search(Query(text))
        assert ids(results) == ["a"]
        assert [remark.code for remark in results.remarks] == ["unknown_field"]


# --- as typed ----------------------------------------------------------------------------------


def test_exactly_as_typed_has_no_other_form(found: Found) -> None:
    assert found("chartes") == ["charte", "note"]
    assert found("chartes", exact=True) == []
    assert found("charte", exact=True) == ["charte", "note"]
    assert found("CHARTÉ", exact=True) == ["charte", "note"]
    assert found("concertations", exact=True) == ["eau"]
    assert found("titre:charte dialog*", exact=True) == ["charte"]


def test_exactly_as_typed_corrects_nothing(engine: SearchEngine) -> None:
    engine.write([document("a", body="concertation")], (), 1)
    assert engine.search(Query("concertasion")).total == 1
    results = engine.search(Query("concertasion", exact=True))
    assert (results.total, results.applied, results.suggestion) == (0, (), None)
