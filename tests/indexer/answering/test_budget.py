"""The time of a query."""

from __future__ import annotations

import time

import pytest

from indexer.answering.budget import Budget, OutOfTime


def test_a_budget_is_over_once_its_seconds_have_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    budget = Budget(1.5)
    now = 101.5
    assert not budget.over
    budget.check()
    now = 101.6
    assert budget.over
    with pytest.raises(OutOfTime):
        budget.check()
