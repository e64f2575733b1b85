"""Checks the address of every hop before it is asked for, and names the crawler to the host.

Before other downloader middlewares, so that nothing else of a refused request is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from scrapy.resolver import dnscache
from scrapy.utils.httpobj import urlparse_cached

from crawler.guard import AddressGuard, Origins, is_loopback
from crawler.refusals import HeadersTooLarge, Refusal
from crawler.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MOST_HEADER_BYTES = 256 * 1024

Refuses = Callable[[str], str]
"""Why an address is never asked for; empty for one that may be."""


class GuardMiddleware:
    """Downloader middleware; see the module."""

    def __init__(self, origins: Origins, user_agent: str, refuses: Refuses | None = None) -> None:
        self._guard = AddressGuard(origins)
        self._user_agent = user_agent
        self._refuses = refuses or (lambda _url: "")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        session = session_of(crawler)
        refuses = getattr(crawler.spider, "refuses", None)
        return cls(session.plan.origins, session.user_agent, refuses)

    async def process_request(self, request: Request) -> None:
        """Raises `AddressRefused`, or `Refusal` for a redirect into a page never asked for."""
        host = urlparse_cached(request).hostname or ""
        if address := await self._guard.check(request.url):
            dnscache[host] = address  # the connection goes to the address that was checked
        self._check_redirect(request)
        request.headers[b"User-Agent"] = self._user_agent
        if is_loopback(host):
            request.meta["autothrottle_dont_adjust_delay"] = True

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises `HeadersTooLarge`: what pours headers has no page to give."""
        size = sum(
            len(name) + len(value) for name, values in response.headers.items() for value in values
        )
        if size > MOST_HEADER_BYTES:
            raise HeadersTooLarge(
                "Les en-têtes de la réponse sont démesurés ; elle n'est pas gardée.",
                f"{size} octets",
                "Signalez-le à qui tient le site.",
            )
        return response

    def _check_redirect(self, request: Request) -> None:
        before = request.meta.get("redirect_urls")
        if before and not self._refuses(before[0]) and (reason := self._refuses(request.url)):
            raise Refusal(f"La page renvoie vers {reason}.", request.url)
