"""The tables of the catalogue, as SQLAlchemy sees them.

Harvested (`records`, `links`, `record_urls`, `files`) and curated (`tags`, `edits`, `lists`, verdicts
and choices) data are in different tables: a harvest writes the first and cannot reach the second.
What a run found waits in `run_records` and `run_files` until the run is applied. `changes` is the
list of everything written to an entry, in commit order; its last revision is the catalogue's.
"""

from corpus.tables.entries import (
    IS_PART,
    changes,
    conflicts,
    edits,
    files,
    gone,
    links,
    record_files,
    record_urls,
    records,
    tags,
    texts,
)
from corpus.tables.harvests import (
    bodies,
    fetches,
    frontier,
    pages,
    run_files,
    run_notes,
    run_records,
    runs,
)
from corpus.tables.people import lists, sessions, sign_in_failures, users
from corpus.tables.proof import (
    canonical_choices,
    duplicate_pairs,
    duplicate_verdicts,
    exports,
    leases,
    link_checks,
    link_readings,
    page_links,
    page_verdicts,
    similarities,
)
from corpus.tables.schema import metadata

__all__ = [
    "IS_PART",
    "bodies",
    "canonical_choices",
    "changes",
    "conflicts",
    "duplicate_pairs",
    "duplicate_verdicts",
    "edits",
    "exports",
    "fetches",
    "files",
    "frontier",
    "gone",
    "leases",
    "link_checks",
    "link_readings",
    "links",
    "lists",
    "metadata",
    "page_links",
    "page_verdicts",
    "pages",
    "record_files",
    "record_urls",
    "records",
    "run_files",
    "run_notes",
    "run_records",
    "runs",
    "sessions",
    "sign_in_failures",
    "similarities",
    "tags",
    "texts",
    "users",
]
