"""Answers that go on while something happens (server-sent events), so few that they hold up nobody.

Each takes a thread of its process for as long as it lasts; it ends by itself, and a page that still
wants news asks again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from threading import BoundedSemaphore
from typing import Any

EXTENSION = "souffleur.streams"

STREAMS = 2
"""At once, in one process."""

SECONDS = 60.0
"""The longest that one lasts."""

PAUSE = 1.0
RETRY_SECONDS = 10


class Streams:
    """The places for streams of one process."""

    def __init__(self, places: int = STREAMS) -> None:
        self._places = BoundedSemaphore(places)

    def take(self) -> bool:
        """Takes a place if there is one; whoever takes one calls `release` once."""
        return self._places.acquire(blocking=False)

    def release(self) -> None:
        self._places.release()


News = tuple[Mapping[str, Any], bool]
"""What is sent, as JSON, and whether more will follow."""


def events(
    read: Callable[[], News], seconds: float = SECONDS, pause: float = PAUSE
) -> Iterator[str]:
    """A `message` now and after each pause; an `end` once there is no more to come."""
    ends = time.monotonic() + seconds
    while True:
        value, goes_on = read()
        yield f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
        if not goes_on:
            yield "event: end\ndata: {}\n\n"
            return
        if time.monotonic() + pause > ends:
            return
        time.sleep(pause)
