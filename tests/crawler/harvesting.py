"""What the tests of harvests share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from corpus.config import Config, read_config
from corpus.database import Database
from corpus.harvests.runs import RunNote, Runs
from crawler.report import HarvestReport
from crawler.run import harvest

SETTINGS: Mapping[str, Any] = {
    "SPIDER_MODULES": ["tests.crawler.spiders_for_tests"],
    "SOUFFLEUR_RETRY_SECONDS": 0.1,  # a tenth of it on loopback
}


def config_in(home: Path, contact: str = "") -> Config:
    return read_config(home, {"SOUFFLEUR_CONTACT": contact})


def harvest_small(home: Path, start_url: str, **settings: Any) -> HarvestReport:
    """A harvest of a small site with the small spider."""
    more = {**SETTINGS, **settings}
    return harvest(config_in(home), "site", start_url=start_url, settings=more)


class Kept:
    """What a home holds after a harvest."""

    def __init__(self, home: Path) -> None:
        self._url = config_in(home).catalogue_url

    def rows(self, table: Table) -> list[dict[str, Any]]:
        database = Database.open(self._url)
        try:
            with database.read() as connection:
                return [dict(row) for row in connection.execute(select(table)).mappings()]
        finally:
            database.close()

    def notes(self, code: str = "") -> list[RunNote]:
        database = Database.open(self._url)
        try:
            runs = Runs(database)
            found = runs.notes(runs.list()[0].id)
            return [note for note in found if code in ("", note.code)]
        finally:
            database.close()
