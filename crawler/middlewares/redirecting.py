"""Scrapy's redirects, within the source's own spelling of its addresses and without a Referer.

A host need not know where its address was met. A redirect to another name of the source (with
`www.`, with https) is mapped onto the base, as links are: a copy of a site stays on the copy.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares import redirect
from scrapy.http import Response


class RedirectMiddleware(redirect.RedirectMiddleware):
    """Downloader middleware; every hop goes through the guard again."""

    def _build_redirect_request(
        self, source_request: Request, response: Response, *, url: str, **kwargs: Any
    ) -> Request:
        canonical = getattr(self.crawler.spider, "canonical", str)
        mapped = canonical(url)
        # Where the base itself sends to another name, that name is the one to ask.
        target = mapped if mapped and mapped != source_request.url else url
        return super()._build_redirect_request(source_request, response, url=target, **kwargs)

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Scrapy looks for its Referer middleware here, and warns that there is none."""
