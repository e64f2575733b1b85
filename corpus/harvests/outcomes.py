"""What a crawler asks for and what became of it: the values that cross into the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.catalogue.file_rows import FileRow
from corpus.harvests.figures import Figures
from corpus.harvests.responses import Received
from corpus.harvests.runs import RunNote
from corpus.record import Record


class RowState(StrEnum):
    PENDING = "pending"
    IN_FLIGHT = "in_flight"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What the last applied run learnt of an address, by which the next can spare a reading.

    `reading` names what read the page (the rules and the request): only the same reading of the
    same bytes gives the same again. `gives` are the ids of the records, `links` the keys of the
    addresses found on it.
    """

    status: int
    etag: str
    last_modified: str
    sha256: str
    reading: str
    links: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch.

    `key` names the request (64 characters at most): two requests for the same thing have the same.
    `request` is whatever the crawler needs to make it again. A higher `priority` goes first, then
    the one met first. `known` is what an earlier run learnt of it.
    """

    key: str
    url: str
    request: str
    priority: int = 0
    depth: int = 0
    known: KnownPage | None = None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the server said of a page, and how its text was read; `size` in bytes.

    `moved_to` is where a redirect leads.
    """

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
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an address, with all that came of it. `reason` says why it failed.

    `unchanged` is set for a page that was not read, because an earlier reading holds: `known` is
    that one, and its records count as met. `reading` names what read the page, see `KnownPage`;
    `found` holds the keys of every address found on it, those known before included.
    """

    key: str
    state: RowState
    status: int = 0
    reason: str = ""
    page: PageFacts | None = None
    links: tuple[Target, ...] = ()
    records: tuple[Record, ...] = ()
    files: tuple[FileRow, ...] = ()
    notes: tuple[RunNote, ...] = ()
    received: Received | None = None
    reading: str = ""
    found: tuple[str, ...] = ()
    unchanged: KnownPage | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction keeps: outcomes, addresses and remarks that belong to no page, and
    figures to add."""

    outcomes: tuple[Outcome, ...] = ()
    targets: tuple[Target, ...] = ()
    notes: tuple[RunNote, ...] = ()
    figures: Figures | None = None
