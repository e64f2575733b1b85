"""Scrapy's scheduler, over the frontier of the catalogue instead of queues of its own.

Addresses come from the frontier; a retry or a redirect of one being fetched is held in memory,
bound to its row: if the process dies, the row is fetched again from its start.
"""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler

from corpus.harvests.outcomes import Outcome, RowState, Target
from crawler.collecting import Collecting
from crawler.kept_requests import ROW, RequestNotKept, unpack
from crawler.refusals import note_of_reading
from crawler.session import HarvestSession, session_of
from crawler.unchanged import UNCHANGED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred


class FrontierScheduler(BaseScheduler):
    """Feeds Scrapy's engine from the ledger of a session."""

    def __init__(self, crawler: Crawler, session: HarvestSession) -> None:
        self._crawler = crawler
        self._session = session
        self._collecting = Collecting(crawler, session)
        self._held: list[tuple[int, int, Request]] = []
        self._turn = itertools.count()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        return cls(crawler, session_of(crawler))

    def open(self, spider: Spider) -> Deferred[None] | None:
        self._spider = spider
        return None

    def close(self, reason: str) -> Deferred[None] | None:
        self._held.clear()
        return None

    def has_pending_requests(self) -> bool:
        return bool(self._held) or self._session.ledger.has_more

    def enqueue_request(self, request: Request) -> bool:
        """Holds a retry or a redirect, settles a page that had not changed; puts any other request
        into the frontier if it is new."""
        if unchanged := request.meta.pop(UNCHANGED, None):
            self._collecting.settle_unchanged(request, unchanged)
            return True
        if request.meta.get(ROW) in self._session.ledger.in_flight:
            heapq.heappush(self._held, (-request.priority, next(self._turn), request))
            return True
        target = self._collecting.target_of(request)
        if target is None:
            return False
        self._session.ledger.add(target)
        return True

    def next_request(self) -> Request | None:
        if self._held:
            return heapq.heappop(self._held)[2]
        while target := self._session.ledger.take():
            if request := self._request_of(target):
                return request
        return None

    def _request_of(self, target: Target) -> Request | None:
        try:
            request = unpack(target.request, self._spider)
        except RequestNotKept as error:
            note = note_of_reading(error, target.url)
            failed = Outcome(target.key, RowState.FAILED, reason=note.code, notes=(note,))
            self._session.settle(failed)
            return None
        return self._collecting.bound(request, target)
