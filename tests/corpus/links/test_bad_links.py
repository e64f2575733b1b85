"""Since when a link within what was harvested leads nowhere, and how it is told."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.links.report import read_report
from corpus.links.standing import Shown
from corpus.record import Link
from tests.corpus.samples import record

HOME = "https://www.comedie.org"
LOST = f"{HOME}/perdue"


def day(number: int) -> str:
    return f"2026-01-{number:02}T08:00:00Z"


def answered(database: Database, *statuses: int) -> None:
    """What the address answered in each run, the first of which was on the first of January."""
    here = {"source": "comedie", "url_key": "k", "url": LOST, "state": "gone"}
    with database.write() as connection:
        for run_id, status in enumerate(statuses, 1):
            run = {"id": run_id, "source": "comedie", "state": "finished", "settings": "{}"}
            connection.execute(insert(t.runs).values(**run, started_at=day(run_id)))
            values = {**here, "run_id": run_id, "status": status, "fetched_at": day(run_id)}
            connection.execute(insert(t.fetches).values(**values))
        connection.execute(insert(t.pages).values(**values))


@pytest.mark.parametrize(
    ("statuses", "since"),
    [
        ([404], 1),
        ([404, 410, 404], 1),
        ([200, 404, 404], 2),
        ([404, 200, 404, 404], 3),
        ([404, 304, 404], 3),
        ([200, 404, 0, 404], 2),
    ],
)
def test_a_link_is_broken_since_its_page_last_answered_well(
    database: Database, catalogue: Catalogue, statuses: list[int], since: int
) -> None:
    catalogue.put([record(links_out=(Link(LOST),))])
    answered(database, *statuses)
    ((link,),) = [page.links for page in read_report(database).pages]
    assert (link.url, link.state, link.since) == (LOST, Shown.BROKEN, day(since))


@pytest.mark.parametrize(
    ("status", "state"), [(403, Shown.FORBIDDEN), (500, Shown.ERROR), (410, Shown.BROKEN)]
)
def test_a_link_within_is_judged_by_what_the_harvest_was_answered(
    database: Database, catalogue: Catalogue, status: int, state: Shown
) -> None:
    catalogue.put([record(links_out=(Link(LOST),))])
    answered(database, status)
    ((link,),) = [page.links for page in read_report(database).pages]
    assert (link.state, link.reason, link.internal) == (state, f"http_{status}", True)


@pytest.mark.parametrize("status", [200, 301, 0])
def test_a_link_to_a_page_that_is_there_or_moved_or_silent_is_not_told(
    database: Database, catalogue: Catalogue, status: int
) -> None:
    catalogue.put([record(links_out=(Link(LOST),))])
    answered(database, status)
    assert read_report(database).pages == ()
