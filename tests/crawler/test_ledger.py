"""The batch in front of the frontier: when it is kept, and what one bad page costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import update

from corpus import tables as t
from corpus.database import Database
from corpus.errors import HarvestRunning, SouffleurError
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import KnownPage, Outcome, RowState, Target
from corpus.harvests.runs import Runs
from corpus.record import Record
from crawler.admission import Admission, Budgets
from crawler.ledger import BATCH_OUTCOMES, BATCH_PAGES, Ledger


@dataclass
class Bench:
    """A ledger over a real catalogue, and what it called."""

    database: Database
    frontier: Frontier
    runs: Runs
    ledger: Ledger
    first: list[str] = field(default_factory=list)
    errors: list[SouffleurError] = field(default_factory=list)

    def enter(self, *keys: str) -> None:
        for key in keys:
            self.ledger.add(Target(key, f"http://h/{key}", "{}"))

    def states(self) -> dict[str, int]:
        return dict(self.frontier.counts())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    database = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    runs = Runs(database)
    frontier = Frontier(database, runs.start("essai", {}))
    first: list[str] = []
    errors: list[SouffleurError] = []
    admission = Admission(Budgets(1000, 1000, 1000))
    ledger = Ledger(frontier, admission, lambda: first.append("soon"), errors.append)
    yield Bench(database, frontier, runs, ledger, first, errors)
    database.close()


def done(key: str, title: str = "Titre") -> Outcome:
    record = Record(f"essai-{key}", "essai", "page", f"http://h/{key}", title)
    return Outcome(key, RowState.DONE, 200, records=(record,))


def test_what_comes_in_is_kept_when_the_next_address_is_wanted(bench: Bench) -> None:
    bench.enter("a")
    assert bench.states() == {}
    assert bench.first == ["soon"]
    taken = bench.ledger.take()
    assert taken is not None
    assert (taken.key, bench.states()) == ("a", {"in_flight": 1})
    assert bench.ledger.take() is None


def test_there_is_more_as_long_as_something_is_not_kept(bench: Bench) -> None:
    bench.enter("a")
    bench.ledger.take()
    assert not bench.ledger.has_more
    bench.ledger.settle(done("a"))
    assert bench.ledger.has_more
    bench.ledger.flush()
    assert not bench.ledger.has_more


def test_a_full_batch_is_kept_at_once(bench: Bench) -> None:
    keys = [f"k{rank}" for rank in range(BATCH_PAGES)]
    bench.enter(*keys)
    bench.ledger.flush()
    for key in keys[:-1]:
        bench.ledger.settle(done(key))
    assert bench.states() == {"pending": BATCH_PAGES}
    bench.ledger.settle(done(keys[-1]))
    assert bench.states() == {"done": BATCH_PAGES}


def test_pages_that_were_not_read_again_make_larger_batches(bench: Bench) -> None:
    known = KnownPage(200, "", "", "corps", "lecture")
    keys = [f"k{rank}" for rank in range(BATCH_OUTCOMES + 1)]
    bench.enter(*keys)
    bench.ledger.flush()
    for key in keys[: BATCH_OUTCOMES - 1]:
        bench.ledger.settle(Outcome(key, RowState.DONE, 304, unchanged=known))
    assert bench.states() == {"pending": BATCH_OUTCOMES + 1}
    bench.ledger.settle(Outcome(keys[BATCH_OUTCOMES], RowState.DONE, 304, unchanged=known))
    assert bench.states() == {"done": BATCH_OUTCOMES, "pending": 1}


def test_a_page_that_cannot_be_kept_costs_the_others_nothing(bench: Bench) -> None:
    bench.enter("a", "b", "c")
    bench.ledger.flush()
    for outcome in (done("a"), done("b", title="\ud800"), done("c")):
        bench.ledger.settle(outcome)
    bench.ledger.flush()
    assert bench.states() == {"done": 2, "failed": 1}
    (note,) = bench.runs.notes(1)
    assert (note.code, note.value.partition(" ")[0]) == ("not_kept", "UnicodeEncodeError")
    assert bench.errors == []


def test_a_ledger_that_lost_its_run_keeps_and_gives_nothing_more(bench: Bench) -> None:
    bench.enter("a", "b")
    bench.ledger.take()
    with bench.database.write() as connection:
        connection.execute(update(t.runs).values(holder="ailleurs/1/2/3"))
    bench.ledger.settle(done("a"))
    bench.ledger.flush()
    assert [type(error) for error in bench.errors] == [HarvestRunning]
    assert bench.ledger.take() is None
    assert not bench.ledger.has_more
    assert bench.states() == {"in_flight": 2}
