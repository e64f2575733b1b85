"""Souffleur through the interface its pages use."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from benchmarks.answers.asked import SIZE, Answer, Asked
from indexer.document import Document
from indexer.engines import open_engine
from indexer.query import Hit, Query

BATCH = 200


class Souffleur:
    def __init__(self, folder: Path) -> None:
        self._engine = open_engine(f"whoosh:{folder / 'index'}")

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        engine = open_engine(f"whoosh:{folder / 'index'}", create=True)
        left = iter(documents)
        with engine.replacement() as new:
            while batch := list(islice(left, BATCH)):
                new.write(batch, (), 1)
            new.publish()
        engine.close()

    def answer(self, asked: Asked) -> Answer:
        found = self._engine.search(Query(asked.text, size=SIZE))
        return Answer(
            total=found.total,
            ids=[hit.id for hit in found.hits],
            counted=sum(each.count for each in found.facets["kind"]),
            marked=sum(map(_is_marked, found.hits)),
        )


def _is_marked(hit: Hit) -> bool:
    return bool(hit.title_spans) or any(snippet.spans for snippet in hit.snippets)
