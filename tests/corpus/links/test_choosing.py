"""A page of the desk chooses and says what the whole report says, without reading all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.clock import at
from corpus.database import Database
from corpus.links.bad_links import FAULTS
from corpus.links.checks import Check, Hop, LinkState
from corpus.links.choosing import choose, states_in, told
from corpus.links.ledger import LinkLedger, histories_in, origin_of, outbound_in, outbound_urls_in
from corpus.links.report import read_report
from corpus.links.standing import Shown, standing_of
from corpus.links.written import HarvestedPage, WrittenLinks
from corpus.record import Link
from tests.corpus.samples import record

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOME = "https://www.comedie.org"
FAR = [f"https://{host}.example.org/{n}" for host in "abc" for n in range(3)]
WITHIN = [f"{HOME}/perdue", f"{HOME}/fermee"]

LOOKS = st.lists(
    st.tuples(
        st.sampled_from(FAR), st.sampled_from(list(LinkState)), st.sampled_from([0, 1, 23, 24, 200])
    ),
    max_size=30,
)
"""Addresses, what a look said, and the hours since the look before."""


@contextmanager
def opened() -> Iterator[Database]:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Database.open(f"sqlite:///{folder}/c.sqlite")) as database,
    ):
        yield database


def fill(database: Database) -> None:
    """Records that link far and within, one of them withdrawn, and what a harvest was answered."""
    catalogue = Catalogue(database)
    for number in range(7):
        links = [*FAR[number : number + 3], *WITHIN[number % 2 :]]
        made = record(
            f"/fiche/{number}/", title=f"Fiche {number}", links_out=tuple(map(Link, links))
        )
        catalogue.put([made])
        if number == 3:
            gone = update(t.records).where(t.records.c.id == made.id)
            with database.write() as connection:
                connection.execute(gone.values(standing="withdrawn"))
    paths = {"/fiche/0/": 200, "/fiche/1/": 200, "/menu/": 200, "/perdue": 404, "/fermee": 403}
    for path, status in paths.items():
        row = {
            "source": "comedie",
            "url_key": path,
            "url": HOME + path,
            "run_id": 1,
            "sha256": path,
        }
        with database.write() as connection:
            connection.execute(insert(t.pages).values(**row, status=status, fetched_at=at(START)))
    for path in ("/fiche/0/", "/menu/"):
        page = HarvestedPage("comedie", path, HOME + path, path, "")
        WrittenLinks(database).keep(page, {WITHIN[0]: 2, WITHIN[1]: 1, f"{HOME}/menu/": 1})


def look(database: Database, looks: Sequence[tuple[str, LinkState, int]]) -> None:
    instant, ledger = START, LinkLedger(database)
    for url, state, hours in looks:
        instant += timedelta(hours=hours)
        hops = (Hop(url, 301), Hop(f"{url}/x", 200)) if state is LinkState.MOVED else ()
        ledger.add(Check(url, at(instant), state, 404, hops=hops, reason="http_404"))


@pytest.fixture(scope="module")
def filled() -> Iterator[Database]:
    with opened() as database:
        fill(database)
        yield database


@settings(max_examples=40, deadline=None)
@given(LOOKS)
def test_what_is_chosen_and_told_is_what_the_report_says(
    filled: Database, looks: list[tuple[str, LinkState, int]]
) -> None:
    with filled.write() as connection:
        connection.execute(delete(t.link_checks))
    look(filled, looks)
    report = read_report(filled)
    for states in (FAULTS, tuple(Shown), (Shown.BROKEN,), (Shown.MOVED, Shown.FORBIDDEN)):
        bad = [state for state in states if state is not Shown.OK]
        for host in ("", "a.example.org", "WWW.comedie.org"):
            chosen = choose(filled, bad, host)
            assert tuple(told(filled, chosen.pages)) == report.narrowed(bad, host)
            assert chosen.figures == report.figures
    with filled.read() as connection:
        assert states_in(connection) == {
            url: standing_of(checks).state for url, checks in histories_in(connection).items()
        }
        assert outbound_urls_in(connection) == frozenset(outbound_in(connection)) == frozenset(FAR)


def test_a_page_shows_some_of_what_was_chosen(filled: Database) -> None:
    look(filled, [(url, LinkState.BROKEN, 30) for url in FAR * 2])
    chosen = choose(filled, FAULTS)
    assert tuple(told(filled, chosen.pages[1:3])) == read_report(filled).narrowed(FAULTS)[1:3]
    hosts = dict(chosen.hosts)
    assert set(hosts) == {"a.example.org", "b.example.org", "c.example.org", "www.comedie.org"}
    assert max(hosts.values()) == chosen.hosts[0][1]


@given(
    st.from_regex(r"\Ahttps?://[a-zA-Z0-9.:@_\[\]é\\-]{0,12}[/?# \t]?[a-z@:/]{0,4}\Z")
    | st.text(max_size=12)
)
def test_the_origin_of_a_plain_address_is_that_of_any(url: str) -> None:
    assert origin_of(url) == _slow_origin(url)


def _slow_origin(url: str) -> str:
    """By taking every address apart, as `origin_of` does with those that are not plain."""
    try:
        parts = urlsplit(url)
        hostname = parts.hostname
    except ValueError:
        return ""
    is_http = parts.scheme in ("http", "https") and hostname
    return f"{parts.scheme}://{parts.netloc.lower()}" if is_http else ""
