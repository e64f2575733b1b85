"""Entries: what was harvested, what people said of it, and the list of changes."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    select,
    text,
)

from corpus.tables.schema import metadata

IS_PART = text("instr(data, '\"extracted_from\":{') > 0")
"""Whether a record was read off a page with others. Records are long, and few are parts: an index
finds those without reading any other, for a query of `records` alone that says it in these words."""

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
    Column("standing", String(12), nullable=False, default="present"),
    Column("absent_runs", Integer, nullable=False, default=0),
    Column("last_run", Integer, nullable=False, default=0),
    Column("moved_to", String(80), nullable=False, default=""),
    Index("ix_records_standing", "source", "standing", "id"),
    Index("ix_records_parts", "id", sqlite_where=IS_PART),
)


def gone() -> Select[tuple[str]]:
    """The ids of the records that are not present (withdrawn, moved): few, and told by an index."""
    return select(records.c.id).where(records.c.standing != "present")


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

conflicts = Table(
    "conflicts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record_id", String(80), ForeignKey("records.id"), nullable=False, index=True),
    Column("field", String(40), nullable=False),
    Column("before", Text, nullable=False, default=""),
    Column("after", Text, nullable=False, default=""),
    Column("run_id", Integer, nullable=False),
    Column("at", String(20), nullable=False),
    Column("settled", String(12), nullable=False, default=""),
    Column("settled_by", String(80), nullable=False, default=""),
    Column("settled_at", String(20), nullable=False, default=""),
    sqlite_autoincrement=True,
)
