"""Ask for what a site may have or not: archives, sitemaps. Their absence is no fault."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from lxml.etree import LxmlError
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap, sitemap_urls_from_robots

from corpus.values import normalise_url
from crawler.spiders.base import REDIRECTS, SourceSpider, Yielded, location_in

_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
_GZIP_MAGIC = b"\x1f\x8b"
_LARGEST_SITEMAP = 50 * 1024 * 1024  # bytes once unzipped, as the sitemap protocol allows


class ProbingSpider(SourceSpider):
    """Requests whose every answer comes to a callback, so that a 404 is not a dead link."""

    def probe(self, url: str) -> Request:
        """A page that may not exist."""
        request = self.page_request(url)
        return request.replace(callback=self.parse_probe, meta={"handle_httpstatus_all": True})

    def parse_probe(self, response: Response, **state: Any) -> Iterator[Yielded]:
        if response.status < 400:
            yield from self.parse(response, **state)

    def sitemap_probes(self) -> Iterator[Request]:
        """robots.txt names the sitemaps; the usual addresses are tried as well."""
        meta = {"handle_httpstatus_all": True}
        robots = f"{self.base_url}/robots.txt"
        yield Request(robots, callback=self.parse_robots, meta=meta)
        for path in _SITEMAPS:
            yield Request(self.base_url + path, callback=self.parse_sitemap, meta=meta)

    def parse_robots(self, response: Response) -> Iterator[Yielded]:
        if response.status != 200:
            return
        for url in sitemap_urls_from_robots(response.body, response.url):
            yield from self._sitemap_request(url)

    def _sitemap_request(self, url: str, base: str = "") -> Iterator[Request]:
        address = normalise_url(url, base)
        if address and self.site.is_within(address):
            yield Request(
                self.site.on_base(address),
                callback=self.parse_sitemap,
                meta={"handle_httpstatus_all": True},
            )

    def parse_sitemap(self, response: Response) -> Iterator[Yielded]:
        """The pages of a sitemap, or the sitemaps of an index, even moved elsewhere on the site."""
        if response.status in REDIRECTS:
            yield from self._sitemap_request(location_in(response), response.url)
        if response.status != 200:
            return
        for kind, url in entries_of(unzipped(response.body)):
            if kind == "sitemapindex":
                yield from self._sitemap_request(url)
            else:
                yield from self.followed_from_sitemap(url)

    def followed_from_sitemap(self, url: str) -> Iterator[Yielded]:
        yield from self.follow(url)


def unzipped(body: bytes) -> bytes:
    """The bytes of a sitemap, unzipped when they are; nothing for a damaged or endless one."""
    if not body.startswith(_GZIP_MAGIC):
        return body
    try:
        return gunzip(body, max_size=_LARGEST_SITEMAP)
    except (OSError, EOFError, ValueError, struct.error):
        return b""


def entries_of(body: bytes) -> list[tuple[str, str]]:
    """The kind of a sitemap (`urlset`, `sitemapindex`) with each address in it; none for others."""
    if not body.lstrip().startswith(b"<"):
        return []
    try:
        sitemap = Sitemap(body)
        entries = [(sitemap.type, str(entry.get("loc") or "")) for entry in sitemap]
    except (LxmlError, StopIteration):  # not XML after all
        return []
    return entries if sitemap.type in ("urlset", "sitemapindex") else []
