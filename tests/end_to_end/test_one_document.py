"""One document followed from its page on the site to its page in the app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from corpus.config import Config, read_config
from corpus.harvests.runs import RunState
from corpus.record import BlockKind, FileState, Record
from corpus.sample.server import serve_sample
from corpus.tagging import TagEdit
from crawler.run import harvest
from search_app.app import create_app
from search_app.cli.index import bring_up_to_date
from search_app.stores import open_stores

PATH = "/fiche/charte-de-bon-voisinage-en-charente-maritime/"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    config = read_config(tmp_path_factory.mktemp("holdings"), {})
    with serve_sample(small=True) as site:
        report = harvest(config, "comedie", base_url=site.comedie_url)
    assert report.state is RunState.FINISHED
    bring_up_to_date(config)
    return config


@pytest.fixture(scope="module")
def record(config: Config) -> Record:
    with open_stores(config) as stores:
        for entry in stores.catalogue.all_entries():
            if entry.record.url.endswith(PATH):
                return entry.record
    raise AssertionError(f"{PATH} was not harvested")


@pytest.fixture
def client(config: Config) -> Iterator[FlaskClient]:
    app = create_app(config, TESTING=True)
    yield app.test_client()
    app.extensions["souffleur"].close()


def search(client: FlaskClient, **args: str) -> dict[str, Any]:
    answer = client.get("/recherche.json", query_string=args)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_its_page_became_a_record_with_its_fields_and_blocks(record: Record) -> None:
    assert record.kind == "experience"
    assert "charte de bon voisinage" in record.title.lower()
    assert record.http_status == 200
    assert {block.kind for block in record.blocks} >= {BlockKind.HEADING, BlockKind.PARAGRAPH}
    assert any(place.code for place in record.places)
    assert record.provenance["title"]


def test_it_is_found_without_accents_and_by_other_word_forms(
    client: FlaskClient, record: Record
) -> None:
    for words in ("chartes de bons voisinages agriculteur", "CHARTE VOISINAGE riverain"):
        assert record.id in [hit["id"] for hit in search(client, q=words)["hits"]]


def test_its_facets_count_it_and_narrow_to_it(client: FlaskClient, record: Record) -> None:
    found = search(client, q="voisinage", kind="experience", place=record.places[0].code)
    assert record.id in [hit["id"] for hit in found["hits"]]
    kinds = {row["value"]: row for row in found["facets"]["kind"]}
    assert kinds["experience"]["chosen"] is True
    assert kinds["experience"]["count"] == found["total"]


def test_its_page_in_the_app_shows_what_was_harvested(client: FlaskClient, record: Record) -> None:
    page = client.get(f"/fiche/{record.id}")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert record.url in text
    paragraph = next(b for b in record.blocks if b.kind is BlockKind.PARAGRAPH)
    assert paragraph.text.split()[0] in text


def test_harvesting_again_changes_nothing(config: Config) -> None:
    with open_stores(config) as stores:
        before = stores.catalogue.revision()
    with serve_sample(small=True) as site:
        harvest(config, "comedie", base_url=site.comedie_url)
    with open_stores(config) as stores:
        changed = [c for c in stores.catalogue.changes_after(before) if c.what == "new"]
        assert changed == []


def test_a_tag_is_a_facet_once_the_index_has_followed(client: FlaskClient, record: Record) -> None:
    holdings = client.application.extensions["souffleur"]
    version = holdings.catalogue.entry(record.id).version
    holdings.catalogue.save_tags(TagEdit(record.id, version, ("À relire",), (), "camille"))
    assert holdings.index_follows(seconds=10)
    found = search(client, tag="À relire")
    assert [hit["id"] for hit in found["hits"]] == [record.id]
    assert {row["value"] for row in found["facets"]["tag"]} == {"À relire", "-"}


def test_its_files_are_kept_or_recorded(config: Config) -> None:
    with open_stores(config) as stores:
        files = [f for e in stores.catalogue.all_entries() for f in e.record.files]
        kept = [f for f in files if f.state is FileState.KEPT]
        assert kept
        assert all(stores.files.has(file.sha256) for file in kept)
