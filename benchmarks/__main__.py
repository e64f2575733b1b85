"""Runs every benchmark and writes RESULTS.md: `make bench`.

Each prints a Markdown table. They run one after the other, so that none disturbs another; what they
compare is paired inside each.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
BENCHMARKS = {
    "Harvest over loopback": ["-m", "benchmarks.harvest", "--rounds", "3"],
    "The demonstration, stage by stage": ["-m", "benchmarks.demonstration"],
    "PDF text": ["-m", "benchmarks.pdf_text"],
    "Indexing": ["-m", "benchmarks.indexing"],
    "Searching": ["-m", "benchmarks.search"],
}


def main() -> None:
    """Writes the results, and says on the error output how far it is."""
    parts = [_head()]
    for title, order in BENCHMARKS.items():
        print(f"{title}…", file=sys.stderr)
        parts.append(f"## {title}\n\n`python {' '.join(order)}`\n\n{_output_of(order)}\n")
    (HERE / "RESULTS.md").write_text("\n".join(parts))


def _head() -> str:
    system = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    return (
        "# Results\n\n"
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {system}. `make bench` runs everything again and "
        "rewrites this page.\nTrust the ratios inside a table more than its absolute figures: they "
        "are taken in one run, in turn.\n"
    )


def _output_of(order: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, *order], cwd=HERE.parent, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(order)} failed:\n{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
