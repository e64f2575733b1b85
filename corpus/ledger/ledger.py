"""The ledger, read from what the last applied runs found, and people's verdicts on it.

Nothing is unaccounted for: an address has one fate, a record at least one address, and `balance`
checks both sums.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.batches import batched
from corpus.clock import now
from corpus.database import Database
from corpus.errors import StaffError
from corpus.harvests.staging import holders_of
from corpus.harvests.states import PageState
from corpus.interchange import record_from_json
from corpus.ledger.fates import TO_LOOK_AT, Fate, Known, fate_of, fate_of_named
from corpus.ledger.lines import LedgerFile, LedgerLine, Verdict
from corpus.ledger.missing import missing_fields
from corpus.ledger.outlines import Outline, Place, notes_of, outlines, places
from corpus.record import FileState, Standing


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of a source: `addresses` must equal the sum of `fates`, and `unreached` be empty.

    `to_look_at` counts the addresses whose fate a person must look at and has not.
    """

    source: str
    addresses: int
    fates: Mapping[Fate, int]
    records: int
    unreached: tuple[str, ...] = ()
    to_look_at: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return self.addresses == sum(self.fates.values()) and not self.unreached


class Ledger:
    """The ledger of every source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sources(self) -> Sequence[str]:
        """The sources of which at least one run was applied."""
        with self._database.read() as connection:
            column = t.pages.c.source
            return list(connection.execute(select(column).distinct().order_by(column)).scalars())

    def lines(self, source: str, doubles: Mapping[str, str] | None = None) -> Iterator[LedgerLine]:
        """Every address of the source ever asked for, by address; then those of records that were
        met elsewhere (an API, an aggregate page), and never had to be asked for.

        `doubles` maps the id of a record that is folded to that of its canonical one.
        """
        with self._database.read() as connection:
            rows = (
                connection.execute(
                    select(t.pages).where(t.pages.c.source == source).order_by(t.pages.c.url)
                )
                .mappings()
                .all()
            )
            around = _Around(connection, source, doubles or {})
            for batch in batched(rows):
                yield from around.lines(batch)
            yield from around.lines_without_page({row["url"] for row in rows})

    def outlines(
        self,
        source: str,
        doubles: Mapping[str, str] | None = None,
        fates: Collection[Fate] = tuple(Fate),
    ) -> list[Outline]:
        """The addresses of `lines` of these fates, with nothing but it, in the same order."""
        with self._database.read() as connection:
            return list(outlines(connection, source, doubles or {}, fates))

    def count(self, source: str) -> int:
        """How many addresses of the source there are to account for."""
        with self._database.read() as connection:
            return _count(connection, source)

    def places(self, sources: Sequence[str], start: int, size: int) -> list[Place]:
        """`size` places at most of the lines of these sources, one after the other, from that on."""
        found: list[Place] = []
        with self._database.read() as connection:
            for source in sources:
                number = _count(connection, source)
                if start < number and len(found) < size:
                    found += places(connection, source, start, size - len(found))
                start = max(0, start - number)
        return found

    def told(
        self, chosen: Sequence[Place], doubles: Mapping[str, str] | None = None
    ) -> list[LedgerLine]:
        """The lines at some places, in their order."""
        found: dict[Place, LedgerLine] = {}
        with self._database.read() as connection:
            for source in dict.fromkeys(source for source, _, _ in chosen):
                here = [(key, url) for of, key, url in chosen if of == source]
                around = _Around(connection, source, doubles or {})
                found.update(((ln.source, ln.key, ln.url), ln) for ln in around.told(here))
        return [found[place] for place in chosen if place in found]

    def balance(self, source: str, doubles: Mapping[str, str] | None = None) -> Balance:
        """The sums of the source's ledger, checked by whoever reads `holds`."""
        fates: Counter[Fate] = Counter()
        missing: Counter[str] = Counter()
        reached: set[str] = set()
        look = 0
        for line in self.lines(source, doubles):
            fates[line.fate] += 1
            missing.update(line.missing)
            reached.update(line.record_ids)
            look += line.fate in TO_LOOK_AT and line.verdict is None
        with self._database.read() as connection:
            addresses = _count(connection, source)
            ids = _harvested(connection, source)
        unreached = tuple(sorted(ids - reached))
        return Balance(source, addresses, fates, len(ids), unreached, look, missing)

    def judge(self, source: str, url: str, verdict: Verdict, note: str, by: str) -> None:
        """Keeps a person's verdict on an address. Raises `StaffError` for one never seen."""
        with self._database.write() as connection:
            here = (t.pages.c.source == source) & (t.pages.c.url == url)
            keys = connection.execute(select(t.pages.c.url_key).where(here)).scalars().all()
            if not keys:
                raise StaffError(
                    f"L'adresse « {url} » n'a jamais été demandée pour « {source} ». "
                    "Copiez-la telle que le registre l'écrit."
                )
            for key in keys:
                values = {"verdict": verdict.value, "note": note, "by": by, "at": now()}
                statement = upsert(t.page_verdicts).values(source=source, url_key=key, **values)
                keyed = ["source", "url_key"]
                connection.execute(
                    statement.on_conflict_do_update(index_elements=keyed, set_=values)
                )


