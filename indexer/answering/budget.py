"""The time a query may take, whatever its text: it works in any thread and any kind of worker."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

SECONDS = 1.5
"""Under two seconds even when the last piece of work begins just before the end."""


class OutOfTime(Exception):
    """The time of a query is over: what there is by then is the answer."""


@dataclass
class Budget:
    """`check` between two pieces of work; none of them is long."""

    seconds: float = SECONDS
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    @property
    def over(self) -> bool:
        return time.monotonic() > self._until

    def check(self) -> None:
        """Raises `OutOfTime`."""
        if self.over:
            raise OutOfTime
