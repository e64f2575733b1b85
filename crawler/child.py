"""Work done in a child process, for Scrapy's reactor runs once a process.

The parent writes one order, a line of JSON, on the child's standard input, and keeps it open: its
end is the parent's, and the child dies with it. The child answers in lines of JSON: its progress,
then its last word.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus import errors
from corpus.config import Config
from corpus.errors import ConfigError, SouffleurError

Progress = Callable[[int, int], None]
"""Called with how many addresses are done and how many are known, about twice a second."""

Answer = Mapping[str, Any]
"""What the work came to, as plain JSON values."""

Work = Callable[[Config, dict[str, Any], Progress], Answer]

_ROOT = Path(__file__).parent.parent


# --- the parent's side -------------------------------------------------------------------------


def run_in_child(
    module: str, config: Config, order: Mapping[str, Any], progress: Progress | None
) -> Answer | None:
    """Has `python -m module` do the work of `order`, and gives its answer; None when it was killed.

    Raises the `SouffleurError` that the work raised.
    """
    said = {"config": {name: str(value) for name, value in asdict(config).items()}, **order}
    with _child(module, said) as child:
        word = _listen(child, progress)
    if word is None:
        return None
    if "error" in word:
        raise _error_of(word["error"])
    answer: Answer = word["answer"]
    return answer


@contextmanager
def _child(module: str, order: Mapping[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """A child at work; signals sent to us reach it, and it ends when we do."""
    paths = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])
    with subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,  # Ctrl-C comes through us, once
    ) as child:
        assert child.stdin is not None  # it is a pipe
        try:
            print(json.dumps(order), file=child.stdin, flush=True)
            with _passing_signals_to(child):
                yield child
        except BaseException:
            child.kill()
            raise
        finally:
            child.stdin.close()


@contextmanager
def _passing_signals_to(child: subprocess.Popen[str]) -> Iterator[None]:
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


def _listen(child: subprocess.Popen[str], progress: Progress | None) -> dict[str, Any] | None:
    """The child's last word; None when it died without one."""
    assert child.stdout is not None  # it is a pipe
    answer = None
    for line in child.stdout:
        said: dict[str, Any] = json.loads(line)
        if "progress" not in said:
            answer = said
        elif progress is not None:
            progress(*said["progress"])
    return answer


def _error_of(values: Mapping[str, str]) -> SouffleurError:
    kind = getattr(errors, values["type"], SouffleurError)
    error: SouffleurError = kind(values["message"])
    return error


# --- the child's side --------------------------------------------------------------------------


def serve_parent(work: Work) -> int:
    """Takes one order from the standard input, and says on the standard output how it went."""
    order: dict[str, Any] = json.loads(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    config = _config_of(order.pop("config"))
    try:
        _say({"answer": work(config, order, _say_progress)})
    except SouffleurError as error:
        _say({"error": {"type": type(error).__name__, "message": error.message}})
        return 1
    return 0


@contextmanager
def logging_to(path: Path, level: str) -> Iterator[None]:
    """Everything into the file, warnings on the standard error output too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        to_file = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"Le journal {path} ne peut pas être écrit ({error.strerror}). "
            "Choisissez un autre dossier avec --home ou SOUFFLEUR_HOME."
        ) from error
    to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    to_file.setLevel(level)
    to_people = logging.StreamHandler()
    to_people.setFormatter(logging.Formatter("%(message)s"))
    to_people.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(to_file)
    root.addHandler(to_people)
    try:
        yield
    finally:
        root.removeHandler(to_file)
        root.removeHandler(to_people)
        to_file.close()


def _config_of(values: Mapping[str, str]) -> Config:
    home, files = Path(values["home"]), Path(values["files_dir"])
    return Config(home, values["catalogue_url"], files, values["index_url"], values["contact"])


def _die_with_parent() -> None:
    """The order came through a pipe that the parent holds open: its end is the parent's."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(1)


def _say_progress(done: int, known: int) -> None:
    _say({"progress": [done, known]})


def _say(value: Mapping[str, Any]) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201 - the protocol with the parent
