"""A harvest whose catalogue may take 600 kB: `python -m tests.crawler.harvest_on_small_disk`.

SQLite itself then says that the disk is full, as it does when it is. Prints the error's name.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from corpus.errors import SouffleurError
from crawler.crawl import harvest_here
from tests.crawler.harvesting import SETTINGS, config_in


def limit(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA max_page_count=150")


def main() -> None:
    home, url = sys.argv[1:]
    event.listen(Engine, "connect", limit)
    try:
        harvest_here(config_in(Path(home)), "site", start_url=url, settings=SETTINGS)
    except SouffleurError as error:
        print(type(error).__name__)


if __name__ == "__main__":
    main()
