"""The catalogue: records as harvested, what people said of them, and the list of changes.

Every write to an entry adds a row to the list of changes in the same transaction, so that whoever
follows the list (the index, an export) misses nothing. A harvest writes harvested tables only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from corpus import tables as t
from corpus.batches import batched
from corpus.catalogue.changes import Change, change_of, edit_detail, note_change
from corpus.catalogue.conflicts import settle_without_edit
from corpus.catalogue.entry_rows import (
    edits_to_make,
    entry_to_edit,
    missing_tags,
    next_version,
    read_entries,
    require_seen,
    tag_detail,
    take_edit_back,
    write_edit,
    write_tags,
)
from corpus.catalogue.file_rows import FileRow, keep_file
from corpus.catalogue.record_rows import PutCounts, kept_records, put_record, write_standing
from corpus.catalogue.shown import shown_kind, shown_title
from corpus.clock import now
from corpus.database import Database
from corpus.errors import RecordNotFound, StaffError
from corpus.record import EDITABLE, Edit, Entry, FileState, Record, Standing
from corpus.tagging import TagEdit, apply

_PRESENT = t.records.c.standing == Standing.PRESENT


@dataclass(frozen=True, slots=True)
class Figures:
    """How much readers can find; `files` counts distinct contents kept."""

    records: int
    by_kind: Mapping[str, int]
    by_source: Mapping[str, int]
    files: int
    tagged: int


class Catalogue:
    """Records, tags, edits and changes in one `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- harvested -----------------------------------------------------------------------------

    def put(self, records: Iterable[Record], connection: Connection | None = None) -> PutCounts:
        """Keeps what a source says now; tags and edits stay as they are.

        A record that says the same as before only has its `last_seen` moved, and makes no change
        row. With a `connection` the caller's transaction is used, else one of its own.
        """
        batch = {record.id: record for record in records}
        with self._writing(connection) as writing:
            found = kept_records(writing, list(batch))
            return sum(
                (put_record(writing, record, found.get(id_)) for id_, record in batch.items()),
                PutCounts(),
            )

    def keep_file(self, file: FileRow, connection: Connection | None = None) -> None:
        """Notes what the file at that URL is now; its records are noted as changed if it differs.

        A failed fetch never hides bytes that were kept before.
        """
        with self._writing(connection) as writing:
            keep_file(writing, file)

    # --- reading -------------------------------------------------------------------------------

    def entry(self, record_id: str) -> Entry:
        """Raises `RecordNotFound`."""
        found = self.entries([record_id])
        if record_id not in found:
            raise RecordNotFound(
                f"Aucune fiche ne porte l'identifiant « {record_id} ». "
                "Elle a peut-être changé d'adresse : cherchez-la par son titre."
            )
        return found[record_id]

    def entries(self, record_ids: Sequence[str]) -> dict[str, Entry]:
        """The entries that exist among `record_ids`, in that order, with their files resolved."""
        with self._database.read() as connection:
            found: dict[str, Entry] = {}
            for ids in batched(record_ids):
                found.update(read_entries(connection, ids))
        return {id_: found[id_] for id_ in record_ids if id_ in found}

    def all_entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the ids, a batch at a time."""
        for ids in batched(self.ids()):
            yield from self.entries(ids).values()

    def ids(self) -> list[str]:
        with self._database.read() as connection:
            return list(
                connection.execute(select(t.records.c.id).order_by(t.records.c.id)).scalars()
            )

    def kept_files(self) -> list[str]:
        """The SHA-256 of every file the catalogue says we hold, in order."""
        column = t.files.c.sha256
        statement = select(column).where(t.files.c.state == FileState.KEPT).distinct()
        with self._database.read() as connection:
            return list(connection.execute(statement.order_by(column)).scalars())

    def ids_at(self, url: str) -> list[str]:
        """The ids of the records met under that address."""
        with self._database.read() as connection:
            where = t.record_urls.c.url == url
            return list(
                connection.execute(select(t.record_urls.c.record_id).where(where)).scalars()
            )

    def titles(self, record_ids: Sequence[str]) -> dict[str, str]:
        """The titles shown for those ids (an edited one before the harvested one)."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(t.records.c.id, shown_title()).where(t.records.c.id.in_(record_ids))
            )
            return {row[0]: row[1] for row in rows}

    def figures(self) -> Figures:
        with self._database.read() as connection:
            return Figures(
                records=_scalar(
                    connection, select(func.count()).select_from(t.records).where(_PRESENT)
                ),
                by_kind=_counts(connection, shown_kind()),
                by_source=_counts(connection, t.records.c.source),
                files=_scalar(
                    connection,
                    select(func.count(func.distinct(t.files.c.sha256))).where(
                        t.files.c.state == FileState.KEPT
                    ),
                ),
                tagged=_scalar(connection, select(func.count(func.distinct(t.tags.c.record_id)))),
            )

    # --- the list of changes -------------------------------------------------------------------

    def revision(self) -> int:
        """The number of the last change; 0 when nothing was ever written."""
        with self._database.read() as connection:
            return _scalar(connection, select(func.coalesce(func.max(t.changes.c.revision), 0)))

    def changes_after(self, revision: int, limit: int = 500) -> list[Change]:
        """The changes that follow `revision`, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(t.changes)
                .where(t.changes.c.revision > revision)
                .order_by(t.changes.c.revision)
                .limit(limit)
            )
            return [change_of(dict(row)) for row in rows.mappings()]

    def history(self, record_id: str, limit: int = 100) -> list[Change]:
        """What happened to an entry, latest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(t.changes)
                .where(t.changes.c.record_id == record_id)
                .order_by(t.changes.c.revision.desc())
                .limit(limit)
            )
            return [change_of(dict(row)) for row in rows.mappings()]

    # --- curated -------------------------------------------------------------------------------

    def save_tags(self, edit: TagEdit) -> Entry:
        """Adds and removes tags.

        Raises `EditConflict` when the entry was saved since the version the edit was made on, and
        `RecordNotFound`.
        """
        with self._database.write() as connection:
            entry = entry_to_edit(connection, edit.record_id, edit.version)
            tags = apply(entry.tags, edit, now())
            if [tag.value for tag in tags] == [tag.value for tag in entry.tags]:
                return entry
            write_tags(connection, edit.record_id, tags)
            next_version(connection, edit.record_id, entry.version)
            note_change(connection, [edit.record_id], "tags", tag_detail(entry.tags, tags), edit.by)
        return self.entry(edit.record_id)

    def save_edits(
        self,
        record_id: str,
        version: int,
        values: Mapping[str, str | None],
        by: str,
        seen: Mapping[str, str] | None = None,
    ) -> Entry:
        """Lays a person's values over harvested fields; None takes an edit back.

        So does a value that says what the source says. `seen` is what the person saw in the fields,
        where it is known. Raises `StaffError` for a field that is not in `EDITABLE`, `EditConflict`
        when the entry was saved since that version or a field says something else than was seen,
        and `RecordNotFound`.
        """
        if unknown := sorted(set(values) - set(EDITABLE)):
            raise StaffError(
                f"Le champ « {unknown[0]} » ne se corrige pas à la main. "
                f"Champs possibles : {', '.join(EDITABLE)}."
            )
        with self._database.write() as connection:
            entry = entry_to_edit(connection, record_id, version)
            require_seen(entry, seen or {})
            if not (new := edits_to_make(entry, values)):
                return entry
            for field, value in new.items():
                if value is None:
                    take_edit_back(connection, record_id, field)
                else:
                    write_edit(connection, record_id, Edit(field, value, by, now()))
            settle_without_edit(connection, record_id, by)
            next_version(connection, record_id, entry.version)
            note_change(connection, [record_id], "edit", edit_detail(new), by)
        return self.entry(record_id)

    def restore(self, entries: Iterable[Entry], by: str) -> PutCounts:
        """Takes in exported entries: records, and those tags and edits not already there.

        All of `entries` in one transaction.
        """
        with self._database.write() as connection:
            each = (self._restore_one(connection, entry, by) for entry in entries)
            return sum(each, PutCounts())

    def _restore_one(self, connection: Connection, entry: Entry, by: str) -> PutCounts:
        counts = self.put([entry.record], connection)
        kept = read_entries(connection, [entry.record.id])[entry.record.id]
        if missing := missing_tags(entry.tags, kept.tags):
            write_tags(connection, entry.record.id, (*kept.tags, *missing))
            note_change(connection, [entry.record.id], "tags", tag_detail((), missing), by)
        self._restore_edits(connection, entry, kept, by)
        if counts.new and entry.standing is not Standing.PRESENT:
            write_standing(connection, entry.record.id, entry.standing, entry.moved_to, by)
        return counts

    def _restore_edits(self, connection: Connection, entry: Entry, kept: Entry, by: str) -> None:
        present = {edit.field for edit in kept.edits}
        missing = [e for e in entry.edits if e.field in EDITABLE and e.field not in present]
        for edit in missing:
            write_edit(connection, entry.record.id, edit)
        if missing:
            detail = edit_detail({edit.field: edit.value for edit in missing})
            note_change(connection, [entry.record.id], "edit", detail, by)

    @contextmanager
    def _writing(self, connection: Connection | None) -> Iterator[Connection]:
        if connection is not None:
            yield connection
            return
        with self._database.write() as own:
            yield own


def _scalar(connection: Connection, statement: object) -> int:
    return int(connection.execute(statement).scalar_one())  # type: ignore[call-overload]


def _counts(connection: Connection, column: object) -> dict[str, int]:
    query = select(column, func.count()).where(_PRESENT).group_by(column)  # type: ignore[call-overload]
    rows = connection.execute(query)
    return dict(Counter({row[0]: row[1] for row in rows}).most_common())
