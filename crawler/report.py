"""What a harvest came to."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.harvests.figures import Figures, total_of
from corpus.harvests.runs import RunState


@dataclass(frozen=True, slots=True)
class HarvestReport:
    """The run as it ended: its figures (`corpus.harvests.figures`), and how many remarks it holds.

    `resumed` says that it took up an interrupted run; the remarks are read with `Runs.notes`.
    """

    run_id: int
    source: str
    state: RunState
    figures: Figures
    notes: int
    resumed: bool = False

    @property
    def pages(self) -> int:
        """How many pages answered, whatever they answered."""
        return total_of(self.figures, "pages")

    @property
    def records(self) -> int:
        """How many times a record was kept: once a page it was met on."""
        return total_of(self.figures, "records")
