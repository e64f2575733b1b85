"""Both engines, as for the promises they share."""

from tests.indexer.engines.conftest import engine, open_one

__all__ = ["engine", "open_one"]
