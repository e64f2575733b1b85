"""An export to WordPress killed at any instant makes no double, and the next one completes it."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue, FileRow
from corpus.config import read_config
from corpus.database import Database
from corpus.files import FileStore
from tests.corpus.exports.wordpress_stand_in import PASSWORD, USER, StandIn, wordpress
from tests.corpus.samples import record

pytestmark = pytest.mark.crash

RECORDS = 60
KILLS = 6
MOST_COMMANDS_BEFORE_A_KILL = 12  # so that the kills never see the end
SEED = 20261128


def fill(home: Path) -> None:
    config = read_config(home, {})
    database = Database.open(config.catalogue_url)
    catalogue = Catalogue(database)
    records = [
        record(f"/fiche/n{n}/", title=f"Fiche {n}", keywords=(f"mot {n}",)) for n in range(RECORDS)
    ]
    catalogue.put(records)
    for one in records[::4]:
        body = f"%PDF {one.id}".encode()
        FileStore(config.files_dir).put(body)
        sha256 = hashlib.sha256(body).hexdigest()
        url = one.files[0].url
        catalogue.keep_file(FileRow(url, sha256, "application/pdf", "bilan.pdf", len(body)))
    database.close()


def start(home: Path, there: StandIn) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "search_app.cli", "--home", str(home), "export", "wordpress"]
    return subprocess.Popen(
        [*command, "--site", there.address, "--user", USER, "--json"],
        env={**os.environ, "SOUFFLEUR_WORDPRESS_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def kill_after(commands: int, there: StandIn, process: subprocess.Popen[str]) -> None:
    before, until = len(there.commands), time.monotonic() + 60
    while len(there.commands) < before + commands:
        assert process.poll() is None, "the export ended before it was killed"
        assert time.monotonic() < until, "the export sends nothing"
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    found: dict[str, Any] = json.loads(said)
    return found


def twice(values: list[Any]) -> list[Any]:
    return [value for value, number in Counter(values).items() if number > 1]


def test_kills_make_no_double_and_the_next_export_completes(tmp_path: Path) -> None:
    fill(tmp_path)
    chance = random.Random(SEED)
    with wordpress() as there:
        # Answers tarry, so that many kills fall between what was done and what was noted.
        there.faults = replace(
            there.faults, after=lambda method, _path: time.sleep(0.02 if method == "POST" else 0)
        )
        for _ in range(KILLS):
            kill_after(
                chance.randint(1, MOST_COMMANDS_BEFORE_A_KILL), there, start(tmp_path, there)
            )
        report = finish(start(tmp_path, there))
        assert report["problems"] == []
        assert twice([post["title"] for post in there.posts.values()]) == []
        assert len(there.posts) == RECORDS
        assert twice([media["sha256"] for media in there.media.values()]) == []
        assert len(there.media) == len(range(0, RECORDS, 4))
        for taxonomy in there.taxonomies.values():
            assert twice([term["name"] for term in taxonomy.terms.values()]) == []
        there.asked.clear()
        again = finish(start(tmp_path, there))
        assert again["unchanged"] == RECORDS
        assert there.commands == []
    print(f"{KILLS} kills; the last export created {report['created']} of {RECORDS}")
