"""Rows of the curated and harvested tables as entries, and curated values as rows.

Functions of an open connection, so that `corpus.catalogue` decides what is one transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.catalogue.file_rows import FileRow
from corpus.errors import EditConflict, RecordNotFound
from corpus.folding import fold
from corpus.interchange import record_from_json
from corpus.record import Edit, Entry, FileRef, FileState, Standing, Tag, written


def read_entries(connection: Connection, ids: Sequence[str]) -> dict[str, Entry]:
    rows = connection.execute(
        select(
            t.records.c.id,
            t.records.c.data,
            t.records.c.version,
            t.records.c.first_seen,
            t.records.c.last_seen,
            t.records.c.standing,
            t.records.c.moved_to,
        ).where(t.records.c.id.in_(ids))
    ).all()
    tags, edits = _tags(connection, ids), _edits(connection, ids)
    files, urls = _files(connection, ids), _urls(connection, ids)
    links_in = _links_in(connection, ids)
    found = {}
    for id_, data, version, first_seen, last_seen, standing, moved_to in rows:
        record = record_from_json(data)
        resolved = replace(
            record,
            files=_resolved(record.files, files),
            urls=tuple(urls[id_]),
            first_seen=first_seen,
            last_seen=last_seen,
        )
        found[id_] = Entry(
            resolved,
            tuple(tags[id_]),
            tuple(edits[id_]),
            version,
            tuple(links_in[id_]),
            Standing(standing),
            moved_to,
        )
    return found


def _resolved(files: tuple[FileRef, ...], known: Mapping[str, FileRow]) -> tuple[FileRef, ...]:
    return tuple(_resolve(file, known[file.url]) if file.url in known else file for file in files)


def _resolve(file: FileRef, row: FileRow) -> FileRef:
    return replace(
        file,
        sha256=row.sha256,
        media_type=row.media_type or file.media_type,
        size=row.size,
        state=row.state,
        error=row.error,
        name=file.name or row.name,
    )


def _tags(connection: Connection, ids: Sequence[str]) -> dict[str, list[Tag]]:
    found: dict[str, list[Tag]] = defaultdict(list)
    where = t.tags.c.record_id.in_(ids)
    rows = connection.execute(select(t.tags).where(where).order_by(t.tags.c.rank, t.tags.c.at))
    for row in rows.mappings():
        found[row["record_id"]].append(Tag(row["value"], row["by"], row["at"]))
    return found


def _edits(connection: Connection, ids: Sequence[str]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = defaultdict(list)
    rows = connection.execute(
        select(t.edits).where(t.edits.c.record_id.in_(ids)).order_by(t.edits.c.field)
    )
    for row in rows.mappings():
        edit = Edit(row["field"], row["value"], row["by"], row["at"])
        found[row["record_id"]].append(edit)
    return found


def _files(connection: Connection, ids: Sequence[str]) -> dict[str, FileRow]:
    rows = connection.execute(
        select(t.files)
        .join(t.record_files, t.record_files.c.url == t.files.c.url)
        .where(t.record_files.c.record_id.in_(ids))
    )
    return {
        row["url"]: FileRow(
            row["url"],
            row["sha256"],
            row["media_type"],
            row["name"],
            row["size"],
            FileState(row["state"]),
            row["error"],
        )
        for row in rows.mappings()
    }


def _urls(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    where = t.record_urls.c.record_id.in_(ids)
    for row in connection.execute(select(t.record_urls).where(where).order_by(t.record_urls.c.url)):
        found[row.record_id].append(row.url)
    return found


def _links_in(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = connection.execute(
        select(t.record_urls.c.record_id, t.links.c.record_id)
        .join(t.links, t.links.c.url == t.record_urls.c.url)
        .where(t.record_urls.c.record_id.in_(ids))
        .order_by(t.links.c.record_id)
        .distinct()
    )
    for target, origin in rows:
        if target != origin:
            found[target].append(origin)
    return found


def entry_to_edit(connection: Connection, record_id: str, version: int) -> Entry:
    entry = read_entries(connection, [record_id]).get(record_id)
    if entry is None:
        raise RecordNotFound(f"Aucune fiche ne porte l'identifiant « {record_id} ».")
    if entry.version != version:
        raise EditConflict(
            f"Quelqu'un a enregistré la fiche « {entry.shown.title} » pendant que vous y "
            "travailliez. Comparez les deux versions et enregistrez de nouveau."
        )
    return entry


def write_tags(connection: Connection, record_id: str, tags: Sequence[Tag]) -> None:
    connection.execute(delete(t.tags).where(t.tags.c.record_id == record_id))
    rows = [
        {
            "record_id": record_id,
            "folded": fold(tag.value),
            "value": tag.value,
            "by": tag.by,
            "at": tag.at,
            "rank": rank,
        }
        for rank, tag in enumerate(tags)
    ]
    if rows:
        connection.execute(insert(t.tags), rows)


def write_edit(connection: Connection, record_id: str, edit: Edit) -> None:
    values = {"value": edit.value, "by": edit.by, "at": edit.at}
    statement = upsert(t.edits).values(record_id=record_id, field=edit.field, **values)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["record_id", "field"], set_=values)
    )


def take_edit_back(connection: Connection, record_id: str, field: str) -> None:
    where = (t.edits.c.record_id == record_id, t.edits.c.field == field)
    connection.execute(delete(t.edits).where(*where))


def require_seen(entry: Entry, seen: Mapping[str, str]) -> None:
    """Raises `EditConflict` when a field no longer says what a person saw in it."""
    if any(written(entry.shown, field) != text for field, text in seen.items()):
        raise EditConflict(
            f"La fiche « {entry.shown.title} » a changé pendant que vous y travailliez. "
            "Comparez les deux versions et enregistrez de nouveau."
        )


def edits_to_make(entry: Entry, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """What changes: a value by its field; None where an edit is to be taken back."""
    edited = {edit.field: edit.value for edit in entry.edits}
    wanted = {
        field: None if value == written(entry.record, field) else value
        for field, value in values.items()
    }
    return {field: value for field, value in wanted.items() if edited.get(field) != value}


def next_version(connection: Connection, record_id: str, version: int) -> None:
    where = t.records.c.id == record_id
    connection.execute(update(t.records).where(where).values(version=version + 1))


def copy_curated(connection: Connection, origin: str, target: str) -> None:
    """Gives `target` the tags and edits of `origin` that it has not; `origin` keeps its own."""
    entries = read_entries(connection, [origin, target])
    old, new = entries[origin], entries[target]
    if missing := missing_tags(old.tags, new.tags):
        write_tags(connection, target, (*new.tags, *missing))
    present = {edit.field for edit in new.edits}
    for edit in old.edits:
        if edit.field not in present:
            write_edit(connection, target, edit)


def missing_tags(wanted: Sequence[Tag], present: Sequence[Tag]) -> tuple[Tag, ...]:
    folded = {fold(tag.value) for tag in present}
    return tuple(tag for tag in wanted if fold(tag.value) not in folded)


def tag_detail(before: Sequence[Tag], after: Sequence[Tag]) -> str:
    old, new = [tag.value for tag in before], [tag.value for tag in after]
    added = [f"+ {value}" for value in new if value not in old]
    removed = [f"− {value}" for value in old if value not in new]
    return " ; ".join(added + removed)
