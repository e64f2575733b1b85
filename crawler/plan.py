"""What a spider was asked to harvest: its source, its addresses, and who may be contacted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from scrapy import Spider

from corpus.config import Config
from corpus.errors import ConfigError
from corpus.sources import Source
from crawler.archives.base import KEPT
from crawler.archives.opening import fingerprint_of
from crawler.guard import Origins, origins_of


@dataclass(frozen=True, slots=True)
class Plan:
    """One harvest: `start_urls` are the operator's, empty for the source's own.

    A `dry_run` says what would change, and changes nothing.
    `archive` is what answers in place of the site: a path, or `kept` (`crawler.archives.opening`);
    empty for the site itself. `fingerprint` says that it is still the same archive.
    `reader` names what reads the pages where that may change between two runs (a description).
    """

    source: Source
    base_url: str
    start_urls: tuple[str, ...]
    allow_hosts: tuple[str, ...]
    dry_run: bool = False
    archive: str = ""
    fingerprint: str = ""
    reader: str = ""

    @property
    def origins(self) -> Origins:
        hosts = origins_of(self.base_url, self.start_urls, self.source.hosts, self.allow_hosts)
        return replace(hosts, offline=bool(self.archive))

    @property
    def settings(self) -> Mapping[str, Any]:
        """What makes two harvests of a source the same one: an interrupted one is taken up."""
        archive = {"archive": self.archive, "fingerprint": self.fingerprint}
        return {
            **(archive if self.archive else {}),
            "base_url": self.base_url,
            "start_urls": list(self.start_urls),
            "allow_hosts": sorted(self.allow_hosts),
            **({"dry_run": True} if self.dry_run else {}),
            **({"reader": self.reader} if self.reader else {}),
        }


def plan_of(
    spider: Spider, allow_hosts: Sequence[str] = (), *, archive: str = "", dry_run: bool = False
) -> Plan:
    """From a spider made as `crawler.spiders.base.SourceSpider` is.

    Raises `ConfigError` for an archive that is none.
    """
    source: Source = spider.source  # type: ignore[attr-defined]  # every spider of ours has one
    given = getattr(spider, "start_url", "") or ""
    starts = given.split(",") if isinstance(given, str) else list(given)
    base_url = str(getattr(spider, "base_url", "") or source.home).rstrip("/")
    urls = tuple(url.strip() for url in starts if url.strip())
    mark = fingerprint_of(Path(archive)) if archive not in ("", KEPT) else ""
    reader = str(getattr(spider, "reader_version", "") or "")
    return Plan(source, base_url, urls, tuple(allow_hosts), dry_run, archive, mark, reader)


def require_contact(origins: Origins, contact: str) -> None:
    """Raises `ConfigError` when other people's machines would be asked without saying who asks."""
    if contact or not origins.need_contact:
        return
    raise ConfigError(
        f"Avant de moissonner {', '.join(origins.need_contact)}, dites qui vous êtes : "
        "mettez une adresse électronique ou une page de contact dans SOUFFLEUR_CONTACT "
        "(SOUFFLEUR_CONTACT=vous@exemple.fr souffleur harvest …)."
    )


def user_agent(config: Config) -> str:
    """How the crawler names itself: `Souffleur/0.1.0 (+contact)`."""
    try:
        version = metadata.version("souffleur")
    except metadata.PackageNotFoundError:  # run from the source tree, not installed
        version = "dev"
    return f"Souffleur/{version} (+{config.contact})" if config.contact else f"Souffleur/{version}"
