"""Tries again what failed for a while: later each time, and not before the server asked.

The wait is spent here, holding one of the few places for requests: when a host asks everyone to
wait, soon nobody asks anything.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.guard import is_loopback

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_STATUSES = frozenset({429, 500, 502, 503, 504, 522, 524, 408})
_ERRORS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)
_SLICE_SECONDS = 0.1


class RetryMiddleware:
    """Downloader middleware; see the module. Settings: RETRY_TIMES, SOUFFLEUR_RETRY_SECONDS
    (before the first new try; doubled each time; a tenth of it on loopback) and
    SOUFFLEUR_RETRY_MAX_SECONDS."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._base = crawler.settings.getfloat("SOUFFLEUR_RETRY_SECONDS")
        self._longest = crawler.settings.getfloat("SOUFFLEUR_RETRY_MAX_SECONDS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryMiddleware:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in _STATUSES or request.meta.get("dont_retry"):
            return response
        asked = retry_after(response.headers.get("Retry-After"))
        return await self._again(request, f"HTTP {response.status}", asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, _ERRORS) or request.meta.get("dont_retry"):
            return None
        return await self._again(request, type(exception).__name__, None)

    async def _again(self, request: Request, reason: str, asked: float | None) -> Request | None:
        spider = self._crawler.spider
        assert spider is not None  # there is one as long as requests are made
        retry = get_retry_request(request, spider=spider, reason=reason, give_up_log_level="INFO")
        if retry is not None:
            await self._wait(self._delay(retry, asked))
        return retry

    def _delay(self, retry: Request, asked: float | None) -> float:
        host = urlparse_cached(retry).hostname or ""
        base = self._base / 10 if is_loopback(host) else self._base
        ours: float = base * 2 ** (retry.meta["retry_times"] - 1)
        return min(max(ours, asked or 0.0), self._longest)

    async def _wait(self, seconds: float) -> None:
        """In slices, to let a crawl that is being stopped stop."""
        until = monotonic() + seconds
        while self._crawler.engine.running and (left := until - monotonic()) > 0:
            await asyncio.sleep(min(left, _SLICE_SECONDS))


def retry_after(header: bytes | None) -> float | None:
    """Seconds asked for by a Retry-After header (a number, or a date); None when unreadable."""
    text = (header or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return max(0.0, (instant - datetime.now(UTC)).total_seconds())
