"""The pages are linked as the manifest says: all of them reachable, and the broken links known."""

from __future__ import annotations

import json
import re

import pytest

from corpus.sample import manifest
from corpus.sample.aggregates import PATHS, items
from corpus.sample.comedie import REDIRECTS, ComedieSite
from corpus.sample.icpc import IcpcSite
from corpus.sample.library import COMEDIE, ICPC, PDF_FOLDER, guide_pages, library
from tests.corpus.sample.walk import Walked, walk

COMEDIE_HOSTS = ("www.comedie.org", "comedie.org")
ICPC_HOSTS = ("i-cpc.org",)
SIZES = {"full": False, "small": True}


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def kept(size: str) -> manifest.Manifest:
    part: manifest.Manifest = json.loads(manifest.PATH.read_text("utf-8"))[size]
    return part


@pytest.fixture(scope="module")
def first(size: str) -> Walked:
    return walk(ComedieSite(library(SIZES[size]), "http://127.0.0.1:8001"), COMEDIE_HOSTS)


@pytest.fixture(scope="module")
def second(size: str) -> Walked:
    site = IcpcSite(library(SIZES[size]), "http://127.0.0.1:8002", rest_open=False)
    return walk(site, ICPC_HOSTS)


def test_the_manifest_on_disk_is_the_one_its_script_writes() -> None:
    assert manifest.PATH.read_text("utf-8") == manifest.text_of_manifest()


def test_the_demonstration_has_the_size_its_users_have(kept: manifest.Manifest, size: str) -> None:
    least, most = {"full": (1655, 2000), "small": (130, 180)}[size]
    assert least <= kept["records"] <= most
    for source in kept["sources"].values():
        assert source["records"] == sum(source["by_kind"].values())


def test_every_page_of_comedie_can_be_reached_by_its_links(first: Walked, size: str) -> None:
    works = library(SIZES[size]).of(COMEDIE)
    assert {work.path for work in works} <= first.with_status(200)


def test_every_page_of_icpc_can_be_reached_without_rest(second: Walked, size: str) -> None:
    reached = second.with_status(200)
    holdings = library(SIZES[size])
    letters = {work.path: work.path.rpartition("=")[2] for work in holdings.of(ICPC, "newsletter")}
    for work in holdings.of(ICPC):
        number = letters.get(work.path)
        addresses = {work.path, f"/?email_id={number}&na=archive"}
        assert addresses & reached, f"{work.path} is linked from no page"
    assert set(PATHS) <= reached
    assert {f"/guide/{name}" for name in guide_pages(SIZES[size])} <= reached


def test_links_are_broken_only_where_it_is_meant(
    first: Walked, second: Walked, kept: manifest.Manifest
) -> None:
    for walked, source in ((first, COMEDIE), (second, ICPC)):
        broken = {target.rstrip("/") for target in walked.with_status(404)}
        assert broken == {target.rstrip("/") for target in kept["broken_links"][source]}


def test_every_file_of_the_manifest_is_linked_and_served(
    first: Walked, second: Walked, kept: manifest.Manifest
) -> None:
    for walked, source in ((first, COMEDIE), (second, ICPC)):
        served = {t for t in walked.with_status(200) if t.endswith(".pdf")}
        assert served == {row["url"] for row in kept["files"][source]}


def test_every_pdf_of_the_folder_is_served(full_files: set[str]) -> None:
    assert full_files == {path.name for path in PDF_FOLDER.glob("*.pdf")}


@pytest.fixture
def full_files() -> set[str]:
    part = manifest.manifest_of(library())
    return {row["file"] for rows in part["files"].values() for row in rows} - {""}


def test_no_page_is_unreasonably_large(first: Walked, second: Walked) -> None:
    for walked in (first, second):
        for target, answer in walked.answers.items():
            if answer.content_type.startswith("text/html"):
                assert len(answer.body) < 64 * 1024, target


def test_every_written_page_says_it_is_a_demonstration(
    first: Walked, second: Walked, size: str
) -> None:
    holdings = library(SIZES[size])
    sought = "Texte de d"  # the é after it is the one letter that the charset defects change
    for walked, source in ((first, COMEDIE), (second, ICPC)):
        for work in holdings.of(source):
            if work.sheet and work.path in walked.answers:
                assert sought in walked.answers[work.path].body.decode("utf-8", "replace")


def test_every_state_sheet_is_credited_dated_and_licensed(
    first: Walked, second: Walked, size: str
) -> None:
    said = re.compile(
        r"information légale et administrative \(DILA\)\. Fiche [A-Z]+\d+ mise à jour le "
        r"\d\S* \S+ \d{4}\. Licence Ouverte 2\.0\."
    )
    for walked, source in ((first, COMEDIE), (second, ICPC)):
        for work in library(SIZES[size]).of(source):
            if work.state:
                assert said.search(walked.answers[work.path].body.decode()), work.path


def test_duplicates_carry_the_same_text_on_both_sites(
    first: Walked, second: Walked, size: str
) -> None:
    for here, there in library(SIZES[size]).shared:
        texts = [
            walked.answers[path].body.decode().split('<div class="entry-content">\n')[1]
            for walked, path in ((first, here), (second, there))
        ]
        shorter = min(text.partition("\n</div>")[0].removesuffix("</div>") for text in texts)
        assert all(text.startswith(shorter) for text in texts)
        assert len(shorter) > 300


def test_an_item_of_a_long_page_is_where_the_manifest_says(second: Walked, size: str) -> None:
    for item in items(library(SIZES[size])):
        text = second.answers[item.page].body.decode()
        if item.anchor:
            assert text.count(f'id="{item.anchor}"') == 1


def test_former_addresses_are_still_linked(first: Walked) -> None:
    moved = {target.rstrip("/") for target in first.with_status(301)}
    assert {path.rstrip("/") for path in REDIRECTS} <= moved


def test_off_site_documents_are_linked_and_never_served(first: Walked, second: Walked) -> None:
    outside = first.outside | second.outside
    assert any(link.startswith("https://www.example.org/") for link in outside)
    assert any("forms.example.com" in link for link in second.outside)
