"""Many files over several child processes, or one file over one.

The parent only waits: it holds a deadline for each child, kills those that pass it, and starts
another in place of each that died. Nothing a file does can end the parent.
"""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from corpus.errors import ExtractionCode, ExtractionError
from indexer.extract.ocr import ocr_language
from indexer.extract.values import Extraction, Limits
from indexer.extract.worker import Worker

Result = Extraction | ExtractionError
FileToRead = Path | tuple[Path, str | None]


def extract(
    path: Path,
    media_type: str | None = None,
    *,
    ocr: bool | None = None,
    limits: Limits | None = None,
) -> Extraction:
    """The text of one file, read in a child process of its own.

    `media_type` is what was declared; the bytes decide. `ocr` is None for "when it is installed".
    Raises ExtractionError.
    """
    for _, result in pool_extract([(path, media_type)], workers=1, ocr=ocr, limits=limits):
        if isinstance(result, ExtractionError):
            raise result
        return result
    raise ExtractionError(
        ExtractionCode.CRASHED, f"La lecture de {path} n'a rien donné : relancez-la."
    )


def pool_extract(
    files: Iterable[FileToRead],
    workers: int | None = None,
    *,
    ocr: bool | None = None,
    limits: Limits | None = None,
) -> Iterator[tuple[Path, Result]]:
    """Read files over `workers` children (one a core), giving each result as it comes.

    Results come in no set order; every file gets exactly one. `files` is only read ahead by as
    many as there are workers. Raises ExtractionError CRASHED when no child can be started.
    """
    wanted = bool(ocr_language()) if ocr is None else ocr
    pool = _Pool(iter(files), limits or Limits(), wanted)
    try:
        yield from pool.run(max(1, workers or os.cpu_count() or 1))
    finally:
        pool.close()


class _Pool:
    def __init__(self, files: Iterator[FileToRead], limits: Limits, ocr: bool) -> None:
        self._files = files
        self._limits = limits
        self._ocr = ocr
        self._busy: dict[int, Worker] = {}
        self._idle: list[Worker] = []
        self._starting: list[Worker] = []
        self._selector = selectors.DefaultSelector()

    def run(self, workers: int) -> Iterator[tuple[Path, Result]]:
        first = list(islice(self._files, workers))
        self._files = chain(first, self._files)
        # All at once: a child takes half a second to start, and none for a file that is not there.
        self._starting.extend(Worker(self._limits, self._ocr) for _ in first)
        exhausted = False
        while True:
            while not exhausted and len(self._busy) < workers:
                exhausted = not self._feed()
            if not self._busy:
                return
            yield from self._finished()

    def close(self) -> None:
        for worker in (*self._busy.values(), *self._idle, *self._starting):
            worker.kill()
        self._busy.clear()
        self._idle.clear()
        self._starting.clear()
        self._selector.close()

    def _feed(self) -> bool:
        """Give the next file to a child; false when there is none left."""
        file = next(self._files, None)
        if file is None:
            return False
        path, media_type = file if isinstance(file, tuple) else (file, None)
        worker = self._ready_worker()
        worker.ask(path, media_type)
        self._busy[worker.fileno()] = worker
        self._selector.register(worker.fileno(), selectors.EVENT_READ)
        return True

    def _ready_worker(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.worn:
                return worker
            worker.kill()
        worker = self._starting.pop() if self._starting else Worker(self._limits, self._ocr)
        worker.wait_ready()
        return worker

    def _finished(self) -> list[tuple[Path, Result]]:
        """Wait until something happens; the files that it settles."""
        nearest = min(worker.deadline for worker in self._busy.values())
        events = self._selector.select(max(0.0, nearest - time.monotonic()))
        settled: list[tuple[Path, Result]] = []
        ready = {key.fd for key, _ in events}
        for fd, worker in list(self._busy.items()):
            result: Result | None = None
            if fd in ready:
                result = worker.receive()
            elif time.monotonic() >= worker.deadline:
                result = worker.stop_for_time()
            if result is not None and worker.path is not None:
                settled.append((worker.path, result))
                self._release(fd, worker)
        return settled

    def _release(self, fd: int, worker: Worker) -> None:
        self._selector.unregister(fd)
        del self._busy[fd]
        if worker.worn:
            worker.kill()
        else:
            self._idle.append(worker)
