"""Work done in a child process, for Scrapy's reactor runs once a process: the parent's side.

The parent writes one order, a line of JSON, on the child's standard input, and keeps it open: its
end is the parent's, and the child dies with it. The child answers in lines of JSON: its progress,
then its last word. What the child does with them is in `crawler.working`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus import errors
from corpus.config import Config
from corpus.errors import SouffleurError

Progress = Callable[[int, int], None]
"""Called with how many addresses are done and how many are known, about twice a second."""

Answer = Mapping[str, Any]
"""What the work came to, as plain JSON values."""

Child = subprocess.Popen[str]
"""A child that was started, and waits for its order or is at work on it."""

_ROOT = Path(__file__).parent.parent


@contextmanager
def started_child(module: str) -> Iterator[Child]:
    """A child that gets ready for the work of `module` while we do something else, for
    `run_in_child`. It ends when the block does, and when we do."""
    paths = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])
    with subprocess.Popen(
        [sys.executable, "-m", "crawler.working", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,  # Ctrl-C comes through us, once
    ) as child:
        try:
            yield child
        finally:
            child.kill()  # nothing to one that has ended


def run_in_child(
    module: str,
    config: Config,
    order: Mapping[str, Any],
    progress: Progress | None,
    started: Child | None = None,
) -> Answer | None:
    """Has a child do the work of `order`, and gives its answer; None when it was killed.

    `started` is a child of `started_child` for the same module that has had no order yet. Raises
    the `SouffleurError` that the work raised.
    """
    said = {"config": {name: str(value) for name, value in asdict(config).items()}, **order}
    with nullcontext(started) if started else started_child(module) as child:
        word = _say_and_listen(child, said, progress)
    if word is None:
        return None
    if "error" in word:
        raise _error_of(word["error"])
    answer: Answer = word["answer"]
    return answer


def _say_and_listen(
    child: Child, order: Mapping[str, Any], progress: Progress | None
) -> dict[str, Any] | None:
    """Signals sent to us reach the child meanwhile."""
    assert child.stdin is not None  # it is a pipe
    with _passing_signals_to(child):
        try:
            print(json.dumps(order), file=child.stdin, flush=True)
        except BrokenPipeError:  # killed before it was asked for anything
            with suppress(BrokenPipeError):
                child.stdin.close()
            return None
        return _listen(child, progress)


@contextmanager
def _passing_signals_to(child: Child) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in caught}
    try:
        for number in caught:
            signal.signal(number, lambda number, _frame: child.send_signal(number))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listen(child: Child, progress: Progress | None) -> dict[str, Any] | None:
    """The child's last word, after which it has nothing left to do; None when it died without one."""
    assert child.stdout is not None  # it is a pipe
    for line in child.stdout:
        said: dict[str, Any] = json.loads(line)
        if "progress" not in said:
            return said
        if progress is not None:
            progress(*said["progress"])
    return None


def _error_of(values: Mapping[str, str]) -> SouffleurError:
    kind = getattr(errors, values["type"], SouffleurError)
    error: SouffleurError = kind(values["message"])
    return error
