from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import Database
from corpus.files import FileStore
from tests.corpus.exports.desk import PDF, Desk
from tests.corpus.exports.wordpress_stand_in import StandIn, wordpress


@pytest.fixture(scope="session")
def empty_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once: what takes longest in a test of a few requests."""
    path = tmp_path_factory.mktemp("empty") / "catalogue.sqlite"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def database(empty_catalogue: Path, tmp_path: Path) -> Iterator[Database]:
    copy = shutil.copy(empty_catalogue, tmp_path / "catalogue.sqlite")
    opened = Database.open(f"sqlite:///{copy}")
    yield opened
    opened.close()


@pytest.fixture
def there(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    """A bare WordPress; a test may have our custom fields registered there."""
    with wordpress(registered_meta=getattr(request, "param", frozenset())) as site:
        yield site


@pytest.fixture
def desk(there: StandIn, database: Database, tmp_path: Path) -> Desk:
    files = FileStore(tmp_path / "files")
    files.put(PDF)
    return Desk(there, database, files)
