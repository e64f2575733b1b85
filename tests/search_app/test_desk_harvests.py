"""The desk's pages on harvests: what is shown, what can be decided, and what is followed live."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.harvests.outcomes import Batch
from corpus.harvests.runs import Run, RunNote, Runs, RunState
from corpus.record import Record
from search_app.holdings import EXTENSION
from tests.corpus.harvests.making import (
    harvested,
    opened,
    outcome,
    retitled,
    sheets,
    target,
)
from tests.search_app.browsing import Visitor, form_to, page_of, text_of

RUNS = "/bureau/moissons"


@pytest.fixture
def database(app: Flask) -> Database:
    database: Database = app.extensions[EXTENSION].database
    return database


def quarantined(database: Database) -> Run:
    """A run that lost half of what an earlier one had, and changed a title."""
    harvested(database, sheets(10))
    run = harvested(database, retitled(sheets(5), 0, "Fiche 1, revue"))
    assert run.state is RunState.QUARANTINED
    return run


def running(database: Database) -> Run:
    run, frontier = opened(database)
    frontier.commit(Batch(targets=tuple(target(str(n)) for n in range(40))))
    frontier.commit(Batch(outcomes=tuple(outcome(str(n)) for n in range(10))))
    return run


def titles(app: Flask, records: Sequence[Record]) -> list[str]:
    catalogue: Catalogue = app.extensions[EXTENSION].catalogue
    return list(catalogue.titles([one.id for one in records]).values())


# --- who may see them --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/bureau", RUNS, f"{RUNS}/1", f"{RUNS}/1/suivi", "/bureau/conflits", "/bureau/retraits"],
)
def test_a_page_of_the_desk_asks_to_sign_in_and_comes_back(visitor: Visitor, address: str) -> None:
    answer = visitor.get(address, 303)
    assert answer.location == f"/connexion?next={address}"


@pytest.mark.parametrize(
    "address", [f"{RUNS}/1/decision", "/bureau/conflits/1", "/bureau/retraits/comedie-1"]
)
def test_nothing_is_decided_without_the_token_of_the_page(
    visitor: Visitor, librarian: Visitor, address: str
) -> None:
    for person in (visitor, librarian):
        assert person.client.post(address, data={"choice": "accept"}).status_code == 400


# --- the home and the list ---------------------------------------------------------------------


def test_the_desk_says_what_waits(librarian: Visitor, database: Database) -> None:
    assert "Rien n'attend" in librarian.open("/bureau").get_text()
    quarantined(database)
    page = librarian.open("/bureau")
    assert text_of(page, ".state") == ["1 moisson attend"]
    assert "Rien n'attend" not in page.get_text()


def test_the_list_says_state_source_and_what_was_found(
    librarian: Visitor, database: Database
) -> None:
    assert "Aucune moisson" in librarian.open(RUNS).get_text()
    run = quarantined(database)
    page = librarian.open(RUNS)
    assert text_of(page, "tbody .state") == ["En quarantaine", "Dans la base"]
    assert text_of(page, "tbody th")[0] == f"n° {run.id} – exemple-fr"
    assert text_of(page, "tbody td:last-child") == ["changées : 1, absentes : 5", "nouvelles : 10"]


def test_the_list_goes_on_over_pages_and_by_source(
    librarian: Visitor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_app.views.harvests.RUNS_A_PAGE", 2)
    for source in ("comedie", "comedie", "icpc"):
        Runs(database).finish(Runs(database).start(source, {}), RunState.FAILED, {})
    assert text_of(librarian.open(f"{RUNS}?page=2"), "tbody th") == ["n° 1 – Comédie"]
    assert text_of(librarian.open(f"{RUNS}?source=icpc"), "tbody th") == ["n° 3 – ICPC"]
    for odd in ("0", "-1", "x", "99", "9" * 30):
        librarian.open(f"{RUNS}?page={odd}")


# --- one run -----------------------------------------------------------------------------------


def test_a_run_that_is_not_there_is_said(librarian: Visitor) -> None:
    page = librarian.open(f"{RUNS}/99", 404)
    assert "Il n'y a pas de moisson n° 99" in text_of(page, ".problem")[0]


def test_a_run_in_quarantine_says_why_and_shows_what_would_change(
    librarian: Visitor, database: Database
) -> None:
    run = quarantined(database)
    page = librarian.open(f"{RUNS}/{run.id}")
    assert "5 fiches sur 10 de la source ont disparu" in text_of(page, ".problem")[0]
    assert text_of(page, ".chip") == ["Changées 1", "Absentes 5"]
    assert text_of(page, ".difference ins") == ["Après : , revue"]
    absent = librarian.open(f"{RUNS}/{run.id}?etat=absent")
    assert text_of(absent, ".changes h3") == sorted(
        (f"Fiche {n}" for n in range(6, 11)), key=lambda title: order(database, title)
    )


def order(database: Database, title: str) -> str:
    """Changes come in the order of the ids."""
    return next(one.id for one in sheets(10) if one.title == title)


def test_the_changes_of_a_run_come_a_page_at_a_time(
    librarian: Visitor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_app.views.harvests.CHANGES_A_PAGE", 2)
    run = harvested(database, sheets(3))
    first = librarian.open(f"{RUNS}/{run.id}")
    (following,) = first.select(".paging a")
    second = librarian.open(str(following["href"]).partition("#")[0])
    shown = text_of(first, ".changes h3") + text_of(second, ".changes h3")
    assert sorted(shown) == ["Fiche 1", "Fiche 2", "Fiche 3"]


def test_the_figures_and_the_remarks_of_a_run_are_shown(
    librarian: Visitor, database: Database
) -> None:
    trap = RunNote("piege", "javascript:alert(1)", "<b>Une remarque.</b>", "", "Un remède.")
    run = harvested(database, sheets(2), [trap])
    page = librarian.open(f"{RUNS}/{run.id}")
    assert text_of(page, ".run-notes li") == ["<b>Une remarque.</b> Un remède."]
    assert text_of(page, ".numbers tbody td") == ["2"]
    assert text_of(page, ".counts li") == ["200 2", "nouvelles 2", "text/html 2"]
    assert not page.select("[href^=javascript]")


def test_english_speakers_read_it_in_english(librarian: Visitor, database: Database) -> None:
    page = librarian.open(f"{RUNS}/{quarantined(database).id}?lang=en")
    assert text_of(page, ".state") == ["In quarantine"]
    assert text_of(page, ".choices button") == ["Accept", "Discard"]


# --- deciding ----------------------------------------------------------------------------------


def decide(person: Visitor, run: Run, choice: str) -> str:
    address = f"{RUNS}/{run.id}"
    form = form_to(person.open(address), f"{address}/decision", choice=choice)
    answer = person.send(form)
    assert (answer.status_code, answer.location) == (303, address)
    return person.get(address).text


def test_a_run_that_is_accepted_is_in_the_base_and_found(
    app: Flask, librarian: Visitor, database: Database
) -> None:
    run = quarantined(database)
    assert "Fiche 1, revue" not in titles(app, sheets(5))
    said = decide(librarian, run, "accept")
    assert "est dans la base" in said
    assert "Acceptée par camille" in said
    assert "Fiche 1, revue" in titles(app, sheets(5))
    assert "Fiche 1, revue" in text_of(librarian.open("/recherche?q=revue"), ".hit h2")


def test_a_run_that_is_discarded_changes_nothing(
    app: Flask, librarian: Visitor, database: Database
) -> None:
    run = quarantined(database)
    assert "Écartée par camille" in decide(librarian, run, "discard")
    assert "Fiche 1" in titles(app, sheets(5))
    assert not librarian.open(f"{RUNS}/{run.id}").select(".choices")


def test_what_was_decided_meanwhile_is_said_and_stays(
    librarian: Visitor, other_librarian: Visitor, database: Database
) -> None:
    run = quarantined(database)
    form = form_to(librarian.open(f"{RUNS}/{run.id}"), f"{RUNS}/{run.id}/decision")
    decide(other_librarian, run, "discard")
    answer = librarian.send(form)
    assert answer.status_code == 409
    assert "écartée par dominique" in text_of(page_of(answer), ".problem")[0]


def test_a_made_up_decision_is_refused(librarian: Visitor, database: Database) -> None:
    run = quarantined(database)
    form = form_to(librarian.open(f"{RUNS}/{run.id}"), f"{RUNS}/{run.id}/decision")
    assert librarian.send(form, choice="peut-être").status_code == 400


# --- a run that goes on ------------------------------------------------------------------------


def test_a_running_harvest_shows_how_far_it_is_without_a_script(
    librarian: Visitor, database: Database
) -> None:
    run = running(database)
    page = librarian.open(f"{RUNS}/{run.id}")
    (bar,) = page.select("progress")
    assert (bar["value"], bar["max"]) == ("10", "40")
    assert "10 adresses sur 40 connues" in text_of(page, "[data-told]")[0]
    assert page.select('noscript meta[http-equiv="refresh"]')
    assert "Rafraîchir" in text_of(page, "a.button")
    assert not librarian.open(RUNS).select("meta[http-equiv]")


def test_a_harvest_whose_process_is_silent_says_what_to_do(
    librarian: Visitor, database: Database
) -> None:
    run = running(database)
    with database.write() as connection:
        connection.execute(update(t.runs).values(lease_until="2020-01-01T00:00:00Z"))
    page = librarian.open(f"{RUNS}/{run.id}")
    assert text_of(page, ".state") == ["Sans nouvelles"]
    assert "Relancez la même moisson" in page.get_text()
    assert not page.select("[data-follow], noscript")


def test_where_a_run_is_is_told_in_one_event_and_asked_again(
    librarian: Visitor, database: Database
) -> None:
    run = running(database)
    answer = librarian.get(f"{RUNS}/{run.id}/suivi")
    assert answer.mimetype == "text/event-stream"
    retry, data = answer.text.strip().split("\n")
    assert retry == "retry: 1500"
    told = json.loads(data.removeprefix("data: "))
    assert (told["done"], told["known"]) == (10, 40)


def test_the_end_of_a_run_is_told(librarian: Visitor, database: Database) -> None:
    run = running(database)
    Runs(database).finish(run, RunState.FINISHED, {})
    answer = librarian.get(f"{RUNS}/{run.id}/suivi")
    assert answer.text.strip().split("\n\n")[1].startswith("event: end")
