"""Brings the index to where the catalogue is, in the background, after somebody saved.

A save waits a moment for the index, so that the new tag is found at once; when the index is held by
a longer piece of work (a rebuild), the answer goes out and the follower goes on trying.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Condition, Thread

from corpus.errors import SouffleurError

RETRY_SECONDS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""The last is repeated."""

_log = logging.getLogger(__name__)


class Follower:
    """One thread, started at the first need, that runs `catch_up` (it returns the position reached).

    Demands that arrive while it works are served by one more turn, not by one each.
    """

    def __init__(
        self, catch_up: Callable[[], int], retry_seconds: tuple[float, ...] = RETRY_SECONDS
    ) -> None:
        self._catch_up = catch_up
        self._retry_seconds = retry_seconds
        self._changed = Condition()
        self._wanted = 0
        self._reached = -1
        self._closed = False
        self._thread: Thread | None = None

    def reach(self, revision: int, seconds: float) -> bool:
        """Whether the index was at `revision` or beyond within `seconds`."""
        with self._changed:
            self._wanted = max(self._wanted, revision)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="index-follower", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._reached >= revision, seconds)

    def close(self) -> None:
        """Ends the thread, after the turn it is in."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        failures = 0
        while self._wait_for_work(failures):
            failures = 0 if self._turn() else failures + 1

    def _wait_for_work(self, failures: int) -> bool:
        """Waits until there is something to do (after a failure, for a while too); false to end."""
        with self._changed:
            if failures:
                pause = self._retry_seconds[min(failures, len(self._retry_seconds)) - 1]
                self._changed.wait_for(lambda: self._closed, pause)
            self._changed.wait_for(lambda: self._closed or self._wanted > self._reached)
            return not self._closed

    def _turn(self) -> bool:
        try:
            position = self._catch_up()
        except SouffleurError as error:
            _log.warning("The index could not follow the catalogue: %s", error.message)
            return False
        except Exception:  # noqa: BLE001 (logged whole; a dead thread would leave saves waiting)
            _log.exception("The index could not follow the catalogue")
            return False
        with self._changed:
            moved = position > self._reached
            self._reached = max(self._reached, position)
            self._changed.notify_all()
            return moved or self._reached >= self._wanted
