"""Opens the holdings a command works on, from its configuration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.texts import Texts

from corpus.catalogue import Catalogue
from corpus.config import Config
from corpus.database import Database
from corpus.files import FileStore


@dataclass(frozen=True, slots=True)
class Stores:
    """The catalogue and what goes with it, on one open database."""

    database: Database
    catalogue: Catalogue
    files: FileStore
    texts: Texts


@contextmanager
def open_stores(config: Config) -> Iterator[Stores]:
    database = Database.open(config.catalogue_url)
    try:
        files = FileStore(config.files_dir)
        yield Stores(database, Catalogue(database), files, Texts(database))
    finally:
        database.close()
