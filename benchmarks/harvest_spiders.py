"""The two spiders of the harvest benchmark: the same reading of a page, in ours and alone.

    python -m benchmarks.harvest_spiders URL CONCURRENT_ITEMS

runs the plain one, and prints how many pages it got and the seconds the crawl took.
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from corpus.record import Block, BlockKind, Record, record_id
from corpus.sources import source_of_host


def read(response: Response) -> tuple[str, list[str], list[str]]:
    """The title, the paragraphs and the links of a page."""
    title = response.css("title::text").get() or ""
    return title, response.css("p::text").getall(), response.css("a::attr(href)").getall()


class KeepingSpider(scrapy.Spider):
    """Makes a record of each page, as a spider of ours does."""

    name = "site"

    def __init__(self, start_url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_url = start_url
        self.base_url = start_url.rstrip("/")
        self.source = source_of_host(urlsplit(start_url).hostname or "")

    async def start(self) -> AsyncIterator[Any]:
        yield scrapy.Request(self.start_url, callback=self.parse)

    def parse(self, response: Response) -> Iterator[Any]:
        title, paragraphs, links = read(response)
        name = record_id("bench", urlsplit(response.url).path)
        blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
        yield Record(name, self.source.key, "page", response.url, title, blocks=blocks)
        for link in links:
            yield response.follow(link, callback=self.parse)


class PlainSpider(scrapy.Spider):
    """Follows the same links and keeps nothing."""

    name = "plain"
    custom_settings = {  # noqa: RUF012 - the form Scrapy reads
        "CONCURRENT_REQUESTS": 8,
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }

    def __init__(self, start_url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_url = start_url
        self.pages = 0
        self.began = 0.0

    async def start(self) -> AsyncIterator[Any]:
        self.began = time.monotonic()
        yield scrapy.Request(self.start_url, callback=self.parse)

    def parse(self, response: Response) -> Iterator[Any]:
        self.pages += 1
        _, _, links = read(response)
        for link in links:
            yield response.follow(link, callback=self.parse)

    def closed(self, reason: str) -> None:
        print(self.pages, round(time.monotonic() - self.began, 3))


def main() -> None:
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_ITEMS": int(sys.argv[2])})
    process.crawl(PlainSpider, start_url=sys.argv[1])
    process.start()


if __name__ == "__main__":
    main()
