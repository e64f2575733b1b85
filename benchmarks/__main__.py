"""Runs every benchmark and writes RESULTS.md: `make bench`.

Each prints a Markdown table. They run one after the other, so that none disturbs another; what they
compare is paired inside each. Those that need the peers (see `benchmarks.peers`) or the folder of
real texts say so where these are not there.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.peers import PEERS_VARIABLE, SHARED_VARIABLE, python_of_peers

HERE = Path(__file__).parent
BENCHMARKS = {
    "Harvest over loopback": ["-m", "benchmarks.harvest", "--rounds", "3"],
    "A second harvest": ["-m", "benchmarks.harvest_again", "--pages", "1600,3000,9000,30000"],
    "The demonstration, stage by stage": ["-m", "benchmarks.demonstration"],
    "PDF text": ["-m", "benchmarks.pdf_text"],
    "Files read and indexed, beside Recoll": ["-m", "benchmarks.recoll"],
    "Indexing": ["-m", "benchmarks.indexing"],
    "Searching": ["-m", "benchmarks.search"],
}
FULL = ["-m", "benchmarks.full_answer", "--rounds", "3"]
BESIDE_PEERS = {
    "Full answers beside other engines": [*FULL, "--sizes", "1655"],
    "Full answers, 20,000 and 100,000 documents": [*FULL, "--sizes", "20000,100000"],
    "Relevance beside other engines": ["-m", "benchmarks.relevance_peers"],
    "What each choice of the ranking brings": ["-m", "benchmarks.relevance"],
    "Pages served": ["-m", "benchmarks.serving"],
}
NEEDS_REAL_TEXTS = frozenset(list(BESIDE_PEERS)[1:4])


def main() -> None:
    """Writes the results, and says on the error output how far it is."""
    parts = [_head()]
    for title, order in BENCHMARKS.items():
        parts.append(_section(title, order, sys.executable))
    for title, order in BESIDE_PEERS.items():
        if missing := _missing(title):
            parts.append(f"## {title}\n\nNot measured: {missing}\n")
        else:
            parts.append(_section(title, order, python_of_peers() or sys.executable))
    (HERE / "RESULTS.md").write_text("\n".join(parts))


def _missing(title: str) -> str:
    """What is not there to measure this; empty when all is."""
    if python_of_peers() is None:
        return (
            "the peers are not installed. Make their environment with "
            f"`python -m benchmarks.peers FOLDER`, then set `{PEERS_VARIABLE}`."
        )
    if title in NEEDS_REAL_TEXTS and not os.environ.get(SHARED_VARIABLE):
        return f"the folder of real texts and question sets is not given by `{SHARED_VARIABLE}`."
    if title == "Pages served" and shutil.which("wrk") is None:
        return "`wrk` is not installed."
    return ""


def _section(title: str, order: list[str], python: str) -> str:
    print(f"{title}…", file=sys.stderr)
    return f"## {title}\n\n`python {' '.join(order)}`\n\n{_output_of(order, python)}\n"


def _head() -> str:
    system = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    return (
        "# Results\n\n"
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {system}. `make bench` runs everything again and "
        "rewrites this page.\nTrust the ratios inside a table more than its absolute figures: they "
        "are taken in one run, in turn.\n"
    )


def _output_of(order: list[str], python: str) -> str:
    done = subprocess.run(
        [python, *order], cwd=HERE.parent, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(order)} failed:\n{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
