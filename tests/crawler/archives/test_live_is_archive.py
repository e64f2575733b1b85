"""The promise: a site gives the same records live, from its archive, and from what was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.files import FileStore
from corpus.harvests.responses import Responses
from corpus.harvests.runs import RunState
from corpus.record import Record
from corpus.sample.server import serve_sample
from crawler.archives.packing import write_wacz
from crawler.archives.writing import About
from crawler.run import harvest
from tests.crawler.harvesting import Kept, config_in


@dataclass(frozen=True)
class Live:
    """Two harvests of the demonstration's small site, which is then switched off."""

    home: Path
    base_url: str
    runs: tuple[int, int]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Live:
    home = tmp_path_factory.mktemp("live")
    with serve_sample(small=True) as sample:
        base = sample.comedie_url
        first = harvest(config_in(home), "comedie", base_url=base)
        second = harvest(config_in(home), "comedie", base_url=base)
    return Live(home, base, (first.run_id, second.run_id))


def records(home: Path) -> dict[str, Record]:
    """All of them, less when they were met."""
    database = Database.open(config_in(home).catalogue_url)
    try:
        found = [entry.record for entry in Catalogue(database).all_entries()]
        return {one.id: replace(one, first_seen="", last_seen="") for one in found}
    finally:
        database.close()


def files(home: Path) -> dict[str, tuple[str, str]]:
    return {row["url"]: (row["sha256"], row["state"]) for row in Kept(home).rows(t.files)}


@pytest.mark.parametrize("which", [0, 1], ids=["all new", "all unchanged"])
def test_an_archive_of_a_harvest_gives_the_same_records(
    live: Live, tmp_path: Path, which: int
) -> None:
    config = config_in(live.home)
    database = Database.open(config.catalogue_url)
    responses = Responses(database, FileStore(config.files_dir))
    path = tmp_path / "comedie.wacz"
    written = write_wacz(responses, path, About(live.runs[which], "comedie", "Souffleur/essai"))
    database.close()
    assert written.missing == 0
    assert written.answers > 70
    assert (written.revisits > 60) == bool(which)
    home = tmp_path / "home"
    harvest(config_in(home), "comedie", base_url=live.base_url, archive=str(path))
    assert records(home) == records(live.home)
    assert files(home) == files(live.home)


def test_what_was_kept_gives_the_same_records_again(live: Live) -> None:
    before = records(live.home)
    report = harvest(config_in(live.home), "comedie", base_url=live.base_url, archive="kept")
    assert report.state is RunState.FINISHED
    assert set(report.figures["records"]) == {"unchanged"}
    assert records(live.home) == before