MEASURE = 1
"""To be raised when likeness is measured otherwise: every page is then measured again."""


def records_sha256(hashes: Iterable[str]) -> str:
    """One hash for the records of a page, whatever their order: names a measure of likeness."""
    return hashlib.sha256(" ".join([str(MEASURE), *sorted(hashes)]).encode()).hexdigest()


def _count(connection: Connection, source: str) -> int:
    """How many addresses there are to account for, counted apart from the fates."""
    asked = t.pages.c.source == source
    pages = connection.execute(select(func.count()).select_from(t.pages).where(asked))
    named = (
        select(func.count(func.distinct(t.record_urls.c.url)))
        .join(t.records, t.records.c.id == t.record_urls.c.record_id)
        .where(t.records.c.source == source)
        .where(t.record_urls.c.url.not_in(select(t.pages.c.url).where(asked)))
    )
    return int(pages.scalar_one()) + int(connection.execute(named).scalar_one())


def _harvested(connection: Connection, source: str) -> set[str]:
    """The records of the source that a run met; one brought in by an import has no address here."""
    record = t.records.c
    met = (record.source == source) & (record.last_run > 0)
    return set(connection.execute(select(record.id).where(met)).scalars())


class _Around:
    """What the catalogue knows around the addresses of a source, read once."""

    def __init__(self, connection: Connection, source: str, doubles: Mapping[str, str]) -> None:
        self._connection = connection
        self._source = source
        self._doubles = doubles
        self._notes = notes_of(connection, source)
        self._verdicts = {row["url_key"]: row for row in self._rows(t.page_verdicts)}

    def _rows(self, table: Any) -> Sequence[RowMapping]:
        here = table.c.source == self._source
        return self._connection.execute(select(table).where(here)).mappings().all()

    def lines(self, rows: Sequence[RowMapping]) -> Iterator[LedgerLine]:
        urls = [row["url"] for row in rows]
        known_as = self._known_as(urls)
        files = self._files_at(urls)
        given = {row["url_key"]: tuple(json.loads(row["gives"])) for row in rows}
        records = self._records({id_ for ids in given.values() for id_ in ids})
        holders = holders_of(self._connection, sorted(records))
        shares = self._shares([row["sha256"] for row in rows])
        for row in rows:
            ids = tuple(id_ for id_ in given[row["url_key"]] if id_ in records)
            other = frozenset(
                id_ for id_ in ids if holders.get(id_, row["url_key"]) != row["url_key"]
            )
            yield self._line(row, ids, known_as.get(row["url"], ()), other, files, records, shares)

    def told(self, chosen: Sequence[tuple[str, str]]) -> Iterator[LedgerLine]:
        """The lines of some addresses of the source, with their keys: a page's worth of them."""
        keys = [key for key, _ in chosen if key]
        here = (t.pages.c.source == self._source) & t.pages.c.url_key.in_(keys)
        yield from self.lines(
            self._connection.execute(select(t.pages).where(here)).mappings().all()
        )
        urls = [url for key, url in chosen if not key]
        yield from self._named(self._met_under().where(t.record_urls.c.url.in_(urls)), frozenset())

    def lines_without_page(self, asked: Collection[str]) -> Iterator[LedgerLine]:
        """The addresses of records that no request was made for, by address."""
        yield from self._named(self._met_under(), asked)

    def _met_under(self) -> Select[Any]:
        """The addresses of the records of the source, each with a record met under it."""
        return (
            select(t.record_urls.c.url, t.record_urls.c.record_id)
            .join(t.records, t.records.c.id == t.record_urls.c.record_id)
            .where(t.records.c.source == self._source)
            .order_by(t.record_urls.c.url, t.record_urls.c.record_id)
        )

    def _named(self, met: Select[Any], asked: Collection[str]) -> Iterator[LedgerLine]:
        by_url: dict[str, list[str]] = defaultdict(list)
        for url, id_ in self._connection.execute(met).all():
            if url not in asked:
                by_url[url].append(id_)
        urls = list(by_url)
        for part in batched(urls):
            records = self._records({id_ for url in part for id_ in by_url[url]})
            for url in part:
                yield self._named_line(url, tuple(by_url[url]), records)

    def _named_line(
        self, url: str, ids: tuple[str, ...], records: Mapping[str, RowMapping]
    ) -> LedgerLine:
        row, record = records[ids[0]], record_from_json(records[ids[0]]["data"])
        known = Known(
            url,
            PageState.UNCHANGED,
            record.http_status,
            gives=ids[:1],
            standings={ids[0]: Standing(row["standing"])},
            canonical=self._doubles.get(ids[0], ""),
        )
        origin = record.extracted_from
        fate, because = fate_of_named(known, record.url, origin.url if origin else "")
        return LedgerLine(
            source=self._source,
            key="",
            url=url,
            state=PageState.UNCHANGED,
            status=record.http_status,
            first_seen=row["first_seen"],
            fetched_at=row["last_seen"],
            changed_at=row["first_seen"],
            sha256=record.content_sha256,
            media_type="",
            size=0,
            absent_runs=row["absent_runs"],
            fate=fate,
            because=because,
            record_ids=ids,
            files=tuple(self._files_of(record.id)),
            missing=missing_fields(record),
        )

    def _line(
        self,
        row: RowMapping,
        ids: tuple[str, ...],
        known_as: tuple[str, ...],
        elsewhere: frozenset[str],
        files: Mapping[str, LedgerFile],
        records: Mapping[str, RowMapping],
        shares: Mapping[tuple[str, str], float],
    ) -> LedgerLine:
        url, state = row["url"], PageState(row["state"])
        kept = files.get(url)
        fate, because = fate_of(
            Known(
                url,
                state,
                row["status"],
                row["media_type"],
                row["moved_to"],
                row["reason"],
                ids,
                {id_: Standing(records[id_]["standing"]) for id_ in ids},
                known_as,
                elsewhere,
                self._doubles.get(ids[0], "") if ids else "",
                kept is not None,
                self._notes.get((row["run_id"], url), frozenset()),
            )
        )
        parsed = [record_from_json(records[id_]["data"]) for id_ in ids]
        own = tuple(files_ for record in parsed for files_ in self._files_of(record.id)) or (
            (kept,) if kept else ()
        )
        measured = records_sha256(records[id_]["record_sha256"] for id_ in ids)
        verdict = self._verdicts.get(row["url_key"])
        return LedgerLine(
            source=self._source,
            key=row["url_key"],
            url=url,
            state=state,
            status=row["status"],
            first_seen=row["first_seen"],
            fetched_at=row["fetched_at"],
            changed_at=row["changed_at"],
            sha256=row["sha256"],
            media_type=row["media_type"],
            size=row["size"],
            absent_runs=row["absent_runs"],
            fate=fate,
            because=because,
            record_ids=ids or known_as,
            files=own,
            missing=tuple(dict.fromkeys(name for r in parsed for name in missing_fields(r))),
            similarity=shares.get((row["sha256"], measured)),
            verdict=Verdict(verdict["verdict"]) if verdict else None,
            verdict_note=verdict["note"] if verdict else "",
            verdict_by=verdict["by"] if verdict else "",
        )

    def _known_as(self, urls: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The records met under an address, or whose file it is."""
        found: dict[str, list[str]] = defaultdict(list)
        for table in (t.record_urls, t.record_files):
            rows = select(table.c.url, table.c.record_id).where(table.c.url.in_(urls))
            for url, id_ in self._connection.execute(rows.order_by(table.c.record_id)):
                found[url].append(id_)
        return {url: tuple(dict.fromkeys(ids)) for url, ids in found.items()}

    def _files_at(self, urls: Sequence[str]) -> dict[str, LedgerFile]:
        kept = (t.files.c.state == FileState.KEPT) & t.files.c.url.in_(urls)
        rows = self._connection.execute(select(t.files).where(kept))
        return {row.url: LedgerFile(row.url, row.sha256, row.size, row.state) for row in rows}

    def _files_of(self, record_id: str) -> list[LedgerFile]:
        return self._files.get(record_id, [])

    def _records(self, ids: set[str]) -> dict[str, RowMapping]:
        found: dict[str, RowMapping] = {}
        self._files = self._files_by_record(sorted(ids))
        wanted = sorted(ids)
        for batch in batched(wanted):
            here = t.records.c.id.in_(batch)
            rows = self._connection.execute(select(t.records).where(here)).mappings()
            found.update((row["id"], row) for row in rows)
        return found

    def _files_by_record(self, ids: Sequence[str]) -> dict[str, list[LedgerFile]]:
        found: dict[str, list[LedgerFile]] = defaultdict(list)
        for batch in batched(ids):
            here = t.record_files.c.record_id.in_(batch)
            rows = self._connection.execute(
                select(t.record_files.c.record_id, t.files)
                .join(t.files, t.files.c.url == t.record_files.c.url)
                .where(here)
                .order_by(t.files.c.url)
            )
            for row in rows:
                file = LedgerFile(row.url, row.sha256, row.size, row.state)
                found[row.record_id].append(file)
        return found

    def _shares(self, hashes: Sequence[str]) -> dict[tuple[str, str], float]:
        here = t.similarities.c.body_sha256.in_([each for each in hashes if each])
        rows = self._connection.execute(select(t.similarities).where(here))
        return {(row.body_sha256, row.records_sha256): row.share for row in rows}
