"""The text read in files, kept so that nothing is ever read twice the same way.

A text is kept under the SHA-256 of the file, the name of what read it and its version: what an older
version read stands until a person has a newer one replace it, and a failure is remembered only for
the reader that failed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus import tables as t
from corpus.batches import ROWS, batched
from corpus.catalogue.changes import note_change
from corpus.clock import now
from corpus.database import Database
from corpus.record import FileState

_LONGEST_VERSION = 60
_KEYS = ROWS // 2  # two columns each


@dataclass(frozen=True, slots=True)
class TextKey:
    """Which reading of which file."""

    sha256: str
    extractor: str
    version: str


@dataclass(frozen=True, slots=True)
class KeptText:
    """What a reading gave: `data`, as its reader wrote it (JSON), or an error and its sentence."""

    key: TextKey
    media_type: str = ""
    data: str = ""
    error_code: str = ""
    error_message: str = ""


@dataclass(frozen=True, slots=True)
class CitedFile:
    """A kept file, and one of the entries that cite it."""

    record_id: str
    url: str
    name: str
    sha256: str
    media_type: str


class Texts:
    """The readings kept in one `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, text: KeptText) -> None:
        """Keeps a reading, in the place of one with the same key.

        The entries that cite the file are noted as changed in the same transaction, so that an
        index which took them in before the file was read comes back to them.
        """
        values = {
            **_columns(text.key),
            "media_type": text.media_type,
            "data": text.data,
            "error_code": text.error_code,
            "error_message": text.error_message,
            "at": now(),
        }
        statement = upsert(t.texts).values(**values)
        statement = statement.on_conflict_do_update(index_elements=[*_KEY], set_=values)
        with self._database.write() as connection:
            connection.execute(statement)
            cited = select(t.record_files.c.record_id).join(t.files, _SAME_ADDRESS).distinct()
            citing = cited.where(t.files.c.sha256 == text.key.sha256, _KEPT)
            note_change(connection, list(connection.execute(citing).scalars()), "text")

    def cited_files(self) -> list[CitedFile]:
        """The kept files that entries cite: each content once a media type, in a stable order."""
        columns = (t.files.c.url, t.files.c.name, t.files.c.sha256, t.files.c.media_type)
        statement = (
            select(t.record_files.c.record_id, *columns)
            .join(t.files, _SAME_ADDRESS)
            .where(_KEPT)
            .order_by(t.record_files.c.record_id, t.files.c.url)
        )
        with self._database.read() as connection:
            files = [CitedFile(*row) for row in connection.execute(statement)]
        first = {(file.sha256, file.media_type): file for file in reversed(files)}
        return list(reversed(first.values()))

    def latest(self, keys: Iterable[TextKey]) -> dict[TextKey, KeptText]:
        """The last successful reading of each file by any version of its extractor; none for others."""
        wanted = list(dict.fromkeys(keys))
        found: dict[TextKey, KeptText] = {}
        with self._database.read() as connection:
            for batch in batched(wanted, _KEYS):
                rows = connection.execute(select(t.texts).where(_is_read(batch)).order_by(*_AGE))
                last = {(row.sha256, row.extractor): row for row in rows}
                for key in batch:
                    if row := last.get((key.sha256, key.extractor)):
                        found[key] = _text(_key(row), row)
        return found

    def once_read(self, keys: Iterable[TextKey]) -> set[TextKey]:
        """Those whose file was read with success by some version of their extractor."""
        columns = (t.texts.c.sha256, t.texts.c.extractor)
        found: set[TextKey] = set()
        with self._database.read() as connection:
            for batch in batched(dict.fromkeys(keys), _KEYS):
                rows = connection.execute(select(*columns).where(_is_read(batch)).distinct())
                read = {tuple(row) for row in rows}
                found.update(key for key in batch if (key.sha256, key.extractor) in read)
        return found

    def get(self, key: TextKey) -> KeptText | None:
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[TextKey]) -> dict[TextKey, KeptText]:
        """The readings that are kept among those."""
        wanted = {_stored(key): key for key in keys}
        found: dict[TextKey, KeptText] = {}
        with self._database.read() as connection:
            for batch in batched(wanted, _KEYS):
                rows = connection.execute(select(t.texts).where(_is_one_of(batch)))
                found.update((key, _text(key, row)) for row in rows for key in [wanted[_key(row)]])
        return found

    def missing(self, keys: Iterable[TextKey]) -> list[TextKey]:
        """Those that are not kept, each once, in the order given."""
        wanted = {key: _stored(key) for key in keys}
        kept: set[TextKey] = set()
        with self._database.read() as connection:
            for batch in batched(wanted.values(), _KEYS):
                rows = connection.execute(select(*_KEY).where(_is_one_of(batch)))
                kept.update(_key(row) for row in rows)
        return [key for key, stored in wanted.items() if stored not in kept]


_SAME_ADDRESS = t.record_files.c.url == t.files.c.url
_KEPT = t.files.c.state == FileState.KEPT
_KEY = (t.texts.c.sha256, t.texts.c.extractor, t.texts.c.version)
_AGE = (t.texts.c.at, t.texts.c.version)


def _stored(key: TextKey) -> TextKey:
    """The key as it fits the table: a long version becomes its hash."""
    if len(key.version) <= _LONGEST_VERSION:
        return key
    version = hashlib.sha256(key.version.encode()).hexdigest()[:_LONGEST_VERSION]
    return TextKey(key.sha256, key.extractor, version)


def _columns(key: TextKey) -> dict[str, str]:
    stored = _stored(key)
    return {"sha256": stored.sha256, "extractor": stored.extractor, "version": stored.version}


def _key(row: Any) -> TextKey:
    return TextKey(row.sha256, row.extractor, row.version)


def _text(key: TextKey, row: Any) -> KeptText:
    return KeptText(key, row.media_type, row.data, row.error_code, row.error_message)


def _is_one_of(keys: Sequence[TextKey]) -> ColumnElement[bool]:
    return tuple_(*_KEY).in_([(k.sha256, k.extractor, k.version) for k in keys])


def _is_read(keys: Sequence[TextKey]) -> ColumnElement[bool]:
    """A successful reading of one of those files by its extractor, whatever the version."""
    file = tuple_(t.texts.c.sha256, t.texts.c.extractor)
    return file.in_([(k.sha256, k.extractor) for k in keys]) & (t.texts.c.error_code == "")
