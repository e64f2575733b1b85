"""A record met on several pages of a run: whose reading of it is kept, whatever the order. Pure.

The page at the record's own address comes first, then the one that says more of it, then the
smallest address. A page that was not read again, because it has not changed, stands for what the
catalogue holds of the record when that was read off it; of the others nothing is known, and they
come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.record import Record


@dataclass(frozen=True, slots=True)
class Meeting:
    """A record met on the page at `url`, whose key is `key`; `record` is None for one whose words
    there are not known."""

    key: str
    url: str
    record: Record | None


def kept_of(meetings: Sequence[Meeting]) -> Meeting:
    """The one that is kept, met under the addresses of all of them."""
    best = min(meetings, key=_rank)
    if best.record is None:
        return best
    others = (one.record for one in meetings if one.record and one is not best)
    return replace(best, record=_met_under(best.record, others))


def _rank(meeting: Meeting) -> tuple[object, ...]:
    record = meeting.record
    if record is None:
        return (True, True, 0, 0, meeting.url)
    own = _without_anchor(meeting.url) == _without_anchor(record.url)
    filled = sum(bool(getattr(record, name)) for name in Record.__dataclass_fields__)
    return (False, not own, -len(record.text), -filled, meeting.url)


def _without_anchor(url: str) -> str:
    return url.partition("#")[0]


def _met_under(record: Record, others: Iterable[Record]) -> Record:
    """With the addresses of the others too, which lead to it as well; all in order then, so that
    it does not tell in which order they were met."""
    own = {record.url, *record.urls}
    all_ = own.union(*((other.url, *other.urls) for other in others))
    return record if all_ == own else replace(record, urls=tuple(sorted(all_)))
