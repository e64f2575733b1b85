"""Pages harvested per second over loopback, against plain Scrapy following the same links.

    python -m benchmarks.harvest [--pages 1600] [--rounds 3]

Both crawl the same generated site, served by a process of its own, one after the other in each
round (the order turns), with the same concurrency and the same reading of the page. Plain Scrapy
keeps nothing; ours keeps the frontier, the pages and the records, with a wait for the disk a batch.
It can still be the quicker, because Scrapy starts CONCURRENT_ITEMS tasks for each page: 100 unless it
is told otherwise, 2 with ours. The `site` spider also reads each page in full (blocks, metadata).
Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.config import read_config
from corpus.harvests.runs import RunState
from crawler.run import harvest

_ROOT = Path(__file__).parent.parent
_SETTINGS = {"SPIDER_MODULES": ["benchmarks.harvest_spiders"]}


def main() -> None:
    options = _options()
    with site_of(options.pages) as base:
        ways: list[tuple[str, Callable[[], float]]] = [
            (
                "plain Scrapy, its own settings, keeping nothing",
                lambda: _plain(base, options.pages),
            ),
            (
                "plain Scrapy, CONCURRENT_ITEMS as ours",
                lambda: _plain(base, options.pages, items=2),
            ),
            (
                "Souffleur, the same reading of a page",
                lambda: _ours(base, options.pages, _SETTINGS),
            ),
            ("Souffleur, its `site` spider", lambda: _ours(base, options.pages, {})),
        ]
        seconds: dict[str, list[float]] = {name: [] for name, _ in ways}
        for number in range(options.rounds):
            for name, run in ways if number % 2 == 0 else reversed(ways):
                seconds[name].append(run())
    _print_table(options.pages, seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pages harvested per second over loopback.")
    parser.add_argument("--pages", type=int, default=1600)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


@contextmanager
def site_of(pages: int) -> Iterator[str]:
    """The address, without a slash, of the site of `benchmarks.harvest_site`."""
    command = [sys.executable, "-m", "benchmarks.harvest_site", str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as server:
        assert server.stdout is not None  # it is a pipe
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def _ours(base: str, pages: int, settings: Mapping[str, Any]) -> float:
    """Seconds of crawl, without the start of the process."""
    with tempfile.TemporaryDirectory() as home:
        report = harvest(
            read_config(Path(home), {}), "site", start_url=f"{base}/", settings=settings
        )
    if report.state is not RunState.FINISHED or report.records < pages + 1:
        raise SystemExit(f"the harvest came to {report.pages} pages: {report}")
    return float(report.figures["seconds"])


def _plain(base: str, pages: int, items: int = 100) -> float:
    command = [sys.executable, "-m", "benchmarks.harvest_spiders", f"{base}/", str(items)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, cwd=_ROOT, check=True, env=dict(os.environ)
    )
    found, seconds = done.stdout.split()
    if int(found) != pages + 1:
        raise SystemExit(f"plain Scrapy came to {found} pages")
    return float(seconds)


def _print_table(pages: int, seconds: dict[str, list[float]]) -> None:
    rates = {name: [(pages + 1) / each for each in times] for name, times in seconds.items()}
    first = statistics.median(next(iter(rates.values())))
    print(f"{pages + 1} pages over loopback, {time.strftime('%Y-%m-%d')}, median of the rounds\n")
    print("| crawler | pages/s | lowest | highest | of plain Scrapy |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, each in rates.items():
        middle = statistics.median(each)
        low, high = min(each), max(each)
        print(f"| {name} | {middle:.0f} | {low:.0f} | {high:.0f} | {middle / first:.0%} |")


if __name__ == "__main__":
    main()
