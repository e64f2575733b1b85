"""Scrapy's settings: polite and safe, whoever starts the crawl.

Hosts on loopback (the demonstration, the tests) are asked without delay; see DOWNLOAD_SLOTS.
Settings that begin with SOUFFLEUR are ours; Scrapy's own are documented with Scrapy.
"""

from __future__ import annotations

from typing import Any

BOT_NAME = "souffleur"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# One request at a time a host, a second apart or more as the host slows down.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 2  # Scrapy makes as many tasks a page, and nothing in ours waits
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
_LOOPBACK: dict[str, Any] = {"concurrency": 8, "delay": 0, "jitter": 0}
DOWNLOAD_SLOTS = dict.fromkeys(("127.0.0.1", "localhost", "::1"), _LOOPBACK)
RETRY_TIMES = 2
SOUFFLEUR_RETRY_SECONDS = 2.0
SOUFFLEUR_RETRY_MAX_SECONDS = 120.0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr,en;q=0.5",
}

# Nothing but http and https, from the hosts of the source.
DOWNLOAD_HANDLERS = {
    "http": "crawler.downloading.DownloadHandler",
    "https": "crawler.downloading.DownloadHandler",
    **dict.fromkeys(("file", "ftp", "data", "s3", "ws", "wss")),
}
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False
REFERER_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True

# Nothing without end.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_FAIL_ON_DATALOSS = True
DNS_TIMEOUT = 10
REDIRECT_MAX_TIMES = 5
DEPTH_LIMIT = 200
SOUFFLEUR_PAGE_BUDGET = 50_000
SOUFFLEUR_PATTERN_BUDGET = 500
SOUFFLEUR_LINKS_PER_PAGE = 2_000

# A reader that misses a required field on more than this share of a kind fails the run, once that
# many pages of the kind were read.
SOUFFLEUR_MISSING_SHARE = 0.05
SOUFFLEUR_MISSING_FLOOR = 20

MEMUSAGE_ENABLED = True
MEMUSAGE_LIMIT_MB = 1024
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5.0

# Hosts beside the source's, as `host` or `host:port`; may be private ones.
SOUFFLEUR_ALLOW_HOSTS: list[str] = []

# True: the run says what would change, and waits for a decision instead of being applied.
SOUFFLEUR_DRY_RUN = False

# What answers in place of the site: the path of an archive, or `kept`; empty for the site.
SOUFFLEUR_FROM = ""

# What there is beside our own, said in full: Scrapy imports the parts it would have by default even
# where they are turned off, and aiohttp and tldextract take as long as a few hundred pages that
# have not changed. Each part that is left out would also cost a step for each request, or for each
# link of each page.
EXTENSIONS_BASE = {
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,  # scrapy crawl -o
}
EXTENSIONS = {
    "crawler.session.HarvestSession": -10,  # before those that count on an open run
}
SCHEDULER = "crawler.scheduler.FrontierScheduler"
SPIDER_MIDDLEWARES_BASE = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": 900,
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.collector.CollectorMiddleware": 20,
}
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.unchanged.UnchangedMiddleware": 5,
    "crawler.middlewares.guarding.GuardMiddleware": 10,
    "crawler.middlewares.archived.ArchivedMiddleware": 20,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.retrying.RetryMiddleware": 550,
    "crawler.middlewares.redirecting.RedirectMiddleware": 600,
}
ITEM_PIPELINES = {"crawler.pipelines.PlainRecordPipeline": 900}

LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False
FEED_EXPORT_ENCODING = "utf-8"
