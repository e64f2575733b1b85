"""The desk's pages in a real Chromium: built for everybody, and a harvest followed as it goes on."""

from __future__ import annotations

import re
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
from tests.search_app.shelf import river

pytestmark = pytest.mark.browser

RUNS = "/bureau/moissons"
QUARANTINED, RUNNING = f"{RUNS}/8", f"{RUNS}/9"
RIVER, CORRECTED = f"/fiche/{river().id}", f"/fiche/{sheets(1)[0].id}"
PAGES = (
    *("/bureau", RUNS, f"{RUNS}/2", QUARANTINED, f"{QUARANTINED}?etat=absent", RUNNING),
    *("/bureau/conflits", "/bureau/retraits", "/bureau/registre"),
    *(RIVER, f"{RIVER}/corriger", f"{RIVER}/retirer", f"{CORRECTED}/corriger"),
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
        assert_built_for_everybody(page)
    page.context.close()


def assert_built_for_everybody(page: Page) -> None:
    found = page.evaluate(STRUCTURE)
    levels = found["levels"]
    assert levels.count(1) == 1, page.url
    assert all(after <= before + 1 for before, after in pairwise(levels)), (page.url, levels)
    for fault in ("landmarks", "unlabelled", "nameless", "repeated", "lost"):
        assert found[fault] == [], (page.url, fault)


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


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_record_is_corrected_without_a_script_by_keyboard(
    browser: Browser, base: str, cookies: list[dict[str, object]], viewport: dict[str, int]
) -> None:
    page = signed_in(browser, base, cookies, viewport=viewport, java_script_enabled=False)
    wanted = f"Un titre pour {viewport['width']} pixels"
    page.goto(RIVER)
    page.click("text=Corriger la fiche")
    page.fill("#title", wanted)
    page.fill("#date", "32 mars 2019")
    page.press("#date", "Enter")
    expect(page.locator("#problems")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#date$"))
    assert_fits(page, viewport)
    assert page.locator("#title").input_value() == wanted
    page.fill("#date", "31 mars 2019")
    page.press("#date", "Enter")
    expect(page.locator("h1")).to_have_text(wanted)
    expect(page.locator(".notice")).to_contain_text("Correction enregistrée")
    page.goto(f"{RIVER}/corriger")
    assert_fits(page, viewport)
    for name in ("title", "date"):
        page.check(f"#back-{name}")
    page.click("text=Enregistrer")
    expect(page.locator("h1")).to_have_text(river().title)
    page.context.close()


def assert_fits(page: Page, viewport: dict[str, int]) -> None:
    assert_built_for_everybody(page)
    assert page.evaluate(CONTRASTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_two_people_who_correct_the_same_record_see_both(
    browser: Browser, base: str, cookies: list[dict[str, object]]
) -> None:
    pages = [signed_in(browser, base, cookies, viewport=NARROW) for _ in range(2)]
    for page, title in zip(pages, ("Premier titre", "Second titre"), strict=True):
        page.goto(f"{RIVER}/corriger")
        page.fill("#title", title)
    first, second = pages
    first.press("#title", "Enter")
    expect(first.locator("h1")).to_have_text("Premier titre")
    second.press("#title", "Enter")
    told = second.locator("#clash-title + dl dd")
    expect(told).to_have_text([river().title, "Premier titre", "Second titre"])
    assert_fits(second, NARROW)
    second.click("text=Revoir mes corrections")
    expect(second.locator("#title")).to_have_value("Second titre")
    expect(second.locator("h1")).to_contain_text("Corriger la fiche")
    second.press("#title", "Enter")
    expect(second.locator("h1")).to_have_text("Second titre")
    second.goto(f"{RIVER}/corriger")
    second.check("#back-title")
    second.click("text=Enregistrer")
    for page in pages:
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
