"""Runs that wait to be applied, what was received, states, doubles, links, exports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "bodies",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "canonical_choices",
        sa.Column("record_id", sa.String(length=80), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "duplicate_pairs",
        sa.Column("one", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("found_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
    )
    with op.batch_alter_table("duplicate_pairs", schema=None) as batch_op:
        batch_op.create_index("ix_duplicate_pairs_other", ["other"], unique=False)

    op.create_table(
        "duplicate_verdicts",
        sa.Column("one", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
    )
    op.create_table(
        "exports",
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("remote_id", sa.Integer(), nullable=False),
        sa.Column("remote_url", sa.Text(), nullable=False),
        sa.Column("remote_modified", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("target", "what", "key"),
    )
    op.create_table(
        "link_checks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("hops", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("archived_url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("link_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_checks_url"), ["url"], unique=False)

    op.create_table(
        "link_readings",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("twin", sa.String(length=64), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("source", "url_key"),
    )
    op.create_table(
        "page_links",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "url_key", "url"),
    )
    with op.batch_alter_table("page_links", schema=None) as batch_op:
        batch_op.create_index("ix_page_links_url", ["source", "url"], unique=False)

    op.create_table(
        "page_verdicts",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("source", "url_key"),
    )
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("settled", sa.String(length=12), nullable=False),
        sa.Column("settled_by", sa.String(length=80), nullable=False),
        sa.Column("settled_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["records.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("conflicts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflicts_record_id"), ["record_id"], unique=False)

    op.create_table(
        "fetches",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.String(length=20), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("charset_declared", sa.String(length=40), nullable=False),
        sa.Column("charset_used", sa.String(length=40), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=False),
        sa.Column("reading", sa.String(length=64), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("gives", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "url_key"),
    )
    with op.batch_alter_table("fetches", schema=None) as batch_op:
        batch_op.create_index("ix_fetches_source_url", ["source", "url"], unique=False)

    op.create_table(
        "run_files",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "url"),
    )
    op.create_table(
        "run_records",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=80), nullable=False),
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "record_id"),
    )
    with op.batch_alter_table("run_records", schema=None) as batch_op:
        batch_op.create_index("ix_run_records_state", ["run_id", "state"], unique=False)

    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("state", sa.String(length=12), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("first_seen", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("changed_at", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("absent_runs", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("moved_to", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("request", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("reading", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("links", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("gives", sa.Text(), nullable=False, server_default="[]"))
        batch_op.create_index("ix_pages_url", ["url"], unique=False)

    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("standing", sa.String(length=12), nullable=False, server_default="present")
        )
        batch_op.add_column(
            sa.Column("absent_runs", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("last_run", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("moved_to", sa.String(length=80), nullable=False, server_default="")
        )

    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("applied_at", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("decision", sa.String(length=12), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("decided_by", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("decided_at", sa.String(length=20), nullable=False, server_default="")
        )
    # Until now a harvest wrote straight into the catalogue.
    op.execute("UPDATE runs SET applied_at = ended_at WHERE state = 'finished'")
    op.create_table(
        "similarities",
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("records_sha256", sa.String(length=64), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("body_sha256", "records_sha256"),
    )
