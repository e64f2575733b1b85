"""`kill -9` while the index is written and replaced: what was acknowledged stays, whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.engines.whoosh_engine.generations import Generations
from indexer.query import Query
from tests.indexer.engines import busy_writer

KILLS = 12
ROOT = Path(__file__).parents[3]


@pytest.mark.crash
def test_a_kill_at_any_moment_leaves_one_whole_version(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    reader = WhooshEngine.open(folder, create=True)
    reader.write(busy_writer.documents(1), (), 1)
    chance = random.Random(20261123)
    seen: set[int] = set()
    acknowledged = 1
    for _ in range(KILLS):
        acknowledged = _one_life(folder, reader, chance.uniform(0.0, 0.25), acknowledged, seen)
    assert len(seen) >= KILLS
    assert WhooshEngine.open(folder).damaged_files() == []
    with reader.replacement():
        pass  # begins, and so clears what the killed builds left
    assert len(list(folder.glob("generation-*"))) <= 3
    assert Generations(folder).live().exists()
    reader.close()


def _one_life(
    folder: Path, reader: WhooshEngine, delay: float, acknowledged: int, seen: set[int]
) -> int:
    """Runs a writer, kills it `delay` seconds after its first version; the last one it told."""
    command = [sys.executable, "-W", "ignore", "-m", busy_writer.__name__, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline()]
        assert told[0], "the writer died by itself"
        deadline = time.monotonic() + delay
        while time.monotonic() < deadline:
            seen.add(_version(reader))
        writer.kill()
        told += writer.stdout.readlines()
    acknowledged = max(acknowledged, *(int(line) for line in told if line.endswith("\n")))
    for engine in (reader, WhooshEngine.open(folder)):
        assert _version(engine) >= acknowledged
    seen.add(_version(reader))
    return acknowledged


def _version(engine: WhooshEngine) -> int:
    """The one version that all documents have. Fails when there are two, or one is missing."""
    results = engine.search(Query("eau"))
    (found,) = results.facets["theme"]
    assert (results.total, found.count) == (busy_writer.SIZE, busy_writer.SIZE)
    return int(found.value)
