"""Harvests: the runs, their reports, what is left to fetch, and what was received."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from corpus.tables.schema import metadata

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", String(80), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("settings", Text, nullable=False),
    Column("holder", String(120), nullable=False, default=""),
    Column("lease_until", String(32), nullable=False, default=""),
    Column("started_at", String(20), nullable=False),
    Column("ended_at", String(20), nullable=False, default=""),
    Column("figures", Text, nullable=False, default="{}"),
    Column("applied_at", String(20), nullable=False, default=""),
    Column("decision", String(12), nullable=False, default=""),
    Column("decided_by", String(80), nullable=False, default=""),
    Column("decided_at", String(20), nullable=False, default=""),
    sqlite_autoincrement=True,
)

run_notes = Table(
    "run_notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False, index=True),
    Column("code", String(60), nullable=False),
    Column("url", Text, nullable=False, default=""),
    Column("message", Text, nullable=False),
    Column("value", Text, nullable=False, default=""),
    Column("remedy", Text, nullable=False, default=""),
    Column("at", String(20), nullable=False),
)

frontier = Table(
    "frontier",
    metadata,
    Column("run_id", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("priority", Integer, nullable=False, default=0),
    Column("depth", Integer, nullable=False, default=0),
    Column("rank", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("status", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Index("ix_frontier_next", "run_id", "state", "priority", "rank"),
)

pages = Table(
    "pages",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("run_id", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", String(120), nullable=False, default=""),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("sha256", String(64), nullable=False, default=""),
    Column("size", Integer, nullable=False, default=0),
    Column("charset_declared", String(40), nullable=False, default=""),
    Column("charset_used", String(40), nullable=False, default=""),
    Column("damaged", Integer, nullable=False, default=0),
    Column("fetched_at", String(20), nullable=False),
    Column("state", String(12), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("first_seen", String(20), nullable=False, default=""),
    Column("changed_at", String(20), nullable=False, default=""),
    Column("absent_runs", Integer, nullable=False, default=0),
    Column("moved_to", Text, nullable=False, default=""),
    Column("request", Text, nullable=False, default=""),
    Column("reading", String(64), nullable=False, default=""),
    Column("links", Text, nullable=False, default=""),
    Column("gives", Text, nullable=False, default="[]"),
    Index("ix_pages_url", "url"),
)

fetches = Table(
    "fetches",
    metadata,
    Column("run_id", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("source", String(80), nullable=False),
    Column("url", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("status", Integer, nullable=False, default=0),
    Column("reason", Text, nullable=False, default=""),
    Column("headers", Text, nullable=False, default="[]"),
    Column("media_type", String(120), nullable=False, default=""),
    Column("body_sha256", String(64), nullable=False, default=""),
    Column("size", Integer, nullable=False, default=0),
    Column("fetched_at", String(20), nullable=False),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("charset_declared", String(40), nullable=False, default=""),
    Column("charset_used", String(40), nullable=False, default=""),
    Column("damaged", Integer, nullable=False, default=0),
    Column("moved_to", Text, nullable=False, default=""),
    Column("reading", String(64), nullable=False, default=""),
    Column("links", Text, nullable=False, default=""),
    Column("gives", Text, nullable=False, default="[]"),
    Index("ix_fetches_source_url", "source", "url"),
)

bodies = Table(
    "bodies",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

run_records = Table(
    "run_records",
    metadata,
    Column("run_id", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("record_id", String(80), primary_key=True),
    Column("url_key", String(64), nullable=False, default=""),
    Column("kind", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("record_sha256", String(64), nullable=False, default=""),
    Column("text_sha256", String(64), nullable=False, default=""),
    Column("data", Text, nullable=False, default=""),
    Column("before", Text, nullable=False, default=""),
    Column("fields", Text, nullable=False, default=""),
    Index("ix_run_records_state", "run_id", "state"),
)

run_files = Table(
    "run_files",
    metadata,
    Column("run_id", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("error", Text, nullable=False, default=""),
)
