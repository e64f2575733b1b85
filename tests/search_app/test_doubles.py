from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from corpus.catalogue import Catalogue
from corpus.config import read_config
from corpus.doubles.store import Doubles
from corpus.record import Record
from search_app.cli import souffleur
from search_app.holdings import EXTENSION
from search_app.stores import open_stores
from tests.corpus.doubles.texts import edited, page, prose
from tests.search_app.browsing import Visitor, form_to, page_of, text_of

LIST = "/bureau/doublons"
ONE = page("/fiche/crue/", prose(1), "La crue <b>de</b> 1910")
COPY = page("/document/crue", edited(prose(1), 50), ONE.title, source="icpc")
LONE = page("/fiche/foret/", prose(2), "La forêt")


def case_of(record: Record) -> str:
    return f"{LIST}/{record.id}"


def put(catalogue: Catalogue) -> None:
    catalogue.put([ONE, COPY, LONE])


@pytest.fixture
def doubles(app: Flask) -> Doubles:
    """The doubles of the app, found."""
    held = app.extensions[EXTENSION]
    put(held.catalogue)
    held.doubles.find()
    found: Doubles = held.doubles
    return found


def test_only_signed_in_people_see_doubles_or_judge(
    visitor: Visitor, librarian: Visitor, doubles: Doubles
) -> None:
    assert visitor.get(LIST, 303).location == f"/connexion?next={LIST}"
    assert visitor.get(case_of(ONE), 303).location.endswith(case_of(ONE))
    assert visitor.open("/").find("a", href=LIST) is None
    assert librarian.open("/bureau").find("a", href=LIST, string="Doublons") is not None


def test_a_form_without_its_token_judges_nothing(librarian: Visitor, doubles: Doubles) -> None:
    sent = {"say": "distinct", "other": COPY.id, "state": doubles.case(ONE.id).state}
    assert librarian.client.post(case_of(ONE), data=sent).status_code == 400
    assert doubles.verdicts() == []


def test_the_list_leads_to_each_cluster_in_both_languages(
    librarian: Visitor, doubles: Doubles
) -> None:
    shown = librarian.open(LIST)
    assert text_of(shown, ".status strong") == ["1 document en double"]
    assert shown.find("a", href=case_of(ONE)) is not None
    assert text_of(shown, "ol.doubles ul li") == [f"{ONE.title} (ICPC)"]
    english = librarian.open(f"{LIST}?lang=en")
    assert text_of(english, ".status strong") == ["1 duplicated document"]


def test_without_doubles_the_page_says_how_to_look_for_them(librarian: Visitor) -> None:
    assert "souffleur doubles --find" in librarian.open(LIST).get_text()


def test_the_case_shows_why_and_the_differences_side_by_side(
    librarian: Visitor, doubles: Doubles
) -> None:
    shown = librarian.open(case_of(COPY))
    assert "Proposée : elle vient du site d'origine." in shown.get_text()
    assert "presque les mêmes mots, 93 %" in shown.get_text()
    left, right = (text_of(half, "mark") for half in shown.select(".side-by-side > section"))
    assert (left, right) == ([prose(1).split()[50]], ["autrement50"])
    assert len(text_of(shown, ".side-by-side .hint")) == 4


def test_a_person_says_distinct_then_the_same_again(librarian: Visitor, doubles: Doubles) -> None:
    form = form_to(librarian.open(case_of(ONE)), case_of(COPY), say="distinct")
    answer = librarian.send(form)
    assert (answer.status_code, answer.location) == (303, case_of(COPY))
    assert doubles.clusters() == []
    shown = librarian.open(case_of(COPY))
    assert text_of(shown, ".notice") == ["Enregistré : cela vaut aussi pour les collectes à venir."]
    assert "dits distincts par camille" in shown.get_text()
    listed = librarian.open(LIST)
    assert any("Dits distincts (1)" in summary for summary in text_of(listed, "summary"))
    librarian.send(form_to(shown, case_of(COPY), say="same"))
    assert len(doubles.clusters()) == 1
    history = text_of(librarian.open(f"/fiche/{COPY.id}"), ".history li")
    assert any("Doublons par camille" in line for line in history)


def test_a_person_chooses_the_other_record(librarian: Visitor, doubles: Doubles) -> None:
    librarian.send(form_to(librarian.open(case_of(ONE)), case_of(COPY), say="choose"))
    assert doubles.canonical() == {ONE.id: COPY.id}
    assert "Choisie par camille." in librarian.open(case_of(ONE)).get_text()


def test_what_was_judged_meanwhile_is_shown_before_it_is_judged_again(
    librarian: Visitor, other_librarian: Visitor, doubles: Doubles
) -> None:
    form = form_to(librarian.open(case_of(ONE)), case_of(COPY), say="choose")
    other_librarian.send(form_to(other_librarian.open(case_of(ONE)), case_of(COPY), say="distinct"))
    answer = librarian.send(form)
    assert answer.status_code == 409
    shown = page_of(answer)
    assert "pendant que vous les regardiez" in text_of(shown, "[role=alert]")[0]
    assert doubles.clusters() == []
    assert librarian.send(form_to(shown, case_of(COPY), say="same")).status_code == 303


@pytest.mark.parametrize("said", ["", "autre"])
def test_another_word_is_refused(librarian: Visitor, doubles: Doubles, said: str) -> None:
    form = form_to(librarian.open(case_of(ONE)), case_of(COPY), say="choose")
    assert librarian.send(form, say=said).status_code == 400


def test_a_record_without_double_and_one_that_is_none(librarian: Visitor, doubles: Doubles) -> None:
    assert "n'a pas de doublon retenu" in librarian.open(case_of(LONE)).get_text()
    librarian.open(f"{LIST}/icpc-rien", status=404)


# --- the command -----------------------------------------------------------------------------------


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), *arguments])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_stores(read_config(tmp_path, {})) as stores:
        put(stores.catalogue)
    return tmp_path


def test_the_command_finds_and_lists(home: Path) -> None:
    assert "souffleur doubles --find" in run(home, "doubles").output
    said = run(home, "doubles", "--find").output
    assert "1 document en double, 1 fiche repliée." in said
    assert "2 fiches à réindexer" in said
    assert COPY.url in said
    assert "Proposée : elle vient du site d'origine." in said


def test_its_json_has_the_shape_that_scripts_rely_on(home: Path) -> None:
    found = json.loads(run(home, "doubles", "--find", "--json").output)
    assert list(found) == ["clusters", "pairs", "changed"]
    (cluster,) = found["clusters"]
    assert list(cluster) == ["canonical", "rule", "chosen_by", "records", "pairs", "verdicts"]
    assert [record["id"] for record in cluster["records"]] == [ONE.id, COPY.id]
    assert cluster["pairs"][0]["how"] == "near"
    assert json.loads(run(home, "doubles", "--json").output)["changed"] is None


def test_what_is_only_alike_is_listed_for_people_to_judge(home: Path) -> None:
    with open_stores(read_config(home, {})) as stores:
        stores.catalogue.put([replace(COPY, title="Une autre affaire")])
    said = run(home, "doubles", "--find").output
    assert "À juger : presque les mêmes mots sous d'autres titres (1)" in said
    assert "0 document en double" in said
