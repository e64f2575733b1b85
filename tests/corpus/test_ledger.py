"""The ledger: each legacy address has one fate, and the sums are checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from corpus import tables as t
from corpus.catalogue.file_rows import FileRow
from corpus.database import Database
from corpus.errors import StaffError
from corpus.harvests.applying import conclude
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import Batch, Outcome, PageFacts, RowState, Target
from corpus.harvests.runs import RunNote, Runs
from corpus.harvests.states import PageState
from corpus.ledger import Fate, Ledger, LedgerLine, Verdict
from corpus.ledger.fates import TO_LOOK_AT, Known, fate_of
from corpus.record import Block, BlockKind, ExtractedFrom, FileRef, FileState, Record, Standing

SITE = "http://h"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    yield opened
    opened.close()


def record(name: str, url: str, **values: object) -> Record:
    text = (Block(BlockKind.PARAGRAPH, f"Ce que dit {name}."),)
    return Record(f"essai-{name}", "essai", "memo", url, name, blocks=text, **values)  # type: ignore[arg-type]


def answered(path: str, status: int = 200, **values: object) -> Outcome:
    facts = PageFacts(SITE + path, status, "text/html", sha256=path.ljust(64, "0"))
    values = {"page": facts, "reading": "r", **values}
    return Outcome(path, RowState.DONE, status, **values)  # type: ignore[arg-type]


def harvested(database: Database, *outcomes: Outcome) -> None:
    run = Runs(database).start("essai", {"base_url": SITE, "start_urls": []})
    frontier = Frontier(database, run)
    targets = tuple(Target(done.key, SITE + done.key, "{}") for done in outcomes)
    frontier.commit(Batch(targets=targets), take=len(targets))
    frontier.commit(Batch(outcomes))
    conclude(database, run, frontier.figures)


def a_site() -> list[Outcome]:
    pdf = FileRef(f"{SITE}/a.pdf", state=FileState.EXPECTED)
    lost = FileRef(f"{SITE}/lost.pdf", state=FileState.EXPECTED)
    aggregate = f"{SITE}/many"
    parts = tuple(
        record(
            f"part{rank}",
            f"{aggregate}#p{rank}",
            extracted_from=ExtractedFrom(aggregate, f"p{rank}", rank),
        )
        for rank in (1, 2)
    )
    moved = PageFacts(f"{SITE}/old", 301, moved_to=f"{SITE}/a")
    return [
        answered("/"),
        answered(
            "/a", records=(record("a", f"{SITE}/a", urls=(f"{SITE}/?p=1",), files=(pdf, lost)),)
        ),
        answered(
            "/a.pdf", files=(FileRow(f"{SITE}/a.pdf", "f" * 64, "application/pdf", "a.pdf", 9),)
        ),
        Outcome("/lost.pdf", RowState.DONE, 404, page=PageFacts(f"{SITE}/lost.pdf", 404)),
        answered("/many", records=parts),
        answered("/empty", notes=(RunNote("nothing_found", f"{SITE}/empty", "Rien."),)),
        Outcome("/old", RowState.DONE, 301, page=moved),
        Outcome("/secret", RowState.REFUSED, reason="robots_forbidden"),
        Outcome("/broken", RowState.FAILED, 500, reason="http_500"),
        answered("/wp-json/wp/v2/posts"),
    ]


def fates(lines: Iterator[LedgerLine]) -> dict[str, tuple[Fate, str]]:
    return {line.url.removeprefix(SITE): (line.fate, line.because) for line in lines}


def test_every_address_has_one_fate_and_its_reason(database: Database) -> None:
    harvested(database, *a_site())
    assert fates(Ledger(database).lines("essai")) == {
        "/": (Fate.NAVIGATION, "liste, menu ou page d'accueil"),
        "/a": (Fate.RECORD, "essai-a"),
        "/?p=1": (Fate.ALIAS, "essai-a"),
        "/a.pdf": (Fate.FILE, "essai-a"),
        "/lost.pdf": (Fate.GONE, "HTTP 404, cité par essai-a"),
        "/many": (Fate.AGGREGATE, "2 fiches"),
        "/many#p1": (Fate.PART, f"{SITE}/many"),
        "/many#p2": (Fate.PART, f"{SITE}/many"),
        "/empty": (Fate.NOTHING, "aucune fiche n'y a été reconnue"),
        "/old": (Fate.REDIRECTED, f"{SITE}/a"),
        "/secret": (Fate.NOT_ASKED, "robots_forbidden"),
        "/broken": (Fate.UNREAD, "http_500"),
        "/wp-json/wp/v2/posts": (Fate.SERVICE, "pour programmes"),
    }


def test_the_sums_hold_and_say_what_is_to_be_looked_at(database: Database) -> None:
    harvested(database, *a_site())
    balance = Ledger(database).balance("essai")
    assert balance.holds
    assert (balance.addresses, balance.records, balance.to_look_at) == (13, 3, 2)
    assert sum(balance.fates.values()) == 13


def test_a_record_that_no_address_leads_to_breaks_the_balance(database: Database) -> None:
    harvested(database, *a_site())
    with database.write() as connection:
        connection.execute(update(t.pages).where(t.pages.c.url == f"{SITE}/a").values(gives="[]"))
        connection.execute(delete(t.record_urls).where(t.record_urls.c.record_id == "essai-a"))
        connection.execute(delete(t.record_files).where(t.record_files.c.record_id == "essai-a"))
    balance = Ledger(database).balance("essai")
    assert balance.unreached == ("essai-a",)
    assert not balance.holds


def test_files_come_with_their_checksums_and_records_with_what_they_lack(
    database: Database,
) -> None:
    untitled = Record("essai-x", "essai", "event", f"{SITE}/x", "")
    harvested(database, *a_site(), answered("/x", records=(untitled,)))
    lines = {line.url: line for line in Ledger(database).lines("essai")}
    assert [(file.sha256, file.state) for file in lines[f"{SITE}/a"].files] == [("f" * 64, "kept")]
    assert lines[f"{SITE}/x"].missing == ("title", "text", "date")
    assert lines[f"{SITE}/a"].missing == ()


def test_a_verdict_is_kept_and_settles_what_was_to_be_looked_at(database: Database) -> None:
    harvested(database, *a_site())
    ledger = Ledger(database)
    ledger.judge("essai", f"{SITE}/empty", Verdict.IGNORED, "page vide dans la source", "camille")
    harvested(database, *a_site())
    (line,) = [line for line in ledger.lines("essai") if line.url.endswith("/empty")]
    assert (line.verdict, line.verdict_by) == (Verdict.IGNORED, "camille")
    assert ledger.balance("essai").to_look_at == 1
    with pytest.raises(StaffError, match="jamais été demandée"):
        ledger.judge("essai", f"{SITE}/nowhere", Verdict.FINE, "", "camille")


def test_the_outlines_have_the_fates_of_the_lines_in_their_order(database: Database) -> None:
    harvested(database, *a_site())
    with database.write() as connection:
        gone = update(t.records).where(t.records.c.id == "essai-part1")
        connection.execute(gone.values(standing=Standing.WITHDRAWN.value))
    ledger = Ledger(database)
    ledger.judge("essai", f"{SITE}/empty", Verdict.FINE, "", "camille")
    for doubles in ({}, {"essai-a": "essai-b", "essai-part2": "essai-a"}):
        lines = list(ledger.lines("essai", doubles))
        outlines = ledger.outlines("essai", doubles)
        assert [(o.key, o.url, o.fate) for o in outlines] == [(n.key, n.url, n.fate) for n in lines]
        waiting = {n.url for n in lines if n.fate in TO_LOOK_AT and n.verdict is None}
        assert {o.url for o in outlines if o.waits} == waiting == {f"{SITE}/broken"}
        for fate in Fate:
            chosen = ledger.outlines("essai", doubles, [fate])
            assert ledger.told([o.place for o in chosen], doubles) == [
                line for line in lines if line.fate is fate
            ]


@pytest.mark.parametrize("size", [1, 4, 25])
def test_the_places_of_pages_of_lines_make_up_all_of_them(database: Database, size: int) -> None:
    harvested(database, *a_site())
    elsewhere = Runs(database).start("autre", {"base_url": SITE, "start_urls": []})
    frontier = Frontier(database, elsewhere)
    frontier.commit(Batch(targets=(Target("/z", f"{SITE}/z", "{}"),)), take=1)
    frontier.commit(Batch((answered("/z"),)))
    conclude(database, elsewhere, frontier.figures)
    ledger = Ledger(database)
    sources = ["autre", "essai"]
    lines = [line for source in sources for line in ledger.lines(source)]
    assert sum(map(ledger.count, sources)) == len(lines) == 14
    parts = [ledger.places(sources, start, size) for start in range(0, len(lines) + 1, size)]
    assert [line for part in parts for line in ledger.told(part)] == lines
    assert all(len(part) == size for part in parts[: len(lines) // size])


def test_a_double_is_told_with_its_canonical_record(database: Database) -> None:
    harvested(database, *a_site())
    told = fates(Ledger(database).lines("essai", {"essai-a": "essai-b"}))
    assert told["/a"] == (Fate.DUPLICATE, "essai-b")


@given(
    st.builds(
        Known,
        url=st.sampled_from([f"{SITE}/a", f"{SITE}/robots.txt"]),
        state=st.sampled_from(PageState),
        status=st.sampled_from([0, 200, 301, 404, 500]),
        media_type=st.sampled_from(["", "text/html", "application/json"]),
        moved_to=st.sampled_from(["", f"{SITE}/b"]),
        gives=st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True).map(tuple),
        standings=st.fixed_dictionaries(
            {"x": st.sampled_from(Standing), "y": st.just(Standing.PRESENT)}
        ),
        known_as=st.sampled_from([(), ("z",)]),
        is_file=st.booleans(),
        notes=st.sampled_from([frozenset(), frozenset({"nothing_found"})]),
    )
)
def test_whatever_is_known_there_is_a_fate(known: Known) -> None:
    fate, because = fate_of(known)
    assert fate in Fate
    assert isinstance(because, str)
