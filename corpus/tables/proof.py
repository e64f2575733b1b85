"""Proof: doubles, links and their checks, verdicts of people on addresses, what was sent elsewhere and who sends."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from corpus.tables.schema import metadata

duplicate_pairs = Table(
    "duplicate_pairs",
    metadata,
    Column("one", String(80), primary_key=True),
    Column("other", String(80), primary_key=True),
    Column("how", String(20), nullable=False),
    Column("similarity", Float, nullable=False),
    Column("found_at", String(20), nullable=False),
    Index("ix_duplicate_pairs_other", "other"),
)

duplicate_verdicts = Table(
    "duplicate_verdicts",
    metadata,
    Column("one", String(80), primary_key=True),
    Column("other", String(80), primary_key=True),
    Column("same", Boolean, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", String(20), nullable=False),
)

canonical_choices = Table(
    "canonical_choices",
    metadata,
    Column("record_id", String(80), primary_key=True),
    Column("by", String(80), nullable=False),
    Column("at", String(20), nullable=False),
)

link_checks = Table(
    "link_checks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False, index=True),
    Column("checked_at", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("status", Integer, nullable=False, default=0),
    Column("final_url", Text, nullable=False, default=""),
    Column("hops", Text, nullable=False, default="[]"),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("message", Text, nullable=False, default=""),
    Column("archived_url", Text, nullable=False, default=""),
    sqlite_autoincrement=True,
)

page_links = Table(
    "page_links",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Index("ix_page_links_url", "source", "url"),
)

link_readings = Table(
    "link_readings",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("reader", Integer, nullable=False),
    Column("twin", String(64), nullable=False),
    Column("links", Integer, nullable=False),
    Column("read_at", String(20), nullable=False),
)

page_verdicts = Table(
    "page_verdicts",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("by", String(80), nullable=False),
    Column("at", String(20), nullable=False),
)

exports = Table(
    "exports",
    metadata,
    Column("target", String(200), primary_key=True),
    Column("what", String(20), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("remote_id", Integer, nullable=False),
    Column("remote_url", Text, nullable=False, default=""),
    Column("remote_modified", String(20), nullable=False, default=""),
    Column("sha256", String(64), nullable=False, default=""),
    Column("at", String(20), nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("token", String(32), nullable=False),
    Column("holder", String(120), nullable=False),
    Column("since", String(20), nullable=False),
    Column("until", String(20), nullable=False),
)

similarities = Table(
    "similarities",
    metadata,
    Column("body_sha256", String(64), primary_key=True),
    Column("records_sha256", String(64), primary_key=True),
    Column("share", Float, nullable=False),
    Column("words", Integer, nullable=False),
)
