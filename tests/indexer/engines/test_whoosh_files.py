"""What the Whoosh engine does when its files are missing, of another version, damaged or full."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import (
    ConfigError,
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    StorageFull,
)
from corpus.fields import FIELDS
from indexer.document import Document
from indexer.engines import open_engine
from indexer.engines.base import Replacement
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.engines.whoosh_engine.generations import Generations
from indexer.query import Query
from tests.indexer.engines.making import document

REMEDY = "souffleur index --rebuild"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of 20 documents in three commits."""
    folder = tmp_path / "index"
    engine = WhooshEngine.open(folder, create=True)
    with engine.replacement() as new:
        new.write([document(f"d{n:02}", body=f"eau mot{n}") for n in range(18)], (), 18)
        assert new.publish()
    engine.write([document("d18", body="eau")], (), 19)
    engine.write([document("d19", body="eau")], (), 20)
    engine.close()
    return folder


def live(folder: Path) -> Path:
    return Generations(folder).live()


def rebuild(folder: Path) -> WhooshEngine:
    engine = WhooshEngine.open(folder, create=True)
    with engine.replacement() as new:
        new.write([document("new", body="eau")], (), 30)
        assert new.publish()
    return engine


def test_an_engine_is_chosen_by_its_address(tmp_path: Path) -> None:
    assert isinstance(open_engine("memory:"), MemoryEngine)
    assert isinstance(open_engine(f"whoosh:{tmp_path / 'i'}", create=True), WhooshEngine)
    for url in ("whoosh:", "solr:here", "nothing", ""):
        with pytest.raises(ConfigError, match="whoosh:/chemin"):
            open_engine(url)


def test_opening_a_missing_index_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="souffleur index"):
        open_engine(f"whoosh:{tmp_path / 'index'}")
    assert not (tmp_path / "index").exists()


def test_creating_again_keeps_what_is_there(folder: Path) -> None:
    assert WhooshEngine.open(folder, create=True).count() == 20


def test_only_the_owner_may_enter_the_index(folder: Path) -> None:
    for path in (folder, *folder.glob("generation-*")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_an_index_of_another_version_is_said_kept_and_replaced(folder: Path) -> None:
    other = WhooshEngine(folder, FIELDS[:-1])
    before = sorted(path.name for path in live(folder).iterdir())
    with pytest.raises(IndexOutdated, match=REMEDY):
        WhooshEngine.open(folder, fields=FIELDS[:8])
    narrower = WhooshEngine.open(folder, create=True, fields=FIELDS[:8])
    for action in (
        narrower.position,
        lambda: narrower.search(Query("eau")),
        lambda: narrower.write([document("x")], (), 21),
    ):
        with pytest.raises(IndexOutdated, match=REMEDY):
            action()
    assert sorted(path.name for path in live(folder).iterdir()) == before
    with narrower.replacement() as new:
        new.write([document("x")], (), 1)
        assert new.publish()
    assert narrower.ids() == ["x"]
    assert other.fingerprint != narrower.fingerprint


@pytest.mark.parametrize("kept", [0, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["*.toc", "*.seg", "manifest.json"])
def test_a_truncated_file_is_said_and_a_rebuild_repairs(
    folder: Path, kind: str, kept: float
) -> None:
    path = max(live(folder).glob(kind), key=lambda found: found.stat().st_size)
    os.truncate(path, int(path.stat().st_size * kept))
    with pytest.raises(IndexDamaged, match=REMEDY):
        open_engine(f"whoosh:{folder}")
    engine = WhooshEngine.open(folder, create=True)
    with pytest.raises(IndexDamaged, match=REMEDY):
        engine.write([document("x")], (), 21)
    assert rebuild(folder).ids() == ["new"]
    assert engine.ids() == ["new"]


@pytest.mark.parametrize("kind", ["*.toc", "*.seg", "manifest.json"])
def test_a_file_that_vanished_is_said_and_a_rebuild_repairs(folder: Path, kind: str) -> None:
    max(live(folder).glob(kind), key=lambda found: found.stat().st_size).unlink()
    with pytest.raises(IndexDamaged, match=REMEDY):
        open_engine(f"whoosh:{folder}")
    assert rebuild(folder).ids() == ["new"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"live": "../..", "previous": ""}'])
def test_a_damaged_pointer_is_said_and_a_rebuild_repairs(folder: Path, content: str) -> None:
    (folder / "current").write_text(content)
    with pytest.raises(IndexDamaged, match=REMEDY):
        open_engine(f"whoosh:{folder}")
    assert rebuild(folder).ids() == ["new"]


def test_zeros_in_the_middle_of_a_segment_are_found_by_reading_it_all(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    assert engine.damaged_files() == []
    path = max(live(folder).glob("*.seg"), key=lambda found: found.stat().st_size)
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        stream.write(b"\0" * 64)
    assert engine.damaged_files() == [path.name]


def test_what_a_killed_build_left_is_removed_by_the_next_one_only(folder: Path) -> None:
    (folder / "generation-0009").mkdir()
    (folder / "generation-0009" / "part").write_bytes(b"x")
    assert WhooshEngine.open(folder).count() == 20
    assert (folder / "generation-0009").exists()
    rebuild(folder)
    assert not (folder / "generation-0009").exists()
    assert live(folder).name == "generation-0010"


def test_the_previous_generation_is_kept_until_the_next_replacement(folder: Path) -> None:
    first = live(folder)
    rebuild(folder)
    assert first.exists()
    rebuild(folder)
    assert not first.exists()
    assert len(list(folder.glob("generation-*"))) == 2


def test_one_replacement_is_built_at_a_time(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    with engine.replacement(), pytest.raises(IndexBusy), engine.replacement():
        pass  # the second is refused


def test_a_writer_waits_for_another_only_so_long(folder: Path) -> None:
    engine = WhooshEngine(folder, write_wait=0.05)
    with Generations(folder).writing(1), pytest.raises(IndexBusy, match=r"0\.05"):
        engine.write([document("x")], (), 21)
    engine.write([document("x")], (), 21)
    assert engine.position() == 21


def test_small_batches_do_not_pile_up_as_segments(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    for n in range(30):
        engine.write([document("d00", body=f"eau {n}")], (), 100 + n)
    assert len(list(live(folder).glob("*.seg"))) < 12
    assert engine.count() == 20


def test_a_closed_engine_opens_again(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    engine.close()
    engine.close()
    assert engine.count() == 20


def _write_and_publish(new: Replacement, documents: list[Document]) -> None:
    new.write(documents, (), 2)
    new.publish()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MiB."""
    where = tmp_path / "small"
    where.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(where)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("mount is not installed")
    if done.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")
    yield where
    subprocess.run(["umount", "--lazy", str(where)], check=True)


def test_a_full_disk_is_said_and_the_index_stays_as_it_was(small_disk: Path) -> None:
    folder = small_disk / "index"
    engine = WhooshEngine.open(folder, create=True)
    engine.write([document("kept", body="eau")], (), 1)
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 1_300_000)
    big = [document(f"b{n}", body=" ".join(f"mot{n}x{m}" for m in range(2000))) for n in range(60)]
    with pytest.raises(StorageFull, match="Libérez de la place"):
        engine.write(big, ["kept"], 2)
    with engine.replacement() as new, pytest.raises(StorageFull):
        _write_and_publish(new, big)
    assert (engine.ids(), engine.position()) == (["kept"], 1)
    filler.unlink()
    engine.write([document("more")], (), 3)
    assert (engine.ids(), engine.position()) == (["kept", "more"], 3)
    engine.close()
