"""The crawl itself, in a process that does nothing else.

`harvest_here` runs one harvest in this process, which can do it only once; `crawler.run` starts it
in a child for each harvest, see `crawler.working`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

# First: it looks through the whole stack, and all modules, for each class it deprecates.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from corpus.config import Config
from corpus.errors import ConfigError
from crawler.child import Answer, Progress
from crawler.logs import logging_to
from crawler.report import HarvestReport
from crawler.run import described_by, source_of
from crawler.session import HarvestSession, progress_made
from crawler.settings import SPIDER_MODULES as OUR_SPIDERS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def harvest_here(
    config: Config,
    source_key: str,
    *,
    start_url: str | None = None,
    base_url: str | None = None,
    allow_hosts: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    description: str | None = None,
) -> HarvestReport:
    """The same in this process, which can do it only once; logs to `harvest-SOURCE.log`."""
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor: not for mere importers

    description = description or described_by(config, source_key)
    source = source_of(config, source_key, start_url, description)
    ours = _settings(config, allow_hosts, settings or {})
    _leave_out_other_spiders(ours, source.spider_name)
    spider = SpiderLoader.from_settings(ours).load(source.spider_name)
    process = AsyncCrawlerProcess(ours)
    with logging_to(config.log_dir / f"harvest-{source.key}.log", ours["LOG_LEVEL"]):
        crawler = process.create_crawler(spider)
        if progress is not None:
            _report_progress(crawler, progress)
        arguments = {"start_url": start_url, "base_url": base_url, "description": description}
        crawl = process.crawl(crawler, **{k: v for k, v in arguments.items() if v})
        process.start()
    if not crawl.cancelled() and (failure := crawl.exception()) is not None:
        raise failure
    return _ended(crawler)


def _ended(crawler: Crawler) -> HarvestReport:
    session = crawler.get_extension(HarvestSession)
    if session is None or session.report is None:
        raise ConfigError("La moisson a été arrêtée de force ; relancez-la : elle reprendra.")
    if session.error is not None:
        raise session.error
    return session.report


def _settings(config: Config, allow_hosts: Sequence[str], more: Mapping[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SOUFFLEUR_CONFIG", config, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # see logging_to
    settings.set("SOUFFLEUR_ALLOW_HOSTS", list(allow_hosts), priority="cmdline")
    settings.update(dict(more), priority="cmdline")
    return settings


def _leave_out_other_spiders(settings: Settings, name: str) -> None:
    """Each spider of ours is in the module of its name; the readers of pages of all the others take
    as long to import as dozens of pages that have not changed."""
    rooms = settings.getlist("SPIDER_MODULES")
    if rooms == OUR_SPIDERS:
        alone = [f"{room}.{name}" for room in rooms]
        settings.set("SPIDER_MODULES", alone, priority="cmdline")


def _report_progress(crawler: Crawler, progress: Progress) -> None:
    def tell(done: int, known: int) -> None:
        progress(done, known)

    # Kept by the crawler: signals hold their receivers weakly.
    crawler.signals.connect(tell, signal=progress_made, weak=False)


def work(config: Config, order: dict[str, Any], progress: Progress) -> Answer:
    """One harvest, for `crawler.working`; `order` holds the other arguments of `harvest_here`."""
    report = harvest_here(config, progress=progress, **order)
    return {**asdict(report), "figures": dict(report.figures)}
