"""The engine: follows the pointer, keeps one snapshot open, writes under the lock."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.fields import FIELDS, Field
from indexer.answering.answer import Searcher
from indexer.document import Document
from indexer.engines.answers import Answers
from indexer.engines.base import fingerprint_of
from indexer.engines.whoosh_engine.generations import Generations
from indexer.engines.whoosh_engine.manifest import check_manifest, damaged_files
from indexer.engines.whoosh_engine.opening import Opener, State
from indexer.engines.whoosh_engine.replacement import WhooshReplacement
from indexer.engines.whoosh_engine.writing import as_ours, create_generation, write_batch
from indexer.ranking import DEFAULT, Ranking
from indexer.rows import layout_of
from indexer.snapshot.snapshot import Snapshot
from indexer.snapshot.terms import Terms
from indexer.synonyms import SynonymList

WRITE_WAIT_SECONDS = 30.0
BUILD_WAIT_SECONDS = 1.0


class WhooshEngine(Answers):
    """See `SearchEngine`. `folder` is laid out as `generations` says."""

    def __init__(
        self,
        folder: Path,
        fields: Sequence[Field] = FIELDS,
        *,
        ranking: Ranking = DEFAULT,
        write_wait: float = WRITE_WAIT_SECONDS,
    ) -> None:
        super().__init__(fields)
        self._generations = Generations(folder)
        self._layout = layout_of(self._fields)
        self._fingerprint = fingerprint_of(self._fields)
        self._write_wait = write_wait
        self._opener = Opener(self._layout, self._fingerprint, ranking)
        self._opening = threading.Lock()
        self._current: tuple[State, Terms] | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = False,
        fields: Sequence[Field] = FIELDS,
        ranking: Ranking = DEFAULT,
    ) -> WhooshEngine:
        """See `indexer.engines.open_engine`."""
        engine = cls(folder, fields, ranking=ranking)
        if not create:
            engine.position()
        elif not engine._generations.exists():
            engine._create()
        return engine

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def position(self) -> int:
        with self._snapshot() as snapshot:
            return snapshot.position

    def count(self) -> int:
        with self._snapshot() as snapshot:
            return snapshot.count

    def ids(self) -> list[str]:
        with self._snapshot() as snapshot:
            return live_ids(snapshot)

    def write(self, documents: Iterable[Document], deleted: Iterable[str], position: int) -> None:
        with self._generations.writing(self._write_wait):
            path = self._generations.live()
            check_manifest(path, self._fingerprint)
            write_batch(path, self._layout, self._fingerprint, documents, deleted, position)

    def replacement(self) -> WhooshReplacement:
        return WhooshReplacement(
            self._generations,
            self._fields,
            build_wait=BUILD_WAIT_SECONDS,
            write_wait=self._write_wait,
        )

    def damaged_files(self) -> list[str]:
        """The files of the live index whose bytes are not those written; reads them all."""
        return damaged_files(self._generations.live())

    def close(self) -> None:
        """Lets go of the open files. The engine opens them again if it is used again."""
        with self._opening:
            current, self._current = self._current, None
        if current:
            current[1].snapshot.close()

    @contextmanager
    def searcher(self, synonyms: SynonymList) -> Iterator[Searcher]:
        with self._terms() as terms:
            yield Searcher(terms, self._fields, synonyms)

    def _create(self) -> None:
        with (
            as_ours(self._generations.folder),
            self._generations.building(self._write_wait),
            self._generations.writing(self._write_wait),
        ):
            if self._generations.exists():
                return  # another process made it while we waited
            path = self._generations.begin()
            create_generation(path, self._layout, self._fingerprint)
            self._generations.publish(path)

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        with self._terms() as terms:
            yield terms.snapshot

    @contextmanager
    def _terms(self) -> Iterator[Terms]:
        """The live index as it is now, held open for as long as the block lasts."""
        terms = self._enter()
        try:
            yield terms
        finally:
            terms.snapshot.close()

    def _enter(self) -> Terms:
        while True:
            terms = self._up_to_date()
            if terms.snapshot.enter():
                return terms

    def _up_to_date(self) -> Terms:
        path = self._generations.live()
        with self._opening:
            current = self._current
            if current and current[0] == self._opener.state(path):
                return current[1]
            opened = self._opener.open(self._generations.live)
            self._current = opened
        if current:
            current[1].snapshot.close()
        return opened[1]


def live_ids(snapshot: Snapshot) -> list[str]:
    return sorted(snapshot.ids[number] for number in snapshot.live.nonzero()[0].tolist())
