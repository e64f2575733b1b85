"""What the app reads and writes, opened at the first need, once a process.

Nothing is opened when the app is made: a server that forks after loading the app gives each of its
children connections of their own, and an app whose index is missing still shows its records.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import RLock
from typing import cast

from flask import current_app, g, has_request_context

from corpus.accounts import Accounts
from corpus.catalogue import Catalogue
from corpus.config import Config
from corpus.database import Database
from corpus.doubles.store import Doubles
from corpus.errors import SouffleurError
from corpus.files import FileStore
from corpus.lists import Lists
from corpus.source_names import SourceNames
from corpus.texts import Texts
from indexer.engines import open_engine
from indexer.engines.base import SearchEngine
from indexer.pipeline import catch_up
from indexer.query import Query
from indexer.synonyms import SynonymList
from search_app.follower import Follower
from search_app.lists.synonyms import SynonymsInForce
from search_app.shown.hit_view import Facts, FactsOfRecords
from search_app.stores import Stores

EXTENSION = "souffleur"


class Holdings:
    """The stores, the search engine and its follower; safe to share between threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = RLock()
        self._open: Stores | None = None
        self._engine: SearchEngine | None = None
        self._follower: Follower | None = None
        self._facts = FactsOfRecords()
        self._synonyms = SynonymsInForce()
        self.source_names = SourceNames(config.home)
        forget = weakref.WeakMethod(self._forget)
        os.register_at_fork(after_in_child=lambda: (again := forget()) and again())

    @property
    def catalogue(self) -> Catalogue:
        return self._stores.catalogue

    @property
    def accounts(self) -> Accounts:
        return self._stores.accounts

    @property
    def database(self) -> Database:
        return self._stores.database

    @property
    def files(self) -> FileStore:
        return self._stores.files

    @property
    def texts(self) -> Texts:
        return self._stores.texts

    @property
    def lists(self) -> Lists:
        return self._stores.lists

    @property
    def doubles(self) -> Doubles:
        return self._stores.doubles

    @property
    def synonyms(self) -> SynonymList:
        """The list in force, the same for the whole of a request: one small query asks for it."""
        if not has_request_context():
            return self._synonyms.of(self.lists)
        if "synonyms" not in g:
            g.synonyms = self._synonyms.of(self.lists)
        return cast(SynonymList, g.synonyms)

    @property
    def engine(self) -> SearchEngine:
        """Raises `IndexMissing`, `IndexOutdated` or `IndexDamaged`, and tries again next time."""
        with self._lock:
            if self._engine is None:
                self._engine = open_engine(self._config.index_url)
            return self._engine

    def facts(self, ids: Sequence[str]) -> Mapping[str, Facts]:
        """What is shown of some records in a list of results, by id."""
        return self._facts.of(ids, self.catalogue, self.engine.position())

    def warm(self) -> None:
        """Reads what the first search would read; an index that cannot be is said by that search."""
        with suppress(SouffleurError):
            self.engine.search(Query(size=1))
            self.engine.complete("aa")

    def index_follows(self, seconds: float) -> bool:
        """Has the index take in all that the catalogue holds; whether it had within `seconds`.

        When it had not, it is still at work, and will try until it is done.
        """
        revision = self.catalogue.revision()
        with self._lock:
            if self._follower is None:
                self._follower = Follower(self._catch_up)
            follower = self._follower
        return follower.reach(revision, seconds)

    def close(self) -> None:
        with self._lock:
            if self._follower is not None:
                self._follower.close()
            if self._engine is not None:
                self._engine.close()
            if self._open is not None:
                self._open.database.close()
            self._forget()

    @property
    def _stores(self) -> Stores:
        with self._lock:
            if self._open is None:
                self._open = Stores.opened(self._config)
            return self._open

    def _catch_up(self) -> int:
        """Without reading files: a reader waits, and `souffleur index` will."""
        stores = (self.catalogue, self.texts, self.files)
        done = catch_up(*stores, self.engine, read_files=False, same=self.doubles.folding)
        return done.position

    def _forget(self) -> None:
        """As if nothing had been opened yet: what a parent process opened stays its own."""
        self._lock = RLock()
        self._open = self._engine = self._follower = None
        self._facts = FactsOfRecords()


def holdings() -> Holdings:
    """The holdings of the app that answers the current request."""
    return cast(Holdings, current_app.extensions[EXTENSION])
