"""A second harvest over an unchanged site beside the first one, and the memory both take.

    python -m benchmarks.harvest_again [--pages 1600,3000]

Wall clock of the whole command's work, the start of the process included; the site is on loopback
and answers conditional requests. The memory is the most that the crawling process held. The
catalogue's list of changes must not have grown by the second harvest: the index has nothing to do.
Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harvest import site_of
from corpus.catalogue import Catalogue
from corpus.config import Config, read_config
from corpus.database import Database
from corpus.harvests.runs import RunState
from crawler.run import harvest


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds of the first and of the second harvest; the most memory of either, in MB."""

    pages: int
    first: float
    second: float
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description="A second harvest beside the first.")
    parser.add_argument("--pages", default="1600,3000")
    options = parser.parse_args()
    print("| pages | first harvest, s | second, s | share | pages/s | memory, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for pages in map(int, options.pages.split(",")):
        pair = _measure(pages)
        share = pair.second / pair.first
        print(
            f"| {pair.pages:,} | {pair.first:.1f} | {pair.second:.1f} | {share:.1%} "
            f"| {pair.pages / pair.second:.0f} | {pair.megabytes:.0f} |"
        )


def _measure(pages: int) -> Pair:
    with site_of(pages) as base, tempfile.TemporaryDirectory() as home:
        config = read_config(Path(home), {})
        first = _harvest(config, base)
        revision = _revision(config)
        second = _harvest(config, base)
        if _revision(config) != revision:
            raise SystemExit("the second harvest changed the catalogue")
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Pair(pages + 1, first, second, used)


def _harvest(config: Config, base: str) -> float:
    begun = time.perf_counter()
    budgets = {"SOUFFLEUR_PAGE_BUDGET": 1_000_000, "MEMUSAGE_LIMIT_MB": 0}
    report = harvest(config, "site", start_url=f"{base}/", settings=budgets)
    if report.state is not RunState.FINISHED:
        raise SystemExit(f"the harvest did not end: {report}")
    return time.perf_counter() - begun


def _revision(config: Config) -> int:
    database = Database.open(config.catalogue_url)
    try:
        return Catalogue(database).revision()
    finally:
        database.close()


if __name__ == "__main__":
    main()
