"""Kept files read again: what would change is said, and nothing changes until it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue, FileRow
from corpus.config import read_config
from corpus.database import Database
from corpus.files import FileStore
from corpus.record import FileRef, FileState, Record
from corpus.texts import KeptText, TextKey, Texts
from indexer.rereading import Rereading, compare
from indexer.stored_texts import keep, stored_text

URL = "http://h/note.txt"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(read_config(tmp_path, {}).catalogue_url)
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def sha256(database: Database, store: FileStore) -> str:
    """A kept file that a record cites, not read yet."""
    body = "Une note sur l'eau des rivières.".encode()
    sha256 = store.put(body)
    catalogue = Catalogue(database)
    file = FileRef(URL, state=FileState.EXPECTED)
    catalogue.put([Record("essai-1", "essai", "memo", "http://h/", "Une note", files=(file,))])
    catalogue.keep_file(FileRow(URL, sha256, "text/plain", "note.txt", len(body)))
    return sha256


def reread(database: Database, store: FileStore, *, every: bool = False) -> list[Rereading]:
    return list(compare(Texts(database), store, every=every))


def test_a_file_never_read_gains_all_its_words(
    database: Database, store: FileStore, sha256: str
) -> None:
    (found,) = reread(database, store)
    assert found.before is None
    assert (found.changes, found.words, found.gained, found.lost) == (True, (0, 7), 7, 0)
    assert stored_text(Texts(database), sha256, "text/plain") is None  # nothing was kept


def test_a_file_read_by_the_readers_of_now_is_not_read_again(
    database: Database, store: FileStore, sha256: str
) -> None:
    (found,) = reread(database, store)
    keep(Texts(database), found.key, found.after)
    assert reread(database, store) == []
    (same,) = reread(database, store, every=True)
    assert not same.changes


def test_what_an_older_reader_lost_is_told_word_by_word(
    database: Database, store: FileStore, sha256: str
) -> None:
    (found,) = reread(database, store)
    texts = Texts(database)
    keep(texts, TextKey(sha256, found.key.extractor, "older"), found.after)
    older = texts.get(TextKey(sha256, found.key.extractor, "older"))
    assert isinstance(older, KeptText)
    worse = older.data.replace("rivières", "rivi res troubles")
    with database.write() as connection:
        connection.execute(update(t.texts).values(data=worse))
    (again,) = reread(database, store)
    assert (again.words, again.gained, again.lost) == ((9, 7), 1, 3)
