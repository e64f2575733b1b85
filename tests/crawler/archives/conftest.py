from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.archives.cases import Opening


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opening]:
    """Opens archives made in the test's folder; they are closed with the test."""
    opening = Opening(tmp_path)
    yield opening
    opening.close()
