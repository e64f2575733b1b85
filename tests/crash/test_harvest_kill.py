"""A harvest killed at any instant loses nothing, and the next one completes it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from corpus import tables as t
from corpus.config import read_config
from corpus.database import Database, integrity
from corpus.harvests.runs import Runs, RunState
from crawler.ledger import BATCH_PAGES
from crawler.settings import CONCURRENT_REQUESTS
from tests.crawler.small_site import Asked, path_of, serving, tree

pytestmark = pytest.mark.crash

ROOT = Path(__file__).parents[2]
PAGES = int(os.environ.get("SOUFFLEUR_CRASH_PAGES", "1200"))
KILLS = int(os.environ.get("SOUFFLEUR_CRASH_KILLS", "10"))
"""More of both by hand: SOUFFLEUR_CRASH_PAGES=3000 SOUFFLEUR_CRASH_KILLS=30."""

MOST_PAGES_BEFORE_A_KILL = 90  # so that the kills never see the end of the site
SEED = 20261123


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(read_config(tmp_path, {}).catalogue_url)
    yield opened
    opened.close()


def start(home: Path, base: str, *how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crash.harvest_once", str(home), f"{base}/", *how]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def wait_for_hits(asked: Asked, number: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 30
    before = asked.paths.total()
    while asked.paths.total() < before + number:
        assert process.poll() is None, "the harvest ended before it was killed"
        assert time.monotonic() < until, "the harvest asks for nothing"
        time.sleep(0.005)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def finish(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=120)
    return said.strip()


def kept_paths(database: Database) -> Counter[str]:
    with database.read() as connection:
        return Counter(
            urlsplit(url).path for url in connection.execute(select(t.records.c.url)).scalars()
        )


def changes(database: Database) -> Counter[tuple[str, str]]:
    with database.read() as connection:
        rows = connection.execute(select(t.changes.c.record_id, t.changes.c.what))
        return Counter((row[0], row[1]) for row in rows)


def test_many_kills_lose_no_page_and_double_no_record(tmp_path: Path, database: Database) -> None:
    chance = random.Random(SEED)
    with serving(tree(PAGES)) as (base, asked):
        for _ in range(KILLS):
            process = start(tmp_path, base)
            wait_for_hits(asked, chance.randint(1, MOST_PAGES_BEFORE_A_KILL), process)
            time.sleep(chance.uniform(0, 0.05))
            kill(process)
        assert finish(start(tmp_path, base)) == "finished"

    wanted = {"/", *(path_of(number) for number in range(PAGES))}
    del asked.paths["/robots.txt"]
    assert set(asked.paths) == wanted
    assert kept_paths(database) == Counter(wanted)
    assert set(changes(database).values()) == {1}
    assert {what for _, what in changes(database)} == {"new"}
    again = asked.paths.total() - len(asked.paths)
    assert again <= KILLS * (CONCURRENT_REQUESTS + BATCH_PAGES)
    runs = Runs(database).list()
    assert [(run.state, run.figures["sessions"]) for run in runs] == [
        (RunState.FINISHED, KILLS + 1)
    ]
    assert runs[0].figures["pages"] == {"200": PAGES + 1}
    assert integrity(database) == "ok"
    print(f"{KILLS} kills, {again} pages asked again")


def test_the_crawling_process_dies_with_the_command_that_started_it(
    tmp_path: Path, database: Database
) -> None:
    with serving(tree(400)) as (base, asked):
        process = start(tmp_path, base, "child")
        wait_for_hits(asked, 50, process)
        kill(process)
        assert finish(start(tmp_path, base, "child")) == "finished"  # and not « already running »
    assert len(kept_paths(database)) == 401


def test_a_stop_signal_ends_cleanly_and_the_next_harvest_resumes(
    tmp_path: Path, database: Database
) -> None:
    with serving(tree(400)) as (base, asked):
        process = start(tmp_path, base, "child")
        wait_for_hits(asked, 50, process)
        process.send_signal(signal.SIGTERM)
        assert finish(process) == "interrupted"
        runs = Runs(database)
        before = runs.list()[0]
        assert (before.state, before.holder) == (RunState.INTERRUPTED, "")
        assert finish(start(tmp_path, base, "child")) == "finished"
        asked_again = asked.paths.total() - len(asked.paths) - 1  # robots.txt is asked twice
    assert asked_again == 0
    assert [run.id for run in runs.list()] == [before.id]
    assert len(kept_paths(database)) == 401
