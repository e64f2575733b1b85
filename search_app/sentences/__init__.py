"""The words themselves, one module a matter. Read through `search_app.messages`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from search_app.sentences import (
    around,
    corrections,
    desk,
    doubles,
    errors,
    ledger,
    links,
    lists,
    records,
    results,
    runs,
)

MATTERS = (around, results, records, corrections, desk, runs, lists, links, doubles, ledger, errors)

TABLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {key: pair for matter in MATTERS for key, pair in matter.SENTENCES.items()}
)
"""Key → (French, English)."""
