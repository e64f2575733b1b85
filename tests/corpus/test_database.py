from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, func, insert, select, text

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database, integrity
from corpus.errors import CatalogueError, StorageFull
from corpus.lists import Lists
from corpus.migrations import HEAD
from corpus.migrations.upgrade import scripts, upgrade


def _change() -> dict[str, str]:
    return {"record_id": "x", "what": "new", "at": now()}


def test_a_new_catalogue_is_durable_and_at_the_newest_schema(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    assert integrity(database) == "ok"


def test_the_head_named_in_the_code_is_the_newest_migration() -> None:
    assert scripts().get_current_head() == HEAD


def test_the_migrations_give_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, t.metadata) == []


def test_opening_again_keeps_everything(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
    first = Database.open(url)
    with first.write() as connection:
        connection.execute(insert(t.changes), [_change()])
    first.close()
    again = Database.open(url)
    with again.read() as connection:
        assert connection.execute(select(func.count()).select_from(t.changes)).scalar() == 1
    again.close()


def test_a_catalogue_of_the_first_schema_migrates_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, "0001")
        first = MetaData()
        first.reflect(connection)
        catalogue_rows = {"id": "comedie-1", "source": "comedie", "kind": "memo", "url": "u"}
        hashes = {"record_sha256": "a" * 64, "text_sha256": "b" * 64}
        seen = {"first_seen": now(), "last_seen": now(), "title": "Été", "data": "{}", "version": 3}
        connection.execute(insert(first.tables["records"]), [{**catalogue_rows, **hashes, **seen}])
        tag = {"record_id": "comedie-1", "folded": "eau", "value": "Eau", "by": "camille"}
        connection.execute(insert(first.tables["tags"]), [{**tag, "at": now(), "rank": 0}])
        connection.execute(insert(t.changes), [_change()])
        old = [table for name, table in first.tables.items() if name != "alembic_version"]
        before = {table.name: connection.execute(select(table)).all() for table in old}
    engine.dispose()
    database = Database.open(f"sqlite:///{path}")
    with database.read() as connection:
        assert {table.name: connection.execute(select(table)).all() for table in old} == before
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, t.metadata) == []
    assert before["tags"]
    assert Lists(database).save("synonymes", "Aa = Bb", "camille", 0).version == 1
    assert integrity(database) == "ok"
    database.close()


def test_a_catalogue_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    database = Database.open(f"sqlite:///{path}")
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(CatalogueError, match="autre version"):
        Database.open(f"sqlite:///{path}")
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    raw.close()


def test_a_file_that_is_no_catalogue_is_a_sentence_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(CatalogueError, match="n'est pas un catalogue"):
        Database.open(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"not a database")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(CatalogueError, match="--home"):
        Database.open(f"sqlite:///{tmp_path / 'home' / 'sub' / 'catalogue.sqlite'}")


def test_two_threads_that_write_at_once_both_succeed(database: Database) -> None:
    def write_many() -> None:
        for _ in range(50):
            with database.write() as connection:
                connection.execute(select(func.max(t.changes.c.revision)))
                connection.execute(insert(t.changes), [_change()])

    threads = [threading.Thread(target=write_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(t.changes)).scalar() == 200


def test_a_full_disk_is_a_sentence_and_loses_nothing(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(t.changes), [_change()])

    def write_more_than_fits() -> None:
        with database.write() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            connection.execute(insert(t.changes), [{**_change(), "detail": "x" * 5_000_000}])

    with pytest.raises(StorageFull, match="plein"):
        write_more_than_fits()
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(t.changes)).scalar() == 1
    assert integrity(database) == "ok"


_COUNTER = """
import sys
from sqlalchemy import MetaData, insert
from corpus import tables as t
from corpus.clock import now
from corpus.database import Database
database = Database.open(sys.argv[1])
while True:
    with database.write() as connection:
        connection.execute(insert(t.changes), [{"record_id": "x", "what": "new", "at": now()}])
    print("kept", flush=True)
"""


@pytest.mark.crash
def test_a_kill_loses_no_write_that_was_acknowledged(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
    acknowledged = 0
    for writes_before_the_kill in (1, 7, 20):
        writer = subprocess.Popen([sys.executable, "-c", _COUNTER, url], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        for _ in range(writes_before_the_kill):
            assert writer.stdout.readline() == b"kept\n"
        writer.kill()
        acknowledged += writes_before_the_kill + writer.stdout.read().count(b"kept\n")
        writer.stdout.close()
        writer.wait()
    database = Database.open(url)
    with database.read() as connection:
        kept = connection.execute(select(func.count()).select_from(t.changes)).scalar_one()
    assert acknowledged <= kept <= acknowledged + 3  # the last of each may be kept unsaid
    assert integrity(database) == "ok"
    database.close()


def test_a_stamp_changes_with_every_write_and_with_nothing_else(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
    database, elsewhere = Database.open(url), Database.open(url)
    stamps = [database.stamp()]
    for writer in (database, elsewhere, database):
        Lists(writer).save("synonymes", f"a{len(stamps)} = b", "camille", len(stamps) - 1)
        stamps.append(database.stamp())
        with writer.read() as connection:
            connection.execute(text("SELECT count(*) FROM lists")).scalar()
        assert database.stamp() == stamps[-1]
    assert len(set(stamps)) == len(stamps)
    database.close()
    elsewhere.close()


def test_a_stamp_can_be_had_again_after_closing(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    database.stamp()
    database.close()
    assert database.stamp() == database.stamp()
    database.close()
