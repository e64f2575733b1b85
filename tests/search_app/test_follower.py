from __future__ import annotations

import threading

import pytest

from corpus.errors import StorageError
from search_app.follower import Follower


class Index:
    """A stand-in that reaches what it is told to, when it is let."""

    def __init__(self) -> None:
        self.position = 0
        self.catalogue = 0
        self.turns = 0
        self.failures = 0
        self.gate = threading.Event()
        self.gate.set()

    def catch_up(self) -> int:
        self.turns += 1
        assert self.gate.wait(10)
        if self.failures:
            self.failures -= 1
            raise StorageError("L'index est tenu.")
        self.position = self.catalogue
        return self.position


@pytest.fixture
def index() -> Index:
    return Index()


def test_the_index_reaches_what_was_saved(index: Index) -> None:
    follower = Follower(index.catch_up)
    index.catalogue = 3
    assert follower.reach(3, 10)
    assert index.position == 3
    follower.close()


def test_what_is_already_reached_takes_no_turn(index: Index) -> None:
    follower = Follower(index.catch_up)
    index.catalogue = 3
    assert follower.reach(3, 10)
    assert follower.reach(2, 10)
    follower.close()
    assert index.turns == 1


def test_a_slow_index_is_waited_for_no_longer_than_asked_and_goes_on(index: Index) -> None:
    follower = Follower(index.catch_up)
    index.catalogue = 1
    index.gate.clear()
    assert not follower.reach(1, 0.05)
    index.gate.set()
    assert follower.reach(1, 10)
    follower.close()


def test_a_failure_is_tried_again(index: Index) -> None:
    follower = Follower(index.catch_up, retry_seconds=(0.01,))
    index.catalogue, index.failures = 1, 3
    assert follower.reach(1, 10)
    assert index.turns == 4
    follower.close()


def test_a_fault_of_ours_is_logged_and_does_not_end_the_thread(
    index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    broken = [True]

    def catch_up() -> int:
        if broken.pop() if broken else False:
            raise ZeroDivisionError
        return index.catch_up()

    follower = Follower(catch_up, retry_seconds=(0.01,))
    index.catalogue = 1
    assert follower.reach(1, 10)
    assert "ZeroDivisionError" in caplog.text
    follower.close()


def test_many_saves_at_once_are_served_by_few_turns(index: Index) -> None:
    follower = Follower(index.catch_up)
    index.gate.clear()
    index.catalogue = 20
    results: list[bool] = []
    savers = [
        threading.Thread(target=lambda n=n: results.append(follower.reach(n, 10)))
        for n in range(1, 21)
    ]
    for saver in savers:
        saver.start()
    index.gate.set()
    for saver in savers:
        saver.join()
    follower.close()
    assert results == [True] * 20
    assert index.turns <= 3


def test_closing_ends_a_follower_that_waits_to_try_again(index: Index) -> None:
    follower = Follower(index.catch_up, retry_seconds=(60.0,))
    index.catalogue, index.failures = 1, 1
    assert not follower.reach(1, 0.05)
    follower.close()
    assert index.position == 0
