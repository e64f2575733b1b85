"""`souffleur archive`, and a harvest from what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import SouffleurError
from crawler.run import harvest
from tests.crawler.harvesting import config_in
from tests.crawler.small_site import fixed, page, serving
from tests.search_app.test_cli import run


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with one harvest, and the address of the site, which is no more."""
    home = tmp_path_factory.mktemp("home")
    with serving(fixed({"/": page("Accueil", "/a"), "/a": page("A")})) as (base, _):
        harvest(config_in(home), "site", start_url=f"{base}/")
    return home, base


def test_a_harvest_is_written_then_harvested_again(
    harvested: tuple[Path, str], tmp_path: Path
) -> None:
    home, base = harvested
    path = tmp_path / "moisson.warc.gz"
    written = run(home, "archive", "1", "--to", str(path))
    assert written.output.startswith(f"{path} : ")
    again = run(
        tmp_path / "home",
        "harvest",
        "site",
        "--start-url",
        f"{base}/",
        "--from",
        str(path),
        "--json",
    )
    assert again.exit_code == 0
    assert json.loads(again.stdout)["figures"]["records"] == {"new": {"page": 2}}


def test_a_harvest_writes_what_it_received_when_asked(
    harvested: tuple[Path, str], tmp_path: Path
) -> None:
    home, base = harvested
    path = tmp_path / "moisson.wacz"
    start = ("--start-url", f"{base}/", "--from", "kept")
    done = run(home, "harvest", "site", *start, "--warc", str(path))
    assert done.exit_code == 0
    assert f"{path} : 6 réponses, 2 pages inchangées." in done.output
    assert path.is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("archive", "1", "--to", "moisson.zip"), r".warc.gz ou .wacz"),
        (("archive", "99", "--to", "m.wacz"), "pas de moisson n° 99"),
        (("harvest", "comedie", "--warc", "m.txt"), r".warc.gz ou .wacz"),
        (("harvest", "comedie", "--from", "absent.warc"), "ne se lit pas"),
    ],
)
def test_what_cannot_be_written_or_read_is_said(
    harvested: tuple[Path, str], arguments: tuple[str, ...], sentence: str
) -> None:
    refused = run(harvested[0], *arguments)
    assert isinstance(refused.exception, SouffleurError)
    assert sentence in refused.exception.message
