"""Folders saved by wget, as its options name their files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.harvests.responses import Received
from crawler.archives.base import CaptureUnusable
from crawler.archives.saved_folder import SavedFolder

PAGE = b"<!doctype html><p>Bonjour"


def saved(folder: Path, *names: str, body: bytes = PAGE) -> SavedFolder:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body + name.encode())
    return SavedFolder(folder)


def file_of(received: Received | None) -> str:
    return received.body.removeprefix(PAGE).decode() if received else ""


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("exemple.fr/index.html", "https://exemple.fr/"),
        ("exemple.fr/index.html", "http://exemple.fr/index.html"),
        ("exemple.fr/a/index.html", "http://exemple.fr/a/"),
        ("exemple.fr/a.html", "http://exemple.fr/a.html"),
        ("exemple.fr/a.html", "http://exemple.fr/a"),
        ("exemple.fr/a.php?id=3", "http://exemple.fr/a.php?id=3"),
        ("exemple.fr/a.php?id=3.html", "http://exemple.fr/a.php?id=3"),
        ("exemple.fr/a.php@id=3&b=1.html", "http://exemple.fr/a.php?b=1&id=3"),
        ("exemple.fr/index.html?page=2.html", "http://exemple.fr/?page=2"),
        ("exemple.fr/a.php.html", "http://exemple.fr/a.php"),
        ("exemple.fr/débat public.html", "http://exemple.fr/d%C3%A9bat%20public.html"),
        ("exemple.fr/%C3%89tat.html", "http://exemple.fr/%C3%89tat.html"),
        ("exemple.fr:8080/a", "http://exemple.fr:8080/a"),
        ("exemple.fr+8080/a", "http://exemple.fr:8080/a"),
        ("127.0.0.1:8001/a", "http://127.0.0.1:8001/a"),
        ("site/a/index.html", "http://exemple.fr/site/a/"),
    ],
)
def test_a_page_is_found_under_the_name_wget_gave_it(tmp_path: Path, name: str, url: str) -> None:
    assert file_of(saved(tmp_path, name).find(url)) == name


def test_a_page_of_another_host_is_not_given(tmp_path: Path) -> None:
    folder = saved(tmp_path, "exemple.fr/a", "autre.fr/b")
    assert folder.find("http://autre.fr/a") is None
    assert file_of(folder.find("http://autre.fr/b")) == "autre.fr/b"


def test_a_folder_named_by_its_host_answers_for_it_alone(tmp_path: Path) -> None:
    folder = saved(tmp_path / "exemple.fr", "a.html", "style/a.css")
    assert file_of(folder.find("http://exemple.fr/a.html")) == "a.html"
    assert folder.find("http://autre.fr/a.html") is None


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/a.php%3Fid=3.html", "/a.php?id=3"),
        ("/a.php%3Fid=4", "/a.php?id=4"),
        ("/index.html%3Fpage=2.html", "/?page=2"),
        ("/a", "/a/"),
    ],
)
def test_a_link_turned_to_a_file_name_leads_to_the_address(
    tmp_path: Path, asked: str, location: str
) -> None:
    names = ("a.php?id=3.html", "a.php?id=4", "index.html?page=2.html", "a/index.html")
    folder = saved(tmp_path, *(f"exemple.fr/{name}" for name in names))
    assert folder.find(f"http://exemple.fr{asked}") == Received(301, (("Location", location),))


def test_a_page_kept_as_it_came_is_given_as_it_came(tmp_path: Path) -> None:
    folder = saved(tmp_path, "exemple.fr/a.html", "exemple.fr/a.html.orig")
    assert file_of(folder.find("http://exemple.fr/a.html")) == "exemple.fr/a.html.orig"
    assert [capture.url for capture in folder.addresses()] == ["http://exemple.fr/a.html"]


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("a.pdf", b"%PDF-1.4", "application/pdf"),
        ("a.css", b"p {}", "text/css"),
        ("a.php", b"\xef\xbb\xbf<html>", "text/html"),
        ("a", b"<!DOCTYPE html>", "text/html"),
        ("a", b"Bonjour", ""),
    ],
)
def test_the_type_of_a_file_is_told_by_its_name_and_its_opening(
    tmp_path: Path, name: str, body: bytes, media_type: str
) -> None:
    (tmp_path / name).write_bytes(body)
    found = SavedFolder(tmp_path).find(f"http://exemple.fr/{name}")
    assert found == Received(200, (("Content-Type", media_type),) if media_type else (), body)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "passe.txt").write_text("secret")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "passe.txt").symlink_to(tmp_path / "secret" / "passe.txt")
    (folder / "dehors").symlink_to(tmp_path / "secret")
    site = SavedFolder(folder)
    assert site.find("http://exemple.fr/passe.txt") is None
    assert site.find("http://exemple.fr/dehors/passe.txt") is None


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["..", "%2e%2e", "%2F", "..%2F..", "secret", "passe.txt", ".", "%00", ""]),
        max_size=7,
    )
)
def test_no_address_leads_out_of_the_folder(tmp_path: Path, segments: list[str]) -> None:
    (tmp_path / "secret").mkdir(exist_ok=True)
    (tmp_path / "secret" / "passe.txt").write_text("secret")
    site = saved(tmp_path / "site", "a.html")
    found = site.find("http://exemple.fr/" + "/".join(segments))
    assert found is None or b"secret" not in found.body


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x" * 1001)
    with pytest.raises(CaptureUnusable, match="taille admise"):
        SavedFolder(tmp_path, limit=1000).find("http://exemple.fr/a.pdf")


def test_a_name_that_is_no_utf8_is_an_address_like_any_other(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xe9bat.html"))
    path.write_bytes(PAGE)
    site = SavedFolder(tmp_path)
    for escaped in ("d%E9bat", "d%C3%A9bat"):
        assert site.find(f"http://exemple.fr/{escaped}.html") is not None
