"""Runs made through the corpus's own API, without a site or a crawler."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.database import Database
from corpus.harvests.applying import conclude
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import Batch, Outcome, PageFacts, RowState, Target
from corpus.harvests.responses import Received
from corpus.harvests.runs import Run, RunNote, Runs
from corpus.record import Record
from tests.corpus.samples import record

SOURCE = "site-exemple-fr"
SITE = "https://www.comedie.org"


def sheets(number: int, **changes: Any) -> list[Record]:
    """Records that differ by their title and text, all of one source."""
    return [
        record(
            f"/fiche/{rank}/",
            SOURCE,
            title=f"Fiche {rank}",
            text_sha256=f"texte {rank}",
            files=(),
            links_out=(),
            **changes,
        )
        for rank in range(1, number + 1)
    ]


def retitled(records: Sequence[Record], rank: int, title: str) -> list[Record]:
    """The same records, the one at `rank` under another title and with another text."""
    changed = replace(records[rank], title=title, text_sha256=title)
    return [changed if n == rank else one for n, one in enumerate(records)]


def opened(database: Database, settings: Mapping[str, Any] | None = None) -> tuple[Run, Frontier]:
    run = Runs(database).start(SOURCE, {"base_url": SITE, **(settings or {})})
    return run, Frontier(database, run)


def target(key: str) -> Target:
    return Target(key, f"{SITE}/{key}/", "{}")


def outcome(key: str, records: Iterable[Record] = (), **changes: Any) -> Outcome:
    """A page that was read: `key` names its address."""
    url = f"{SITE}/{key}/"
    page = PageFacts(url, 200, "text/html", sha256=f"corps {key}", size=1000)
    given = tuple(records)
    received = Received(200, (("Content-Type", "text/html"),), b"<p>corps</p>")
    made = Outcome(key, RowState.DONE, 200, "", page, records=given, received=received)
    return replace(made, reading="lecture", **changes)


def harvested(
    database: Database,
    records: Sequence[Record],
    notes: Sequence[RunNote] = (),
    settings: Mapping[str, Any] | None = None,
) -> Run:
    """A run that met these records, each on a page of its own, and came to its end."""
    run, frontier = opened(database, settings)
    keys = [one.id for one in records]
    frontier.commit(Batch(targets=tuple(map(target, keys))), take=len(keys))
    pages = (outcome(key, [one]) for key, one in zip(keys, records, strict=True))
    frontier.commit(Batch(outcomes=tuple(pages), notes=tuple(notes)))
    return conclude(database, run, frontier.figures)
