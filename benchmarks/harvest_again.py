"""A second harvest over an unchanged site beside the first one, and the memory both take.

    python -m benchmarks.harvest_again [--pages 1600,3000]

Wall clock of the crawl, and of the whole of it with the start of the crawling process (1.5 s or so,
whatever the site); the site is on loopback and answers conditional requests. The memory is the most that the crawling process held. The
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
class Took:
    """Seconds of the crawl, and with the start and the end of its process."""

    crawl: float
    whole: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Both harvests; `megabytes` is the most memory that the crawling process of either held."""

    pages: int
    first: Took
    second: Took
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description="A second harvest beside the first.")
    parser.add_argument("--pages", default="1600,3000")
    options = parser.parse_args()
    print(
        "| pages | first: crawl, s | second: crawl, s | share | first: whole, s | second: whole, s | share | memory, MB |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for pages in map(int, options.pages.split(",")):
        pair = _measure(pages)
        first, second = pair.first, pair.second
        print(
            f"| {pair.pages:,} | {first.crawl:.1f} | {second.crawl:.1f} "
            f"| {second.crawl / first.crawl:.1%} | {first.whole:.1f} | {second.whole:.1f} "
            f"| {second.whole / first.whole:.1%} | {pair.megabytes:.0f} |"
        )


def _measure(pages: int) -> Pair:
    with site_of(pages) as base, tempfile.TemporaryDirectory() as home:
        config = read_config(Path(home), {})
        first = _harvest(config, base)
        revision = _revision(config)
        second = _harvest(config, base)
        if _revision(config) != revision:
            raise SystemExit("the second harvest changed the catalogue")
        # Of the children that ended: the site, which holds all its pages, is not among them yet.
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Pair(pages + 1, first, second, used)


def _harvest(config: Config, base: str) -> Took:
    begun = time.perf_counter()
    budgets = {"SOUFFLEUR_PAGE_BUDGET": 1_000_000, "MEMUSAGE_LIMIT_MB": 0}
    report = harvest(config, "site", start_url=f"{base}/", settings=budgets)
    if report.state is not RunState.FINISHED:
        raise SystemExit(f"the harvest did not end: {report}")
    return Took(float(report.figures["seconds"]), time.perf_counter() - begun)


def _revision(config: Config) -> int:
    database = Database.open(config.catalogue_url)
    try:
        return Catalogue(database).revision()
    finally:
        database.close()


if __name__ == "__main__":
    main()
