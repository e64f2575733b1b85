"""Pairs, verdicts and choices as rows, and the records behind them. Functions of an open connection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.batches import batched
from corpus.clock import now
from corpus.doubles.canonical import Member
from corpus.doubles.clusters import Group, Verdict, couple, groups_of
from corpus.doubles.finding import FOLDING, How, Pair, Text
from corpus.interchange import record_from_json
from corpus.record import Record, Standing

_PRESENT = t.records.c.standing == Standing.PRESENT


def read_texts(connection: Connection) -> Iterator[Text]:
    """The texts of the records that are present, under the titles that are shown."""
    titles = _edited_titles(connection)
    rows = select(t.records.c.id, t.records.c.data, t.records.c.title).where(_PRESENT)
    for id_, data, title in connection.execute(rows.order_by(t.records.c.id)):
        record = record_from_json(data)
        same = record.text_sha256 if record.blocks else ""
        yield Text(id_, record.text, titles.get(id_, title), same)


def _edited_titles(connection: Connection) -> dict[str, str]:
    edited = select(t.edits.c.record_id, t.edits.c.value).where(t.edits.c.field == "title")
    return {row.record_id: row.value for row in connection.execute(edited)}


# --- pairs, verdicts, choices ----------------------------------------------------------------------


def read_pairs(connection: Connection, hows: Collection[How]) -> list[Pair]:
    """The pairs found in those ways whose records are all present."""
    gone = _gone(connection)
    rows = select(t.duplicate_pairs).where(t.duplicate_pairs.c.how.in_(hows))
    ordered = rows.order_by(t.duplicate_pairs.c.one, t.duplicate_pairs.c.other)
    pairs = [Pair(r.one, r.other, How(r.how), r.similarity) for r in connection.execute(ordered)]
    return [pair for pair in pairs if not gone & {pair.one, pair.other}]


def replace_pairs(connection: Connection, pairs: Sequence[Pair]) -> None:
    """Keeps those pairs and no other; a pair that was known keeps the day it was found."""
    table = t.duplicate_pairs
    kept = {(pair.one, pair.other) for pair in pairs}
    for one, other in connection.execute(select(table.c.one, table.c.other)).all():
        if (one, other) not in kept:
            connection.execute(delete(table).where(table.c.one == one, table.c.other == other))
    for pair in pairs:
        found = {"how": pair.how.value, "similarity": pair.similarity}
        row = upsert(table).values(one=pair.one, other=pair.other, found_at=now(), **found)
        connection.execute(row.on_conflict_do_update(index_elements=["one", "other"], set_=found))


def read_verdicts(connection: Connection) -> list[Verdict]:
    gone, table = _gone(connection), t.duplicate_verdicts
    rows = connection.execute(select(table).order_by(table.c.one, table.c.other))
    verdicts = [Verdict(r.one, r.other, bool(r.same), r.by, r.at) for r in rows]
    return [verdict for verdict in verdicts if not gone & {verdict.one, verdict.other}]


def write_verdict(connection: Connection, verdict: Verdict) -> None:
    """The last word on two records stands."""
    one, other = couple(verdict.one, verdict.other)
    said = {"same": verdict.same, "by": verdict.by, "at": verdict.at}
    row = upsert(t.duplicate_verdicts).values(one=one, other=other, **said)
    connection.execute(row.on_conflict_do_update(index_elements=["one", "other"], set_=said))


def write_choice(connection: Connection, chosen: str, among: Iterable[str], by: str) -> None:
    """One choice a cluster: it takes the place of those made among the same records."""
    table = t.canonical_choices
    connection.execute(delete(table).where(table.c.record_id.in_(list(among))))
    connection.execute(upsert(table).values(record_id=chosen, by=by, at=now()))


def read_groups(connection: Connection) -> list[Group]:
    return groups_of(read_pairs(connection, FOLDING), read_verdicts(connection))


def read_keys(connection: Connection) -> dict[str, str]:
    """Of every record in a cluster the id that names the cluster; of one that a person told apart
    and that is in none, its own."""
    keys = {id_: min(group) for group in read_groups(connection) for id_ in group}
    for verdict in read_verdicts(connection):
        for id_ in (verdict.one, verdict.other):
            keys.setdefault(id_, id_)
    return keys


def _gone(connection: Connection) -> set[str]:
    return set(connection.execute(select(t.records.c.id).where(~_PRESENT)).scalars())


# --- records ---------------------------------------------------------------------------------------


def read_members(connection: Connection, ids: Collection[str]) -> dict[str, Member]:
    """What decides between records, of those among `ids` that are present."""
    titles, aggregates = _edited_titles(connection), _aggregates(connection)
    choices = {row.record_id: row for row in connection.execute(select(t.canonical_choices))}
    found = {}
    wanted = sorted(ids)
    for batch in batched(wanted):
        among = t.records.c.id.in_(batch)
        for row in connection.execute(select(t.records).where(among, _PRESENT)):
            record, choice = record_from_json(row.data), choices.get(row.id)
            found[row.id] = Member(
                id=row.id,
                source=row.source,
                title=titles.get(row.id, row.title),
                url=row.url,
                kind=row.kind,
                passage=record.extracted_from is not None,
                aggregate=_is_aggregate(record, aggregates),
                length=len(record.text),
                first_seen=row.first_seen,
                chosen_by=choice.by if choice else "",
                chosen_at=choice.at if choice else "",
            )
    return found


def _is_aggregate(record: Record, aggregates: set[str]) -> bool:
    return record.extracted_from is None and record.url in aggregates


def _aggregates(connection: Connection) -> set[str]:
    """The addresses of the pages that records were read off, several a page."""
    url = func.json_extract(t.records.c.data, "$.extracted_from.url")
    return set(connection.execute(select(url).where(t.IS_PART)).scalars())


def read_files(connection: Connection, ids: Collection[str]) -> Mapping[tuple[str, str], str]:
    """The files that repeat the text of a record: (record, SHA-256) → the file's name."""
    pairs = [pair for pair in read_pairs(connection, (How.FILE,)) if pair.one in ids]
    hashes = {pair.other for pair in pairs}
    rows = connection.execute(
        select(t.files.c.sha256, t.files.c.name).where(t.files.c.sha256.in_(sorted(hashes)))
    )
    names = {row.sha256: row.name for row in rows}
    return {(pair.one, pair.other): names.get(pair.other, "") for pair in pairs}


def has_record(connection: Connection, record_id: str) -> bool:
    where = (t.records.c.id == record_id, _PRESENT)
    return connection.execute(select(t.records.c.id).where(*where)).first() is not None


def pairs_beside(connection: Connection, ids: Collection[str]) -> list[Pair]:
    """Every pair of two records of which one, and not the other, is among `ids`."""
    table = t.duplicate_pairs
    rows = select(table).where(or_(table.c.one.in_(ids), table.c.other.in_(ids)))
    gone = _gone(connection)
    pairs = [Pair(r.one, r.other, How(r.how), r.similarity) for r in connection.execute(rows)]
    return [
        pair
        for pair in pairs
        if pair.how is not How.FILE
        and not gone & {pair.one, pair.other}
        and not {pair.one, pair.other} <= set(ids)
    ]
