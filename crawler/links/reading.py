"""Reads the links of harvested pages off their kept bodies, without asking any site again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from urllib.parse import urldefrag

from corpus.config import Config
from corpus.database import Database
from corpus.errors import FileMissing
from corpus.files import FileStore
from corpus.harvests.responses import Responses
from corpus.harvests.runs import Runs
from corpus.links.written import HarvestedPage, WrittenLinks
from corpus.markup import decode, written_links
from corpus.sources import SOURCES
from crawler.addresses import Addresses
from crawler.child import Progress
from crawler.described.addresses import DescribedAddresses
from crawler.described.registry import find_description, load_description
from crawler.spiders.base import SourceSpider
from crawler.spiders.comedie import ComedieSpider
from crawler.spiders.icpc import IcpcSpider
from crawler.spiders.site import SiteSpider

_SPIDERS: Mapping[str, type[SourceSpider]] = {
    spider.name: spider for spider in (ComedieSpider, IcpcSpider, SiteSpider)
}


def read_written_links(database: Database, config: Config, progress: Progress) -> int:
    """Reads the pages not read yet, each in a transaction of its own; how many it read.

    A page whose body was never kept (harvested before bodies were) is left for its next harvest.
    """
    written = WrittenLinks(database)
    responses = Responses(database, FileStore(config.files_dir))
    unread = written.unread()
    read = 0
    for source, pages in groupby(unread, key=lambda page: page.source):
        site = site_of(database, config.home, source)
        for page in pages:
            try:
                body = responses.body(page.sha256)
            except FileMissing:
                continue
            written.keep(page, links_within(page, body, site))
            read += 1
            progress(read, len(unread))
    return read


def links_within(page: HarvestedPage, body: bytes, site: Addresses) -> Counter[str]:
    """How often a page writes each address of its own site, in the spelling of the harvest."""
    html = decode(body, f"text/html; charset={page.charset}" if page.charset else "").text
    return Counter(
        site.canonical(urldefrag(url).url)
        for url in written_links(html, page.url)
        if site.is_within(url)
    )


def site_of(database: Database, home: Path, source: str) -> Addresses:
    """The addresses of a source as its last harvest spelled them.

    Those of a source described below `home` are as its description says by now; one described in a
    file from elsewhere, or no longer, is read as any site. Raises `BadDescription`.
    """
    run = Runs(database).last(source)
    base_url = str(run.settings.get("base_url", "")) if run else ""
    if path := find_description(home, source):
        description = load_description(path)
        here = description.source
        return DescribedAddresses(here, base_url or here.home, description)
    name = SOURCES[source].spider_name if source in SOURCES else SiteSpider.name
    return _SPIDERS[name](start_url=base_url, base_url=base_url).site
