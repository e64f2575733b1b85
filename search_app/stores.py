"""The catalogue and what goes with it, on one open database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.accounts import Accounts
from corpus.catalogue import Catalogue
from corpus.config import Config
from corpus.database import Database
from corpus.files import FileStore
from corpus.harvests.runs import Runs
from corpus.texts import Texts


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that is kept, but the index."""

    database: Database
    catalogue: Catalogue
    accounts: Accounts
    files: FileStore
    runs: Runs
    texts: Texts

    @classmethod
    def opened(cls, config: Config) -> Stores:
        """Opens (and migrates) the database; `database.close()` closes everything."""
        database = Database.open(config.catalogue_url)
        return cls(
            database=database,
            catalogue=Catalogue(database),
            accounts=Accounts(database),
            files=FileStore(config.files_dir),
            runs=Runs(database),
            texts=Texts(database),
        )


@contextmanager
def open_stores(config: Config) -> Iterator[Stores]:
    """The stores for as long as the block lasts."""
    stores = Stores.opened(config)
    try:
        yield stores
    finally:
        stores.database.close()
