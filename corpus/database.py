"""One SQLAlchemy engine for the catalogue, opened, migrated, and written to safely.

On SQLite: write-ahead log, `synchronous=FULL` (tags are few and precious), foreign keys on, and
every write begins with BEGIN IMMEDIATE, because a transaction that reads first and writes later
fails with "database is locked" as soon as two processes do it at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError

from corpus.errors import CatalogueError, StorageFull
from corpus.migrations import HEAD, version_table

BUSY_MILLISECONDS = 15_000
_FOR_WRITING = "souffleur_write"


class Database:
    """The catalogue's database. `open` connects and migrates; it never deletes anything."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watch = _Watch(engine) if engine.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, url: str) -> Database:
        """Connects, creates the schema in a new database, and migrates an older one.

        Raises `CatalogueError` when the file is not a catalogue, is damaged, or was written by a
        newer version; `StorageFull` when the disk is.
        """
        _make_folder(url)
        engine = _engine(url)
        database = cls(engine)
        try:
            with _mapped(url):
                database._migrate()
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the catalogue for as long as it is held."""
        with _mapped(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept when the block ends, none of it when it raises."""
        with _mapped(self.url), self._engine.connect() as connection:
            writing = connection.execution_options(**{_FOR_WRITING: True})
            with writing.begin():
                yield writing

    @property
    def url(self) -> str:
        return self._engine.url.render_as_string(hide_password=True)

    def stamp(self) -> Hashable:
        """Is another one after anything was written, by whatever process: what was read after a
        stamp was taken holds for as long as the stamp stays the same.

        SQLite tells in microseconds; of another database nothing is known, and every stamp is new.
        """
        if self._watch is None:
            return object()
        return self._watch.stamp()

    def close(self) -> None:
        if self._watch is not None:
            self._watch.close()
        self._engine.dispose()

    def _migrate(self) -> None:
        with self._engine.connect() as connection:
            found = _schema_version(connection)
        if found == HEAD:
            return
        # Alembic takes a tenth of a second to import: only when there is something to migrate.
        from corpus.migrations.upgrade import upgrade

        with self.write() as connection:
            upgrade(connection)


class _Watch:
    """A connection that only listens: SQLite tells each connection of the commits of all others."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._connection: Any = None

    def stamp(self) -> Hashable:
        """When it cannot be had, a new one: whoever reads again will be told what is wrong."""
        with self._lock, suppress(DBAPIError, sqlite3.Error):
            if self._connection is None:
                self._connection = self._engine.raw_connection()
            found = self._connection.driver_connection.execute("PRAGMA data_version").fetchall()
            return int(found[0][0])
        return object()

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None


def _schema_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(version_table.name):
        return None
    return connection.execute(select(version_table.c.version_num)).scalar()


def _make_folder(url: str) -> None:
    path = make_url(url).database
    if url.startswith("sqlite") and path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogueError(
                f"Le dossier {Path(path).parent} ne peut pas être créé ({error.strerror}). "
                "Choisissez un autre dossier avec --home ou SOUFFLEUR_HOME."
            ) from error


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    for_writing = connection.get_execution_options().get(_FOR_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if for_writing else "BEGIN")


@contextmanager
def _mapped(url: str) -> Iterator[None]:
    """Database errors as ours, with what to do about them."""
    try:
        yield
    except DBAPIError as error:
        raise _as_ours(error, url) from error


def _as_ours(error: DBAPIError, url: str) -> CatalogueError | StorageFull:
    cause = str(error.orig)
    if "full" in cause:
        return StorageFull(
            f"Le disque qui porte le catalogue ({url}) est plein. "
            "Libérez de la place et relancez : rien de ce qui était gardé n'est perdu."
        )
    if "locked" in cause:
        return CatalogueError(
            f"Le catalogue ({url}) est resté occupé plus de {BUSY_MILLISECONDS // 1000} secondes. "
            "Attendez la fin de l'autre commande et relancez."
        )
    if "malformed" in cause or "not a database" in cause:
        return CatalogueError(
            f"Le fichier {url} n'est pas un catalogue lisible ({cause}). "
            "Restaurez une sauvegarde, ou indiquez un autre dossier avec --home."
        )
    return CatalogueError(f"Le catalogue ({url}) a répondu : {cause}.")


def integrity(database: Database) -> str:
    """What SQLite says of the file: `ok`, or the first fault found."""
    with database.read() as connection:
        return str(connection.execute(text("PRAGMA integrity_check(1)")).scalar())
