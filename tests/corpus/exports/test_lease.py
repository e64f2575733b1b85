"""One export at a time to a site, and none kept waiting by the dead."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from corpus import tables as t
from corpus.database import Database
from corpus.errors import ExportRunning
from corpus.exports.lease import Lease, sole_export

SITE = "https://exemple.org"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    yield opened
    opened.close()


def holders(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(t.leases.c.holder)).scalars())


def change(database: Database, **values: str) -> None:
    with database.write() as connection:
        connection.execute(update(t.leases).values(**values))


def test_the_second_export_is_told_who_holds_the_site_and_since_when(database: Database) -> None:
    with sole_export(database, SITE):
        said = rf"vers {SITE} est déjà en cours depuis 20\d\d-.*Z \(processus {os.getpid()} sur "
        with pytest.raises(ExportRunning, match=said), sole_export(database, SITE):
            raise AssertionError("two exports at once")
        with sole_export(database, "https://autre.example.org"):
            assert len(holders(database)) == 2
    assert holders(database) == []
    with sole_export(database, SITE):
        assert len(holders(database)) == 1


def test_an_export_that_fails_lets_go(database: Database) -> None:
    with pytest.raises(ValueError, match="panne"), sole_export(database, SITE):
        raise ValueError("panne")
    assert holders(database) == []


def test_of_threads_that_begin_together_one_exports(database: Database) -> None:
    begin, end = Barrier(4), Barrier(4)
    said: list[str] = []

    def export() -> None:
        begin.wait()
        try:
            with sole_export(database, SITE):
                said.append("sent")
                end.wait()
        except ExportRunning:
            said.append("refused")
            end.wait()

    threads = [Thread(target=export) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["refused", "refused", "refused", "sent"]


TAKES_AND_DIES = """
import os, sys
from corpus.database import Database
from corpus.exports.lease import Lease
Lease(Database.open(sys.argv[1]), sys.argv[2]).take()
os._exit(9)
"""


def test_a_process_that_died_loses_the_site_at_once(database: Database) -> None:
    command = [sys.executable, "-c", TAKES_AND_DIES, database.url, SITE]
    assert subprocess.run(command).returncode == 9
    assert len(holders(database)) == 1
    with sole_export(database, SITE):
        assert len(holders(database)) == 1


def test_a_process_elsewhere_loses_the_site_when_nothing_is_heard_of_it(
    database: Database,
) -> None:
    Lease(database, SITE).take()
    change(database, holder="ailleurs/1/2/3")
    with pytest.raises(ExportRunning, match="processus 1 sur ailleurs"):
        Lease(database, SITE).take()
    change(database, until="2020-01-01T00:00:00Z")
    Lease(database, SITE).take()


def test_whoever_was_replaced_is_told_and_takes_nothing_back(database: Database) -> None:
    slept, awake = Lease(database, SITE), Lease(database, SITE)
    slept.take()
    slept.renew()
    change(database, until="2020-01-01T00:00:00Z")
    awake.take()
    with pytest.raises(ExportRunning, match="repris par un autre"):
        slept.renew()
    slept.let_go()
    awake.renew()
