"""Correcting a record at the desk, and withdrawing it from its page."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.harvests.decisions import Decisions
from corpus.record import Entry, PartialDate, PlaceRef
from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor, form_to, page_of, text_of
from tests.search_app.shelf import PDF_URL, pdf, record, river

RIVER = f"/fiche/{river().id}"
CORRECT, WITHDRAW = f"{RIVER}/corriger", f"{RIVER}/retirer"
PDF = f"/fichier/{hashlib.sha256(pdf()).hexdigest()}"


@pytest.fixture
def catalogue(app: Flask) -> Catalogue:
    catalogue: Catalogue = app.extensions[EXTENSION].catalogue
    return catalogue


@pytest.fixture
def database(app: Flask) -> Database:
    database: Database = app.extensions[EXTENSION].database
    return database


def river_of(catalogue: Catalogue) -> Entry:
    return catalogue.entry(river().id)


def form_of(person: Visitor) -> Tag:
    return form_to(person.open(CORRECT), CORRECT)


def correct(person: Visitor, **values: str) -> BeautifulSoup:
    """The record's page after the form was sent with those values."""
    answer = person.send(form_of(person), **values)
    assert (answer.status_code, answer.location) == (303, RIVER), answer.text
    return person.open(RIVER)


# --- the form ----------------------------------------------------------------------------------


def test_the_record_leads_to_its_form_for_who_is_signed_in_only(
    librarian: Visitor, visitor: Visitor
) -> None:
    assert librarian.open(RIVER).select_one(f'a[href="{CORRECT}"]') is not None
    assert visitor.open(RIVER).select_one(f'a[href="{CORRECT}"]') is None
    assert visitor.get(CORRECT, 303).location == f"/connexion?next={CORRECT}"


def test_a_correction_is_shown_found_and_in_the_history(
    librarian: Visitor, visitor: Visitor
) -> None:
    page = correct(librarian, title="Le kaléidoscope des rives")
    assert text_of(page, "h1") == ["Le kaléidoscope des rives"]
    assert text_of(page, ".record > .notice")[0].startswith("Correction enregistrée")
    history = text_of(page, ".history li")[0]
    assert "Correction par camille Titre : « Le kaléidoscope des rives »" in history
    found = visitor.open("/recherche?q=kaléidoscope")
    assert text_of(found, ".hit h2") == ["Le kaléidoscope des rives"]


def test_lists_dates_and_choices_are_read_as_harvested_values_are(
    librarian: Visitor, visitor: Visitor, catalogue: Catalogue
) -> None:
    correct(
        librarian,
        place="Rennes\nVallée des Trois Saules",
        date="du 3 au 5 mars 2019",
        author="Léa Paul (Ville de Rennes)",
        kind="case_study",
    )
    shown = river_of(catalogue).shown
    assert shown.places[0] == PlaceRef("Rennes", "com-35238")
    assert (shown.date, shown.end_date) == (PartialDate("2019-03-03"), PartialDate("2019-03-05"))
    assert [credit.name for credit in shown.credits] == ["Léa Paul", "Dominique Exemple"]
    assert shown.kind == "case_study"
    found = visitor.open("/recherche?place=com-35238&year_min=2019&kind=case_study")
    assert text_of(found, ".hit h2") == [river().title]


def test_a_form_sent_as_it_is_changes_nothing(librarian: Visitor, catalogue: Catalogue) -> None:
    page = correct(librarian)
    assert text_of(page, ".record > .notice") == ["Rien à enregistrer : aucun champ n'a changé."]
    assert (river_of(catalogue).edits, river_of(catalogue).version) == ((), 0)


