"""A page that has not changed costs one conditional request, and is not read again.

Only where the same reading of the page is known (`crawler.reading`): else the whole page is asked
for. A server that knows no conditional request sends the page, whose hash is then compared. See
`crawler.unchanged` for what becomes of such a page.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from corpus.harvests.outcomes import KnownPage
from corpus.harvests.responses import NOT_MODIFIED
from crawler.kept_requests import ROW
from crawler.reading import reading_of
from crawler.session import HarvestSession, session_of
from crawler.unchanged import UNCHANGED, Unchanged

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class UnchangedMiddleware:
    """Downloader middleware, nearest to the engine: it sees what the callback would see."""

    def __init__(self, session: HarvestSession) -> None:
        self._session = session
        self._asked: dict[str, KnownPage] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UnchangedMiddleware:
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        known = self._known(request)
        if known is None:
            return
        self._asked[request.meta[ROW]] = known
        if known.etag:
            request.headers.setdefault("If-None-Match", known.etag)
        if known.last_modified:
            request.headers.setdefault("If-Modified-Since", known.last_modified)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        known = self._asked.pop(request.meta.get(ROW, ""), None)
        if known is None:
            return response
        if response.status == NOT_MODIFIED or (
            response.status == known.status and _sha256(response.body) == known.sha256
        ):
            request.meta[UNCHANGED] = Unchanged(response, known)
            return request
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        self._asked.pop(request.meta.get(ROW, ""), None)

    def _known(self, request: Request) -> KnownPage | None:
        """What is known of the address, if this reading of it is."""
        target = self._session.ledger.in_flight.get(request.meta.get(ROW, ""))
        known = target.known if target else None
        if target is None or known is None or known.status != 200 or not known.sha256:
            return None
        return known if known.reading == reading_of(target.request) else None


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest() if body else ""
