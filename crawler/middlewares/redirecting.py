"""Scrapy's redirects, without a Referer: a host need not know where its address was met."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares import redirect
from scrapy.http import Response


class RedirectMiddleware(redirect.RedirectMiddleware):
    """Downloader middleware; every hop goes through the guard again."""

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Scrapy looks for its Referer middleware here, and warns that there is none."""
