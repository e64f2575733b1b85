"""How much of its page's words the records of a page hold: what was measured, kept.

A measure is named by the bytes of the page and by its records as they are: whichever of them
changes, it is measured again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.batches import batched
from corpus.database import Database
from corpus.harvests.states import PageState
from corpus.interchange import record_from_json
from corpus.ledger.ledger import records_sha256
from corpus.record import Record

_ABSENT = (PageState.GONE.value, PageState.REFUSED.value, PageState.ERROR.value)
Key = tuple[str, str]
"""The hash of a page's bytes, and that of its records."""


@dataclass(frozen=True, slots=True)
class PageWithRecords:
    """A page that gave records: where its bytes are, and those records with their hashes.

    `passages` is what it says where that is known already, None where its bytes are to be read.
    """

    source: str
    url: str
    sha256: str
    media_type: str
    charset: str
    records: tuple[tuple[str, str], ...]
    passages: tuple[str, ...] | None = None

    @property
    def record_ids(self) -> tuple[str, ...]:
        return tuple(id_ for id_, _ in self.records)

    @property
    def key(self) -> Key:
        return self.sha256, records_sha256(sha256 for _, sha256 in self.records)


@dataclass(frozen=True, slots=True)
class Measure:
    """`share` (0 to 1) of the `words` of the page's content that its records hold."""

    share: float
    words: int


class Likeness:
    """The measures of one `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pages(self, source: str) -> Sequence[PageWithRecords]:
        """The pages of a source, there at the last run, whose records the catalogue holds."""
        with self._database.read() as connection:
            return list(_pages(connection, source))

    def records(self, ids: Iterable[str]) -> list[Record]:
        """The records as harvested, before any person's correction."""
        with self._database.read() as connection:
            rows = connection.execute(select(t.records.c.data).where(t.records.c.id.in_(list(ids))))
            return [record_from_json(data) for data in rows.scalars()]

    def of_source(self, source: str) -> list[Record]:
        """All the records of a source, as harvested."""
        with self._database.read() as connection:
            here = t.records.c.source == source
            rows = connection.execute(select(t.records.c.data).where(here))
            return [record_from_json(data) for data in rows.scalars()]

    def measures(self, pages: Sequence[PageWithRecords]) -> Mapping[Key, Measure]:
        """What is known of these pages as they are."""
        found: dict[Key, Measure] = {}
        with self._database.read() as connection:
            for batch in batched(pages):
                hashes = {page.sha256 for page in batch}
                here = t.similarities.c.body_sha256.in_(hashes)
                for row in connection.execute(select(t.similarities).where(here)):
                    found[row.body_sha256, row.records_sha256] = Measure(row.share, row.words)
        return {page.key: found[page.key] for page in pages if page.key in found}

    def keep(self, measures: Mapping[Key, Measure]) -> None:
        """Keeps measures, in place of older ones under the same names."""
        if not measures:
            return
        statement = upsert(t.similarities)
        put = statement.on_conflict_do_update(
            index_elements=["body_sha256", "records_sha256"],
            set_={"share": statement.excluded.share, "words": statement.excluded.words},
        )
        rows = [
            {"body_sha256": body, "records_sha256": records, "share": it.share, "words": it.words}
            for (body, records), it in measures.items()
        ]
        with self._database.write() as connection:
            connection.execute(put, rows)


def _pages(connection: Connection, source: str) -> Iterator[PageWithRecords]:
    record, page = t.records.c, t.pages.c
    hashes: dict[str, str] = {
        row.id: row.record_sha256
        for row in connection.execute(
            select(record.id, record.record_sha256).where(record.source == source)
        )
    }
    there = (page.source == source) & (page.sha256 != "") & (page.gives != "[]")
    rows = connection.execute(
        select(page.url, page.sha256, page.media_type, page.charset_used, page.gives)
        .where(there & page.state.not_in(_ABSENT))
        .order_by(page.url)
    )
    for row in rows:
        given = tuple((id_, hashes[id_]) for id_ in json.loads(row.gives) if id_ in hashes)
        if given:
            yield PageWithRecords(
                source, row.url, row.sha256, row.media_type, row.charset_used, given
            )
