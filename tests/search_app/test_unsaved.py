"""What was typed in a form whose session had ended is shown again, to be copied."""

from __future__ import annotations

from flask import Flask

from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor, form_to, page_of, text_of
from tests.search_app.shelf import river

RIVER = f"/fiche/{river().id}"
CORRECT = f"{RIVER}/corriger"


def end_sessions(app: Flask) -> None:
    app.extensions[EXTENSION].accounts.set_password("camille", "une autre phrase choisie")


def test_a_correction_is_shown_when_the_session_ended_on_the_server(
    app: Flask, librarian: Visitor
) -> None:
    form = form_to(librarian.open(CORRECT), CORRECT)
    end_sessions(app)
    answer = librarian.send(form, title="Un titre\nlongtemps cherché", keyword="a\nb")
    page = page_of(answer)
    assert answer.status_code == 401
    assert text_of(page, "h1") == ["Rien n'a été enregistré"]
    assert text_of(page, ".field label") == ["Titre", "Mot-clé"]
    assert [area.string for area in page.select("textarea[readonly]")] == [
        "\nUn titre\nlongtemps cherché",
        "\na\nb",
    ]
    assert page.select_one(f'a.button[href="/connexion?next={CORRECT}"]') is not None


def test_a_correction_is_shown_when_the_cookie_was_of_another_session(librarian: Visitor) -> None:
    form = form_to(librarian.open(CORRECT), CORRECT)
    librarian.client.delete_cookie("souffleur")
    answer = librarian.send(form, title="Un titre longtemps cherché")
    assert answer.status_code == 400
    (shown,) = text_of(page_of(answer), "textarea")
    assert shown == "Un titre longtemps cherché"


def test_a_form_where_nothing_was_typed_leads_to_the_sign_in_page(
    app: Flask, librarian: Visitor
) -> None:
    form = form_to(librarian.open(CORRECT), CORRECT)
    end_sessions(app)
    answer = librarian.send(form)
    assert (answer.status_code, answer.location) == (303, f"/connexion?next={CORRECT}")
