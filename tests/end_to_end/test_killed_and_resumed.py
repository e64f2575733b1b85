"""The small demonstration, killed again and again, ends up the same as if nothing had happened."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.catalogue.record_rows import record_sha256
from corpus.database import Database, integrity
from corpus.files import FileStore
from tests.end_to_end.demonstration import MANIFEST, as_json, build, kill_after

SMALL = MANIFEST["small"]


def held(home: Path) -> dict[str, str]:
    """Each record's id, and the hash of what its source says wherever the site was served."""
    database = Database.open(f"sqlite:///{home / 'catalogue.sqlite'}")
    try:
        assert integrity(database) == "ok"
        return {e.record.id: record_sha256(e.record) for e in Catalogue(database).all_entries()}
    finally:
        database.close()


@pytest.mark.crash
def test_kills_at_any_moment_lose_nothing_and_the_next_run_completes(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    ports = ["38471", "38472"]  # the same addresses each time, as with a real site
    demo = ["demo", "--no-serve", "--small", "--site-ports", *ports]
    for _ in range(6):
        kill_after(tmp_path, chance.uniform(1.5, 9.0), *demo)
    build(tmp_path, small=True)
    status = as_json(tmp_path, "status")
    assert status["records"] == SMALL["records"]
    assert status["index"]["documents"] == SMALL["records"]
    assert status["index"]["up_to_date"] is True
    assert len(held(tmp_path)) == SMALL["records"]
    assert list(FileStore(tmp_path / "files").damaged()) == []
