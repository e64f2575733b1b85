"""A newer reader of files: the index keeps what there is and says so, a person previews and applies."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, update

from corpus import tables as t
from corpus.config import Config
from corpus.database import Database
from search_app.cli import souffleur

KEPT = "1 fichier garde le texte d'un lecteur plus ancien"


@pytest.fixture
def aged(config: Config) -> Config:
    """The shelf, as an older reader read its PDF: without the word « nappe »."""
    read = t.texts.c
    with closing(Database.open(config.catalogue_url)) as database, database.write() as connection:
        less = func.replace(read.data, "nappe", "napp e")
        connection.execute(update(t.texts).where(read.extractor == "pdf").values(data=less))
        connection.execute(update(t.texts).where(read.extractor == "pdf").values(version="old"))
    return config


def run(config: Config, *arguments: str) -> Result:
    result = CliRunner().invoke(souffleur, ["--home", str(config.home), *arguments])
    assert result.exit_code == 0, result.output
    return result


def total(config: Config) -> int:
    found: int = json.loads(run(config, "search", "nappe", "--json", "--exact").stdout)["total"]
    return found


def test_an_older_text_stays_until_a_person_applies_the_newer_one(aged: Config) -> None:
    said = run(aged, "index", "--rebuild")
    assert KEPT in said.stderr
    assert "souffleur reread --apply" in said.stderr
    assert total(aged) == 0
    preview = run(aged, "reread").output
    assert "1 texte changé" in preview
    assert "(+2, −4)" in preview
    assert json.loads(run(aged, "index", "--json").stdout)["readable_anew"] == 1
    run(aged, "reread", "--apply")
    assert "lecteur" not in run(aged, "index").stderr
    assert total(aged) == 1
