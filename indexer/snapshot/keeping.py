"""What was worked out is kept to be used again, within some memory."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key. What nobody asks for while half of `most_bytes` of others come is forgotten.

    May be used by several threads at once; reading what is there takes no lock.
    """

    def __init__(self, most_bytes: int) -> None:
        self._half = most_bytes // 2
        self._recent: dict[Key, tuple[Value, int]] = {}
        self._older: dict[Key, tuple[Value, int]] = {}
        self._bytes = 0
        self._changing = threading.Lock()

    def get(self, key: Key) -> Value | None:
        found = self._recent.get(key)
        if found is None:
            found = self._older.get(key)
            if found is None:
                return None
            self.put(key, *found)
        return found[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """`size` is in bytes."""
        with self._changing:
            if key not in self._recent:
                self._bytes += size
            self._recent[key] = (value, size)
            if self._bytes > self._half:
                self._older, self._recent, self._bytes = self._recent, {}, 0
