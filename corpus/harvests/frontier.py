"""What is left to fetch in a run, kept in the catalogue beside what was got.

An address is `pending`, then `in_flight`, then `done`, `failed` or `refused`. A page counts as
done only in the transaction that also keeps its records, its files, its remarks and the links
found on it: a process killed at any instant leaves addresses to fetch again, and loses none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.catalogue.file_rows import FileRow
from corpus.clock import now
from corpus.database import Database
from corpus.harvests.figures import Figures, add_figures
from corpus.harvests.runs import Run, RunNote, Runs
from corpus.record import Record

MANY_ATTEMPTS = 3
"""An address in flight at that many deaths of the process may be their cause: it goes last."""

_LAST = 1_000_000


class RowState(StrEnum):
    PENDING = "pending"
    IN_FLIGHT = "in_flight"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch.

    `key` names the request (64 characters at most): two requests for the same thing have the same.
    `request` is whatever the crawler needs to make it again. A higher `priority` goes first, then
    the one met first.
    """

    key: str
    url: str
    request: str
    priority: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the server said of a page, and how its text was read; `size` in bytes."""

    url: str
    status: int
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    size: int = 0
    charset_declared: str = ""
    charset_used: str = ""
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an address, with all that came of it. `reason` says why it failed."""

    key: str
    state: RowState
    status: int = 0
    reason: str = ""
    page: PageFacts | None = None
    links: tuple[Target, ...] = ()
    records: tuple[Record, ...] = ()
    files: tuple[FileRow, ...] = ()
    notes: tuple[RunNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction keeps: outcomes, addresses and remarks that belong to no page, and
    figures to add."""

    outcomes: tuple[Outcome, ...] = ()
    targets: tuple[Target, ...] = ()
    notes: tuple[RunNote, ...] = ()
    figures: Figures | None = None


class Frontier:
    """The frontier of one run, which this process holds.

    `pending` is how many addresses wait to be taken, and `figures` what the run did so far.
    """

    def __init__(self, database: Database, run: Run) -> None:
        self._database = database
        self._run = run
        self._runs = Runs(database)
        self._catalogue = Catalogue(database)
        self.figures: Figures = run.figures
        self.pending = 0
        self._rank = 0

    def recover(self) -> None:
        """Puts back what was in flight when the last process stopped, and what failed then.

        To be called once, before anything is taken.
        """
        rows = t.frontier.c.run_id == self._run.id
        states = t.frontier.c.state.in_((RowState.IN_FLIGHT, RowState.FAILED))
        often = rows & (t.frontier.c.attempts >= MANY_ATTEMPTS) & (t.frontier.c.priority < _LAST)
        with self._database.write() as connection:
            connection.execute(
                update(t.frontier).where(often & states).values(priority=_LAST),
            )
            connection.execute(
                update(t.frontier).where(rows & states).values(state=RowState.PENDING.value)
            )
            last = select(func.coalesce(func.max(t.frontier.c.rank), 0)).where(rows)
            self._rank = int(connection.execute(last).scalar_one())
        self.pending = self.counts().get(RowState.PENDING, 0)

    def known(self) -> Iterator[tuple[str, str]]:
        """The key and the address of every row."""
        with self._database.read() as connection:
            columns = select(t.frontier.c.url_key, t.frontier.c.url)
            for row in connection.execute(columns.where(t.frontier.c.run_id == self._run.id)):
                yield row[0], row[1]

    def counts(self) -> Counter[str]:
        """How many addresses are in each state."""
        columns = select(t.frontier.c.state, func.count()).group_by(t.frontier.c.state)
        with self._database.read() as connection:
            rows = connection.execute(columns.where(t.frontier.c.run_id == self._run.id))
            return Counter({row[0]: row[1] for row in rows})

    def gave_pages(self) -> bool:
        """Whether any address gave a page or a file; robots.txt is neither."""
        rows = t.frontier.c.run_id == self._run.id
        given = rows & (t.frontier.c.state == RowState.DONE) & t.frontier.c.status.between(200, 299)
        others = given & t.frontier.c.url.not_like("%/robots.txt")
        with self._database.read() as connection:
            return (
                connection.execute(select(t.frontier.c.url).where(others).limit(1)).first()
                is not None
            )

    def commit(self, batch: Batch, take: int = 0) -> Sequence[Target]:
        """Keeps the batch, then takes up to `take` addresses to fetch, all in one transaction.

        Targets already known are left as they are. Raises `StorageError`, and `HarvestRunning`
        when another process took the run over; nothing is kept then.
        """
        targets = [*batch.targets, *(link for done in batch.outcomes for link in done.links)]
        with self._database.write() as connection:
            self._add(connection, targets)
            figures = add_figures(self.figures, batch.figures or {})
            for added in self._keep(connection, batch):
                figures = add_figures(figures, added)
            taken = self._take(connection, take)
            self._runs.renew(self._run, figures, connection)
        self.figures = figures
        self.pending = self.pending + len(targets) - len(taken) if len(taken) == take else 0
        return taken

    def beat(self) -> None:
        """Keeps the run ours while nothing else is written."""
        self._runs.renew(self._run, self.figures)

    def _keep(self, connection: Connection, batch: Batch) -> Iterator[Figures]:
        notes = [*batch.notes, *(note for done in batch.outcomes for note in done.notes)]
        self._settle(connection, batch.outcomes)
        self._write_pages(connection, batch.outcomes)
        yield self._put_records(connection, batch.outcomes)
        for file in (file for done in batch.outcomes for file in done.files):
            self._catalogue.keep_file(file, connection)
        self._runs.note(self._run.id, notes, connection)
        yield {"notes": Counter(note.code for note in notes)}
        yield figures_of(batch.outcomes)

    def _add(self, connection: Connection, targets: Iterable[Target]) -> None:
        rows = []
        for target in targets:
            self._rank += 1
            rows.append(
                {
                    "run_id": self._run.id,
                    "url_key": target.key,
                    "url": target.url,
                    "request": target.request,
                    "state": RowState.PENDING.value,
                    # Turned round, so that the index gives rows in the order they are taken.
                    "priority": -target.priority,
                    "depth": target.depth,
                    "rank": self._rank,
                    "attempts": 0,
                    "status": 0,
                    "error": "",
                }
            )
        if rows:
            connection.execute(upsert(t.frontier).on_conflict_do_nothing(), rows)

    def _take(self, connection: Connection, number: int) -> Sequence[Target]:
        if not number:
            return []
        table = t.frontier.c
        waiting = (table.run_id == self._run.id) & (table.state == RowState.PENDING)
        rows = connection.execute(
            select(table.url_key, table.url, table.request, table.priority, table.depth)
            .where(waiting)
            .order_by(table.priority, table.rank)
            .limit(number)
        ).all()
        if rows:
            self._set(
                connection,
                [{"key": row.url_key, "in_state": RowState.IN_FLIGHT.value} for row in rows],
                state=bindparam("in_state"),
                attempts=table.attempts + 1,
            )
        return [Target(r.url_key, r.url, r.request, -r.priority, r.depth) for r in rows]

    def _settle(self, connection: Connection, outcomes: Iterable[Outcome]) -> None:
        rows = [
            {
                "key": done.key,
                "in_state": done.state.value,
                "in_status": done.status,
                "in_error": done.reason,
            }
            for done in outcomes
        ]
        if rows:
            self._set(
                connection,
                rows,
                state=bindparam("in_state"),
                status=bindparam("in_status"),
                error=bindparam("in_error"),
            )

    def _set(self, connection: Connection, rows: list[dict[str, Any]], **values: Any) -> None:
        one = (t.frontier.c.run_id == self._run.id) & (t.frontier.c.url_key == bindparam("key"))
        connection.execute(update(t.frontier).where(one).values(**values), rows)

    def _write_pages(self, connection: Connection, outcomes: Iterable[Outcome]) -> None:
        rows = [
            {
                "source": self._run.source,
                "url_key": done.key,
                "run_id": self._run.id,
                "fetched_at": now(),
                **{name: getattr(done.page, name) for name in PageFacts.__dataclass_fields__},
            }
            for done in outcomes
            if done.page
        ]
        if rows:
            table = t.pages.c
            one = (table.source == self._run.source) & (table.url_key == bindparam("key"))
            connection.execute(delete(t.pages).where(one), [{"key": r["url_key"]} for r in rows])
            connection.execute(insert(t.pages), rows)

    def _put_records(self, connection: Connection, outcomes: Iterable[Outcome]) -> Figures:
        by_kind: dict[str, list[Record]] = defaultdict(list)
        for record in (record for done in outcomes for record in done.records):
            by_kind[record.kind].append(record)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for kind, records in by_kind.items():
            put = self._catalogue.put(records, connection)
            for what in ("new", "changed", "unchanged"):
                if number := getattr(put, what):
                    counts[what][kind] = number
        return {"records": counts}


def figures_of(outcomes: Iterable[Outcome]) -> Figures:
    """The pages, bytes, files and charsets of these outcomes, counted."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sums: Counter[str] = Counter()
    for done in outcomes:
        _count_outcome(done, counts, sums)
    return {**counts, **sums}


def _count_outcome(done: Outcome, counts: Mapping[str, Counter[str]], sums: Counter[str]) -> None:
    sums["files"] += sum(1 for file in done.files if file.sha256)
    if done.status:
        counts["pages"][str(done.status)] += 1
    if done.state in (RowState.FAILED, RowState.REFUSED):
        counts[done.state][done.reason] += 1
    if done.page:
        sums["bytes"] += done.page.size
        sums["damaged_characters"] += done.page.damaged
        sums["damaged_pages"] += bool(done.page.damaged)
        if done.page.charset_used:
            counts["charsets"][done.page.charset_used] += 1
