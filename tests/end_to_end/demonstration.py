"""Runs the demonstration as a user would, in a folder of the test's own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from corpus.sample.manifest import PATH

MANIFEST: dict[str, Any] = json.loads(PATH.read_text())
SOUFFLEUR = [sys.executable, "-m", "search_app.cli"]


def souffleur(home: Path, *arguments: str, ok: tuple[int, ...] = (0,)) -> str:
    """What the command prints on its standard output; fails on an exit code not in `ok`."""
    done = subprocess.run(
        [*SOUFFLEUR, "--home", str(home), *arguments], capture_output=True, text=True, timeout=600
    )
    assert done.returncode in ok, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def as_json(home: Path, *arguments: str) -> Any:
    return json.loads(souffleur(home, *arguments, "--json"))


def build(home: Path, *, small: bool) -> str:
    size = ["--small"] if small else []
    return souffleur(home, "demo", "--no-serve", "--site-ports", "0", "0", *size)


def kill_after(home: Path, seconds: float, *arguments: str) -> None:
    """Starts a command and kills it, and every process it started, after `seconds`."""
    process = subprocess.Popen(
        [*SOUFFLEUR, "--home", str(home), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
