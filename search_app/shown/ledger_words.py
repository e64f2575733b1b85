"""Lines of the ledger chosen, and written for people's spreadsheets and for programs. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from typing import Any

from corpus.exports.tables import harmless
from corpus.ledger import Fate, LedgerLine
from corpus.ledger.fates import TO_LOOK_AT

COLUMNS = (
    *("source", "url", "fate", "because", "state", "status", "first_seen", "fetched_at"),
    *("changed_at", "media_type", "size", "sha256", "records", "files", "missing"),
    *("similarity", "verdict", "note", "by"),
)
"""The first line of a table; columns are only ever added."""


def wanted(line: LedgerLine, fates: Collection[Fate], to_look_at: bool) -> bool:
    """Whether a line has one of these fates (none: any), and waits for a person if asked."""
    waits = line.fate in TO_LOOK_AT and line.verdict is None
    return (not fates or line.fate in fates) and (waits or not to_look_at)


def as_csv(lines: Iterable[LedgerLine]) -> str:
    """One line an address; no cell begins as a formula would."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for line in lines:
        values = as_object(line)
        rows.writerow([harmless(_cell(values[name])) for name in COLUMNS])
    return written.getvalue()


def as_object(line: LedgerLine) -> dict[str, Any]:
    """The line under the names of `COLUMNS`, as plain JSON values."""
    files = [
        {"url": f.url, "sha256": f.sha256, "size": f.size, "state": f.state} for f in line.files
    ]
    return {
        "source": line.source,
        "url": line.url,
        "fate": line.fate.value,
        "because": line.because,
        "state": line.state.value,
        "status": line.status,
        "first_seen": line.first_seen,
        "fetched_at": line.fetched_at,
        "changed_at": line.changed_at,
        "media_type": line.media_type,
        "size": line.size,
        "sha256": line.sha256,
        "records": list(line.record_ids),
        "files": files,
        "missing": list(line.missing),
        "similarity": line.similarity,
        "verdict": line.verdict.value if line.verdict else "",
        "note": line.verdict_note,
        "by": line.verdict_by,
    }


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(_one(each) for each in value)
    return "" if value is None else str(value)


def _one(value: Any) -> str:
    return f"{value['sha256']} {value['url']}".strip() if isinstance(value, dict) else str(value)
