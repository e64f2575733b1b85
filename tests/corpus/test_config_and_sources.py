from __future__ import annotations

from pathlib import Path

import pytest

from corpus.config import DEFAULT_HOME, read_config
from corpus.errors import UnknownSource
from corpus.sources import SOURCES, find_source, source_label, source_of_host


def test_without_any_setting_the_holdings_are_in_the_default_home() -> None:
    config = read_config(environ={})
    assert config.home == DEFAULT_HOME.resolve()
    assert config.catalogue_url == f"sqlite:///{config.home / 'catalogue.sqlite'}"
    assert config.index_url == f"whoosh:{config.home / 'index'}"


def test_an_explicit_home_wins_over_the_environment(tmp_path: Path) -> None:
    environ = {"SOUFFLEUR_HOME": "/elsewhere", "SOUFFLEUR_CONTACT": " equipe@example.org "}
    config = read_config(tmp_path, environ)
    assert config.home == tmp_path
    assert config.contact == "equipe@example.org"


def test_each_store_can_be_elsewhere(tmp_path: Path) -> None:
    environ = {
        "SOUFFLEUR_HOME": str(tmp_path),
        "SOUFFLEUR_INDEX_URL": "memory:",
        "SOUFFLEUR_FILES": "/srv/files",
        "SOUFFLEUR_CATALOGUE_URL": "sqlite:////srv/catalogue.sqlite",
    }
    config = read_config(environ=environ)
    assert config.index_url == "memory:"
    assert config.files_dir == Path("/srv/files")
    assert config.catalogue_url.endswith("/srv/catalogue.sqlite")


def test_an_unknown_source_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownSource, match=r"« wikipedia » est inconnue.*comedie, icpc, site"):
        find_source("wikipedia")


def test_every_source_has_a_home_among_its_hosts() -> None:
    for source in SOURCES.values():
        assert source.home.split("//")[1] in source.hosts
        assert source.rights


def test_a_site_without_a_spider_of_its_own_gets_a_source_from_its_host() -> None:
    source = source_of_host("www.Éxample.org:8080")
    assert source.spider_name == "site"
    assert source.key == "site-xample-org-8080"
    assert source_label(source.key) == "xample-org-8080"
