"""The two sources' spiders over the demonstration site, by real HTTP, against its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from corpus.record import Record
from corpus.sample import manifest
from corpus.sample.server import serve_sample
from corpus.sources import COMEDIE, SOURCES
from crawler.spiders.comedie import ComedieSpider
from crawler.spiders.icpc import IcpcSpider
from tests.crawler.walking import Harvest, walk


@cache
def expected() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(manifest.PATH.read_text("utf-8"))["small"]
    return read


@pytest.fixture(scope="module")
def comedie() -> Iterator[Harvest]:
    with serve_sample(small=True) as sample:
        yield walk(ComedieSpider(base_url=sample.comedie_url))


@pytest.fixture(scope="module")
def by_rest() -> Iterator[Harvest]:
    with serve_sample(small=True) as sample:
        yield walk(IcpcSpider(base_url=sample.icpc_url))


@pytest.fixture(scope="module")
def by_pages() -> Iterator[Harvest]:
    with serve_sample(small=True, rest=False) as sample:
        yield walk(IcpcSpider(start_url=f"{sample.icpc_url}/"))


def paths(urls: list[str]) -> list[str]:
    return sorted(urlsplit(url).path for url in urls)


def noted(harvest: Harvest, code: str) -> list[str]:
    return paths([note.url for note in harvest.notes if note.code == code])


def check_against_manifest(harvest: Harvest, source: str) -> None:
    assert harvest.kinds() == expected()["sources"][source]["by_kind"]
    assert paths(list(harvest.dead)) == sorted(expected()["broken_links"][source])
    assert noted(harvest, "no_title") == sorted(expected()["untitled"][source])
    assert noted(harvest, "unreadable_date") == sorted(expected()["unreadable_dates"][source])
    assert noted(harvest, "count_mismatch") == []


def test_comedie_is_harvested_whole(comedie: Harvest) -> None:
    check_against_manifest(comedie, "comedie")


def test_icpc_is_harvested_whole_by_its_rest_api(by_rest: Harvest) -> None:
    check_against_manifest(by_rest, "icpc")


def test_icpc_is_harvested_whole_by_its_pages(by_pages: Harvest) -> None:
    check_against_manifest(by_pages, "icpc")


def test_the_files_of_the_manifest_are_fetched_and_none_of_elsewhere(
    comedie: Harvest, by_rest: Harvest, by_pages: Harvest
) -> None:
    for harvest, source in ((comedie, "comedie"), (by_rest, "icpc"), (by_pages, "icpc")):
        wanted = {row["url"] for row in expected()["files"][source]}
        assert {urlsplit(url).path for url in harvest.files} == wanted - set(
            expected()["broken_links"][source]
        )
        hosts = {urlsplit(url).hostname for url in harvest.asked}
        assert hosts == {"127.0.0.1"}


def test_no_trap_is_ever_asked_for(comedie: Harvest, by_rest: Harvest, by_pages: Harvest) -> None:
    asked = [*comedie.asked, *by_rest.asked, *by_pages.asked]
    for trap in (
        "?s=",
        "/feed",
        "replytocom",
        "share=",
        "preview=",
        "mois=",
        "/annuaire",
        "wp-login",
    ):
        assert not [url for url in asked if trap in url]


def test_no_address_is_asked_for_twice_under_two_spellings(comedie: Harvest) -> None:
    bare = [url.rstrip("/") for url in comedie.asked]
    assert len(bare) == len(set(bare))


def test_both_ways_into_icpc_lead_to_the_same_records(by_rest: Harvest, by_pages: Harvest) -> None:
    assert set(by_rest.records) == set(by_pages.records)
    for id_, record in by_rest.records.items():
        assert _work(record) == _work(by_pages.records[id_])


def _work(record: Record) -> dict[str, Any]:
    """What is said of a work, less how it was read and the port it was served at."""
    bare = replace(record, provenance={}, links_out=(), urls=(), content_sha256="", url="")
    values = {name: getattr(bare, name) for name in Record.__dataclass_fields__}
    values["files"] = sorted((urlsplit(f.url).path, f.name, f.state) for f in record.files)
    origin = record.extracted_from
    values["extracted_from"] = origin and (urlsplit(origin.url).path, origin.anchor, origin.rank)
    return values


def test_works_issued_on_both_sites_are_told_by_their_text(
    comedie: Harvest, by_rest: Harvest
) -> None:
    originals = {record.text_sha256 for record in comedie.records.values()}
    re_issued = [r for r in by_rest.records.values() if r.text_sha256 in originals]
    assert len(re_issued) == len(expected()["duplicates"])


def test_every_record_says_where_its_fields_were_read(comedie: Harvest, by_rest: Harvest) -> None:
    for record in (*comedie.records.values(), *by_rest.records.values()):
        for name in ("title", "blocks", "credits", "date", "places", "themes", "summary"):
            assert bool(getattr(record, name)) == (name in record.provenance)


def test_the_pages_of_works_that_rest_gives_are_not_asked_for(by_rest: Harvest) -> None:
    asked = {url for url in by_rest.asked if "/wp-json/" not in url}
    given = {r.url for r in by_rest.records.values() if r.provenance.get("kind") == "rest"}
    assert asked & given == set()


def test_a_redirect_to_an_alias_of_the_source_stays_on_the_base(comedie: Harvest) -> None:
    renamed = [url for url in comedie.asked if "7-comment-mobiliser" in url]
    assert any(url.endswith("7-comment-mobiliser-2/") for url in renamed)


def test_every_source_has_its_spider_and_every_spider_a_source() -> None:
    spiders = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]})).list()
    assert set(spiders) == {source.spider_name for source in SOURCES.values()} | {
        "site",
        "described",
    }


@pytest.mark.parametrize("name", [*SOURCES, "site", "described"])
def test_a_spider_is_in_the_module_of_its_name(name: str) -> None:
    alone = Settings({"SPIDER_MODULES": [f"crawler.spiders.{name}"]})
    assert SpiderLoader.from_settings(alone).list() == [name]


def test_a_spider_asks_for_the_real_site_unless_told_where_else() -> None:
    assert ComedieSpider().base_url == COMEDIE.home
    assert ComedieSpider(start_url="https://comedie.org/fiche/x").base_url == COMEDIE.home
    assert ComedieSpider(start_url="http://127.0.0.1:8001/").base_url == "http://127.0.0.1:8001"
    told = ComedieSpider(start_url="http://127.0.0.1:8001/", base_url="http://127.0.0.1:8002/")
    assert told.base_url == "http://127.0.0.1:8002"


def test_a_spider_may_begin_at_several_addresses() -> None:
    spider = ComedieSpider(start_url="https://comedie.org/fiche/a, https://www.comedie.org/fiche/b")
    assert [request.url for request in spider.seeds()][:2] == [
        "https://www.comedie.org/fiche/a/",
        "https://www.comedie.org/fiche/b/",
    ]
