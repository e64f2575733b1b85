"""The ledger in a real database: what is outbound, what is due, what stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.clock import at, now
from corpus.database import Database
from corpus.links.checks import Check, Hop, LinkState
from corpus.links.ledger import LinkLedger
from corpus.record import Link
from tests.corpus.samples import record

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
ONE, TWO, THREE = (f"https://{name}.example.org/a" for name in ("un", "deux", "trois"))


def put(catalogue: Catalogue, *urls: str, path: str = "/fiche/a/") -> str:
    one = record(path, links_out=tuple(Link(url) for url in urls))
    catalogue.put([one])
    return one.id


def look(url: str, day: float, state: LinkState = LinkState.OK) -> Check:
    return Check(url, at(START + timedelta(days=day)), state)


def due(database: Database, day: float, **how: object) -> list[str]:
    found = LinkLedger(database).due(START + timedelta(days=day), **how)  # type: ignore[arg-type]
    return [link.url for link in found]


def test_a_look_is_kept_whole(database: Database) -> None:
    check = Check(
        ONE,
        now(),
        LinkState.MOVED,
        200,
        TWO,
        (Hop(ONE, 301), Hop(TWO, 200)),
        "raison",
        "dite : ainsi",
        '"etag"',
        "Wed, 21 Oct 2015 07:28:00 GMT",
        THREE,
    )
    ledger = LinkLedger(database)
    ledger.add(check)
    ledger.add(look(ONE, 1))
    assert ledger.history(ONE) == (check, look(ONE, 1))
    assert ledger.history(TWO) == ()


def test_links_to_what_was_harvested_and_to_no_page_are_not_outbound(
    database: Database, catalogue: Catalogue
) -> None:
    put(catalogue, ONE, "https://www.comedie.org/b", "javascript:alert(1)", "http://[::1/")
    page = {"source": "comedie", "url_key": "k", "url": "https://www.comedie.org/", "run_id": 1}
    with database.write() as connection:
        connection.execute(insert(t.pages).values(**page, status=200, fetched_at=now()))
    assert list(LinkLedger(database).outbound()) == [ONE]


def test_the_links_of_a_record_that_was_withdrawn_are_let_go(
    database: Database, catalogue: Catalogue
) -> None:
    id_ = put(catalogue, ONE)
    put(catalogue, TWO, path="/fiche/b/")
    with database.write() as connection:
        withdrawn = update(t.records).where(t.records.c.id == id_).values(standing="withdrawn")
        connection.execute(withdrawn)
    assert list(LinkLedger(database).outbound()) == [TWO]


def test_links_never_looked_at_come_first_then_those_looked_at_longest_ago(
    database: Database, catalogue: Catalogue
) -> None:
    put(catalogue, ONE, TWO, THREE)
    ledger = LinkLedger(database)
    ledger.add(look(ONE, 2))
    ledger.add(look(TWO, 1))
    assert due(database, 3) == [THREE]
    assert due(database, 40) == [THREE, TWO, ONE]
    assert due(database, 3, every=True) == [THREE, TWO, ONE]
    assert due(database, 3, every=True, limit=2) == [THREE, TWO]
    assert due(database, 40, host="UN.example.org") == [ONE]


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [(LinkState.OK, 29.9, 30.1), (LinkState.BROKEN, 0.9, 1.1), (LinkState.ERROR, 0.9, 1.1)],
)
def test_a_link_is_due_when_its_rest_is_over(
    database: Database, catalogue: Catalogue, state: LinkState, before: float, after: float
) -> None:
    put(catalogue, ONE)
    LinkLedger(database).add(look(ONE, 0, state))
    assert due(database, before) == []
    assert due(database, after) == [ONE]


def test_a_copy_is_looked_for_near_the_last_good_look(
    database: Database, catalogue: Catalogue
) -> None:
    put(catalogue, ONE, TWO)
    ledger = LinkLedger(database)
    ledger.add(look(ONE, 0))
    ledger.add(look(ONE, 30, LinkState.BROKEN))
    links = {link.url: link for link in ledger.due(START + timedelta(days=90))}
    assert links[ONE].seen_at == at(START)
    assert links[ONE].previous == look(ONE, 30, LinkState.BROKEN)
    assert links[TWO].seen_at == catalogue.entry(record("/fiche/a/").id).record.first_seen
