"""Holdings with records that link to given addresses, and what the ledger says of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.catalogue import Catalogue
from corpus.config import Config, read_config
from corpus.database import Database
from corpus.links.checks import Check
from corpus.links.ledger import LinkLedger
from corpus.record import Link
from crawler.links.run import LinkCheckReport, check_links
from tests.corpus.samples import record

CONTACT = "mailto:essai@example.org"


def config_of(home: Path) -> Config:
    return read_config(home, {"SOUFFLEUR_CONTACT": CONTACT})


def link_to(home: Path, urls: Sequence[str]) -> Config:
    """Holdings with one record that links to all of `urls`."""
    config = config_of(home)
    links = tuple(Link(url) for url in urls)
    with closing(Database.open(config.catalogue_url)) as database:
        Catalogue(database).put([record(links_out=links)])
    return config


def check(config: Config, *bases: str, **how: Any) -> LinkCheckReport:
    """A check that may reach these sites on loopback."""
    hosts = [urlsplit(base).netloc for base in bases]
    return check_links(config, allow_hosts=hosts, **how)


def looks(config: Config, url: str) -> tuple[Check, ...]:
    with closing(Database.open(config.catalogue_url)) as database:
        return LinkLedger(database).history(url)
