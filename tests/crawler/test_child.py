"""A child process: when it is started, what it is told, and when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.errors import ConfigError
from crawler.child import Child, run_in_child, started_child
from tests.crawler.harvesting import config_in

MODULE = "tests.crawler.working_for_tests"


def told(home: Path, word: str, child: Child | None = None) -> Mapping[str, object] | None:
    return run_in_child(MODULE, config_in(home), {"word": word}, None, child)


def test_a_child_does_what_it_is_told_and_says_how_far_it_is(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    order = {"word": "va"}
    config = config_in(tmp_path)
    answer = run_in_child(MODULE, config, order, lambda *step: steps.append(step))
    assert answer is not None
    assert (answer["word"], answer["home"]) == ("va", str(tmp_path))
    assert steps == [(1, 2)]


def test_a_child_started_before_its_order_is_the_one_that_works(tmp_path: Path) -> None:
    with started_child(MODULE) as child:
        answer = told(tmp_path, "va", child)
        assert answer is not None
        assert answer["process"] == child.pid
    assert child.returncode is not None


def test_a_child_that_was_told_nothing_ends_with_the_block() -> None:
    with started_child(MODULE) as child:
        assert child.poll() is None
    assert child.returncode is not None


def test_a_child_whose_parent_is_gone_before_the_order_ends_by_itself() -> None:
    with started_child(MODULE) as child:
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(20) == 1


def test_what_the_work_raises_is_raised(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Rien à faire"):
        told(tmp_path, "fail")


@pytest.mark.parametrize("early", [False, True])
def test_a_child_that_dies_has_no_answer(tmp_path: Path, early: bool) -> None:
    if not early:
        assert told(tmp_path, "die") is None
        return
    with started_child(MODULE) as child:
        child.kill()
        child.wait()
        assert told(tmp_path, "va", child) is None


def test_a_crawl_gets_ready_without_the_libraries_it_never_uses() -> None:
    loaded = run_in_child("tests.crawler.loading_for_tests", config_in(Path()), {}, None)
    assert loaded is not None
    assert not {"aiohttp", "tldextract", "requests"} & set(loaded["modules"])
