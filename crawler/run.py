"""Runs one harvest, in a process of its own.

Scrapy's reactor runs once a process. `harvest` therefore starts a child (`crawler.crawl`) for each
harvest: it may be called again and again, from any thread, and a crawl that eats all the memory
takes only itself down. The child dies with its parent, at once and at any instant, which the
frontier is made for. Nothing here needs Scrapy: the child starts while nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.config import Config
from corpus.database import Database
from corpus.errors import ConfigError
from corpus.harvests.runs import Runs, RunState
from corpus.sources import Source, find_source, source_of_host
from crawler.child import Child, Progress, run_in_child
from crawler.described.parsing import read_description
from crawler.described.registry import described_keys, find_description, load_description
from crawler.report import HarvestReport


def harvest(
    config: Config,
    source_key: str,
    *,
    start_url: str | None = None,
    base_url: str | None = None,
    allow_hosts: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    archive: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
    description: str | None = None,
    child: Child | None = None,
) -> HarvestReport:
    """Harvests one source in a child process, and says what it came to.

    An interrupted harvest of the same source and addresses is taken up where it was. `source_key`
    is a key of `SOURCES`, that of a source described in the home folder or in the file
    `description`, or `site` with a `start_url`. `settings` are Scrapy's, as plain JSON values. With
    an `archive` (a path, or `kept`) nothing is asked of the network. A `dry_run` waits for a decision
    instead of being applied. `child` is one that was started for `crawler.crawl` and has had no
    order, see `started_child`; one is started when there is none. Ctrl-C and SIGTERM stop it cleanly: the report then says `interrupted`.

    Raises `UnknownSource`, `ConfigError` (no contact, no address), `HarvestRunning`,
    `SourceUnreachable`, and `StorageError`; what was harvested before is kept.
    """
    description = description or described_by(config, source_key)
    source = source_of(config, source_key, start_url, description)
    order = {
        "source_key": source_key,
        "start_url": start_url,
        "base_url": base_url,
        "allow_hosts": list(allow_hosts),
        "settings": {**(settings or {}), **_ours(archive, dry_run)},
        "description": description,
    }
    answer = run_in_child("crawler.crawl", config, order, progress, child)
    return _report_of_dead(config, source) if answer is None else _report_of(answer)


def _ours(archive: str, dry_run: bool) -> dict[str, Any]:
    given = {"SOUFFLEUR_FROM": archive, "SOUFFLEUR_DRY_RUN": dry_run}
    return {name: value for name, value in given.items() if value}


def described_by(config: Config, key: str) -> str | None:
    """The file of the home folder that describes a source; checked before a child is started."""
    path = find_description(config.home, key)
    if path is None:
        return None
    load_description(path)
    return str(path)


def source_of(config: Config, key: str, start_url: str | None, description: str | None) -> Source:
    """The source to harvest. Raises `UnknownSource`, and `ConfigError` for no address."""
    if description:
        return read_description(Path(description)).source
    if key != "site":
        return find_source(key, described_keys(config.home))
    host = _host_of(start_url or "")
    if not host:
        raise ConfigError(
            f"« {start_url or ''} » n'est pas une adresse. "
            "Pour moissonner un autre site, donnez la sienne : "
            "souffleur harvest site --start-url https://exemple.fr/."
        )
    return source_of_host(host)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # such as an IPv6 address that is not closed
        return ""


def _report_of(values: Mapping[str, Any]) -> HarvestReport:
    return HarvestReport(**{**values, "state": RunState(values["state"])})


def _report_of_dead(config: Config, source: Source) -> HarvestReport:
    """The child was killed: what it had kept is there, and the next harvest resumes."""
    database = Database.open(config.catalogue_url)
    try:
        runs = Runs(database)
        runs.release_dead(source.key)
        run = runs.last(source.key)
        if run is None:
            raise ConfigError(
                "La moisson s'est arrêtée avant de commencer ; voyez les messages ci-dessus."
            )
        notes = runs.count_notes(run.id)
        return HarvestReport(run.id, run.source, run.state, run.figures, notes, run.resumed)
    finally:
        database.close()
