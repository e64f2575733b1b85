"""The frontier: what was taken, settled, put back, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from corpus import tables as t
from corpus.catalogue.file_rows import FileRow
from corpus.database import Database
from corpus.errors import HarvestRunning
from corpus.harvests.applying import conclude
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import Batch, Outcome, PageFacts, RowState, Target
from corpus.harvests.runs import Run, RunNote, Runs, RunState
from corpus.record import Record


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def run(database: Database) -> Run:
    return Runs(database).start("essai", {})


@pytest.fixture
def frontier(database: Database, run: Run) -> Frontier:
    return Frontier(database, run)


def target(key: str, priority: int = 0) -> Target:
    return Target(key, f"http://h/{key}", "{}", priority)


def done(key: str, *links: str) -> Outcome:
    page = PageFacts(f"http://h/{key}", 200, size=10, charset_used="utf-8")
    return Outcome(key, RowState.DONE, 200, page=page, links=tuple(target(k) for k in links))


def keys(targets: object) -> list[str]:
    return [found.key for found in targets]  # type: ignore[attr-defined]  # a sequence of Target


def test_a_higher_priority_is_taken_first_then_the_first_met(frontier: Frontier) -> None:
    targets = (target("a"), target("b", 5), target("c"), target("d", -5))
    assert keys(frontier.commit(Batch(targets=targets), take=9)) == ["b", "a", "c", "d"]


def test_an_address_already_known_is_left_as_it_is(frontier: Frontier) -> None:
    frontier.commit(Batch(targets=(target("a"),)), take=1)
    frontier.commit(Batch((done("a", "a", "b"),)))
    frontier.commit(Batch(targets=(target("a"), target("b"))))
    assert frontier.counts() == {"done": 1, "pending": 1}


def test_a_page_is_kept_with_all_that_came_of_it(frontier: Frontier, database: Database) -> None:
    frontier.commit(Batch(targets=(target("a"),)), take=1)
    outcome = Outcome(
        "a",
        RowState.DONE,
        200,
        page=PageFacts("http://h/a", 200, "text/html", size=7, charset_used="cp1252", damaged=2),
        links=(target("b"),),
        records=(Record("essai-1", "essai", "page", "http://h/a", "A"),),
        files=(FileRow("http://h/f.pdf", "0" * 64, "application/pdf", "f.pdf", 3),),
        notes=(RunNote("no_title", "http://h/a", "Sans titre."),),
    )
    frontier.commit(Batch((outcome,)))
    with database.read() as connection:
        tables = (t.fetches, t.run_records, t.run_files, t.run_notes)
        counts = [len(connection.execute(select(table)).all()) for table in tables]
    assert counts == [1, 1, 1, 1]
    assert frontier.counts() == {"done": 1, "pending": 1}
    assert frontier.figures == {
        "records": {"new": {"page": 1}},
        "page_states": {"new": 1},
        "media_types": {"text/html": 1},
        "notes": {"no_title": 1},
        "pages": {"200": 1},
        "charsets": {"cp1252": 1},
        "files": 1,
        "bytes": 7,
        "damaged_characters": 2,
        "damaged_pages": 1,
    }


def test_a_batch_is_kept_whole_or_not_at_all(frontier: Frontier, database: Database) -> None:
    frontier.commit(Batch(targets=(target("a"), target("b"))), take=2)
    unkeepable = Record("essai-1", "essai", "page", "http://h/b", "\ud800")
    bad = Outcome("b", RowState.DONE, 200, records=(unkeepable,))
    with pytest.raises(UnicodeEncodeError):
        frontier.commit(Batch((done("a", "c"), bad)))
    assert frontier.counts() == {"in_flight": 2}
    assert frontier.figures.get("pages") is None


def test_what_was_in_flight_or_failed_is_fetched_again(database: Database, run: Run) -> None:
    frontier = Frontier(database, run)
    frontier.commit(Batch(targets=tuple(map(target, "abcd"))), take=4)
    failed, refused = Outcome("b", RowState.FAILED), Outcome("c", RowState.REFUSED)
    frontier.commit(Batch((done("a"), failed, refused)))

    again = Frontier(database, run)
    again.recover()
    assert again.pending == 2
    assert keys(again.commit(Batch(), take=9)) == ["b", "d"]


def test_an_address_in_flight_at_many_deaths_goes_last(database: Database, run: Run) -> None:
    Frontier(database, run).commit(Batch(targets=tuple(map(target, "abc"))))
    for _ in range(3):
        frontier = Frontier(database, run)
        frontier.recover()
        assert keys(frontier.commit(Batch(), take=1)) == ["a"]
    frontier = Frontier(database, run)
    frontier.recover()
    assert keys(frontier.commit(Batch(), take=3)) == ["b", "c", "a"]


def test_what_is_pending_is_counted_as_it_changes(frontier: Frontier) -> None:
    frontier.commit(Batch(targets=tuple(map(target, "abc"))))
    assert frontier.pending == 3
    frontier.commit(Batch(), take=2)
    assert frontier.pending == 1
    frontier.commit(Batch((done("a", "d", "e"),)), take=1)
    assert frontier.pending == frontier.counts()["pending"] == 2
    frontier.commit(Batch(), take=9)
    assert frontier.pending == 0


def test_two_runs_do_not_see_each_others_addresses(database: Database, run: Run) -> None:
    other = Frontier(database, Runs(database).start("autre", {}))
    Frontier(database, run).commit(Batch(targets=(target("a"),)))
    assert list(other.known()) == []
    assert list(Frontier(database, run).known()) == [("a", "http://h/a")]


def test_a_run_taken_over_keeps_nothing_more(frontier: Frontier, database: Database) -> None:
    frontier.commit(Batch(targets=(target("a"),)), take=1)
    with database.write() as connection:
        connection.execute(update(t.runs).values(holder="ailleurs/1/2/3"))
    with pytest.raises(HarvestRunning, match="reprise par un autre"):
        frontier.commit(Batch((done("a", "b"),)))
    assert frontier.counts() == {"in_flight": 1}


def test_a_page_seen_again_replaces_what_was_known_of_it(
    frontier: Frontier, database: Database
) -> None:
    frontier.commit(Batch(targets=(target("a"),)), take=1)
    for size in (1, 2):
        page = PageFacts("http://h/a", 200, size=size)
        frontier.commit(Batch((Outcome("a", RowState.DONE, 200, page=page),)))
    with database.read() as connection:
        assert [row.size for row in connection.execute(select(t.fetches))] == [2]


def test_a_new_run_forgets_the_addresses_of_those_that_ended(database: Database) -> None:
    runs = Runs(database)
    for state in (RunState.INTERRUPTED, RunState.FINISHED):
        run = runs.start("essai", {"base_url": state.value})
        Frontier(database, run).commit(Batch(targets=(target("a"),)))
        conclude(database, run, {}) if state is RunState.FINISHED else runs.finish(run, state, {})
    runs.start("essai", {})
    with database.read() as connection:
        left = connection.execute(select(t.frontier.c.run_id)).scalars().all()
    assert left == [1]
