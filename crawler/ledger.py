"""What this process has got since the last transaction, and what it is to fetch next.

Pages that end within a quarter of a second of each other, or `BATCH_PAGES` of them, are kept in one
transaction with one wait for the disk; those that were not read again are more to a batch, for a
transaction costs as much as twenty of them. What is not yet kept does not count: a kill makes it be
fetched again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TypeVar

from corpus.errors import SouffleurError
from corpus.harvests.figures import Figures, add_figures
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import Batch, Outcome, RowState, Target
from corpus.harvests.runs import RunNote
from crawler.admission import Admission
from crawler.refusals import note_of_reading

T = TypeVar("T")

BATCH_PAGES = 50
BATCH_OUTCOMES = 8 * BATCH_PAGES
READ_AHEAD = 128
"""How many addresses are taken from the frontier at a time."""


class Ledger:
    """The batch being gathered, in front of the frontier.

    `on_first` is called when something enters an empty batch, to have `flush` called soon;
    `on_error` when a transaction fails for a cause of ours (disk full, run taken over): nothing is
    kept any more from then on.
    """

    def __init__(
        self,
        frontier: Frontier,
        admission: Admission,
        on_first: Callable[[], None],
        on_error: Callable[[SouffleurError], None],
    ) -> None:
        self._frontier = frontier
        self._admission = admission
        self._on_first = on_first
        self._on_error = on_error
        self._outcomes: list[Outcome] = []
        self._targets: list[Target] = []
        self._notes: list[RunNote] = []
        self._read = 0
        self._ready: deque[Target] = deque()
        self._figures: Figures = {}
        self._since = monotonic()
        self.in_flight: dict[str, Target] = {}
        self.broken = False
        self.done = 0

    @property
    def is_empty(self) -> bool:
        """Whether everything that came in was kept."""
        return not (self._outcomes or self._targets or self._notes)

    @property
    def has_more(self) -> bool:
        """Whether there is, or may be once the batch is kept, something left to fetch."""
        waiting = self._ready or self._outcomes or self._targets or self._frontier.pending
        return bool(waiting) and not self.broken

    def add(self, target: Target) -> None:
        """An address that no page led to."""
        self._enter(self._targets, target)

    def note(self, note: RunNote) -> None:
        """A remark that belongs to no page."""
        self._enter(self._notes, note)

    def sum_up(self, figures: Figures) -> None:
        """Figures to be kept with the next batch."""
        self._figures = add_figures(self._figures, figures)

    def settle(self, outcome: Outcome) -> None:
        """What became of an address taken before."""
        self.in_flight.pop(outcome.key, None)
        self.done += 1
        self._enter(self._outcomes, outcome)
        self._read += outcome.unchanged is None
        if self._read >= BATCH_PAGES or len(self._outcomes) >= BATCH_OUTCOMES:
            self.flush()

    def take(self) -> Target | None:
        """The next address to fetch, after keeping what came in; None when there is none now."""
        if not self._ready and not self.broken:
            self.flush(READ_AHEAD)
        if not self._ready:
            return None
        target = self._ready.popleft()
        self.in_flight[target.key] = target
        return target

    def flush(self, take: int = 0) -> None:
        """Keeps the batch, and reads ahead of the frontier."""
        if self.broken or (self.is_empty and not (take and self._frontier.pending)):
            return
        try:
            self._commit(take)
        except SouffleurError as error:
            self.give_up(error)

    def beat(self) -> None:
        """Keeps the run ours while nothing comes in."""
        if self.broken:
            return
        try:
            self._frontier.beat()
        except SouffleurError as error:
            self.give_up(error)

    def _enter(self, queue: list[T], thing: T) -> None:
        if self.broken:
            return
        if self.is_empty:
            self._on_first()
        queue.append(thing)

    def _commit(self, take: int) -> None:
        batch = self._batch()
        try:
            taken = self._frontier.commit(batch, take)
        except SouffleurError:
            raise
        except Exception:  # noqa: BLE001 - one bad page must not cost the others
            self._commit_one_by_one(batch)
            taken = self._frontier.commit(Batch(), take)
        self._ready.extend(taken)

    def _commit_one_by_one(self, batch: Batch) -> None:
        """Finds the page whose records or remarks cannot be written, and reports it instead."""
        self._frontier.commit(replace(batch, outcomes=()))
        for outcome in batch.outcomes:
            try:
                self._frontier.commit(Batch((outcome,)))
            except SouffleurError:
                raise
            except Exception as error:  # noqa: BLE001 - becomes a line of the report
                self._frontier.commit(Batch((_unkept(outcome, error),)))

    def _batch(self) -> Batch:
        notes = [*self._notes, *self._admission.notes]
        figures: Figures = {
            "seconds": round(monotonic() - self._since, 3),
            "links_refused": dict(self._admission.refused),
        }
        figures = add_figures(figures, self._figures)
        batch = Batch(tuple(self._outcomes), tuple(self._targets), tuple(notes), figures)
        self._figures = {}
        self._read = 0
        self._since = monotonic()
        self._admission.refused.clear()
        for gathered in (self._outcomes, self._targets, self._notes, self._admission.notes):
            gathered.clear()
        return batch

    def give_up(self, error: SouffleurError) -> None:
        """Keeps nothing any more: what was not kept is fetched again by the next run."""
        self.broken = True
        self._ready.clear()
        self._on_error(error)


def _unkept(outcome: Outcome, error: Exception) -> Outcome:
    url = outcome.page.url if outcome.page else outcome.key
    return Outcome(
        outcome.key,
        RowState.FAILED,
        outcome.status,
        "not_kept",
        links=outcome.links,
        notes=(replace(note_of_reading(error, url), code="not_kept"),),
    )
