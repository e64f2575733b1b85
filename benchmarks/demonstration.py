"""Times the demonstration from empty to searchable, by stage, and a second run over it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_STAGE = re.compile(r"^(.+) : (\d+)/\d+ en ([\d.]+) s$", re.MULTILINE)


def main() -> None:
    """Prints a Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        first, stages = _demo(home)
        second, _ = _demo(home)
    print("| stage | items | seconds |\n| --- | ---: | ---: |")
    for name, items, seconds in stages:
        print(f"| {name} | {items} | {seconds} |")
    print(f"| from empty to searchable, all told | | {first:.1f} |")
    print(f"| a second run, nothing to do | | {second:.1f} |")


def _demo(home: Path) -> tuple[float, list[tuple[str, str, str]]]:
    order = ["demo", "--no-serve", "--site-ports", "0", "0"]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "search_app.cli", "--home", str(home), *order],
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - started, _STAGE.findall(done.stderr)


if __name__ == "__main__":
    main()
