"""The catalogue and what goes with it, on one open database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.accounts import Accounts
from corpus.catalogue import Catalogue
from corpus.config import Config
from corpus.database import Database
from corpus.doubles.store import Doubles
from corpus.files import FileStore
from corpus.harvests.runs import Runs
from corpus.lists import Lists
from corpus.texts import Texts
from indexer.synonyms import SynonymList
from search_app.lists.synonyms import current_synonyms


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that is kept, but the index."""

    database: Database
    catalogue: Catalogue
    accounts: Accounts
    files: FileStore
    runs: Runs
    texts: Texts
    lists: Lists
    doubles: Doubles

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
            lists=Lists(database),
            doubles=Doubles(database),
        )

    def synonyms(self) -> SynonymList:
        """The list of synonyms in force, for the searches of one command."""
        return current_synonyms(self.lists)


@contextmanager
def open_stores(config: Config) -> Iterator[Stores]:
    """The stores for as long as the block lasts."""
    stores = Stores.opened(config)
    try:
        yield stores
    finally:
        stores.database.close()
