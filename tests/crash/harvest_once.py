"""One harvest of an address, to be killed: `python -m tests.crash.harvest_once HOME URL [child]`.

In this very process, or with `child` as commands do it, in a process of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.config import read_config
from crawler.crawl import harvest_here
from crawler.run import harvest


def main() -> None:
    home, url, *how = sys.argv[1:]
    run = harvest if how else harvest_here
    settings = {"SPIDER_MODULES": ["tests.crawler.spiders_for_tests"]}
    report = run(read_config(Path(home), {}), "site", start_url=url, settings=settings)
    print(report.state.value)


if __name__ == "__main__":
    main()
