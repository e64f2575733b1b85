from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from corpus.accounts import Accounts
from corpus.catalogue import Catalogue
from corpus.config import Config, read_config
from corpus.database import Database
from corpus.files import FileStore
from corpus.texts import Texts
from indexer.engines import open_engine
from indexer.pipeline import catch_up
from search_app.app import create_app
from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor
from tests.search_app.shelf import fill

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NAMES = ("camille", "dominique")
PASSWORD = "quatre mots bien choisis"


@pytest.fixture(scope="session")
def shelf_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holdings with the shelf in them, indexed once; tests work on copies."""
    home = tmp_path_factory.mktemp("shelf")
    build(read_config(home, {}))
    return home


def build(config: Config) -> None:
    database = Database.open(config.catalogue_url)
    catalogue, files = Catalogue(database), FileStore(config.files_dir)
    fill(catalogue, files)
    for name in NAMES:
        Accounts(database, CHEAP).add(name, PASSWORD)
    engine = open_engine(config.index_url, create=True)
    catch_up(catalogue, Texts(database), files, engine)
    engine.close()
    database.close()


@pytest.fixture
def config(shelf_home: Path, tmp_path: Path) -> Config:
    home = tmp_path / "home"
    shutil.copytree(shelf_home, home)
    return read_config(home, {})


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config, TESTING=True)
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def librarian(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("camille", PASSWORD)
    return visitor


@pytest.fixture
def other_librarian(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in("dominique", PASSWORD)
    return visitor
