"""The safeguards of a harvest, as a check of links needs them: any public host, and no source."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from crawler.middlewares.guarding import GuardMiddleware
from crawler.middlewares.robots import RobotsMiddleware

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.links.spider import LinkSpider


class LinkGuardMiddleware(GuardMiddleware):
    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LinkGuardMiddleware:
        spider = cast("LinkSpider", crawler.spider)
        return cls(spider.origins, spider.user_agent)


class LinkRobotsMiddleware(RobotsMiddleware):
    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LinkRobotsMiddleware:
        return cls(crawler, cast("LinkSpider", crawler.spider).user_agent)
