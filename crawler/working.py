"""Work done in a child process, the child's side: `python -m crawler.working MODULE`.

The function `work` of the module does it; see `crawler.child` for what is said between both.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from corpus.config import Config
from corpus.errors import SouffleurError
from crawler.child import Answer, Progress

Work = Callable[[Config, dict[str, Any], Progress], Answer]

_FEWER_PASSES = (20_000, 20, 20)
"""A page makes thousands of objects: as many between two passes of the collector as a page or two."""


def main() -> int:
    """Gets ready, takes one order from the standard input, and says on the standard output how it
    went; 1 when it did not go well, or when there was no order."""
    gc.disable()  # imports make objects that stay
    work: Work = importlib.import_module(sys.argv[1]).work
    gc.freeze()
    gc.set_threshold(*_FEWER_PASSES)
    gc.enable()
    line = sys.stdin.readline()
    return _serve(work, json.loads(line)) if line else 1


def _serve(work: Work, order: dict[str, Any]) -> int:
    threading.Thread(target=_die_with_parent, daemon=True).start()
    config = _config_of(order.pop("config"))
    try:
        _say({"answer": work(config, order, _say_progress)})
    except SouffleurError as error:
        _say({"error": {"type": type(error).__name__, "message": error.message}})
        return 1
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
