"""Harvests from archives: what is found, what is not, and that nobody is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import tables as t
from corpus.errors import ConfigError, SourceUnreachable
from corpus.harvests.runs import RunState
from crawler.report import HarvestReport
from crawler.run import harvest
from tests.crawler.archives.cases import SITE, Making
from tests.crawler.harvesting import SETTINGS, Kept, config_in
from tests.crawler.small_site import fixed, page, serving


def page_of(title: str, *links: str) -> bytes:
    return page(title, *links).body


def harvest_from(home: Path, archive: Path | str, start: str, **settings: Any) -> HarvestReport:
    more = {**SETTINGS, **settings}
    return harvest(config_in(home), "site", start_url=start, settings=more, archive=str(archive))


def titles(home: Path) -> list[str]:
    return sorted(row["title"] for row in Kept(home).rows(t.records))


def test_a_site_is_harvested_without_asking_it_anything(tmp_path: Path) -> None:
    with serving(fixed({})) as (base, asked):
        made = Making().page("/robots.txt", b"User-agent: *\nDisallow: /", site=base)
        made.page("/", page_of("Accueil", "/a", "/b"), site=base)
        made.page("/a", page_of("A", "/b", "/absente"), site=base)
        made.page("/b", b"", status="301 Moved", headers={"Location": "/c"}, site=base)
        made.page("/c", page_of("C"), site=base)
        archive = made.save(tmp_path / "essai.warc.gz")
        report = harvest_from(tmp_path, archive, f"{base}/")
    assert asked.paths == {}
    assert (report.state, titles(tmp_path)) == (RunState.FINISHED, ["A", "Accueil", "C"])
    [note] = Kept(tmp_path).notes()
    assert (note.code, note.url, note.value) == ("not_in_archive", f"{base}/absente", str(archive))
    assert note.message == "L'archive n'a pas cette adresse."
    [row] = [row for row in Kept(tmp_path).rows(t.frontier) if row["error"] == "not_in_archive"]
    assert row["state"] == "failed"


def test_a_real_host_needs_neither_a_contact_nor_a_network(tmp_path: Path) -> None:
    made = Making().page("/", page_of("Accueil", "/a", "http://ailleurs.example/"))
    made.page("/a", page_of("A")).page("/", page_of("Non"), site="http://ailleurs.example")
    report = harvest_from(tmp_path, made.save(tmp_path / "essai.warc.gz"), f"{SITE}/")
    assert (report.state, titles(tmp_path)) == (RunState.FINISHED, ["A", "Accueil"])
    assert [note.code for note in Kept(tmp_path).notes()] == ["address_refused"]


def test_an_archive_of_something_else_is_said_with_what_it_covers(tmp_path: Path) -> None:
    archive = Making().page("/", page_of("Accueil")).save(tmp_path / "essai.warc.gz")
    with pytest.raises(SourceUnreachable, match=r"aucune page.*couvre : exemple\.fr \(1\)"):
        harvest_from(tmp_path, archive, "http://autre.example/")


def test_what_is_no_archive_is_refused_before_a_run_begins(tmp_path: Path) -> None:
    path = tmp_path / "essai.txt"
    path.write_text("Bonjour")
    with pytest.raises(ConfigError, match=r"essai\.txt.*WARC, ARC ou WACZ"):
        harvest_from(tmp_path, path, f"{SITE}/")
    assert Kept(tmp_path).rows(t.runs) == []


def test_what_an_archive_cannot_give_is_a_line_of_the_report(tmp_path: Path) -> None:
    made = Making().page("/", page_of("Accueil", "/grand", "/a", "/panne"))
    made.page("/panne", b"panne", status="503 Panne")
    made.page("/grand", b"x" * 50_000).page("/a", b"moit", warc={"WARC-Truncated": "length"})
    archive = made.save(tmp_path / "essai.warc.gz")
    report = harvest_from(tmp_path, archive, f"{SITE}/", DOWNLOAD_MAXSIZE=10_000)
    assert (report.state, titles(tmp_path)) == (RunState.FINISHED, ["Accueil"])
    codes = {note.code: note.url for note in Kept(tmp_path).notes()}
    assert codes["archive_damaged"] == codes["not_in_archive"] == f"{SITE}/a"
    assert codes["too_large"] == f"{SITE}/grand"
    assert report.figures["pages"] == {"200": 1, "503": 1}  # asked once: it would not change


def test_an_interrupted_harvest_goes_on_with_the_same_archive_only(tmp_path: Path) -> None:
    links = [f"/{letter}" for letter in "abcdefgh"]
    made = Making().page("/", page_of("Accueil", *links))
    for link in links:
        made.page(link, page_of(link))
    archive = made.save(tmp_path / "essai.warc.gz")
    first = harvest_from(tmp_path, archive, f"{SITE}/", CLOSESPIDER_ITEMCOUNT=2)
    assert first.state is RunState.INTERRUPTED
    second = harvest_from(tmp_path, archive, f"{SITE}/", CLOSESPIDER_ITEMCOUNT=2)
    assert (second.run_id, second.resumed) == (first.run_id, True)
    made.page("/z", page_of("Z")).save(archive)
    third = harvest_from(tmp_path, archive, f"{SITE}/")
    assert (third.run_id, third.resumed) == (first.run_id + 1, False)
    assert len(titles(tmp_path)) == 9
    settings = [json.loads(row["settings"]) for row in Kept(tmp_path).rows(t.runs)]
    assert [run["archive"] for run in settings] == [str(archive)] * 2
    assert len({run["fingerprint"] for run in settings}) == 2


def test_a_site_is_found_under_its_other_names(tmp_path: Path) -> None:
    made = Making().page("/", page_of("Accueil", "/fiche/a/"), site="http://comedie.org")
    made.page("/fiche/a", page_of("A"), site="https://www.comedie.org")
    archive = made.save(tmp_path / "essai.warc.gz")
    report = harvest(config_in(tmp_path), "comedie", archive=str(archive))
    assert report.state is RunState.FINISHED
    assert "A" in titles(tmp_path)


def test_a_folder_saved_by_wget_is_harvested(tmp_path: Path) -> None:
    folder = tmp_path / "wget" / "exemple.fr"
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_bytes(page_of("Accueil", "a/index.html", "b.php%3Fid=3.html"))
    (folder / "a" / "index.html").write_bytes(page_of("A", "../b.php?id=3"))
    (folder / "b.php?id=3.html").write_bytes(page_of("B"))
    report = harvest_from(tmp_path, tmp_path / "wget", f"{SITE}/")
    kept = {row["title"]: row["url"] for row in Kept(tmp_path).rows(t.records)}
    assert report.state is RunState.FINISHED
    assert kept == {
        "Accueil": f"{SITE}/",
        "A": f"{SITE}/a/index.html",
        "B": f"{SITE}/b.php?id=3",
    }
