"""Running the programs that help extraction (pdftotext, tesseract) within a time."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache

_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


@cache
def pdftotext_binary() -> str | None:
    return shutil.which("pdftotext")


def output_of(command: Sequence[str], seconds: float, data: bytes = b"") -> bytes | None:
    """What a program writes when given `data`; None when it fails, is slow or is missing.

    File names in `command` must be absolute, so that none is taken for an option.
    """
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=max(seconds, 0.1),
            check=False,
            env={**os.environ, **_ENVIRONMENT},
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 else None
