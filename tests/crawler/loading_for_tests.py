"""Work that makes Scrapy's engine for a harvest, and says which modules that took."""

from __future__ import annotations

import sys
from typing import Any

from scrapy.core.downloader.middleware import DownloaderMiddlewareManager
from scrapy.core.spidermw import SpiderMiddlewareManager
from scrapy.extension import ExtensionManager
from scrapy.settings import Settings

import crawler.crawl  # noqa: F401 - what a harvest imports
from corpus.config import Config
from crawler.child import Answer, Progress

_MANAGERS = (ExtensionManager, DownloaderMiddlewareManager, SpiderMiddlewareManager)


def work(_config: Config, _order: dict[str, Any], _progress: Progress) -> Answer:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    for manager in _MANAGERS:  # which import each part that is listed, to know it by its class
        assert manager._get_mwlist_from_settings(settings)
    return {"modules": sorted({name.partition(".")[0] for name in sys.modules})}
