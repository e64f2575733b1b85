"""Looks at a site without keeping any record: pages within the host, and what they show.

A spider like the others, under the same guard, robots.txt, delays and budgets; named `site` so
that `crawler.run.harvest("site", …)` runs it when SPIDER_MODULES says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.sitemap import sitemap_urls_from_robots

from corpus.markup import decode
from corpus.record import Link
from corpus.values import media_type_of
from crawler.probe.interfaces import ADDRESSES, FEED, answer_of
from crawler.probe.looking import Asked, look_at, seen_in
from crawler.probe.seen import BODIES, SEEN, Seen, as_line
from crawler.probe.systems import trace_of_answer
from crawler.spiders.base import REDIRECTS, Yielded
from crawler.spiders.probing import entries_of, unzipped
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "")
_LAST = -20  # priority of what is asked out of curiosity


class ProbeSpider(SiteSpider):
    """See the module; SOUFFLEUR_PROBE_FOLDER is where it writes what it sees, as it goes.

    Only pages are asked for: of files, their links say enough.
    """

    name = "site"
    _folder: Path
    _lines: BinaryIO

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ProbeSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.write_in(Path(crawler.settings["SOUFFLEUR_PROBE_FOLDER"]))
        return spider

    def write_in(self, folder: Path) -> None:
        (folder / BODIES).mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lines = (folder / SEEN).open("ab", buffering=0)

    def closed(self, _reason: str) -> None:
        """Scrapy calls it at the end."""
        self._lines.close()

    def refuses(self, url: str) -> str:
        """Its own questions to programs are asked; links to them are not followed."""
        return ""

    def seeds(self) -> Iterable[Request]:
        yield from super().seeds()
        for path in ADDRESSES:
            yield _curious(self.base_url + path, self.parse_interface)

    def page_request(self, url: str, **kwargs: Any) -> Request:
        """Every answer is looked at, those of dead links too."""
        request = super().page_request(url, **kwargs)
        return request.replace(meta={"handle_httpstatus_all": True})

    def parse(self, response: Response, link_text: str = "", **_: Any) -> Iterator[Yielded]:
        if response.status == 200 and self.is_page(response):
            yield from self._parse_page(response, link_text)
            return
        self._keep(seen_in(response, self.site, Asked("page")))
        if response.status in REDIRECTS:
            yield from self.redirected(response)

    def _parse_page(self, response: Response, link_text: str) -> Iterator[Yielded]:
        read = decode(response.body, response.headers.to_unicode_dict().get("Content-Type", ""))
        page = look_at(read.text, response.url, self.site)
        seen = seen_in(response, self.site, Asked("page"), read, page)
        (self._folder / BODIES / seen.sha256).write_bytes(response.body)
        self._keep(seen)
        for url in page.links:
            if media_type_of(url) in _PAGE_TYPES:
                yield from self._followed(Link(url))
        for url in page.feeds:
            if self.site.is_within(url):
                yield _curious(self.site.on_base(url), self.parse_interface)

    def parse_robots(self, response: Response) -> Iterator[Yielded]:
        found = response.status == 200
        named = tuple(sitemap_urls_from_robots(response.body, response.url)) if found else ()
        self._keep(seen_in(response, self.site, Asked("robots", named)))
        yield from super().parse_robots(response)

    def parse_sitemap(self, response: Response) -> Iterator[Yielded]:
        entries = entries_of(unzipped(response.body)) if response.status == 200 else []
        self._keep(seen_in(response, self.site, Asked("sitemap", tuple(u for _, u in entries))))
        yield from super().parse_sitemap(response)

    def parse_interface(self, response: Response) -> Iterator[Yielded]:
        kind, offered = answer_of(response.status, response.body)
        asked = Asked(FEED if kind == FEED else "interface", offered, trace_of_answer(kind))
        self._keep(seen_in(response, self.site, asked))
        yield from ()

    def _keep(self, seen: Seen) -> None:
        self._lines.write(as_line(seen))


def _curious(url: str, callback: Any) -> Request:
    return Request(url, callback=callback, priority=_LAST, meta={"handle_httpstatus_all": True})
