"""The tables of the catalogue, as SQLAlchemy sees them.

Harvested (`records`, `links`, `record_urls`, `files`) and curated (`tags`, `edits`, `lists`) data are in
different tables: a harvest writes the first and cannot reach the second. `changes` is the list of
everything written to an entry, in commit order; its last revision is the catalogue's.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

records = Table(
    "records",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("source", String(80), nullable=False, index=True),
    Column("kind", String(40), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("record_sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False, index=True),
    Column("first_seen", String(20), nullable=False),
    Column("last_seen", String(20), nullable=False),
    Column("version", Integer, nullable=False, default=0),
)

record_urls = Table(
    "record_urls",
    metadata,
    Column("url", Text, primary_key=True),
    Column("record_id", String(80), ForeignKey("records.id"), primary_key=True),
    Index("ix_record_urls_record", "record_id"),
)

links = Table(
    "links",
    metadata,
    Column("record_id", String(80), ForeignKey("records.id"), primary_key=True),
    Column("url", Text, primary_key=True),
    Index("ix_links_url", "url"),
)

files = Table(
    "files",
    metadata,
    Column("url", Text, primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("media_type", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("error", Text, nullable=False, default=""),
    Column("fetched_at", String(20), nullable=False),
)

record_files = Table(
    "record_files",
    metadata,
    Column("record_id", String(80), ForeignKey("records.id"), primary_key=True),
    Column("url", Text, primary_key=True),
    Index("ix_record_files_url", "url"),
)

tags = Table(
    "tags",
    metadata,
    Column("record_id", String(80), ForeignKey("records.id"), primary_key=True),
    Column("folded", String(120), primary_key=True),
    Column("value", String(120), nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", String(20), nullable=False),
    Column("rank", Integer, nullable=False, default=0),
)

edits = Table(
    "edits",
    metadata,
    Column("record_id", String(80), ForeignKey("records.id"), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", String(20), nullable=False),
)

lists = Table(
    "lists",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", String(20), nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=True),
    Column("record_id", String(80), nullable=False, index=True),
    Column("what", String(20), nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Column("by", String(80), nullable=False, default=""),
    Column("at", String(20), nullable=False),
    sqlite_autoincrement=True,
)

texts = Table(
    "texts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("extractor", String(40), primary_key=True),
    Column("version", String(60), primary_key=True),
    Column("media_type", String(120), nullable=False),
    Column("data", Text, nullable=False),
    Column("error_code", String(40), nullable=False, default=""),
    Column("error_message", Text, nullable=False, default=""),
    Column("at", String(20), nullable=False),
)

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
)

users = Table(
    "users",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", String(20), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("user_name", String(80), ForeignKey("users.name"), nullable=False, index=True),
    Column("created_at", String(20), nullable=False),
    Column("expires_at", String(20), nullable=False),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(120), nullable=False, index=True),
    Column("at", String(20), nullable=False),
)
