from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import FileMissing, StorageError
from corpus.files import FileStore, write_whole


def test_bytes_come_back_under_their_hash(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    sha256 = store.put(b"%PDF-1.7 essai")
    assert sha256 == hashlib.sha256(b"%PDF-1.7 essai").hexdigest()
    assert store.read(sha256) == b"%PDF-1.7 essai"
    assert list(store.all()) == [sha256]


def test_storing_the_same_bytes_twice_keeps_one_untouched_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    sha256 = store.put(b"essai")
    before = store.path(sha256).stat().st_mtime_ns
    assert store.put(b"essai") == sha256
    assert store.path(sha256).stat().st_mtime_ns == before


def test_a_file_that_is_not_kept_is_a_sentence_with_its_hash(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="aaaaaaaaaaaa"):
        FileStore(tmp_path).path("a" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "", "ab" * 31 + "/x"])
def test_only_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileMissing):
        FileStore(tmp_path).path(name)


def test_changed_bytes_are_found(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    sound, rotten = store.put(b"sain"), store.put(b"abime")
    store.path(rotten).write_bytes(b"autre chose")
    assert list(store.damaged()) == [rotten]
    assert store.has(sound)


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "files"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="files"):
        FileStore(blocked).put(b"essai")


_WRITER = """
import os, sys
from pathlib import Path
from corpus.files import FileStore, write_whole
store = FileStore(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    store.put(os.urandom(300_000))
"""


@pytest.mark.crash
def test_a_kill_in_the_middle_never_leaves_half_a_file(tmp_path: Path) -> None:
    for delay in (0.02, 0.05, 0.08, 0.12):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    store = FileStore(tmp_path)
    assert list(store.all())
    assert list(store.damaged()) == []


def test_a_file_with_a_name_is_written_whole_in_the_place_of_another(tmp_path: Path) -> None:
    target = tmp_path / "sources" / "atelier.toml"
    write_whole(target, b"un")
    write_whole(target, b"deux")
    assert target.read_bytes() == b"deux"
    assert [path.name for path in target.parent.iterdir()] == ["atelier.toml"]


def test_a_name_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match="folder"):
        write_whole(tmp_path / "folder", b"un")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
