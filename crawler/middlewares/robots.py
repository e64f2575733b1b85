"""Asks each host's robots.txt first, and obeys it.

RFC 9309: no robots.txt (4xx) allows everything; a server error allows nothing until it is gone;
an unreachable host is a failure of the page that was wanted.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from protego import Protego
from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.refusals import RobotsForbidden, RobotsUnavailable
from crawler.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_IS_ROBOTS = "souffleur_robots"
_MAX_BYTES = 512 * 1024
_MAX_CRAWL_DELAY = 30.0


class RobotsMiddleware:
    """Downloader middleware; see the module. Rules are read once a host and run."""

    def __init__(self, crawler: Crawler, user_agent: str) -> None:
        self._crawler = crawler
        self._user_agent = user_agent
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler, session_of(crawler).user_agent)

    async def process_request(self, request: Request) -> None:
        """Raises `RobotsForbidden`, `RobotsUnavailable`, and what fetching robots.txt raised."""
        if request.meta.get(_IS_ROBOTS):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = await self._rules_of(origin)
        if rules is None:
            raise RobotsUnavailable(
                "Le robots.txt de l'hôte répond par une erreur : rien n'y est demandé.",
                f"{origin}/robots.txt",
                "Relancez la moisson quand le site est rétabli.",
            )
        if not rules.can_fetch(request.url, self._user_agent):
            raise RobotsForbidden(
                "Le robots.txt du site interdit cette adresse.",
                f"{origin}/robots.txt",
                "Demandez au site l'autorisation de moissonner.",
            )
        self._slow_down(request, rules)

    async def _rules_of(self, origin: str) -> Protego | None:
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin))
        try:
            return await asyncio.shield(self._rules[origin])
        except Exception:
            self._rules.pop(origin, None)  # a failure is tried again with the next page
            raise

    async def _fetch(self, origin: str) -> Protego | None:
        """The rules, or None when the host cannot say them for now."""
        request = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            priority=1000,
            meta={_IS_ROBOTS: True, "max_retry_times": 1},
        )
        response = await self._crawler.engine.download_async(request)
        return rules_of(response)

    def _slow_down(self, request: Request, rules: Protego) -> None:
        """A Crawl-delay longer than ours is honoured, up to half a minute."""
        wanted = rules.crawl_delay(self._user_agent)
        slots = self._crawler.engine.downloader.slots
        slot = slots.get(urlparse_cached(request).hostname or "")
        if wanted and slot:
            slot.delay = max(slot.delay, min(float(wanted), _MAX_CRAWL_DELAY))
            request.meta["autothrottle_dont_adjust_delay"] = True


def rules_of(response: Response) -> Protego | None:
    if response.status >= 500 or response.status == 429:
        return None
    found = response.status < 300
    text = response.body[:_MAX_BYTES].decode("utf-8", "replace") if found else ""
    return Protego.parse(text.lstrip("\ufeff"))
