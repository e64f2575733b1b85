"""What may become of a legacy address. Pure: from what is known of it to one fate and its reason.

Each address has exactly one fate, so that the sum of the fates is the number of addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from corpus.harvests.states import PageState
from corpus.record import Standing


class Fate(StrEnum):
    """`aggregate` gave several records, each a `part` of it; `alias` is another address of a record;
    `nothing` was read and gave nothing although it should have; `unread` could not be read, ever."""

    RECORD = "record"
    AGGREGATE = "aggregate"
    PART = "part"
    DUPLICATE = "duplicate"
    ALIAS = "alias"
    FILE = "file"
    REDIRECTED = "redirected"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    NAVIGATION = "navigation"
    SERVICE = "service"
    GONE = "gone"
    NOT_ASKED = "not_asked"
    NOTHING = "nothing"
    UNREAD = "unread"


TO_LOOK_AT = (Fate.NOTHING, Fate.UNREAD)
"""Fates that a person must look at before anyone may say that nothing was lost."""

_SERVICES = ("application/json", "application/xml", "text/xml", "application/rss+xml")
_SERVICE_PATHS = ("/robots.txt", "/wp-json", "/sitemap", "/wp-sitemap")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address when its fate is told.

    `gives` are the ids of the records it gave that the catalogue holds, `standings` where each
    stands; `known_as` are records met under the address though another page gave them;
    `elsewhere` are those of `gives` that another page gave as well, whose reading is the one kept;
    `canonical` is the record that one of `gives` is a double of; `notes` are the codes of the
    remarks that its last run made on it; `is_file` when its bytes are kept as a file.
    """

    url: str
    state: PageState
    status: int
    media_type: str = ""
    moved_to: str = ""
    reason: str = ""
    gives: tuple[str, ...] = ()
    standings: Mapping[str, Standing] | None = None
    known_as: tuple[str, ...] = ()
    elsewhere: frozenset[str] = frozenset()
    canonical: str = ""
    is_file: bool = False
    notes: frozenset[str] = frozenset()


def fate_of(known: Known) -> tuple[Fate, str]:
    """The fate of an address, and what explains it: an id, an address, or a reason in French."""
    if known.gives and not _is_service(known):
        return _of_records(known)
    if known.is_file:
        return Fate.FILE, ", ".join(known.known_as)
    if known.moved_to:
        return Fate.REDIRECTED, known.moved_to
    if known.known_as and known.state is not PageState.GONE:
        return Fate.ALIAS, known.known_as[0]
    return _without_record(known)


def fate_of_named(known: Known, own_url: str, part_of: str) -> tuple[Fate, str]:
    """The same for an address that was never asked for, of the one record that it gives.

    `own_url` is the address of that record, `part_of` the page it is a part of, or empty.
    """
    fate, because = fate_of(known)
    if known.url != own_url:
        return Fate.ALIAS, known.gives[0]
    if fate is Fate.RECORD and part_of:
        return Fate.PART, part_of
    return fate, because


def _of_records(known: Known) -> tuple[Fate, str]:
    first, standings = known.gives[0], known.standings or {}
    if len(known.gives) > 1:
        others = len(known.elsewhere.intersection(known.gives))
        read = f", dont {others} d'une autre page" if others else ""
        return Fate.AGGREGATE, f"{len(known.gives)} fiches{read}"
    if first in known.elsewhere:
        return Fate.ALIAS, first
    if known.canonical and known.canonical != first:
        return Fate.DUPLICATE, known.canonical
    standing = standings.get(first, Standing.PRESENT)
    if standing is Standing.WITHDRAWN:
        return Fate.WITHDRAWN, first
    return (Fate.MOVED if standing is Standing.MOVED else Fate.RECORD), first


def _without_record(known: Known) -> tuple[Fate, str]:
    if known.state is PageState.REFUSED:
        return Fate.NOT_ASKED, known.reason
    if known.state is PageState.GONE:
        cited = f", cité par {known.known_as[0]}" if known.known_as else ""
        return Fate.GONE, f"HTTP {known.status}{cited}"
    if _is_service(known):
        return Fate.SERVICE, f"{len(known.gives)} fiches" if known.gives else "pour programmes"
    if known.state is PageState.ERROR:
        return Fate.UNREAD, known.reason or f"HTTP {known.status}"
    if "nothing_found" in known.notes:
        return Fate.NOTHING, "aucune fiche n'y a été reconnue"
    return Fate.NAVIGATION, "liste, menu ou page d'accueil"


def _is_service(known: Known) -> bool:
    """An address for programs (API, sitemap, robots.txt): no reader ever had it."""
    if known.media_type in _SERVICES:
        return True
    may_be = any(path in known.url for path in _SERVICE_PATHS)  # taking apart thousands is slow
    return may_be and urlsplit(known.url).path.startswith(_SERVICE_PATHS)
