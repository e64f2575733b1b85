"""A check of links as a Scrapy crawl: hosts side by side, the links of each one after the other."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import StopDownload

from corpus.errors import SouffleurError
from corpus.links.ledger import DueLink, LinkLedger
from corpus.values import host_of
from crawler.guard import Origins
from crawler.links.looking import IS_LOOK, Looker

MOST_BYTES = 64 * 1024
"""How much of a page is read: enough to see that it says it is not there."""

_MOST_BYTES_OF_OTHERS = 512 * 1024  # robots.txt
_HOSTS_AT_ONCE = 8
_RECEIVED = "souffleur_received"
_NO_REQUESTS: tuple[Request, ...] = ()


class LinkSpider(scrapy.Spider):
    """Looks at each of `links` and adds it to the ledger at once.

    `states` counts the looks by what they said; `error` is what stopped the check.
    """

    name = "links"

    def __init__(
        self,
        *,
        links: Sequence[DueLink],
        ledger: LinkLedger,
        origins: Origins,
        user_agent: str,
        archive: str = "",
        tell: Callable[[int, int], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.origins = origins
        self.user_agent = user_agent
        self.states: Counter[str] = Counter()
        self.error: SouffleurError | None = None
        self._ledger = ledger
        self._archive = archive
        self._tell = tell
        self._total = len(links)
        self._hosts: dict[str, list[DueLink]] = defaultdict(list)
        for link in links:
            self._hosts[host_of(link.url)].append(link)

    @classmethod
    def from_crawler(cls, crawler: scrapy.crawler.Crawler, *args: Any, **kwargs: Any) -> LinkSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.received, signal=signals.bytes_received)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Does all the work; no request comes from here, for none goes through a callback."""
        looker = Looker(self.crawler.engine.download_async, self._archive)
        waiting = iter(self._hosts.values())
        await asyncio.gather(*(self._work(looker, waiting) for _ in range(_HOSTS_AT_ONCE)))
        for request in _NO_REQUESTS:
            yield request

    async def _work(self, looker: Looker, waiting: Iterator[list[DueLink]]) -> None:
        for links in waiting:
            for link in links:
                if self.error is None:
                    await self._look(looker, link)

    async def _look(self, looker: Looker, link: DueLink) -> None:
        check = await looker.look(link)
        try:
            self._ledger.add(check)
        except SouffleurError as error:
            self.error = error
            return
        self.states[check.state.value] += 1
        if self._tell is not None:
            self._tell(self.states.total(), self._total)

    def received(self, data: bytes, request: Request) -> None:
        """Cuts a body where enough was read. Raises `StopDownload`, which keeps what there is."""
        received = request.meta.get(_RECEIVED, 0) + len(data)
        request.meta[_RECEIVED] = received
        limit = MOST_BYTES if request.meta.get(IS_LOOK) else _MOST_BYTES_OF_OTHERS
        if received >= limit:
            raise StopDownload(fail=False)