def test_bad_values_are_said_beside_their_fields_and_nothing_typed_is_lost(
    librarian: Visitor, catalogue: Catalogue
) -> None:
    form = form_of(librarian)
    sent = librarian.send(form, title="Un autre titre", date="32 mars 2019", place="Saint-Aubin")
    assert sent.status_code == 400
    page = page_of(sent)
    assert text_of(page, "#problems h2") == [
        "Rien n'est enregistré : 2 valeurs sont à reprendre",
    ]
    assert [a["href"] for a in page.select("#problems a")] == ["#place", "#date"]
    assert page.select_one("#problems[autofocus]") is not None
    for name, said in (
        ("date", "n'est pas une date du calendrier"),
        ("place", "Saint-Aubin (Jura) ;"),
    ):
        field = page.select_one(f"#{name}")
        assert field is not None
        assert field["aria-invalid"] == "true"
        assert f"{name}-problem" in str(field["aria-describedby"]).split()
        assert said in text_of(page, f"#{name}-problem")[0]
    typed = page.select_one("#date")
    assert typed is not None
    assert typed["value"] == "32 mars 2019"
    assert text_of(page, "#place") == ["Saint-Aubin"]
    assert river_of(catalogue).edits == ()
    again = librarian.send(form_to(page, CORRECT), date="31 mars 2019", place="Saint-Aubin (39)")
    assert again.status_code == 303
    shown = river_of(catalogue).shown
    assert shown.title == "Un autre titre"
    assert shown.date == PartialDate("2019-03-31")


def test_an_edited_field_shows_what_the_source_says_and_can_follow_it_again(
    librarian: Visitor, catalogue: Catalogue
) -> None:
    correct(librarian, title="Un autre titre", subtitle="")
    page = librarian.open(CORRECT)
    assert text_of(page, "#title-source .said") == [river().title]
    assert text_of(page, "#title-source .hint")[0].startswith("Corrigé par camille, le ")
    assert page.select_one("#summary-source") is None
    assert river_of(catalogue).shown.subtitle == ""
    page = correct(librarian, **{"back-title": "1", "back-subtitle": "1"})
    assert text_of(page, "h1") == [river().title]
    assert "Titre : ce que dit la source" in text_of(page, ".history li")[0]
    assert river_of(catalogue).edits == ()


def test_writing_what_the_source_says_is_following_it(
    librarian: Visitor, catalogue: Catalogue
) -> None:
    correct(librarian, title="Un autre titre")
    correct(librarian, title=river().title)
    assert river_of(catalogue).edits == ()


def test_a_correction_cannot_carry_a_script(librarian: Visitor) -> None:
    trap = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    correct(librarian, title=trap, theme=f"{trap}\neau")
    for address in (CORRECT, RIVER, WITHDRAW):
        page = librarian.open(address)
        assert "alert(1)" in str(page)
        assert not [tag for tag in page.select("script, img") if "alert" in str(tag)]


def test_a_record_that_is_nowhere_has_no_form(librarian: Visitor) -> None:
    assert librarian.get("/fiche/comedie-nulle-part/corriger", 404)


# --- somebody saved before ---------------------------------------------------------------------


def clash(librarian: Visitor, other: Visitor, **values: str) -> BeautifulSoup:
    """The page Camille gets when Dominique retitled the record while she worked on it."""
    form = form_of(librarian)
    correct(other, title="Le titre de Dominique")
    answer = librarian.send(form, **values)
    assert answer.status_code == 409
    return page_of(answer)


def test_a_conflict_shows_what_was_there_theirs_and_yours(
    librarian: Visitor, other_librarian: Visitor, catalogue: Catalogue
) -> None:
    page = clash(librarian, other_librarian, title="Le titre de Camille", subtitle="Sous-titre")
    title, subtitle = page.select("section.panel")
    assert text_of(title, "dd") == [river().title, "Le titre de Dominique", "Le titre de Camille"]
    assert text_of(subtitle, "dd") == [river().subtitle, river().subtitle, "Sous-titre"]
    assert "Dernier enregistrement par dominique" in text_of(page, ".hint")[0]
    assert river_of(catalogue).shown.title == "Le titre de Dominique"
    assert librarian.send(form_to(page, CORRECT)).status_code == 303
    shown = river_of(catalogue).shown
    assert (shown.title, shown.subtitle) == ("Le titre de Camille", "Sous-titre")


def test_what_somebody_else_changed_is_shown_though_one_asked_something_else(
    librarian: Visitor, other_librarian: Visitor, catalogue: Catalogue
) -> None:
    page = clash(librarian, other_librarian, subtitle="Sous-titre")
    assert text_of(page, "#clash-title + dl dd") == [
        river().title,
        "Le titre de Dominique",
        "(rien)",
    ]
    librarian.send(form_to(page, CORRECT))
    shown = river_of(catalogue).shown
    assert (shown.title, shown.subtitle) == ("Le titre de Dominique", "Sous-titre")


