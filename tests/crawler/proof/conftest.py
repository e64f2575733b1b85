from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import Database
from tests.crawler.proof.small_holdings import config_at


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(config_at(tmp_path).catalogue_url)
    yield opened
    opened.close()
