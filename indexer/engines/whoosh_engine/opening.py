"""Opening the live generation, while others may be writing it or putting another in its place."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexDamaged, StorageError
from indexer.engines.base import NO_POSITION
from indexer.engines.whoosh_engine.manifest import check_manifest, damaged
from indexer.engines.whoosh_engine.schema import schema
from indexer.engines.whoosh_engine.segments import SegmentData, WhooshSegment, read_segment
from indexer.engines.whoosh_engine.storage import SyncedStorage
from indexer.engines.whoosh_engine.whoosh_api import FileIndex, Reader
from indexer.ranking import DEFAULT, Ranking
from indexer.rows import Layout
from indexer.snapshot.snapshot import Snapshot
from indexer.snapshot.terms import Terms
from indexer.snapshot.vocabulary import Vocabulary

_ATTEMPTS = 20
_PAUSE_SECONDS = 0.02
FEW = 10
"""A change of less than a tenth of the rows is small."""
_TOC = re.compile(r"_MAIN_([0-9]+)\.toc")


@dataclass(frozen=True, slots=True)
class State:
    """Which commit of which generation: it changes with every batch and every replacement."""

    path: Path
    commit: int


class Opener:
    """Opens snapshots, and keeps what it read of segments that are still there next time."""

    def __init__(self, layout: Layout, fingerprint: str, ranking: Ranking = DEFAULT) -> None:
        self._layout = layout
        self._ranking = ranking
        self._fingerprint = fingerprint
        self._read: dict[str, SegmentData] = {}
        self._last: tuple[Path, Snapshot] | None = None

    def state(self, path: Path) -> State:
        """The last commit; 0 when there is none to be seen."""
        try:
            names = os.listdir(path)  # noqa: PTH208 (three times as quick, before each search)
        except FileNotFoundError:
            names = []
        commits = [int(found[1]) for name in names if (found := _TOC.fullmatch(name))]
        return State(path, max(commits, default=0))

    def open(self, live: Callable[[], Path]) -> tuple[State, Terms]:
        """The index that `live` points to, now.

        A file may vanish between two steps because a writer merged it away: then we begin again.
        What fails every time is damage.
        """
        for attempt in range(_ATTEMPTS):
            path = live()
            state = self.state(path)
            try:
                check_manifest(path, self._fingerprint)
                return state, self._open(path)
            except StorageError:
                if self._unchanged(live, state):
                    raise
            except Exception as error:
                # Whoosh unpickles what it reads: a damaged file may raise anything at all.
                last = attempt == _ATTEMPTS - 1 or not isinstance(error, OSError)
                if last and self._unchanged(live, state):
                    raise damaged(path, f"{type(error).__name__}: {error}") from error
                time.sleep(_PAUSE_SECONDS)
        raise IndexDamaged(
            f"L'index {live()} change sans cesse et ne s'ouvre pas. "
            "Arrêtez les autres commandes, puis relancez."
        )

    def _unchanged(self, live: Callable[[], Path], state: State) -> bool:
        return self.state(live()) == state

    def _open(self, path: Path) -> Terms:
        index = FileIndex(SyncedStorage(str(path)), schema=schema())
        reader = index.reader()
        try:
            leaves: list[Reader] = [leaf for leaf, _ in reader.leaf_readers()]
            read = {str(leaf.segment().segment_id()): self._data(leaf) for leaf in leaves}
            segments = [WhooshSegment(*pair) for pair in zip(leaves, read.values(), strict=True)]
            position = max((segment.position() for segment in segments), default=NO_POSITION)
            before = self._vocabulary_before(path, read)
            snapshot = Snapshot(segments, self._layout, position, _Reading(path), before)
        except BaseException:
            reader.close()
            raise
        self._read = read
        self._last = (path, snapshot)
        return Terms(snapshot, self._ranking)

    def _vocabulary_before(self, path: Path, read: Mapping[str, SegmentData]) -> Vocabulary | None:
        """That of the last state opened, when one change led from it to this one."""
        if not self._last or self._last[0] != path:
            return None
        rows = sum(data.heads.size for key, data in read.items() if key not in self._read)
        few = rows * FEW <= sum(data.heads.size for data in read.values())
        return self._last[1].known_vocabulary if few else None

    def _data(self, leaf: Reader) -> SegmentData:
        known = self._read.get(str(leaf.segment().segment_id()))
        return known or read_segment(leaf, self._layout)


class _Reading:
    """Alone with Whoosh's readers; whatever they raise means the files are not what was written."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._path = path

    def __call__(self) -> _Reading:
        return self

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._lock.release()
        if isinstance(error, Exception) and not isinstance(error, StorageError):
            raise damaged(self._path, f"{type(error).__name__}: {error}") from error
