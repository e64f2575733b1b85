"""A second harvest over an unchanged site beside the first one, and the memory both take.

    python -m benchmarks.harvest_again [--pages 1600,3000] [--rounds 3]

Each harvest is the command that people give, `souffleur harvest site`, from its start to its end,
beside the crawl alone, as the run counts it. Seconds of the wall clock and of the processors (all the
processes of the command, none of the site); the second harvest is the median of the rounds. The site
is on loopback and answers conditional requests. The memory is the most that a process of the command
held. The catalogue's list of changes must not have grown by the second harvest: the index has
nothing to do. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

from benchmarks.harvest import site_of
from corpus.catalogue import Catalogue
from corpus.config import Config, read_config
from corpus.database import Database

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the crawl, of the whole command, and of the processors for the whole command."""

    crawl: float
    whole: float
    processors: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Both harvests; `megabytes` is the most memory that a process of either held."""

    pages: int
    first: Took
    second: Took
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description="A second harvest beside the first.")
    parser.add_argument("--pages", default="1600,3000")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    timed = ("crawl", "command", "command, processors")
    heads = (f"first: {what}, s | second: {what}, s | share" for what in timed)
    print(f"| pages | {' | '.join(heads)} | memory, MB |")
    print(f"| ---: |{' ---: |' * 10}")
    for pages in map(int, options.pages.split(",")):
        pair = _measure(pages, options.rounds)
        both = zip(astuple(pair.first), astuple(pair.second), strict=True)
        cells = (f"{first:.1f} | {second:.1f} | {second / first:.1%}" for first, second in both)
        print(f"| {pair.pages:,} | {' | '.join(cells)} | {pair.megabytes:.0f} |", flush=True)


def _measure(pages: int, rounds: int) -> Pair:
    with site_of(pages) as base, tempfile.TemporaryDirectory() as home:
        config = read_config(Path(home), {})
        first = _harvest(home, base)
        revision = _revision(config)
        again = [_harvest(home, base) for _ in range(rounds)]
        if _revision(config) != revision:
            raise SystemExit("the second harvest changed the catalogue")
        # Of the children that ended: the site, which holds all its pages, is not among them yet.
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    second = Took(*map(median, zip(*map(astuple, again), strict=True)))
    return Pair(pages + 1, first, second, used)


def _harvest(home: str, base: str) -> Took:
    command = [sys.executable, "-m", "search_app.cli", "--home", home]
    asked = ["harvest", "site", "--start-url", f"{base}/", "--json"]
    begun, used = time.perf_counter(), _processor_seconds()
    done = subprocess.run(
        [*command, *asked], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT, check=True
    )
    whole = time.perf_counter() - begun
    figures = json.loads(done.stdout)["figures"]
    return Took(float(figures["seconds"]), whole, _processor_seconds() - used)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _revision(config: Config) -> int:
    database = Database.open(config.catalogue_url)
    try:
        return Catalogue(database).revision()
    finally:
        database.close()


if __name__ == "__main__":
    main()
