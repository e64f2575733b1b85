"""A source described in a file is shown by its name wherever it is met."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import insert

from corpus import tables as t
from corpus.clock import now
from corpus.config import Config
from corpus.database import Database
from corpus.files import FileStore
from corpus.record import record_id
from corpus.texts import Texts
from indexer.engines import open_engine
from indexer.pipeline import catch_up
from search_app.cli import souffleur
from search_app.holdings import EXTENSION
from tests.corpus.test_source_names import described
from tests.search_app.browsing import Visitor, text_of
from tests.search_app.shelf import paragraphs, record

NAME, ENGLISH = "L'Atelier des fiches", "The sheet workshop"
ID = record_id("atelier", "/fiches/1")


@pytest.fixture(autouse=True)
def described_source(config: Config, app: Flask) -> None:
    """The holdings of the app with one more record, of a described source, and a run of it."""
    described(config.home)
    catalogue, database = app.extensions[EXTENSION].catalogue, app.extensions[EXTENSION].database
    made = record("atelier-1", "Un verger partagé", blocks=paragraphs("Un verger à dix."))
    catalogue.put([replace(made, id=ID, source="atelier")])
    engine = open_engine(config.index_url)
    catch_up(catalogue, Texts(database), FileStore(config.files_dir), engine)
    engine.close()
    _run_of_it(database)


def _run_of_it(database: Database) -> None:
    with database.write() as connection:
        values = {"state": "finished", "settings": "{}", "started_at": now(), "ended_at": now()}
        connection.execute(insert(t.runs).values(source="atelier", **values))


def test_a_facet_and_its_choice_are_shown_by_the_name(visitor: Visitor) -> None:
    page = visitor.open("/recherche?source=atelier")
    assert any(NAME in said for said in text_of(page, ".sidebar label, aside label, label"))
    assert any(NAME in said for said in text_of(page, ".chip, .chips li"))
    assert NAME in text_of(page, ".hit")[0]
    assert ENGLISH in text_of(visitor.open("/recherche?source=atelier&lang=en"), ".hit")[0]


def test_the_record_and_the_json_say_the_name(visitor: Visitor) -> None:
    assert any(NAME in said for said in text_of(visitor.open(f"/fiche/{ID}"), ".facts"))
    rows = visitor.get("/recherche.json?q=verger").json["facets"]["source"]  # type: ignore[index]
    assert [row["label"] for row in rows if row["value"] == "atelier"] == [NAME]


def test_a_name_changed_in_the_file_is_shown_at_once(visitor: Visitor, config: Config) -> None:
    visitor.open("/recherche?source=atelier")
    described(config.home, 'name = "Ateliers de la Loire"')
    page = visitor.open("/recherche?source=atelier")
    assert "Ateliers de la Loire" in text_of(page, ".hit")[0]
    assert NAME not in page.get_text()


def test_the_desk_and_the_commands_say_the_name(librarian: Visitor, config: Config) -> None:
    assert NAME in librarian.open("/bureau/moissons").get_text()
    said = CliRunner().invoke(souffleur, ["--home", str(config.home), "runs"]).output
    assert NAME in said
