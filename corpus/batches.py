"""Many things, some at a time (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")

ROWS = 400
"""Values looked for by one statement: far fewer than any database refuses."""


def batched(things: Iterable[Thing], size: int = ROWS) -> Iterator[list[Thing]]:
    """`size` things at a time, in order, fewer in the last one. `itertools.batched` from Python 3.12
    on, but for the lists."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
