"""A record met on several pages: one reading is kept, whatever the order, and no address is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.harvests.applying import conclude
from corpus.harvests.frontier import Frontier
from corpus.harvests.meetings import Meeting, kept_of
from corpus.harvests.outcomes import Batch, KnownPage, Outcome, PageFacts, RowState, Target
from corpus.harvests.runs import Runs
from corpus.harvests.states import RecordState
from corpus.ledger import Fate, Ledger
from corpus.record import Block, BlockKind, Record
from corpus.redirects.ledger import NewSite, read_legacy
from corpus.redirects.planning import plan_of

SITE = "http://h"
OWN = f"{SITE}/fiche"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    yield opened
    opened.close()


def record(text: str, name: str = "fiche", **values: object) -> Record:
    blocks = (Block(BlockKind.PARAGRAPH, text),) if text else ()
    return Record(f"essai-{name}", "essai", "memo", f"{SITE}/{name}", name, blocks=blocks, **values)  # type: ignore[arg-type]


def page(path: str, *records: Record) -> Outcome:
    """A page that was read."""
    facts = PageFacts(SITE + path, 200, "text/html", sha256=path.ljust(64, "0"))
    return Outcome(path, RowState.DONE, 200, page=facts, records=records, reading="r")


def same(path: str, *ids: str) -> Outcome:
    """A page that has not changed, and was not read again."""
    known = KnownPage(200, "", "", path.ljust(64, "0"), "r", gives=ids)
    facts = PageFacts(SITE + path, 304, "text/html")
    return Outcome(path, RowState.DONE, 304, page=facts, unchanged=known)


def harvested(database: Database, *batches: Sequence[Outcome]) -> None:
    """One run, its pages kept in these batches."""
    run = Runs(database).start("essai", {"base_url": SITE, "start_urls": []})
    frontier = Frontier(database, run)
    targets = [Target(done.key, SITE + done.key, "{}") for batch in batches for done in batch]
    frontier.commit(Batch(targets=tuple(targets)), take=len(targets))
    for batch in batches:
        frontier.commit(Batch(tuple(batch)))
    conclude(database, run, frontier.figures)


def text_of(database: Database, name: str = "fiche") -> str:
    return Catalogue(database).entry(f"essai-{name}").record.text


def fates(database: Database) -> dict[str, tuple[Fate, str]]:
    ledger = Ledger(database)
    assert ledger.balance("essai").holds
    return {
        line.url.removeprefix(SITE): (line.fate, line.because) for line in ledger.lines("essai")
    }


def state_in_last_run(database: Database, record_id: str = "essai-fiche") -> str:
    staged = t.run_records.c
    rows = select(staged.state).where(staged.record_id == record_id).order_by(staged.run_id.desc())
    with database.read() as connection:
        return str(connection.execute(rows.limit(1)).scalar_one())


PATHS = st.sampled_from(["/fiche", "/a", "/b", "/c"])
TEXTS = st.sampled_from(["", "Un.", "Un deux.", "Un trois."])
ADDRESSES = st.lists(st.sampled_from(["/x", "/y", "/z"]), max_size=2).map(
    lambda paths: tuple(SITE + path for path in paths)
)
MEETINGS = st.dictionaries(PATHS, st.tuples(TEXTS, ADDRESSES), min_size=1).map(
    lambda found: [
        Meeting(path, SITE + path, record(text, urls=urls)) for path, (text, urls) in found.items()
    ]
)


@given(MEETINGS, st.randoms())
def test_the_reading_kept_is_the_same_whatever_the_order(
    meetings: list[Meeting], lot: Random
) -> None:
    whole = kept_of(meetings)
    lot.shuffle(meetings)
    one_by_one = meetings[0]
    for meeting in meetings[1:]:
        one_by_one = kept_of([one_by_one, meeting])
    assert one_by_one == whole
    assert whole.record is not None
    met = {url for m in meetings if m.record for url in (m.record.url, *m.record.urls)}
    assert {whole.record.url, *whole.record.urls} == met


@pytest.mark.parametrize("order", ["same batch", "own first", "own last"])
def test_the_page_at_its_own_address_is_kept_and_the_other_is_an_address_of_it(
    database: Database, order: str
) -> None:
    own, longer = page("/fiche", record("Court.")), page("/liste", record("Bien plus long."))
    batches = {
        "same batch": ([own, longer],),
        "own first": ([own], [longer]),
        "own last": ([longer], [own]),
    }
    harvested(database, *batches[order])
    assert text_of(database) == "Court."
    assert fates(database) == {
        "/fiche": (Fate.RECORD, "essai-fiche"),
        "/liste": (Fate.ALIAS, "essai-fiche"),
    }


@pytest.mark.parametrize("paths", [("/b", "/a"), ("/a", "/b")])
def test_of_other_pages_the_fuller_is_kept_then_the_smaller_address(
    database: Database, paths: tuple[str, str]
) -> None:
    alike, fuller = record("Un mot."), record("Un mot et d'autres.", name="pleine")
    sparse = replace(fuller, blocks=record("Un mot.").blocks)
    first, second = paths
    here = {"/a": (alike, sparse), "/b": (replace(alike, subtitle=""), fuller)}
    harvested(database, [page(first, *here[first])], [page(second, *here[second])])
    assert text_of(database, "pleine") == "Un mot et d'autres."
    told = fates(database)
    assert told["/a"] == told["/b"] == (Fate.AGGREGATE, "2 fiches, dont 1 d'une autre page")


def test_the_addresses_of_every_reading_lead_to_the_record(database: Database) -> None:
    other = record("Bien plus long.", urls=(f"{SITE}/?p=1",))
    harvested(database, [page("/liste", other)], [page("/fiche", record("Court."))])
    assert fates(database)["/?p=1"] == (Fate.ALIAS, "essai-fiche")


def test_a_page_that_did_not_change_keeps_its_reading_against_a_page_read_again(
    database: Database,
) -> None:
    own, other = page("/fiche", record("Court.")), page("/liste", record("Bien plus long."))
    harvested(database, [own, other])
    changed = page("/liste", record("Encore bien plus long.", urls=(f"{SITE}/?p=2",)))
    unchanged = same("/fiche", "essai-fiche")
    for batches in ([[unchanged], [changed]], [[changed], [unchanged]], [[changed, unchanged]]):
        harvested(database, *batches)
        assert text_of(database) == "Court."
        assert state_in_last_run(database) == RecordState.UNCHANGED
        assert fates(database)["/liste"] == (Fate.ALIAS, "essai-fiche")
        assert fates(database)["/?p=2"] == (Fate.ALIAS, "essai-fiche")


def test_a_page_that_lost_before_does_not_win_by_not_changing(database: Database) -> None:
    harvested(database, [page("/fiche", record("Court.")), page("/liste", record("Plus long."))])
    again, unchanged = page("/fiche", record("Neuf.")), same("/liste", "essai-fiche")
    harvested(database, [again], [unchanged])
    assert (text_of(database), state_in_last_run(database)) == ("Neuf.", RecordState.CHANGED)
    harvested(database, [unchanged], [page("/fiche", record("Plus neuf."))])
    assert text_of(database) == "Plus neuf."


def test_a_record_whose_page_is_gone_stays_as_it_was_while_another_page_gives_it(
    database: Database,
) -> None:
    harvested(database, [page("/fiche", record("Court.")), page("/liste", record("Plus long."))])
    gone = Outcome("/fiche", RowState.DONE, 404, page=PageFacts(OWN, 404))
    harvested(database, [gone, same("/liste", "essai-fiche")])
    assert text_of(database) == "Court."
    assert fates(database)["/liste"] == (Fate.RECORD, "essai-fiche")
    harvested(database, [gone, page("/liste", record("Plus long."))])
    assert text_of(database) == "Plus long."


def test_a_page_asked_again_after_a_kill_is_the_page_of_its_last_answer(
    database: Database,
) -> None:
    once, again = page("/liste", record("Plus long.")), page("/liste", record("Bref."))
    harvested(database, [once], [again])
    assert text_of(database) == "Bref."


def test_each_page_that_gave_a_record_is_redirected_to_it(database: Database) -> None:
    harvested(database, [page("/fiche", record("Court.")), page("/liste", record("Plus long."))])
    legacy, refusals = read_legacy(database, NewSite("https://n"))
    plan = plan_of(legacy, refusals)
    rules = [plan.rule_of(SITE + path) for path in ("/fiche", "/liste")]
    assert [rule.target for rule in rules if rule] == ["https://n/fiche/essai-fiche"] * 2
