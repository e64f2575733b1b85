"""The witness queries in force: the list that librarians own, read."""

from __future__ import annotations

from corpus.lists import TEST_QUERIES, Lists
from indexer.witnesses import Witness, parse_witnesses


def current_witnesses(lists: Lists) -> tuple[Witness, ...]:
    """Raises `BadImport` for a list that is not understood."""
    return parse_witnesses(lists.current(TEST_QUERIES).text)
