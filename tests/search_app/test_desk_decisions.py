"""Conflicts and withdrawals at the desk, and what visitors see of a record that is no longer there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.catalogue.conflicts import Conflicts
from corpus.catalogue.record_rows import write_standing
from corpus.database import Database
from corpus.harvests.decisions import Decisions
from corpus.record import PartialDate, PlaceRef, Record, Standing
from search_app.holdings import EXTENSION
from tests.corpus.harvests.making import harvested, retitled, sheets
from tests.search_app.browsing import Visitor, form_to, page_of, text_of
from tests.search_app.shelf import river

CONFLICTS, WITHDRAWALS = "/bureau/conflits", "/bureau/retraits"
RIVER = f"/fiche/{river().id}"


@pytest.fixture
def database(app: Flask) -> Database:
    database: Database = app.extensions[EXTENSION].database
    return database


def shown_title(app: Flask, record_id: str) -> str:
    catalogue: Catalogue = app.extensions[EXTENSION].catalogue
    return catalogue.entry(record_id).shown.title


def send(person: Visitor, page: str, action: str, choice: str) -> None:
    answer = person.send(form_to(person.open(page), action, choice=choice))
    assert (answer.status_code, answer.location) == (303, page)


# --- conflicts ---------------------------------------------------------------------------------


def conflict(database: Database) -> Record:
    """A title corrected by Camille, that its source has changed since."""
    records = sheets(6)
    harvested(database, records)
    Catalogue(database).save_edits(records[0].id, 0, {"title": "Le titre de Camille"}, "camille")
    harvested(database, retitled(records, 0, "Fiche 1, revue"))
    return records[0]


def test_a_conflict_shows_both_of_the_source_and_the_correction_and_whose_it_is(
    librarian: Visitor, database: Database
) -> None:
    assert "Aucun conflit" in librarian.open(CONFLICTS).get_text()
    conflict(database)
    before, after, edited = text_of(librarian.open(CONFLICTS), ".differences dd")
    assert (before, after) == ("Fiche 1", "Fiche 1 Après : , revue")
    assert edited.startswith("Le titre de Camille par camille, le ")
    assert text_of(librarian.open("/bureau"), ".state") == ["1 conflit à régler"]


def test_a_conflict_on_a_date_and_on_places_is_told_in_words(
    librarian: Visitor, database: Database
) -> None:
    records = sheets(6)
    harvested(database, records)
    said = {"date": "2018-06-24", "places": "Rennes [com-35238]"}
    Catalogue(database).save_edits(records[0].id, 0, said, "camille")
    moved = replace(records[0], date=PartialDate("2019"), places=(PlaceRef("Brest", "com-29019"),))
    harvested(database, [moved, *records[1:]])
    date, places = librarian.open(CONFLICTS).select("section.panel")
    assert "juin 2018" in text_of(date, "dd")[0]
    assert "2019" in text_of(date, "dd")[1]
    assert "24 juin 2018" in text_of(date, "dd strong")
    assert text_of(places, "dd")[0] == "Nantes (Loire-Atlantique)"
    assert text_of(places, "dd strong") == ["Rennes (Ille-et-Vilaine)"]


@pytest.mark.parametrize(
    ("choice", "title", "said"),
    [
        ("keep", "Le titre de Camille", "La correction reste"),
        ("source", "Fiche 1, revue", "dit maintenant ce que dit la source"),
    ],
)
def test_a_conflict_is_settled_either_way(
    app: Flask, librarian: Visitor, database: Database, choice: str, title: str, said: str
) -> None:
    record = conflict(database)
    send(librarian, CONFLICTS, f"{CONFLICTS}/1", choice)
    page = librarian.open(CONFLICTS)
    assert said in text_of(page, ".notice")[0]
    assert "Aucun conflit" in page.get_text()
    assert shown_title(app, record.id) == title


def test_a_conflict_settled_by_another_meanwhile_is_said(
    librarian: Visitor, database: Database
) -> None:
    conflict(database)
    form = form_to(librarian.open(CONFLICTS), f"{CONFLICTS}/1", choice="source")
    Conflicts(database).settle(1, take_source=False, by="dominique")
    assert librarian.send(form).status_code == 409


def test_a_correction_taken_back_settles_its_conflict(
    librarian: Visitor, database: Database
) -> None:
    record = conflict(database)
    version = Catalogue(database).entry(record.id).version
    Catalogue(database).save_edits(record.id, version, {"title": None}, "camille")
    assert "Aucun conflit" in librarian.open(CONFLICTS).get_text()


# --- withdrawals -------------------------------------------------------------------------------


def proposed(database: Database) -> Record:
    """A record that three harvests in a row have missed."""
    records = sheets(6)
    harvested(database, records)
    for _ in range(3):
        harvested(database, records[1:])
    return records[0]


def sections(person: Visitor) -> tuple[Sequence[str], Sequence[str]]:
    page = person.open(WITHDRAWALS)
    one, other = page.select("main section")
    return text_of(one, "h3"), text_of(other, "h3")


def test_a_proposed_withdrawal_is_done_and_undone(librarian: Visitor, database: Database) -> None:
    record = proposed(database)
    action = f"{WITHDRAWALS}/{record.id}"
    assert sections(librarian) == (["Fiche 1"], [])
    assert "absente de 3 moissons de suite" in librarian.open(WITHDRAWALS).get_text()
    send(librarian, WITHDRAWALS, action, "withdraw")
    assert sections(librarian) == ([], ["Fiche 1"])
    send(librarian, WITHDRAWALS, action, "restore")
    assert sections(librarian) == ([], [])
    changes = Catalogue(database).history(record.id)
    assert [(change.what, change.by) for change in changes[:2]] == [
        ("present", "camille"),
        ("withdrawn", "camille"),
    ]


def test_a_proposed_withdrawal_can_be_put_aside(librarian: Visitor, database: Database) -> None:
    record = proposed(database)
    send(librarian, WITHDRAWALS, f"{WITHDRAWALS}/{record.id}", "restore")
    assert sections(librarian) == ([], [])
    assert Catalogue(database).entry(record.id).standing is Standing.PRESENT


def test_a_withdrawn_record_is_no_longer_found(librarian: Visitor, database: Database) -> None:
    record = proposed(database)
    send(librarian, WITHDRAWALS, f"{WITHDRAWALS}/{record.id}", "withdraw")
    assert "Fiche 1" not in text_of(librarian.open("/recherche?q=fiche"), ".hit h2")
    send(librarian, WITHDRAWALS, f"{WITHDRAWALS}/{record.id}", "restore")
    assert "Fiche 1" in text_of(librarian.open("/recherche?q=fiche"), ".hit h2")


def test_a_record_that_is_not_there_cannot_be_withdrawn(
    librarian: Visitor, database: Database
) -> None:
    proposed(database)
    form = form_to(librarian.open(WITHDRAWALS), WITHDRAWALS, choice="withdraw")
    form["action"] = f"{WITHDRAWALS}/comedie-nulle-part"
    assert librarian.send(form).status_code == 404


# --- the public page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "heading"),
    [("fr", "Cette fiche a été retirée"), ("en", "This record was withdrawn")],
)
def test_a_withdrawn_record_is_gone_for_visitors_in_their_language(
    visitor: Visitor, database: Database, lang: str, heading: str
) -> None:
    Decisions(database).withdraw(river().id, "camille")
    page = visitor.open(f"{RIVER}?lang={lang}", 410)
    assert text_of(page, "h1") == [heading]
    assert page.select('meta[name="robots"][content="noindex"]')


def test_staff_still_see_a_withdrawn_record_and_are_told(
    librarian: Visitor, database: Database
) -> None:
    Decisions(database).withdraw(river().id, "camille")
    page = librarian.open(RIVER)
    assert "retirée" in text_of(page, ".problem")[0]
    assert text_of(page, "h1") == [river().title]
    assert "Fiche retirée par camille" in text_of(page, ".history li")[0]


def move(database: Database, *ids: str) -> None:
    with database.write() as connection:
        for record_id, to in pairwise(ids):
            write_standing(connection, record_id, Standing.MOVED, to)


def test_a_record_that_moved_sends_to_where_it_is_now(visitor: Visitor, database: Database) -> None:
    records = sheets(3)
    harvested(database, records)
    move(database, river().id, records[0].id, records[1].id)
    answer = visitor.get(f"{RIVER}?lang=en", 301)
    assert answer.location == f"/fiche/{records[1].id}?lang=en"


def test_a_record_that_moved_to_one_withdrawn_is_gone(visitor: Visitor, database: Database) -> None:
    records = sheets(2)
    harvested(database, records)
    move(database, river().id, records[0].id)
    Decisions(database).withdraw(records[0].id, "camille")
    assert visitor.get(RIVER, 410)


def test_moves_that_come_back_on_themselves_end(
    visitor: Visitor, librarian: Visitor, database: Database
) -> None:
    records = sheets(2)
    harvested(database, records)
    move(database, records[0].id, records[1].id, records[0].id)
    assert visitor.get(f"/fiche/{records[0].id}", 410)
    assert librarian.get(f"/fiche/{records[0].id}")


def test_a_conflict_or_a_remark_cannot_carry_a_script(
    librarian: Visitor, database: Database
) -> None:
    records = sheets(6)
    trap = replace(records[0], title="<script>alert(1)</script>")
    harvested(database, [trap, *records[1:]])
    Catalogue(database).save_edits(trap.id, 0, {"title": "<img onerror=alert(3)>"}, "camille")
    harvested(database, retitled(records, 0, "<script>alert(2)</script>"))
    with database.write() as connection:
        connection.execute(update(t.records).values(absent_runs=3))
    for address in (CONFLICTS, WITHDRAWALS, "/bureau/moissons/2"):
        page = page_of(librarian.get(address))
        assert "alert(" in page.get_text()
        assert not [found for found in page.select("script, img") if "alert" in str(found)]
