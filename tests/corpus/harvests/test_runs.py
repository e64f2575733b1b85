"""Runs: one at a time a source, taken from the dead, taken up after an interruption."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from corpus import tables as t
from corpus.database import Database
from corpus.errors import HarvestRunning
from corpus.harvests.figures import add_figures, total_of
from corpus.harvests.lease import is_gone, this_process
from corpus.harvests.runs import RunNote, Runs, RunState

LATER, EARLIER = "2999-01-01T00:00:00Z", "2000-01-01T00:00:00Z"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def runs(database: Database) -> Runs:
    return Runs(database)


def hand_over(database: Database, holder: str, lease_until: str) -> None:
    with database.write() as connection:
        connection.execute(update(t.runs).values(holder=holder, lease_until=lease_until))


def dead_holder() -> str:
    """A process of this machine that has ended."""
    code = "from corpus.harvests.lease import this_process; print(this_process())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_source_has_one_run_at_a_time(runs: Runs) -> None:
    runs.start("essai", {})
    with pytest.raises(HarvestRunning, match=f"« essai » est déjà en cours.*{os.getpid()}"):
        runs.start("essai", {"base_url": "http://ailleurs"})
    assert runs.start("autre", {}).id == 2


def test_of_many_that_start_at_once_one_runs(database: Database) -> None:
    said: list[object] = []

    def start() -> None:
        try:
            said.append(Runs(database).start("essai", {}).id)
        except HarvestRunning as error:
            said.append(error)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found for found in said if not isinstance(found, HarvestRunning)] == [1]
    assert len(said) == 8


def test_a_process_that_is_gone_loses_its_run_at_once(database: Database, runs: Runs) -> None:
    first = runs.start("essai", {})
    hand_over(database, dead_holder(), LATER)
    again = runs.start("essai", {})
    assert (again.id, again.resumed, again.holder) == (first.id, True, this_process())


def test_a_process_of_elsewhere_loses_its_run_with_its_lease(
    database: Database, runs: Runs
) -> None:
    runs.start("essai", {})
    hand_over(database, "ailleurs/1/2/3", LATER)
    with pytest.raises(HarvestRunning, match="processus 1 sur ailleurs"):
        runs.start("essai", {})
    hand_over(database, "ailleurs/1/2/3", EARLIER)
    assert runs.start("essai", {}).resumed


def test_an_interrupted_run_is_taken_up_with_the_same_settings_only(runs: Runs) -> None:
    first = runs.start("essai", {"base_url": "http://un"})
    runs.finish(first, RunState.INTERRUPTED, {"pages": {"200": 3}})
    other = runs.start("essai", {"base_url": "http://deux"})
    assert (other.id, other.resumed) == (2, False)
    runs.finish(other, RunState.FINISHED, {})
    again = runs.start("essai", {"base_url": "http://un"})
    assert (again.id, again.resumed, again.figures) == (1, True, {"pages": {"200": 3}})


@pytest.mark.parametrize("state", [RunState.FINISHED, RunState.FAILED])
def test_a_run_that_ended_is_not_taken_up(runs: Runs, state: RunState) -> None:
    runs.finish(runs.start("essai", {}), state, {})
    assert runs.start("essai", {}).id == 2


def test_an_interrupted_run_can_be_left_behind(runs: Runs) -> None:
    runs.finish(runs.start("essai", {}), RunState.INTERRUPTED, {})
    assert runs.start("essai", {}, resume=False).id == 2


def test_a_run_that_ended_is_held_by_nobody(runs: Runs) -> None:
    ended = runs.finish(runs.start("essai", {}), RunState.FINISHED, {"files": 2})
    assert (ended.state, ended.holder, ended.figures) == (RunState.FINISHED, "", {"files": 2})
    assert ended.ended_at >= ended.started_at
    assert runs.last("essai") == ended
    assert runs.last("autre") is None


def test_a_run_taken_over_cannot_be_renewed_nor_finished(database: Database, runs: Runs) -> None:
    run = runs.start("essai", {})
    hand_over(database, "ailleurs/1/2/3", LATER)
    with pytest.raises(HarvestRunning):
        runs.renew(run, {})
    assert runs.finish(run, RunState.FINISHED, {}).state is RunState.RUNNING


def test_the_report_is_read_in_the_order_it_was_written(database: Database, runs: Runs) -> None:
    run = runs.start("essai", {})
    with database.write() as connection:
        runs.note(
            run.id, [RunNote("a", "u", "Un."), RunNote("b", "u", "Deux.", "v", "r")], connection
        )
    assert [(note.code, note.value) for note in runs.notes(run.id)] == [("a", ""), ("b", "v")]
    assert all(note.at for note in runs.notes(run.id))
    assert runs.count_notes(run.id) == 2
    assert [run.id for run in runs.list()] == [1]


def test_this_process_runs_and_one_that_ended_is_gone() -> None:
    assert not is_gone(this_process())
    assert is_gone(dead_holder())


def test_a_process_not_yet_buried_is_gone() -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    host, _, start, namespace = this_process().split("/")
    try:
        assert is_gone(f"{host}/{child}/{start}/{namespace}")
    finally:
        os.waitpid(child, 0)


@pytest.mark.parametrize("holder", ["", "ailleurs/1/2/3", "n'importe quoi"])
def test_what_cannot_be_told_from_here_is_not_gone(holder: str) -> None:
    assert not is_gone(holder)


@given(st.lists(st.integers(0, 99)), st.lists(st.integers(0, 99)))
def test_figures_add_up_at_every_depth(one: list[int], other: list[int]) -> None:
    left = {"pages": {str(n): n for n in one}, "files": len(one)}
    right = {"pages": {str(n): n for n in other}, "files": len(other)}
    both = add_figures(left, right)
    assert total_of(both, "pages") == total_of(left, "pages") + total_of(right, "pages")
    assert both == add_figures(right, left)
    assert both["files"] == len(one) + len(other)


def test_figures_that_are_not_there_are_nothing() -> None:
    assert total_of({}, "pages") == 0
    assert add_figures({}, {"pages": {"200": 1}}) == {"pages": {"200": 1}}
