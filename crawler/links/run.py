"""Checks outbound links, in a child process of its own, as a harvest is run.

One check at a time in a home, held by a lock on a file that the system lets go of when the process
dies. Every look is kept at once: a check that is killed, at any instant, goes on with the rest.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import Settings

from corpus.config import Config
from corpus.database import Database
from corpus.errors import ConfigError, HarvestRunning
from corpus.links.archived import AVAILABILITY
from corpus.links.ledger import DueLink, LinkLedger
from corpus.values import host_of
from crawler.child import Answer, Progress, run_in_child
from crawler.guard import Origins, is_loopback, origins_anywhere
from crawler.links.spider import LinkSpider
from crawler.logs import logging_to
from crawler.plan import user_agent


@dataclass(frozen=True, slots=True)
class LinkCheckReport:
    """How many links were due and looked at, and what the looks said (by `LinkState`)."""

    due: int
    looked_at: int
    states: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        return self.looked_at == self.due


def check_links(
    config: Config,
    *,
    every: bool = False,
    host: str = "",
    limit: int = 0,
    archive: str = "",
    allow_hosts: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> LinkCheckReport:
    """Looks at the links that are due (see `LinkLedger.due` for `every`, `host` and `limit`).

    `archive` is the address of the availability API to ask about broken ones, empty for none.
    `allow_hosts` may have private addresses. Raises `ConfigError` when other people's machines
    would be asked without a contact, `HarvestRunning` while another check is at work, and
    `StorageError`. A check that is killed or interrupted gives a report that is not whole.
    """
    order = {
        "every": every,
        "host": host,
        "limit": limit,
        "archive": archive,
        "allow_hosts": list(allow_hosts),
        "settings": dict(settings or {}),
    }
    answer = run_in_child("crawler.links.run", config, order, progress)
    if answer is None:
        raise ConfigError(
            "La vérification a été arrêtée de force ; relancez-la : ce qui est vu est gardé."
        )
    return LinkCheckReport(**answer)


def check_here(
    config: Config,
    *,
    every: bool,
    host: str,
    limit: int,
    archive: str,
    allow_hosts: Sequence[str],
    settings: Mapping[str, Any],
    progress: Progress,
) -> LinkCheckReport:
    """The same in this process, which can do it only once; logs to `links.log`."""
    with _alone(config), closing(Database.open(config.catalogue_url)) as database:
        ledger = LinkLedger(database)
        links = ledger.due(datetime.now(UTC), every=every, host=host, limit=limit)
        _require_contact(config, links)
        spider = {
            "links": links,
            "ledger": ledger,
            "origins": _origins(config, allow_hosts, archive),
            "user_agent": user_agent(config),
            "archive": archive,
            "tell": progress,
        }
        states = _crawl(config, spider, settings) if links else {}
    return LinkCheckReport(len(links), sum(states.values()), states)


def _crawl(
    config: Config, arguments: Mapping[str, Any], settings: Mapping[str, Any]
) -> Mapping[str, int]:
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor: not for mere importers

    ours = _settings(settings)
    process = AsyncCrawlerProcess(ours)
    with logging_to(config.log_dir / "links.log", ours["LOG_LEVEL"]):
        crawler = process.create_crawler(LinkSpider)
        crawl = process.crawl(crawler, **arguments)
        process.start()
    if not crawl.cancelled() and (failure := crawl.exception()) is not None:
        raise failure
    spider = crawler.spider
    assert isinstance(spider, LinkSpider)  # made by the crawl
    if spider.error is not None:
        raise spider.error
    return dict(spider.states)


def _settings(more: Mapping[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setmodule("crawler.links.settings", priority="project")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # see logging_to
    settings.update(dict(more), priority="cmdline")
    return settings


def _origins(config: Config, allow_hosts: Sequence[str], archive: str) -> Origins:
    """Any public host once somebody answers for it; those of the operator in any case."""
    own_archive = [urlsplit(archive).netloc] if archive not in ("", AVAILABILITY) else []
    return origins_anywhere([*allow_hosts, *own_archive], anywhere=bool(config.contact))


def _require_contact(config: Config, links: Sequence[DueLink]) -> None:
    hosts = sorted({host_of(link.url) for link in links})
    others = [host for host in hosts if not is_loopback(host)]
    if others and not config.contact:
        more = f" et {len(others) - 1} autres" if len(others) > 1 else ""
        raise ConfigError(
            f"Avant d'interroger {others[0]}{more}, dites qui vous êtes : mettez une adresse "
            "électronique ou une page de contact dans SOUFFLEUR_CONTACT "
            "(SOUFFLEUR_CONTACT=vous@exemple.fr souffleur links check …)."
        )


@contextmanager
def _alone(config: Config) -> Iterator[None]:
    path = config.home / "links.lock"
    try:
        config.home.mkdir(parents=True, exist_ok=True)
        lock = path.open("w")
    except OSError as error:
        raise ConfigError(
            f"Le fichier {path} ne peut pas être écrit ({error.strerror}). "
            "Choisissez un autre dossier avec --home ou SOUFFLEUR_HOME."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise HarvestRunning(
                "Une autre vérification des liens est en cours. Attendez qu'elle finisse."
            ) from error
        yield


def work(config: Config, order: dict[str, Any], progress: Progress) -> Answer:
    """One check, for `crawler.working`; `order` holds the other arguments of `check_here`."""
    return asdict(check_here(config, progress=progress, **order))
