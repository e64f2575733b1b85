"""The ledger at the desk and on the command line, on what a harvest left."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import update

from corpus import tables as t
from corpus.config import Config
from corpus.database import Database
from corpus.ledger import Fate, Ledger, Verdict
from search_app.cli import souffleur
from search_app.holdings import EXTENSION
from tests.crawler.proof.small_holdings import BASE, Page, harvested, read, sheet
from tests.search_app.browsing import Visitor, form_to, text_of

PAGE = "/bureau/registre"
SOURCE = "site-essai"
UNREAD = f"{BASE}/document/=panne"


@pytest.fixture
def database(app: Flask) -> Database:
    """A record, a page that could not be read, and one that is gone."""
    database: Database = app.extensions[EXTENSION].database
    good = read("/document/un", "Un", "Texte.", source=SOURCE)
    harvested(
        database,
        Page("/document/un", sheet("Un", "Texte."), (good,)),
        Page("/document/parti", "x", status=404),
        Page("/document/=panne", "x", status=500),
        source=SOURCE,
    )
    return database


def run(config: Config, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(config.home), *arguments])


def addresses(visitor: Visitor, page: str) -> list[str]:
    return text_of(visitor.open(page), ".link-pages > li > h2")


def test_only_signed_in_people_see_the_ledger(visitor: Visitor) -> None:
    assert visitor.get(PAGE, status=303).location == f"/connexion?next={PAGE}"
    assert visitor.open("/").find("a", href=PAGE) is None


def test_the_ledger_is_chosen_by_source_fate_and_what_is_to_look_at(
    librarian: Visitor, database: Database
) -> None:
    every = addresses(librarian, f"{PAGE}?source={SOURCE}")
    assert len([url for url in every if url.startswith(BASE)]) == 3
    assert addresses(librarian, f"{PAGE}?source={SOURCE}&sort=gone") == [f"{BASE}/document/parti"]
    assert addresses(librarian, f"{PAGE}?regarder=1") == [UNREAD]
    assert addresses(librarian, f"{PAGE}?sort=inconnu&page=x&regarder=1") == [UNREAD]


def test_a_verdict_given_at_the_desk_settles_the_address(
    librarian: Visitor, database: Database
) -> None:
    form = form_to(librarian.open(f"{PAGE}?regarder=1"), PAGE, url=UNREAD)
    librarian.send(form, verdict="ignored", note="  page  d'essai ")
    assert addresses(librarian, f"{PAGE}?regarder=1") == []
    (line,) = [line for line in Ledger(database).lines(SOURCE) if line.url == UNREAD]
    assert (line.verdict, line.verdict_note) == (Verdict.IGNORED, "page d'essai")
    assert line.verdict_by == "camille"
    assert "Avis de camille : Sans intérêt." in librarian.open(f"{PAGE}?sort=unread").get_text()


def test_a_verdict_that_is_none_is_refused(librarian: Visitor, database: Database) -> None:
    form = form_to(librarian.open(f"{PAGE}?regarder=1"), PAGE, url=UNREAD)
    assert librarian.send(form).status_code == 400  # none chosen
    assert librarian.send(form, verdict="oui").status_code == 400
    assert Ledger(database).balance(SOURCE).to_look_at == 1


def test_the_page_is_in_english_as_well(librarian: Visitor, database: Database) -> None:
    assert "Never read" in librarian.open(f"{PAGE}?lang=en&regarder=1").get_text()


def test_the_command_prints_sums_that_add_up(config: Config, database: Database) -> None:
    answer = run(config, "ledger", "--source", SOURCE)
    assert answer.exit_code == 0, answer.output
    assert "Jamais lue" in answer.output
    assert "Les comptes sont justes" in answer.output
    said = json.loads(run(config, "ledger", "--source", SOURCE, "--json").output)
    (balance,) = said["balances"]
    assert sum(balance["fates"].values()) == balance["addresses"] == len(said["lines"])


def test_sums_that_do_not_hold_are_a_failure(config: Config, database: Database) -> None:
    with database.write() as connection:
        connection.execute(update(t.pages).where(t.pages.c.source == SOURCE).values(gives="[]"))
        connection.execute(t.record_urls.delete())
    answer = run(config, "ledger", "--source", SOURCE)
    assert answer.exit_code == 1
    assert "ne tombent pas juste" in answer.output


def test_a_table_has_the_lines_chosen_and_no_formula(
    config: Config, database: Database, tmp_path: Path
) -> None:
    Ledger(database).judge(SOURCE, UNREAD, Verdict.LOST, "=2+2", "camille")
    table = tmp_path / "registre.csv"
    run(config, "ledger", "--fate", Fate.UNREAD.value, "--csv", str(table))
    (row,) = csv.DictReader(io.StringIO(table.read_text()))
    assert (row["url"], row["verdict"], row["note"]) == (UNREAD, "lost", "'=2+2")


def test_a_verdict_can_be_given_on_the_command_line(config: Config, database: Database) -> None:
    words = ("--verdict", "fine", "--note", "vue", "--by", "camille")
    assert run(config, "ledger", "judge", SOURCE, UNREAD, *words).exit_code == 0
    assert Ledger(database).balance(SOURCE).to_look_at == 0
    assert run(config, "ledger", "judge", SOURCE, f"{BASE}/jamais", *words).exit_code != 0


def test_coverage_fails_while_an_address_is_missing(config: Config, database: Database) -> None:
    answer = run(config, "coverage", "--source", SOURCE, "--json")
    assert answer.exit_code == 1
    (said,) = json.loads(answer.stdout)
    assert [gap["url"] for gap in said["gaps"]] == [f"{BASE}/"]
    assert said["similarity"]["below"] == []
