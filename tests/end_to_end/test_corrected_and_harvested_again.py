"""A correction made at the desk, and the site it corrects harvested again over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from search_app.app import create_app
from search_app.holdings import EXTENSION
from tests.crawler.harvesting import config_in
from tests.crawler.small_site import serving
from tests.crawler.test_harvest_again import again, sheet, site_of
from tests.search_app.browsing import Visitor, form_to, text_of
from tests.search_app.conftest import PASSWORD, build

CONFLICTS = "/bureau/conflits"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    build(config_in(tmp_path))
    app = create_app(config_in(tmp_path), TESTING=True)
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def librarian(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("camille", PASSWORD)
    return visitor


def correct(person: Visitor, record: str, title: str) -> None:
    form = form_to(person.open(f"{record}/corriger"), f"{record}/corriger")
    assert person.send(form, title=title).status_code == 303


def settle(person: Visitor, choice: str) -> None:
    form = form_to(person.open(CONFLICTS), CONFLICTS, choice=choice)
    assert person.send(form).status_code == 303
    assert "Aucun conflit" in person.open(CONFLICTS).get_text()


def title_of(person: Visitor, record: str) -> str:
    return text_of(person.open(record), "h1")[0]


def test_a_correction_outlives_harvests_and_a_change_under_it_is_settled_both_ways(
    app: Flask, librarian: Visitor, tmp_path: Path
) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        (id_,) = app.extensions[EXTENSION].catalogue.ids_at(f"{base}/f/a")
        record = f"/fiche/{id_}"
        correct(librarian, record, "Le bon titre")
        again(tmp_path, base)
        assert title_of(librarian, record) == "Le bon titre"
        assert "Aucun conflit" in librarian.open(CONFLICTS).get_text()

        pages["/f/a"] = sheet("Fiche a, revue")
        again(tmp_path, base)
        assert title_of(librarian, record) == "Le bon titre"
        page = librarian.open(CONFLICTS)
        assert text_of(page, "section h2") == ["Le bon titre – Titre"]
        link = librarian.open(f"{record}/corriger").select_one("#title-source a")
        assert link is not None
        assert str(link["href"]).startswith(f"{CONFLICTS}#conflict-")
        settle(librarian, "keep")
        assert title_of(librarian, record) == "Le bon titre"

        pages["/f/a"] = sheet("Fiche a, encore revue")
        again(tmp_path, base)
        settle(librarian, "source")
    assert title_of(librarian, record) == "Fiche a, encore revue"
    assert text_of(librarian.open("/recherche?q=encore+revue"), ".hit h2")[0] == (
        "Fiche a, encore revue"
    )
    history = text_of(librarian.open(record), ".history li")
    assert "Titre : ce que dit la source" in history[0]
    assert any("Titre : « Le bon titre »" in line for line in history)
