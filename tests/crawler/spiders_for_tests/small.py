"""A spider that follows every link and makes a record of every page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response, TextResponse

from corpus.record import Block, BlockKind, Record, record_id
from corpus.sources import source_of_host
from corpus.values import text_hash
from crawler.items import FetchedFile, Note


class SmallSpider(scrapy.Spider):
    """Named as the generic spider is, so that a test may harvest any address with it."""

    name = "site"

    def __init__(self, start_url: str, base_url: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_url = start_url
        parts = urlsplit(start_url)
        self.base_url = base_url or f"{parts.scheme}://{parts.netloc}"
        self.source = source_of_host(parts.hostname or "")

    def canonical(self, url: str) -> str:
        return url

    def refuses(self, url: str) -> str:
        return "une page de connexion" if "wp-login" in url else ""

    async def start(self) -> AsyncIterator[Any]:
        for url in self.start_url.split(","):
            yield scrapy.Request(url, callback=self.parse)

    def parse(self, response: Response) -> Iterator[Any]:
        if "boom" in response.url:
            raise ValueError("cette page ne se lit pas")
        assert isinstance(response, TextResponse)
        response.meta["charset"] = {"declared": "utf-8", "used": "utf-8", "damaged": 0}
        path = urlsplit(response.url).path
        title = response.css("title::text").get() or ""
        if not title:
            yield Note("no_title", response.url, "La page n'a pas de titre.")
        words = f"Le texte de {path}"
        yield Record(
            record_id("small", path),
            self.source.key,
            "page",
            response.url,
            title,
            blocks=(Block(BlockKind.PARAGRAPH, words),),
            text_sha256=text_hash(words),
        )
        for link in response.css("a::attr(href), frame::attr(src)").getall():
            method = self.parse_file if link.endswith(".pdf") else self.parse
            yield response.follow(link, callback=method)

    def parse_file(self, response: Response) -> Iterator[Any]:
        name = response.url.rpartition("/")[2]
        yield FetchedFile(response.url, name, "application/pdf", response.body)
