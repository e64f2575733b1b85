"""The one way to say when: ISO 8601 in UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    return at(datetime.now(UTC))


def at(instant: datetime) -> str:
    """`instant` (aware) as `2026-11-23T08:15:00Z`; such strings sort in time order."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
