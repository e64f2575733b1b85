"""Both engines, opened on nothing, for what they answer alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from corpus.fields import FIELDS, Field
from indexer.engines import open_engine
from indexer.engines.base import SearchEngine

OpenEngine = Callable[..., SearchEngine]


@pytest.fixture(params=["memory", "whoosh"])
def open_one(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenEngine]:
    """Opens an empty engine over some fields, in a folder of its own each time."""
    opened: list[SearchEngine] = []

    def open_(fields: Sequence[Field] = FIELDS) -> SearchEngine:
        url = "memory:"
        if request.param == "whoosh":
            url = f"whoosh:{tmp_path / f'index{len(opened)}'}"
        engine = open_engine(url, create=True, fields=fields)
        opened.append(engine)
        return engine

    yield open_
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_one: OpenEngine) -> SearchEngine:
    return open_one()
