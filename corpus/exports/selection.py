"""Which entries are given to others, and which are kept back, with the count of each reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, func, select

from corpus import tables as t
from corpus.batches import batched
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.doubles.store import Doubles
from corpus.errors import BadImport
from corpus.exports.contacts import entry_without_contacts
from corpus.record import Entry, Standing

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: kinds and sources (all of them when empty), and how many at most."""

    kinds: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    limit: int | None = None
    with_contacts: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that could not be given, or not as asked: `code` is stable, `message` a sentence."""

    record_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids of the records that may be given, in order, and why others may not.

    `left_out` counts the records by reason: `withdrawn` and `moved` as the catalogue has them,
    `double` for those that lead to another one, which is given in their place.
    """

    ids: tuple[str, ...]
    left_out: Mapping[str, int]


def select_ids(database: Database, wanted: Wanted) -> Selection:
    doubles = Doubles(database).canonical()
    with database.read() as connection:
        rows = _rows(connection, wanted)
    left_out = Counter(standing for id_, standing in rows if standing != Standing.PRESENT)
    present = [id_ for id_, standing in rows if standing == Standing.PRESENT]
    ids = tuple(id_ for id_ in present if id_ not in doubles)
    if folded := len(present) - len(ids):
        left_out["double"] = folded
    return Selection(ids, dict(left_out))


def entries(catalogue: Catalogue, ids: Iterable[str], wanted: Wanted) -> Iterator[Entry | Problem]:
    """The entries of `ids`, as many as wanted; one that cannot be read is a `Problem` in its place."""
    read = _read(catalogue, islice(ids, wanted.limit))
    return read if wanted.with_contacts else map(_without_contacts, read)


def _without_contacts(entry: Entry | Problem) -> Entry | Problem:
    return entry if isinstance(entry, Problem) else entry_without_contacts(entry)


def _read(catalogue: Catalogue, ids: Iterable[str]) -> Iterator[Entry | Problem]:
    for batch in batched(ids, _BATCH):
        try:
            yield from catalogue.entries(batch).values()
        except BadImport:
            yield from (_read_one(catalogue, id_) for id_ in batch)


def _read_one(catalogue: Catalogue, id_: str) -> Entry | Problem:
    try:
        return catalogue.entry(id_)
    except BadImport as error:
        remedy = "Moissonnez de nouveau sa source pour la retrouver."
        return Problem(id_, error.code, f"{error.message} {remedy}")


def _rows(connection: Connection, wanted: Wanted) -> list[tuple[str, str]]:
    """Ids and standings of the records wanted; a kind that people corrected is the one that counts."""
    records, edits = t.records, t.edits
    corrected = (edits.c.record_id == records.c.id) & (edits.c.field == "kind")
    statement = select(records.c.id, records.c.standing).outerjoin(edits, corrected)
    if wanted.sources:
        statement = statement.where(records.c.source.in_(wanted.sources))
    if wanted.kinds:
        kind = func.coalesce(edits.c.value, records.c.kind)
        statement = statement.where(kind.in_(wanted.kinds))
    statement = statement.order_by(records.c.id)
    return [(row[0], row[1]) for row in connection.execute(statement)]
