"""A line of the ledger, and what people say of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.harvests.states import PageState
from corpus.ledger.fates import Fate


class Verdict(StrEnum):
    """A person's word on an address: `fine` as it is, `lost` (something is missing), `ignored`."""

    FINE = "fine"
    LOST = "lost"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file of a record: its SHA-256 is empty when it is not kept."""

    url: str
    sha256: str
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One legacy address: when it was asked, what was received, and what became of it.

    `similarity` is the share (0 to 1) of the words of the page's content that its records hold,
    None when it was not measured. `missing` names the expected fields that its records lack.
    """

    source: str
    key: str
    url: str
    state: PageState
    status: int
    first_seen: str
    fetched_at: str
    changed_at: str
    sha256: str
    media_type: str
    size: int
    absent_runs: int
    fate: Fate
    because: str
    record_ids: tuple[str, ...] = ()
    files: tuple[LedgerFile, ...] = ()
    missing: tuple[str, ...] = ()
    similarity: float | None = None
    verdict: Verdict | None = None
    verdict_note: str = ""
    verdict_by: str = ""
