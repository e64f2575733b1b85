"""What reads each of the librarians' lists, and what a saved version changed in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from corpus.lists import SYNONYMS, TEST_QUERIES, KeptList, Validator
from indexer.synonyms import parse_synonyms
from indexer.witnesses import parse_witnesses

CHECKS: Mapping[str, Validator] = MappingProxyType(
    {SYNONYMS: parse_synonyms, TEST_QUERIES: parse_witnesses}
)
"""By the name of the list."""


@dataclass(frozen=True, slots=True)
class LineChanges:
    """The lines that one text has more and less than another, in their order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def line_changes(before: str, after: str) -> LineChanges:
    """Their order means nothing: a line that was only moved is no change, nor is a blank one."""
    old, new = before.splitlines(), after.splitlines()
    return LineChanges(added=_beyond(new, old), removed=_beyond(old, new))


def _beyond(lines: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    left = Counter(others)
    found = []
    for line in filter(str.strip, lines):
        if left[line]:
            left[line] -= 1
        else:
            found.append(line)
    return tuple(found)


def changes_of(history: Sequence[KeptList]) -> Iterator[tuple[KeptList, LineChanges]]:
    """Each saved version with what it changed; `history` has the newest first."""
    for saved, before in pairwise(history):
        yield saved, line_changes(before.text, saved.text)