def test_corrections_in_conflict_can_be_taken_back_to_the_form(
    librarian: Visitor, other_librarian: Visitor, catalogue: Catalogue
) -> None:
    page = clash(librarian, other_librarian, title="Le titre de Camille")
    form = form_to(page, CORRECT)
    button = form.find("button", attrs={"name": "look"})
    assert isinstance(button, Tag)
    button.name = "input"
    page = page_of(librarian.send(form))
    title = page.select_one("#title")
    assert title is not None
    assert title["value"] == "Le titre de Camille"
    assert river_of(catalogue).shown.title == "Le titre de Dominique"
    assert librarian.send(form_to(page, CORRECT)).status_code == 303
    assert river_of(catalogue).shown.title == "Le titre de Camille"


def test_a_harvest_meanwhile_is_a_conflict_on_the_field_it_changed_only(
    librarian: Visitor, catalogue: Catalogue
) -> None:
    form = form_of(librarian)
    catalogue.put([replace(river(), title="Le nouveau titre de la source")])
    assert librarian.send(form, title="Le titre de Camille").status_code == 409
    assert librarian.send(form, subtitle="Sous-titre").status_code == 303
    shown = river_of(catalogue).shown
    assert (shown.title, shown.subtitle) == ("Le nouveau titre de la source", "Sous-titre")


# --- withdrawing -------------------------------------------------------------------------------


def test_a_record_is_withdrawn_from_its_page_after_a_confirmation_and_restored_at_the_desk(
    librarian: Visitor, visitor: Visitor
) -> None:
    assert librarian.open(RIVER).select_one(f'a[href="{WITHDRAW}"]') is not None
    page = librarian.open(WITHDRAW)
    assert text_of(page, "h1")[0].startswith("Retirer cette fiche ?")
    assert visitor.get(RIVER)
    answer = librarian.send(form_to(page, WITHDRAW))
    assert (answer.status_code, answer.location) == (303, RIVER)
    page = librarian.open(RIVER)
    assert "est retirée" in text_of(page, ".notice")[0]
    assert page.select_one(f'a[href="{WITHDRAW}"]') is None
    assert visitor.get(RIVER, 410)
    assert librarian.get(WITHDRAW, 303).location == RIVER
    form = form_to(librarian.open("/bureau/retraits"), "/bureau/retraits", choice="restore")
    assert librarian.send(form).status_code == 303
    assert visitor.get(RIVER)


def test_who_is_not_signed_in_withdraws_nothing(
    librarian: Visitor, visitor: Visitor, catalogue: Catalogue
) -> None:
    assert visitor.get(WITHDRAW, 303).location == f"/connexion?next={WITHDRAW}"
    assert visitor.client.post(WITHDRAW).status_code == 400
    assert river_of(catalogue).standing == "present"


@pytest.mark.parametrize("part", ["/texte", "/page/2", "/bilan.pdf"])
def test_the_file_of_a_withdrawn_record_is_gone_for_visitors(
    librarian: Visitor, visitor: Visitor, database: Database, part: str
) -> None:
    assert visitor.get(PDF + part)
    Decisions(database).withdraw(river().id, "camille")
    page = visitor.open(PDF + part, 410)
    assert "toutes les fiches qui l'avaient ont été retirées" in page.get_text()
    assert "every record that had it" in visitor.open(f"{PDF}{part}?lang=en", 410).get_text()
    assert librarian.get(PDF + part)
    Decisions(database).restore(river().id, "camille")
    assert visitor.get(PDF + part)


def test_a_file_that_another_record_has_too_stays(
    visitor: Visitor, database: Database, catalogue: Catalogue
) -> None:
    other = record("autre", "Une autre fiche", files=(river().files[0],))
    assert other.files[0].url == PDF_URL
    catalogue.put([other])
    Decisions(database).withdraw(river().id, "camille")
    assert visitor.get(f"{PDF}/bilan.pdf")
    Decisions(database).withdraw(other.id, "camille")
    assert visitor.get(f"{PDF}/bilan.pdf", 410)
