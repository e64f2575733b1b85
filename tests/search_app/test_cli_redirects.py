from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from corpus import tables as t
from corpus.config import read_config
from corpus.redirects.formats import FORMATS
from search_app.cli import souffleur
from search_app.stores import open_stores
from tests.corpus.samples import record

BASE = "https://new.org/"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_stores(read_config(tmp_path, {})) as stores:
        stores.catalogue.put([record(), record("/fiche/memo/")])
    return tmp_path


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), "redirects", *arguments])


@pytest.mark.parametrize("form", FORMATS)
def test_a_map_is_written_in_every_format(home: Path, form: str) -> None:
    file = home / "carte"
    answer = run(home, "--format", form, "--to", str(file), "--base", BASE)
    assert answer.exit_code == 0
    assert "2 redirections, 0 adresse en 410." in answer.stderr
    assert f"https://new.org/fiche/{record().id}" in file.read_text()


def test_without_a_file_the_map_is_the_output_alone(home: Path) -> None:
    lines = run(home, "--format", "csv", "--base", BASE).stdout.splitlines()
    assert lines[0] == "legacy,target,status,why,record"
    assert len(lines) == 3


def test_a_refused_address_is_said_and_the_rest_is_written(home: Path) -> None:
    with open_stores(read_config(home, {})) as stores, stores.database.write() as connection:
        moved = {"standing": "moved", "moved_to": record().id}
        where = t.records.c.id == record().id
        connection.execute(update(t.records).where(where).values(**moved))
    answer = run(home, "--format", "csv", "--base", BASE)
    assert answer.exit_code == 1
    assert "tourne en rond de fiche en fiche" in answer.stderr
    assert "/fiche/memo/" in answer.stdout


@pytest.mark.parametrize(
    "base", ["new.org", "ftp://new.org", "https://", "https://a.org/?x=1", "http://[x"]
)
def test_a_base_that_is_no_site_is_wrong_usage(home: Path, base: str) -> None:
    answer = run(home, "--format", "csv", "--base", base)
    assert answer.exit_code == 2
    assert "https://ressources.example.org" in answer.stderr
