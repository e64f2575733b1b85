"""The child process: reads files one after the other, under limits the kernel enforces.

Run as `python -m indexer.extract.child MEMORY_BYTES`. Each line on standard input is a request in
JSON, each line on standard output the answer to it. Nothing else is ever written there: what
libraries print goes to standard error.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.errors import ExtractionError
from indexer.extract.readers import read_file
from indexer.extract.values import Limits, Options
from indexer.extract.wire import dump


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_AS, int(sys.argv[1]))
    answers.write(b"{}\n")  # ready: everything is imported
    answers.flush()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(json.loads(line))).encode("ascii") + b"\n")
        answers.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    limits = replace(Limits(), **request["limits"])
    _allow_cpu(limits.cpu_seconds)
    options = Options(limits, request["ocr"])
    try:
        return dump(read_file(Path(request["path"]), request["media_type"], options))
    except ExtractionError as error:
        return dump(error)


def _allow_cpu(seconds: int) -> None:
    """Move the limit of CPU time ahead: what was used so far, and `seconds` more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + seconds)


def _lower(kind: int, value: int) -> None:
    """Set a soft limit, within the hard one that this process was given."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, hard))


if __name__ == "__main__":
    main()
