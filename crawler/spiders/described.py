"""A source that is described in a file rather than programmed (`crawler.described`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from corpus.errors import ConfigError
from corpus.record import Record
from corpus.sources import Source
from corpus.values import normalise_url
from crawler.described.addresses import DescribedAddresses
from crawler.described.parsing import read_description
from crawler.described.reading import DescribedReader
from crawler.spiders.base import SourceSpider, Yielded, location_in
from crawler.spiders.site import SiteSpider


class DescribedSpider(SiteSpider):
    """Walks a site as the generic spider does, and reads it by the selectors of its description.

    `description` is the path of the file. `reader_version` changes with what the file says: a page
    that has not changed is then read anew. Raises `BadDescription`.
    """

    name = "described"
    site: DescribedAddresses

    def __init__(self, *args: Any, description: str = "", **kwargs: Any) -> None:
        if not description:
            raise ConfigError(
                "Le robot « described » a besoin d'une description. "
                "Indiquez-la : souffleur harvest --description FICHIER."
            )
        self.description = read_description(Path(description))
        self.reader_version = f"described-{self.description.version}"
        super().__init__(*args, **kwargs)
        self.site = DescribedAddresses(self.source, self.base_url, self.description)
        self._reader = DescribedReader(self.description)

    def find_source(self) -> Source:
        return self.description.source

    def _told_base(self) -> str:
        return SourceSpider._told_base(self)

    def seeds(self) -> Iterable[Request]:
        for url in self.starts or map(self._start_address, self.description.starts):
            yield self.page_request(self.canonical(url))
        if self.description.sitemap:
            yield from self.sitemap_probes()

    def _start_address(self, start: str) -> str:
        return f"{self.base_url}{start}" if start.startswith("/") else start

    def page_request(self, url: str, **kwargs: Any) -> Request:
        """The reader's version is of the request: unchanged pages are read anew when it changes."""
        return super().page_request(url, **{**kwargs, "reader": self.reader_version})

    def follow(self, url: str, text: str = "", **kwargs: Any) -> Iterator[Request]:
        if (address := normalise_url(url)) and not self.site.leaves_out(address):
            yield from super().follow(address, text, **kwargs)

    def redirected(self, response: Response, **kwargs: Any) -> Iterator[Yielded]:
        target = normalise_url(location_in(response), response.url)
        if not (target and self.site.denies(target)):
            yield from super().redirected(response, **kwargs)

    def file_requests(self, record: Record) -> Iterator[Request]:
        for request in super().file_requests(record):
            if not self.site.denies(request.url):
                yield request

    def _parse_page(self, response: Response, link_text: str) -> Iterator[Yielded]:
        html, notes = self.html_of(response)
        yield from notes
        page = self._reader.read(html, response.url, self.site, link_text)
        yield from page.sought
        yield from self.kept(page.reading, response)
        for link in page.reading.links:
            yield from self._followed(link)
