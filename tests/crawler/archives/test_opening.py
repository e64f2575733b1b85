"""Which archive a path is, and when it is still the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.errors import ConfigError
from crawler.archives.opening import fingerprint_of, open_archive
from tests.crawler.archives.cases import Making, Opening


@pytest.mark.parametrize(
    "content",
    [b"", b"Bonjour", b"<html>", b"%PDF-1.4", b"\x1f\x8b\x08", b"\x1f\x8b\x08" + b"x" * 99],
)
def test_a_file_that_is_no_archive_is_refused_with_what_would_be(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "essai.warc.gz").write_bytes(content)
    with pytest.raises(ConfigError, match=r"essai\.warc\.gz.*WARC, ARC ou WACZ"):
        open_archive(tmp_path / "essai.warc.gz")


def test_a_warc_in_zstd_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    (tmp_path / "essai.warc.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"x" * 50)
    with pytest.raises(ConfigError, match=r"zstd -d essai\.warc\.zst"):
        open_archive(tmp_path / "essai.warc.zst")


def test_nothing_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(ConfigError, match=str(path)):
            open_archive(path)


def test_a_site_that_offers_zips_is_a_saved_folder(tmp_path: Path, opened: Opening) -> None:
    (tmp_path / "docs.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "donnees.csv.gz").write_bytes(b"\x1f\x8b\x08")
    (tmp_path / "index.html").write_text("<html>")
    archive = opened.at(tmp_path)
    assert archive.find("http://exemple.fr/") is not None


def test_an_archive_is_the_same_wherever_it_is_and_another_once_changed(tmp_path: Path) -> None:
    path = Making().page("/", b"un").save(tmp_path / "essai.warc.gz")
    moved = tmp_path / "ailleurs" / path.name
    moved.parent.mkdir()
    shutil.copy(path, moved)
    assert fingerprint_of(path) == fingerprint_of(moved)
    Making().page("/", b"deux").save(moved)
    assert fingerprint_of(path) != fingerprint_of(moved)
    assert fingerprint_of(tmp_path) != fingerprint_of(moved.parent)
