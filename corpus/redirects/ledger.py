"""The old addresses a catalogue knows, and what becomes of each.

A record's addresses lead to the record its cluster of doubles retains; those of one that moved, to
the one that took its place; those of a file, to the file; a page that records were read off, to the
first of them, and one that gave a single record which another page tells better, to that record; a page that led elsewhere, where it led. What is gone, withdrawn or discarded gets a
410. Pages that were only walked through (lists, archives) get nothing, and are told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Row, select

from corpus import tables as t
from corpus.database import Database
from corpus.doubles.store import Doubles
from corpus.harvests.states import PageState
from corpus.interchange import record_from_json
from corpus.ledger import Verdict
from corpus.record import FileState, Standing
from corpus.redirects.addresses import key_of
from corpus.redirects.planning import Legacy, Refusal, Why

_GONE_STATUSES = (404, 410)
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class NewSite:
    """Where the works are now: at the address they were exported to on `target`, or else on a
    Souffleur served at `base` (without a slash at its end)."""

    base: str
    target: str = ""


def read_legacy(database: Database, site: NewSite) -> tuple[list[Legacy], list[Refusal]]:
    """Every old address, and what had to be refused of the records themselves."""
    canonical = Doubles(database).canonical()
    with database.read() as connection:
        reading = _Reading(connection, site, canonical)
        legacy = [
            *reading.of_records(),
            *reading.of_files(),
            *reading.of_pages(),
        ]
        return legacy, reading.refusals


@dataclass
class _Reading:
    connection: Connection
    site: NewSite
    canonical: Mapping[str, str]
    refusals: list[Refusal] = field(default_factory=list)
    exported: Mapping[str, str] = field(init=False)
    standings: Mapping[str, tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        exports = select(t.exports.c.key, t.exports.c.remote_url)
        rows = exports.where(t.exports.c.target == self.site.target, t.exports.c.remote_url != "")
        self.exported = {row.key: row.remote_url for row in self.connection.execute(rows)}
        columns = (t.records.c.id, t.records.c.standing, t.records.c.moved_to)
        records = self.connection.execute(select(*columns))
        self.standings = {row.id: (row.standing, row.moved_to) for row in records}

    # --- records -------------------------------------------------------------------------------

    def of_records(self) -> Iterator[Legacy]:
        passages = self._passages()
        rows = select(t.record_urls).order_by(t.record_urls.c.record_id, t.record_urls.c.url)
        for url, record_id in self.connection.execute(rows):
            fate = self._fate(url, record_id)
            if fate and fate.target and record_id in passages and "#" in url:
                fate = replace(fate, why=Why.PART, rank=passages[record_id][1])
            if fate:
                yield fate
        for record_id, (page, rank) in passages.items():
            fate = self._fate(page, record_id)
            if fate and fate.target:
                yield replace(fate, why=Why.PART, rank=rank)

    def _passages(self) -> dict[str, tuple[str, int]]:
        """The records that were read off a page with others: id → (that page, rank in it)."""
        rows = select(t.records.c.data).where(t.IS_PART).order_by(t.records.c.id)
        records = map(record_from_json, self.connection.execute(rows).scalars())
        found = [(one.id, one.extracted_from) for one in records]
        return {id_: (origin.url, origin.rank) for id_, origin in found if origin}

    def _fate(self, url: str, record_id: str) -> Legacy | None:
        """What becomes of an address of a record; None, and a refusal, when its moves run round."""
        end, met = record_id, [record_id]
        while self.standings.get(end, ("", ""))[0] == Standing.MOVED:
            end = self.standings[end][1]
            if end in met:
                chain = " → ".join([*met, end])
                said = f"L'adresse {url} tourne en rond de fiche en fiche ({chain}). Corrigez-les."
                self.refusals.append(Refusal(url, said))
                return None
            met.append(end)
        if self.standings.get(end, ("", ""))[0] != Standing.PRESENT:
            return Legacy(url, Why.WITHDRAWN, record_id=record_id)
        kept = self.canonical.get(end, end)
        why = Why.MOVED if end != record_id else Why.RECORD if kept == end else Why.DOUBLE
        return Legacy(url, why, self._address(kept), kept)

    def _address(self, record_id: str) -> str:
        return self.exported.get(record_id) or f"{self.site.base}/fiche/{record_id}"

    # --- files and pages -----------------------------------------------------------------------

    def of_files(self) -> Iterator[Legacy]:
        rows = select(t.files).where(t.files.c.state == FileState.KEPT).order_by(t.files.c.url)
        for row in self.connection.execute(rows):
            name = quote(row.name or row.url.rpartition("/")[2] or "fichier", safe="")
            ours = f"{self.site.base}/fichier/{row.sha256}/{name}"
            target = self.exported.get(row.url) or self.exported.get(row.sha256) or ours
            yield Legacy(row.url, Why.FILE, target)

    def of_pages(self) -> Iterator[Legacy]:
        """The addresses asked for; those of records and files are told by these, which are surer."""
        verdicts = {
            (row.source, row.url_key): row.verdict
            for row in self.connection.execute(select(t.page_verdicts))
        }
        for row in self.connection.execute(select(t.pages).order_by(t.pages.c.url)):
            if verdicts.get((row.source, row.url_key)) == Verdict.IGNORED:
                yield Legacy(row.url, Why.DISCARDED)
            elif row.moved_to or row.state == PageState.MOVED:
                yield Legacy(row.url, Why.LEADS, row.moved_to)
            elif row.state == PageState.GONE or row.status in _GONE_STATUSES:
                yield Legacy(row.url, Why.GONE)
            elif _is_home(row.url):
                yield Legacy(row.url, Why.HOME, f"{self.site.base}/")
            else:
                yield self._of_only_record(row) or Legacy(row.url, Why.PAGE)

    def _of_only_record(self, row: Row[Any]) -> Legacy | None:
        """Where a page leads that gave one record, though that is read off another page."""
        ids = json.loads(row.gives)
        if len(ids) != 1 or row.media_type not in _PAGE_TYPES:
            return None
        fate = self._fate(row.url, ids[0])
        return replace(fate, why=Why.PART) if fate and fate.target else None


def _is_home(url: str) -> bool:
    key = key_of(url)
    return key is not None and (key.path, key.query) == ("/", "")
