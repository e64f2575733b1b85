"""Opening the live generation, while others may be writing it or putting another in its place."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexDamaged, StorageError
from indexer.engines.whoosh_engine.manifest import check_manifest, damaged
from indexer.engines.whoosh_engine.rows import Layout
from indexer.engines.whoosh_engine.schema import schema_of
from indexer.engines.whoosh_engine.segments import SegmentData, read_segment
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.engines.whoosh_engine.storage import SyncedStorage
from indexer.engines.whoosh_engine.whoosh_api import FileIndex, Reader

_ATTEMPTS = 20
_PAUSE_SECONDS = 0.02
_TOC = re.compile(r"_MAIN_([0-9]+)\.toc")


@dataclass(frozen=True, slots=True)
class State:
    """Which commit of which generation: it changes with every batch and every replacement."""

    path: Path
    commit: int


class Opener:
    """Opens snapshots, and keeps what it read of segments that are still there next time."""

    def __init__(self, layout: Layout, fingerprint: str) -> None:
        self._layout = layout
        self._fingerprint = fingerprint
        self._read: dict[str, SegmentData] = {}

    def state(self, path: Path) -> State:
        """The last commit; 0 when there is none to be seen."""
        try:
            names = os.listdir(path)  # noqa: PTH208 (three times as quick, before each search)
        except FileNotFoundError:
            names = []
        commits = [int(found[1]) for name in names if (found := _TOC.fullmatch(name))]
        return State(path, max(commits, default=0))

    def open(self, live: Callable[[], Path]) -> tuple[State, Snapshot]:
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

    def _open(self, path: Path) -> Snapshot:
        index = FileIndex(SyncedStorage(str(path)), schema=schema_of(self._layout))
        reader = index.reader()
        try:
            leaves: list[Reader] = [leaf for leaf, _ in reader.leaf_readers()]
            read = {str(leaf.segment().segment_id()): self._data(leaf) for leaf in leaves}
            snapshot = Snapshot(path, leaves, list(read.values()), self._layout)
        except BaseException:
            reader.close()
            raise
        self._read = read
        return snapshot

    def _data(self, leaf: Reader) -> SegmentData:
        known = self._read.get(str(leaf.segment().segment_id()))
        return known or read_segment(leaf, self._layout)
