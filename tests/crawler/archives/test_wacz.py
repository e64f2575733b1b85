"""WACZ: web archives in a zip."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from corpus.errors import ConfigError
from crawler.archives import volumes, wacz
from crawler.archives.opening import open_archive
from tests.crawler.archives.cases import SITE, Making, Opening


def zipped(path: Path, how: int, **parts: bytes) -> Path:
    with ZipFile(path, "w", how) as package:
        package.writestr("datapackage.json", "{}")
        for name, content in parts.items():
            package.writestr(f"archive/{name}.warc.gz", content)
    return path


@pytest.mark.parametrize("how", [ZIP_STORED, ZIP_DEFLATED])
def test_every_warc_of_a_wacz_is_read(tmp_path: Path, opened: Opening, how: int) -> None:
    un, deux = Making().page("/un", b"un").bytes, Making().info().page("/deux", b"deux").bytes
    archive = opened.at(zipped(tmp_path / "essai.zip", how, a=un, b=deux))
    found = [archive.find(f"{SITE}/{name}") for name in ("deux", "un")]
    assert [received.body for received in found if received] == [b"deux", b"un"]
    assert list(archive.notes) == []


def test_a_wacz_among_warcs_in_a_folder_is_read_too(tmp_path: Path, opened: Opening) -> None:
    zipped(tmp_path / "essai.wacz", ZIP_STORED, a=Making().page("/un", b"un").bytes)
    Making().page("/deux", b"deux").save(tmp_path / "essai.warc.gz")
    archive = opened.at(tmp_path)
    assert [capture.url for capture in archive.addresses()] == [f"{SITE}/deux", f"{SITE}/un"]


def test_a_zip_without_archives_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="sans archive Web"):
        open_archive(zipped(tmp_path / "essai.zip", ZIP_STORED))


@pytest.mark.parametrize("cut", [100, 500])
def test_a_damaged_zip_is_refused_with_its_name(tmp_path: Path, cut: int) -> None:
    path = zipped(tmp_path / "essai.wacz", ZIP_STORED, a=Making().page("/").bytes)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ConfigError, match=r"essai\.wacz.*ne se lit pas"):
        open_archive(path)


def test_a_zip_that_unfolds_to_more_than_the_disk_should_take_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(
        tmp_path / "essai.wacz", ZIP_DEFLATED, a=Making(gzip=False).page("/", b"0" * 99_999).bytes
    )
    monkeypatch.setattr(wacz, "LARGEST_UNPACKED", 50_000)
    with pytest.raises(ConfigError, match="Décompressez-le vous-même"):
        open_archive(path)


def test_a_zip_that_lies_about_its_size_is_stopped_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(
        tmp_path / "essai.wacz", ZIP_DEFLATED, a=Making(gzip=False).page("/", b"0" * 99_999).bytes
    )
    monkeypatch.setattr(volumes, "LARGEST_UNPACKED", 50_000)
    with pytest.raises(ConfigError, match="une fois décompressé"):
        open_archive(path)
