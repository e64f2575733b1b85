"""What all the looks at an address amount to, and when it is to be looked at again. Pure.

One bad answer breaks no link: it is `to_confirm` until a second look, a day later at least, says
the same. An error in between neither confirms nor clears.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from corpus.clock import at
from corpus.links.checks import Check, LinkState

CONFIRMED_AFTER = timedelta(days=1)
_REST = timedelta(days=30)
_CONFIRMED_REST = timedelta(days=7)
_TOO_MANY_REST = timedelta(days=7)
_FIRST_RETRY = timedelta(days=1)


class Shown(StrEnum):
    """What people are told of a link: the states of a look, and `to_confirm`."""

    OK = "ok"
    MOVED = "moved"
    TO_CONFIRM = "to_confirm"
    BROKEN = "broken"
    SOFT_404 = "soft_404"
    FORBIDDEN = "forbidden"
    ERROR = "error"


FAULTY_LOOKS = frozenset({LinkState.BROKEN, LinkState.SOFT_404})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an address stands: since when (the first look that said so), by its last look."""

    state: Shown
    since: str
    last: Check


def standing_of(checks: Sequence[Check]) -> Standing:
    """The standing that looks at one address, oldest first and at least one, amount to."""
    last = checks[-1]
    if last.state not in FAULTY_LOOKS:
        return Standing(Shown(last.state), _streak(checks, {last.state})[0].checked_at, last)
    streak = _faults(checks)
    state = Shown(last.state) if _is_confirmed(streak) else Shown.TO_CONFIRM
    return Standing(state, streak[0].checked_at, last)


def due_at(checks: Sequence[Check]) -> str:
    """From when on an address is to be looked at again; an instant that sorts as text.

    A good link rests for a month, a fault is looked at again the next day and, once confirmed,
    every week; errors wait for one day, then two, four … up to a month.
    """
    last = checks[-1]
    return at(_instant(last.checked_at) + _rest(checks))


def _rest(checks: Sequence[Check]) -> timedelta:
    last = checks[-1]
    if last.state is LinkState.ERROR:
        times = len(_streak(checks, {LinkState.ERROR}))
        doubled: timedelta = _FIRST_RETRY * 2 ** min(times - 1, 6)
        return min(doubled, _REST)
    if last.state in FAULTY_LOOKS:
        return _CONFIRMED_REST if _is_confirmed(_faults(checks)) else CONFIRMED_AFTER
    return _TOO_MANY_REST if last.status == 429 else _REST


def _faults(checks: Sequence[Check]) -> list[Check]:
    """The faults since the link was last seen well."""
    telling = [check for check in checks if check.state is not LinkState.ERROR]
    return _streak(telling, FAULTY_LOOKS)


def _streak(checks: Sequence[Check], states: frozenset[LinkState] | set[LinkState]) -> list[Check]:
    return list(takewhile(lambda check: check.state in states, reversed(checks)))[::-1]


def _is_confirmed(streak: Sequence[Check]) -> bool:
    return is_confirmed(streak[0].checked_at, streak[-1].checked_at)


def is_confirmed(first: str, last: str) -> bool:
    """Whether faults met from one instant to the other, and nothing else between, are one."""
    return _instant(last) - _instant(first) >= CONFIRMED_AFTER


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)
