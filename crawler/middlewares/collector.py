"""Gathers all that a page's callback yields, and settles the page as one whole.

Nearest to the engine of all spider middlewares, so that what it sees is final. Links go into the
frontier, in the transaction that keeps the page: the engine never sees them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from corpus.errors import StorageError
from crawler.collecting import Collecting, Gathered, run_note
from crawler.items import Note
from crawler.kept_requests import ROW
from crawler.session import HarvestSession, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CollectorMiddleware:
    """Spider middleware; see the module."""

    def __init__(self, crawler: Crawler, session: HarvestSession) -> None:
        self._session = session
        self._collecting = Collecting(crawler, session)
        self._gathering: dict[str, BaseException | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CollectorMiddleware:
        return cls(crawler, session_of(crawler))

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """First addresses go on to the scheduler; remarks go into the report."""
        async for thing in start:
            if isinstance(thing, Request):
                yield thing
            elif isinstance(thing, Note):
                self._session.note(run_note(thing))
            else:
                raise TypeError(f"start() yielded {type(thing).__name__}, not Request or Note.")

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        key = response.meta[ROW]
        self._gathering[key] = None
        gathered = Gathered(self._collecting, response.url)
        try:
            async for thing in result:
                gathered.add(thing)
        except StorageError as error:
            del self._gathering[key]
            self._session.ledger.give_up(error)
            return
        except (TypeError, ValueError) as error:  # what was yielded cannot be taken in
            self._gathering[key] = error
        self._collecting.settle_page(response, gathered, self._gathering.pop(key))
        for item in gathered.items:
            yield item

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> Iterable[Any] | None:
        """A callback that raised: its page failed, the run goes on."""
        if isinstance(exception, CloseSpider):
            return None
        key = response.meta[ROW]
        self._session.log_reading(response.url, exception)
        if key in self._gathering:
            self._gathering[key] = exception  # process_spider_output sees the end next
        else:
            gathered = Gathered(self._collecting, response.url)
            self._collecting.settle_page(response, gathered, exception)
        return ()
