"""Scrapy's settings for a check of links, over those of harvests (`crawler.settings`)."""

from __future__ import annotations

# Never sooner than a second after the request before, on any host but loopback.
DOWNLOAD_DELAY_JITTER = 0.0
DOWNLOAD_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 0  # the spider cuts bodies where enough was read, and keeps that
COMPRESSION_ENABLED = False  # a cut body could not be unpacked; none is asked for

EXTENSIONS: dict[str, int] = {}
SCHEDULER = "scrapy.core.scheduler.Scheduler"  # nothing is scheduled: see LinkSpider.start
SPIDER_MIDDLEWARES: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {  # nothing tries again: another day, see `standing`
    "crawler.links.middlewares.LinkGuardMiddleware": 10,
    "crawler.links.middlewares.LinkRobotsMiddleware": 100,
    "crawler.middlewares.redirecting.RedirectMiddleware": 600,  # for robots.txt only
}
ITEM_PIPELINES: dict[str, int] = {}
