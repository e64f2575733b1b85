"""Leases (who is sending to which site), and what is asked of all records without reading them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("since", sa.String(length=20), nullable=False),
        sa.Column("until", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    part = sa.text("instr(data, '\"extracted_from\":{') > 0")
    op.create_index("ix_records_standing", "records", ["source", "standing", "id"], unique=False)
    op.create_index("ix_records_parts", "records", ["id"], unique=False, sqlite_where=part)
