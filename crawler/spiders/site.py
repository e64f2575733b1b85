"""Any site: its sitemap when it has one, the links within its host besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

from scrapy import Request
from scrapy.http import Response

from corpus.errors import ConfigError
from corpus.record import Link
from corpus.sources import Source, source_of_host
from corpus.values import host_of, latin1_variant, media_type_of, names_a_document
from crawler.addresses import origin_of
from crawler.pages.disguises import disguise_of
from crawler.pages.sheet import read_sheet
from crawler.pages.site import site_reading
from crawler.spiders.base import FILE_PRIORITY, LINKS_REMEMBERED, REDIRECTS, Yielded
from crawler.spiders.probing import ProbingSpider


class SiteSpider(ProbingSpider):
    """The generic spider: pages become records of kind `page`, files records of kind `document`.

    Needs `start_url`; its source is made from the host of that address.
    """

    name = "site"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: set[str] = set()

    def find_source(self) -> Source:
        host = host_of(next(iter(self.starts), ""))
        if not host:
            raise ConfigError(
                f"Le robot « site » a besoin d'une adresse de départ (reçu : « {self.start_url} »). "
                "Indiquez-la : souffleur harvest site --start-url https://exemple.org/."
            )
        return replace(source_of_host(host), hosts=names_of(host))

    def _told_base(self) -> str:
        return origin_of(self.starts[0])

    def seeds(self) -> Iterable[Request]:
        yield from super().seeds()
        yield from self.sitemap_probes()

    def page_request(self, url: str, **kwargs: Any) -> Request:
        """Old sites name files in latin-1: a 404 for such an address is tried again that way."""
        request = super().page_request(url, **kwargs)
        if latin1_variant(url):
            request.meta["handle_httpstatus_list"] = [*REDIRECTS, 404]
        return request

    def parse(self, response: Response, link_text: str = "", **_: Any) -> Iterator[Yielded]:
        if response.status in REDIRECTS:
            yield from self.redirected(response, link_text=link_text)
        elif response.status == 404:
            yield self.page_request(latin1_variant(response.url), link_text=link_text)
        elif not self.is_page(response):
            yield from self.unclaimed(response, link_text)
        else:
            yield from self._parse_page(response, link_text)

    def _parse_page(self, response: Response, link_text: str) -> Iterator[Yielded]:
        html, notes = self.html_of(response)
        yield from notes
        sheet = read_sheet(html, response.url, self.site, link_text)
        if note := disguise_of(sheet, response.url):
            yield note
            return
        if sheet.blocks or not sheet.is_frameset:
            yield from self.kept(site_reading(sheet, response.url, self.site), response)
        for link in sheet.everywhere:
            yield from self._followed(link)

    def _followed(self, link: Link) -> Iterator[Request]:
        """Pages, and files that no page claims as its own; no pictures, sounds or films.

        A link met before is not told again: the frontier knows it, and most links of a site are
        on many of its pages.
        """
        if link.url in self._told:
            return
        if len(self._told) >= LINKS_REMEMBERED:
            self._told.clear()
        self._told.add(link.url)
        if media_type_of(link.url).startswith(("image/", "audio/", "video/")):
            return
        for request in self.follow(link.url, link.text):
            is_file = names_a_document(request.url)
            yield request.replace(priority=FILE_PRIORITY) if is_file else request


def names_of(host: str) -> tuple[str, ...]:
    """A host with and without `www.`: a site has both names, and redirects from one to the other."""
    try:
        ip_address(host)
    except ValueError:
        bare = host.removeprefix("www.")
        return (host, bare if bare != host else f"www.{host}") if "." in bare else (host,)
    return (host,)
