"""The figures of the migration dossier, read off the catalogue. Nothing here is computed twice:
what a figure counts is what its command prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from corpus.catalogue.conflicts import Conflict, Conflicts
from corpus.database import Database
from corpus.harvests.decisions import Decisions, Proposal
from corpus.harvests.runs import Run, Runs, RunState
from corpus.ledger import Fate, Ledger, LedgerLine, Verdict
from corpus.ledger.fates import TO_LOOK_AT
from corpus.ledger.ledger import Balance
from corpus.ledger.likeness import Likeness
from corpus.ledger.lines import LedgerFile
from corpus.ledger.manifest import Manifest, files_manifest, pages_manifest
from corpus.ledger.missing import KindFields, missing_by_kind
from corpus.links.report import LinkFigures, read_report
from corpus.record import FileState
from search_app.reports.pairs import Compared

if TYPE_CHECKING:
    from crawler.proof.coverage import Coverage
    from crawler.proof.similarity import Shortfall, SimilarityReport

ROWS = 200
"""Lines of a list that the dossier shows; the total is always said."""


@dataclass(frozen=True, slots=True)
class About:
    """What makes the dossier: when (UTC), with what, on which state of the catalogue, how again."""

    made_at: str
    version: str
    revision: int
    command: str
    sample: int
    seed: int
    threshold: float


@dataclass(frozen=True, slots=True)
class Bounded:
    """The first lines of a list, and how many there are in all."""

    lines: tuple[LedgerLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """All that is said of a source.

    `look` are the addresses that a person must look at and has not, `lost` those of which a person
    said that something is missing, `lost_files` the files of records that are not kept.
    """

    key: str
    balance: Balance
    coverage: Coverage
    similarity: SimilarityReport
    kinds: tuple[KindFields, ...]
    look: Bounded
    lost: Bounded
    lost_files: tuple[LedgerFile, ...]
    files: Manifest
    pages: Manifest

    @property
    def losses(self) -> int:
        """What is missing, or may be: gaps, what witnesses announce beyond, records without address,
        pages of which whole passages are in no record, and what a person said was lost."""
        told = self.coverage.disagreeing
        beyond = sum(max(0, w.announced - w.found - len(w.lacking)) for w in told)
        holes = self.coverage.gaps_total + beyond + len(self.balance.unreached)
        return holes + len(self._torn) + self.lost.total

    @property
    def doubts(self) -> int:
        """What a person must look at before anyone may say that nothing is lost."""
        worn = len(self.similarity.below) - len(self._torn)
        silent = sum(witness.silent for witness in self.coverage.witnesses)
        return self.look.total + worn + len(self.lost_files) + silent

    @property
    def _torn(self) -> list[Shortfall]:
        return [below for below in self.similarity.below if below.passages]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the dossier shows; `waiting` are the runs that a person has to decide on."""

    about: About
    sources: tuple[SourceFigures, ...]
    runs: tuple[Run, ...]
    waiting: tuple[Run, ...]
    links: LinkFigures
    proposals: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]
    pairs: tuple[Compared, ...]

    @property
    def losses(self) -> int:
        return sum(source.losses for source in self.sources)

    @property
    def doubts(self) -> int:
        decisions = len(self.waiting) + len(self.proposals) + len(self.conflicts)
        return sum(source.doubts for source in self.sources) + decisions

    @property
    def records(self) -> int:
        return sum(source.balance.records for source in self.sources)

    @property
    def addresses(self) -> int:
        return sum(source.balance.addresses for source in self.sources)

    @property
    def files(self) -> int:
        return sum(len(source.files.lines) for source in self.sources)

    @property
    def holds(self) -> bool:
        return all(source.balance.holds for source in self.sources)

    @property
    def share_of_words(self) -> float:
        words = sum(source.similarity.words for source in self.sources)
        return sum(source.similarity.held for source in self.sources) / words if words else 1.0

    def fates(self) -> Mapping[Fate, int]:
        total: Counter[Fate] = Counter()
        for source in self.sources:
            total.update(source.balance.fates)
        return total

    def kinds(self) -> Mapping[str, int]:
        total: Counter[str] = Counter()
        for source in self.sources:
            total.update({kind.kind: kind.records for kind in source.kinds})
        return total


def source_figures(
    database: Database,
    coverage: Coverage,
    similarity: SimilarityReport,
    doubles: Mapping[str, str],
) -> SourceFigures:
    """The figures of the source that was covered and measured."""
    key = coverage.source
    lines = list(Ledger(database).lines(key, doubles))
    return SourceFigures(
        key=key,
        balance=Ledger(database).balance(key, doubles),
        coverage=coverage,
        similarity=similarity,
        kinds=missing_by_kind(Likeness(database).of_source(key)),
        look=_bounded(line for line in lines if line.fate in TO_LOOK_AT and not line.verdict),
        lost=_bounded(line for line in lines if line.verdict is Verdict.LOST),
        lost_files=_lost_files(lines),
        files=files_manifest(database, key),
        pages=pages_manifest(database, key),
    )


def dossier_of(
    database: Database,
    about: About,
    sources: Sequence[SourceFigures],
    pairs: Iterable[Compared],
) -> Dossier:
    """The sources with what goes across them."""
    keys = {source.key for source in sources}
    decisions = Decisions(database)
    runs = tuple(run for run in reversed(Runs(database).list(1000)) if run.source in keys)
    return Dossier(
        about=about,
        sources=tuple(sources),
        runs=runs,
        waiting=tuple(r for r in runs if r.state is RunState.QUARANTINED and not r.decision),
        links=read_report(database).figures,
        proposals=tuple(each for each in decisions.proposed() if each.source in keys),
        conflicts=tuple(c for c in Conflicts(database).waiting() if _source_of(c) in keys),
        pairs=tuple(pairs),
    )


def _source_of(conflict: Conflict) -> str:
    return conflict.record_id.rpartition("-")[0]


def _bounded(lines: Iterable[LedgerLine]) -> Bounded:
    rest = iter(lines)
    shown = tuple(islice(rest, ROWS))
    return Bounded(shown, len(shown) + sum(1 for _ in rest))


def _lost_files(lines: Iterable[LedgerLine]) -> tuple[LedgerFile, ...]:
    lost = {
        file.url: file
        for line in lines
        for file in line.files
        if file.state in (FileState.FAILED, FileState.EXPECTED)
    }
    return tuple(lost[url] for url in sorted(lost))
