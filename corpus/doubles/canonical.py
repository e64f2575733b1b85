"""Which record of a cluster the others lead to.

A person's choice comes first. Without one, in this order: the record of the source that the others
re-issue, an item before a page that holds many, a page of its own before a passage of another page,
the longest text, the oldest, and at last the order of the ids, so that the same records always give
the same proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.sources import COMEDIE

ORIGINALS = (COMEDIE.key,)
"""Sources whose sheets others re-issue, the first of them before all."""


class Rule(StrEnum):
    """What made the first of a cluster come first."""

    CHOSEN = "chosen"
    ORIGINAL = "original"
    ITEM = "item"
    PAGE = "page"
    LONGEST = "longest"
    OLDEST = "oldest"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Member:
    """A record of a cluster with what decides between its records.

    `passage`: read off a page with others; `aggregate`: its page is one that others were read off;
    `length` in characters of its text; `chosen_at`: when a person chose it, or empty.
    """

    id: str
    source: str = ""
    title: str = ""
    url: str = ""
    kind: str = ""
    passage: bool = False
    aggregate: bool = False
    length: int = 0
    first_seen: str = ""
    chosen_by: str = ""
    chosen_at: str = ""


def in_order(members: Iterable[Member]) -> list[Member]:
    """The canonical record first. Of two that were chosen, the latest choice stands."""
    proposed = sorted(members, key=lambda member: [value for _, value in _merits(member)])
    return sorted(proposed, key=lambda member: member.chosen_at, reverse=True)


def rule_of(ordered: Sequence[Member]) -> Rule:
    """Why the first comes before the second."""
    if ordered[0].chosen_at:
        return Rule.CHOSEN
    merits = zip(_merits(ordered[0]), _merits(ordered[1]), strict=True)
    return next((rule for (rule, one), (_, other) in merits if one != other), Rule.NAME)


def _merits(member: Member) -> list[tuple[Rule, int | str]]:
    """Smaller is better."""
    rank = ORIGINALS.index(member.source) if member.source in ORIGINALS else len(ORIGINALS)
    return [
        (Rule.ORIGINAL, rank),
        (Rule.ITEM, int(member.aggregate)),
        (Rule.PAGE, int(member.passage)),
        (Rule.LONGEST, -member.length),
        (Rule.OLDEST, member.first_seen),
        (Rule.NAME, member.id),
    ]
