"""Real archives, where they are at hand: SOUFFLEUR_SHARED_DATA names the folder that holds them.

`warc/*.warc.gz` were made by wget of the sites in `sites/`; `warc/pywb-samples` are files of every
tool, some of them damaged, whose licence keeps them out of this repository.
"""

from __future__ import annotations

import functools
import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from corpus.catalogue import Catalogue
from corpus.database import Database
from crawler.archives.base import Archive, CaptureUnusable
from crawler.run import harvest
from tests.crawler.archives.cases import Opening
from tests.crawler.harvesting import config_in


@pytest.fixture
def shared() -> Path:
    """The folder of real data, or a skip."""
    folder = os.environ.get("SOUFFLEUR_SHARED_DATA", "")
    if not (folder and Path(folder, "warc").is_dir()):
        pytest.skip("SOUFFLEUR_SHARED_DATA names no folder with real archives")
    return Path(folder)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files as the archived server did: no listing of a folder without index."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(403)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def records(home: Path) -> dict[str, tuple[str, str, str]]:
    """Kind, title and text of every record, by its path."""
    database = Database.open(config_in(home).catalogue_url)
    try:
        found = [entry.record for entry in Catalogue(database).all_entries()]
    finally:
        database.close()
    return {
        urlsplit(one.url).path: (one.kind, one.title, "\n".join(b.text for b in one.blocks))
        for one in found
    }


def test_a_real_site_gives_the_same_records_live_and_from_its_archive(
    shared: Path, tmp_path: Path
) -> None:
    with served(shared / "sites" / "disic-guide-lecteurs-ecran") as base:
        harvest(config_in(tmp_path / "live"), "site", start_url=f"{base}/")
    archive = str(shared / "warc" / "guide-lecteurs-ecran.warc.gz")
    start = "http://guide-lecteurs-ecran.test/"
    harvest(config_in(tmp_path / "archive"), "site", start_url=start, archive=archive)
    live = records(tmp_path / "live")
    assert len(live) > 20
    assert records(tmp_path / "archive") == live


def how_given(archive: Archive, url: str) -> str:
    try:
        return "given" if archive.find(url) else "not found"
    except CaptureUnusable as lost:
        return lost.code


def test_real_archives_of_every_tool_open_or_end_in_a_sentence(
    shared: Path, opened: Opening
) -> None:
    given: Counter[str] = Counter()
    for path in sorted((shared / "warc").rglob("*")):
        archive = opened.at(path)
        given.update(how_given(archive, capture.url) for capture in archive.addresses())
    assert set(given) == {"given", "revisit_lost"}
    assert given["given"] > 1000
