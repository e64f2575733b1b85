"""Scrapy's own way of asking by http and https, with as many connections kept as a host may have.

Scrapy keeps CONCURRENT_REQUESTS_PER_DOMAIN of them, which is one here, even to a host whose slot in
DOWNLOAD_SLOTS lets it ask eight things at a time: the other seven were opened anew for each page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DownloadHandler(HTTP11DownloadHandler):
    """See the module. Made when the first request of its scheme is: certificates take a while."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        slots = crawler.settings.getdict("DOWNLOAD_SLOTS").values()
        most = max((slot.get("concurrency", 1) for slot in slots), default=1)
        self._pool.maxPersistentPerHost = max(self._pool.maxPersistentPerHost, most)
