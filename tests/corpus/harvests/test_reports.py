"""What a run found, read back: its changes, its counts, whether it waits, how far it has come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.harvests.applying import conclude
from corpus.harvests.decisions import Decisions
from corpus.harvests.outcomes import Batch, RowState
from corpus.harvests.reports import Reports, seconds_of, waits
from corpus.harvests.runs import RunNote, Runs, RunState
from corpus.harvests.states import RecordState
from tests.corpus.harvests.making import (
    harvested,
    opened,
    outcome,
    retitled,
    sheets,
    target,
)

NEW, CHANGED, MOVED, ABSENT = (
    RecordState.NEW,
    RecordState.CHANGED,
    RecordState.MOVED,
    RecordState.ABSENT,
)


@pytest.fixture
def reports(database: Database) -> Reports:
    return Reports(database)


def test_a_changed_record_says_what_it_said_and_says(database: Database, reports: Reports) -> None:
    harvested(database, sheets(3))
    run = harvested(database, retitled(sheets(3), 0, "Fiche 1, revue"))
    (change,) = reports.changes(run.id)
    assert (change.state, change.title) == (CHANGED, "Fiche 1, revue")
    (title,) = change.differences
    assert title.field == "title"
    assert [piece.text for piece in title.pieces] == ["Fiche 1", ", revue"]


def test_a_record_that_was_missed_is_named_as_the_catalogue_has_it(
    database: Database, reports: Reports
) -> None:
    harvested(database, sheets(10))
    run = harvested(database, sheets(9))
    (change,) = reports.changes(run.id)
    assert (change.state, change.title) == (ABSENT, "Fiche 10")
    assert change.url.endswith("/fiche/10/")


def test_a_record_that_moved_says_where_to(database: Database, reports: Reports) -> None:
    records = sheets(10)
    harvested(database, records)
    elsewhere = replace(records[0], id="comedie-ailleurs", url=records[0].url + "ailleurs/")
    run = harvested(database, [elsewhere, *records[1:]])
    (moved,) = reports.changes(run.id, [MOVED])
    assert (moved.record_id, moved.moved_to) == (records[0].id, "comedie-ailleurs")


def test_records_are_counted_once_each_by_state_and_kind(
    database: Database, reports: Reports
) -> None:
    harvested(database, sheets(3))
    run = harvested(database, [*retitled(sheets(3), 0, "Autre"), *sheets(4)[3:]])
    assert reports.record_counts(run) == {
        "new": {"experience": 1},
        "changed": {"experience": 1},
        "unchanged": {"experience": 2},
    }


def test_changes_come_a_page_at_a_time(database: Database, reports: Reports) -> None:
    run = harvested(database, sheets(5))
    pages = [reports.changes(run.id, [NEW], 2, offset) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({change.record_id for page in pages for change in page}) == 5


def test_a_run_that_found_far_too_little_waits_until_somebody_decides(
    database: Database, reports: Reports
) -> None:
    harvested(database, sheets(10))
    run = harvested(database, sheets(5))
    assert run.state is RunState.QUARANTINED
    assert [one.id for one in reports.waiting()] == [run.id]
    assert reports.is_decidable(run)
    decided = Decisions(database).discard(run.id, "camille")
    assert reports.waiting() == []
    assert not reports.is_decidable(decided)


def test_a_run_that_a_later_one_replaced_waits_no_more(
    database: Database, reports: Reports
) -> None:
    tried = harvested(database, sheets(3), settings={"dry_run": True})
    assert waits(tried)
    assert reports.is_decidable(tried)
    harvested(database, sheets(3))
    assert reports.waiting() == []
    assert not reports.is_decidable(tried)


def test_an_interrupted_run_can_be_decided_but_waits_for_nobody(
    database: Database, reports: Reports
) -> None:
    run, frontier = opened(database)
    frontier.commit(Batch(targets=(target("a"),)), take=1)
    frontier.commit(Batch(outcomes=(outcome("a", sheets(1)),)))
    ended = Runs(database).finish(run, RunState.INTERRUPTED, frontier.figures)
    assert reports.is_decidable(ended)
    assert reports.waiting() == []
    Decisions(database).accept(run.id, "camille")
    assert Catalogue(database).figures().records == 1


def test_a_run_says_how_far_it_has_come(database: Database, reports: Reports) -> None:
    run, frontier = opened(database)
    frontier.commit(Batch(targets=tuple(target(str(n)) for n in range(40))), take=20)
    few = reports.progress(run)
    assert (few.done, few.known, few.held, few.seconds_left) == (0, 40, True, None)
    done = tuple(outcome(str(n), sheets(1)) for n in range(20))
    frontier.commit(Batch(outcomes=(*done[:10], replace(done[10], state=RowState.FAILED))))
    with database.write() as connection:
        connection.execute(update(t.runs).values(started_at="2020-01-01T00:00:00Z"))
    some = reports.progress(Runs(database).get(run.id))
    assert (some.done, some.known) == (11, 40)
    assert some.seconds_left is not None
    assert some.seconds_left > 100_000_000  # years of work done, and more left


def test_a_run_taken_up_does_not_guess_when_it_ends(database: Database, reports: Reports) -> None:
    run, frontier = opened(database)
    frontier.commit(
        Batch(targets=tuple(target(str(n)) for n in range(40)), figures={"sessions": 2})
    )
    frontier.commit(Batch(outcomes=tuple(outcome(str(n)) for n in range(20))))
    assert reports.progress(Runs(database).get(run.id)).seconds_left is None


def test_a_run_whose_lease_has_passed_is_not_held(database: Database, reports: Reports) -> None:
    run, _ = opened(database)
    with database.write() as connection:
        connection.execute(update(t.runs).values(lease_until="2020-01-01T00:00:00Z"))
    assert not reports.progress(Runs(database).get(run.id)).held


def test_runs_are_listed_by_source_latest_first(database: Database, reports: Reports) -> None:
    for source in ("comedie", "icpc", "comedie"):
        run = Runs(database).start(source, {})
        Runs(database).finish(run, RunState.FAILED, {})
    assert [run.id for run in reports.runs("comedie")] == [3, 1]
    assert [run.id for run in reports.runs(limit=1, offset=1)] == [2]
    assert (reports.count(), reports.count("icpc")) == (3, 1)
    assert reports.sources() == ["comedie", "icpc"]


def test_everything_kept_of_a_run_comes_out_as_lines(database: Database, reports: Reports) -> None:
    note = RunNote("essai", "https://www.comedie.org/", "Une remarque.", "", "Un remède.")
    run = harvested(database, sheets(2), [note])
    lines = list(reports.lines(run))
    assert [line["type"] for line in lines] == ["run", *["fetch"] * 2, *["record"] * 2, "note"]
    assert lines[0]["state"] == "finished"
    assert lines[1]["headers"] == [["Content-Type", "text/html"]]
    assert {line["data"]["title"] for line in lines[3:5]} == {"Fiche 1", "Fiche 2"}
    assert lines[5]["remedy"] == "Un remède."


def test_a_run_says_how_long_it_took_once_it_has_ended(database: Database) -> None:
    run, frontier = opened(database)
    assert seconds_of(run) is None
    ended = conclude(database, run, frontier.figures)
    at = replace(ended, started_at="2026-01-01T00:00:00Z", ended_at="2026-01-01T00:01:30Z")
    assert seconds_of(at) == 90
