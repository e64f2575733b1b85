"""What is left to fetch in a run, kept in the catalogue beside what was got.

An address is `pending`, then `in_flight`, then `done`, `failed` or `refused`. A page counts as
done only in the transaction that also keeps its records, its files, its remarks and the links
found on it: a process killed at any instant leaves addresses to fetch again, and loses none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.database import Database
from corpus.harvests.absences import runs_with_scope
from corpus.harvests.fetch_rows import KNOWN, known_page, write_fetches
from corpus.harvests.figures import Figures, add_figures
from corpus.harvests.outcomes import Batch, Outcome, RowState, Target
from corpus.harvests.responses import NOT_MODIFIED
from corpus.harvests.runs import Run, Runs
from corpus.harvests.staging import stage

MANY_ATTEMPTS = 3
"""An address in flight at that many deaths of the process may be their cause: it goes last."""

_LAST = 1_000_000
_GIVEN = (*range(200, 300), NOT_MODIFIED)


class Frontier:
    """The frontier of one run, which this process holds.

    `pending` is how many addresses wait to be taken, and `figures` what the run did so far.
    """

    def __init__(self, database: Database, run: Run) -> None:
        self._database = database
        self._run = run
        self._runs = Runs(database)
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

    def not_met(self) -> Sequence[Target]:
        """The pages that earlier runs over the same addresses knew and this one has not asked."""
        page = t.pages.c
        met = select(t.frontier.c.url_key).where(t.frontier.c.run_id == self._run.id)
        with self._database.read() as connection:
            known = page.run_id.in_(runs_with_scope(connection, self._run)) & (page.request != "")
            here = (page.source == self._run.source) & known & page.url_key.not_in(met)
            return [Target(*row) for row in self._pages(connection, here)]

    def targets_of(self, keys: Sequence[str]) -> Sequence[Target]:
        """The addresses with those keys, as the last applied run asked for them."""
        here = (t.pages.c.source == self._run.source) & t.pages.c.url_key.in_(keys)
        with self._database.read() as connection:
            return [
                Target(*row) for row in self._pages(connection, here & (t.pages.c.request != ""))
            ]

    def _pages(self, connection: Connection, where: Any) -> Iterator[tuple[str, str, str]]:
        page = t.pages.c
        rows = connection.execute(select(page.url_key, page.url, page.request).where(where))
        yield from rows.tuples()

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
        given = rows & (t.frontier.c.state == RowState.DONE) & t.frontier.c.status.in_(_GIVEN)
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
        states = write_fetches(connection, self._run.id, self._run.source, batch.outcomes)
        yield {"page_states": Counter(state.value for state in states.values())}
        yield stage(connection, self._run.id, batch.outcomes)
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
        known = (t.pages.c.source == self._run.source) & (t.pages.c.url_key == table.url_key)
        rows = connection.execute(
            select(table.url_key, table.url, table.request, table.priority, table.depth, *KNOWN)
            .outerjoin(t.pages, known)
            .where(waiting)
            .order_by(table.priority, table.rank)
            .limit(number)
        ).all()
        if rows:
            taken = {"state": RowState.IN_FLIGHT.value, "attempts": table.attempts + 1}
            self._set(connection, [row.url_key for row in rows], taken)
        return [
            Target(r.url_key, r.url, r.request, -r.priority, r.depth, known_page(r)) for r in rows
        ]

    def _settle(self, connection: Connection, outcomes: Iterable[Outcome]) -> None:
        """Most ended alike: one statement for each way of ending."""
        alike: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        for done in outcomes:
            alike[(done.state.value, done.status, done.reason)].append(done.key)
        for (state, status, error), keys in alike.items():
            self._set(connection, keys, {"state": state, "status": status, "error": error})

    def _set(self, connection: Connection, keys: Sequence[str], values: dict[str, Any]) -> None:
        these = (t.frontier.c.run_id == self._run.id) & t.frontier.c.url_key.in_(keys)
        connection.execute(update(t.frontier).where(these).values(values))


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
    if done.page and done.page.media_type:
        counts["media_types"][done.page.media_type] += 1
    if done.state in (RowState.FAILED, RowState.REFUSED):
        counts[done.state][done.reason] += 1
    if done.page:
        sums["bytes"] += done.page.size
        sums["damaged_characters"] += done.page.damaged
        sums["damaged_pages"] += bool(done.page.damaged)
        if done.page.charset_used:
            counts["charsets"][done.page.charset_used] += 1
