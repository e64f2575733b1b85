"""The desk's pages in a real Chromium: built for everybody, and a harvest followed as it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.config import read_config
from corpus.database import Database
from corpus.harvests.decisions import Decisions
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import Batch
from corpus.harvests.runs import Run, Runs, RunState
from search_app.app import create_app
from search_app.holdings import EXTENSION
from tests.corpus.harvests.making import harvested, opened, outcome, retitled, sheets, target
from tests.end_to_end.serving import served
from tests.end_to_end.test_browser import CONTRASTS, NARROW, STRUCTURE, WIDE
from tests.search_app.conftest import PASSWORD, build

pytestmark = pytest.mark.browser

RUNS = "/bureau/moissons"
QUARANTINED, RUNNING = f"{RUNS}/8", f"{RUNS}/9"
PAGES = (
    *("/bureau", RUNS, f"{RUNS}/2", QUARANTINED, f"{QUARANTINED}?etat=absent", RUNNING),
    *("/bureau/conflits", "/bureau/retraits"),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app where something of everything waits, and a harvest goes on."""
    config = read_config(tmp_path_factory.mktemp("bureau"), {})
    build(config)
    app = create_app(config)
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture(scope="module")
def running(app: Flask) -> tuple[Database, Run, Frontier]:
    database = app.extensions[EXTENSION].database
    records = sheets(12)
    harvested(database, records)
    Catalogue(database).save_edits(records[0].id, 0, {"title": "Le titre de Camille"}, "camille")
    harvested(database, retitled(records, 0, "Fiche 1, revue"))
    for _ in range(3):
        harvested(database, retitled(records, 0, "Fiche 1, revue")[:-1])
    Decisions(database).withdraw(records[1].id, "camille")
    harvested(database, retitled(records, 0, "Fiche 1, revue")[:-1], settings={"dry_run": True})
    harvested(database, retitled(records, 0, "Fiche 1, revue")[:-1])
    assert harvested(database, retitled(records[:6], 3, "Autre")).state is RunState.QUARANTINED
    run, frontier = opened(database)
    frontier.commit(Batch(targets=tuple(target(str(n)) for n in range(40))))
    frontier.commit(Batch(outcomes=tuple(outcome(str(n)) for n in range(10))))
    hold(database, run)
    return database, run, frontier


def hold(database: Database, run: Run) -> None:
    """However slow the machine is."""
    far = {"lease_until": "2999-01-01T00:00:00Z"}
    with database.write() as connection:
        connection.execute(update(t.runs).where(t.runs.c.id == run.id).values(far))


@pytest.fixture(scope="module")
def base(app: Flask, running: object) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def cookies(browser: Browser, base: str) -> list[dict[str, object]]:
    """Those of Camille, who signed in once."""
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/connexion")
    page.fill("input[name=name]", "camille")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    found = [dict(cookie) for cookie in context.cookies()]
    context.close()
    return found


def signed_in(browser: Browser, base: str, cookies: list[dict[str, object]], **how: object) -> Page:
    context = browser.new_context(base_url=base, **how)  # type: ignore[arg-type]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return context.new_page()


def test_pages_of_the_desk_are_built_for_screen_readers(
    browser: Browser, base: str, cookies: list[dict[str, object]]
) -> None:
    page = signed_in(browser, base, cookies, java_script_enabled=True)
    for address in PAGES:
        page.goto(address)
        found = page.evaluate(STRUCTURE)
        levels = found["levels"]
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)
        for fault in ("landmarks", "unlabelled", "nameless", "repeated", "lost"):
            assert found[fault] == [], (address, fault)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_the_desk_stand_out_and_fit_a_phone(
    browser: Browser, base: str, cookies: list[dict[str, object]], scheme: str
) -> None:
    page = signed_in(browser, base, cookies, color_scheme=scheme, viewport=NARROW)
    for address in PAGES:
        page.goto(address)
        assert page.evaluate(CONTRASTS) == [], address
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], address
    page.context.close()


def test_a_harvest_is_followed_to_its_end_without_touching_the_page(
    browser: Browser,
    base: str,
    cookies: list[dict[str, object]],
    running: tuple[Database, Run, Frontier],
) -> None:
    database, run, frontier = running
    page = signed_in(browser, base, cookies, viewport=WIDE)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(RUNNING)
    told = page.locator("[data-told]")
    expect(told).to_contain_text("10 adresses sur 40 connues")
    frontier.commit(Batch(outcomes=tuple(outcome(str(n)) for n in range(10, 30))))
    hold(database, run)
    expect(told).to_contain_text("30 adresses sur 40 connues", timeout=20_000)
    assert page.locator("progress").evaluate("bar => bar.value") == 30
    Runs(database).finish(run, RunState.FINISHED, frontier.figures)
    expect(page.locator(".run-standing .state")).to_have_text("Dans la base", timeout=20_000)
    assert page.locator("[data-follow]").count() == 0
    assert complaints == []
    page.context.close()
