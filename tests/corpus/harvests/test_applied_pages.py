"""What an applied run makes of `pages`: in one statement or row by row, it says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from corpus import tables as t
from corpus.database import Database
from corpus.harvests.fetch_rows import apply_fetches, merged_page
from corpus.harvests.outcomes import Batch, KnownPage, Outcome, PageFacts, RowState
from corpus.harvests.responses import Received
from corpus.harvests.runs import Run
from tests.corpus.harvests.making import SITE, harvested, opened, outcome, sheets, target


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.open(f"sqlite:///{tmp_path / 'c.sqlite'}")
    yield made
    made.close()


def not_read(key: str, status: int = 304, **said: Any) -> Outcome:
    """A page that had not changed, and what its server said of it this time."""
    page = PageFacts(f"{SITE}/{key}/", status, sha256=f"corps {key}", **said)
    known = KnownPage(200, "", "", f"corps {key}", "lecture")
    received = Received(status, kept_as_file=True)
    return Outcome(key, RowState.DONE, status, page=page, received=received, unchanged=known)


def met_again(database: Database) -> Run:
    """A second run over seven pages, that found each in another way, and is not applied yet."""
    records = sheets(7)
    harvested(database, records)
    keys = [record.id for record in records]
    run, frontier = opened(database)
    asked = [replace(target(key), request='{"again":1}') for key in keys]
    frontier.commit(Batch(targets=tuple(asked)), take=len(keys))
    gone = PageFacts(f"{SITE}/{keys[5]}/", 404)
    found = (
        not_read(keys[0]),
        not_read(keys[1], etag='"neuf"'),
        not_read(keys[2], last_modified="Tue, 01 Sep 2026 00:00:00 GMT"),
        not_read(keys[3], 200, media_type="text/plain", size=7),
        outcome(keys[4], [records[4]], found=("lien",)),
        Outcome(keys[5], RowState.DONE, 404, page=gone, received=Received(404)),
        not_read(keys[6]),
    )
    frontier.commit(Batch(outcomes=found))
    return run


def rows_of(database: Database, table: Any, *where: Any) -> dict[str, dict[str, Any]]:
    with database.read() as connection:
        rows = connection.execute(select(table).where(*where)).mappings()
        return {row["url_key"]: dict(row) for row in rows}


@pytest.mark.parametrize("forgotten", ["nothing", "frontier", "pages"])
def test_pages_say_the_same_whether_applied_together_or_one_by_one(
    database: Database, forgotten: str
) -> None:
    run = met_again(database)
    with database.write() as connection:
        if forgotten == "frontier":
            connection.execute(delete(t.frontier))
        if forgotten == "pages":
            first = sheets(1)[0].id
            connection.execute(delete(t.pages).where(t.pages.c.url_key == first))
    before = rows_of(database, t.pages)
    asked = rows_of(database, t.frontier, t.frontier.c.run_id == run.id)
    fetched = rows_of(database, t.fetches, t.fetches.c.run_id == run.id)
    one_by_one = {
        key: merged_page(before.get(key), fetch | {"request": asked.get(key, {}).get("request")})
        for key, fetch in fetched.items()
    }
    with database.write() as connection:
        apply_fetches(connection, run.id)
    assert rows_of(database, t.pages) == one_by_one
