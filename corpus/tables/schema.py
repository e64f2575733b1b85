"""What every table of the catalogue belongs to."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
