"""The schema's versions. `HEAD` is the one this code needs; a test holds it to the newest file."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, String, Table

HEAD = "0004"

version_table = Table(
    "alembic_version", MetaData(), Column("version_num", String(32), primary_key=True)
)
