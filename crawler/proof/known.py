"""Which addresses of a source are accounted for, and why the others were never asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from corpus import tables as t
from corpus.database import Database
from corpus.harvests.states import PageState
from corpus.record import Standing
from corpus.values import media_type_of
from crawler.addresses import Addresses
from crawler.admission import LONGEST_URL, pattern_of

_LAYOUT = ("image/", "font/", "text/css", "text/javascript", "application/javascript")
_LAYOUT_ENDINGS = (".css", ".js", ".woff", ".woff2", ".ttf", ".ico", ".webmanifest")
_BUDGETS = ("page_budget", "pattern_budget", "too_many_links")


class Asked(StrEnum):
    """What the ledger says of an address that a page or a witness names.

    `asked` in a run, or `named` by a record that was met elsewhere: accounted for. `robots`,
    `refused`, `rule` (a trap: search, calendar…), `listing` (its works came by the API), `layout`
    (pictures, styles) and `budget`: left on purpose. `unexplained`: a gap.
    """

    ASKED = "asked"
    NAMED = "named"
    ROBOTS = "robots"
    REFUSED = "refused"
    RULE = "rule"
    LISTING = "listing"
    LAYOUT = "layout"
    BUDGET = "budget"
    UNEXPLAINED = "unexplained"


ACCOUNTED = (Asked.ASKED, Asked.NAMED)


class KnownAddresses:
    """What the catalogue knows of the addresses of one source, read once."""

    def __init__(self, database: Database, source: str, site: Addresses) -> None:
        self.site = site
        with database.read() as connection:
            pages = _pages(connection, source)
            self._states = {url: (state, reason) for url, state, reason, _ in pages}
            self.given = {url: tuple(json.loads(gives)) for url, *_, gives in pages}
            self.records = _records(connection, source)
            self.works = _works(connection, source)
            self._named = _named(connection, source)
            self._noted = _budget_notes(connection, source)
        self.has_api = any("/wp-json/" in url and given for url, given in self.given.items())

    def is_accounted(self, url: str) -> bool:
        return self.tell(url)[0] in ACCOUNTED

    def is_a_gap(self, url: str, linked_from: str = "") -> bool:
        return self.tell(url, (linked_from,))[0] is Asked.UNEXPLAINED

    def tell(self, url: str, linked_from: Collection[str] = ()) -> tuple[Asked, str]:
        """What became of a canonical address, and the reason where there is one (French).

        `linked_from` are the pages that lead there: one with too many links explains those left.
        """
        if url in self._states:
            return _of_state(*self._states[url])
        if url in self._named or self.site.record_id(url) in self.records:
            return Asked.NAMED, ""
        if reason := self.site.why_left(url):
            return Asked.RULE, reason
        if media_type_of(url).startswith(_LAYOUT) or _path(url).endswith(_LAYOUT_ENDINGS):
            return Asked.LAYOUT, ""
        if budget := self._budget(url, linked_from):
            return Asked.BUDGET, budget
        if self.has_api and self.site.is_listing(url):
            return Asked.LISTING, ""
        return Asked.UNEXPLAINED, ""

    def _budget(self, url: str, linked_from: Iterable[str]) -> str:
        """The code of the budget that turned the address away; empty for none."""
        if len(url) > LONGEST_URL:
            return "address_too_long"
        if pattern_of(url) in self._noted["pattern_budget"]:
            return "pattern_budget"
        if self._noted["page_budget"]:
            return "page_budget"
        is_crowded = any(page in self._noted["too_many_links"] for page in linked_from)
        return "too_many_links" if is_crowded else ""


def _of_state(state: str, reason: str) -> tuple[Asked, str]:
    if state != PageState.REFUSED:
        return Asked.ASKED, ""
    return (Asked.ROBOTS if reason.startswith("robots") else Asked.REFUSED), reason


def _path(url: str) -> str:
    return url.partition("?")[0].lower()


def _pages(connection: Connection, source: str) -> list[Any]:
    page = t.pages.c
    rows = select(page.url, page.state, page.reason, page.gives).where(page.source == source)
    return list(connection.execute(rows))


def _records(connection: Connection, source: str) -> Mapping[str, str]:
    record = t.records.c
    rows = select(record.id, record.url).where(record.source == source)
    return {row.id: row.url for row in connection.execute(rows)}


def _works(connection: Connection, source: str) -> Collection[tuple[str, str]]:
    """The kind and the address of each record of the source, less those that are elsewhere now."""
    record = t.records.c
    here = (record.source == source) & (record.standing != Standing.MOVED)
    return [tuple(row) for row in connection.execute(select(record.kind, record.url).where(here))]


def _named(connection: Connection, source: str) -> set[str]:
    """The addresses of records, of the pages they are parts of, and of the files that are kept."""
    of_source = t.records.c.source == source
    by_record = (
        select(t.record_urls.c.url)
        .join(t.records, t.records.c.id == t.record_urls.c.record_id)
        .where(of_source)
    )
    by_file = select(t.files.c.url).where(t.files.c.sha256 != "")
    found = {url for query in (by_record, by_file) for url in connection.execute(query).scalars()}
    return found | {url.partition("#")[0] for url in found}


def _budget_notes(connection: Connection, source: str) -> Mapping[str, set[str]]:
    """Code → what the last applied run said of it: patterns, pages with too many links."""
    last = (
        select(t.runs.c.id)
        .where((t.runs.c.source == source) & (t.runs.c.applied_at != ""))
        .order_by(t.runs.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    note = t.run_notes.c
    rows = select(note.code, note.url, note.value).where(
        (note.run_id == last) & note.code.in_(_BUDGETS)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for code, url, value in connection.execute(rows):
        found[code].add(value if code == "pattern_budget" else url)
    return found
