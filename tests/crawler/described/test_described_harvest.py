"""A described source harvested for real, over loopback, from the home folder and from a file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import tables as t
from corpus.database import Database
from corpus.errors import BadDescription, UnknownSource
from corpus.harvests.runs import RunState
from crawler.plan import plan_of
from crawler.proof.coverage import coverage_of
from crawler.proof.witness import Says
from crawler.run import harvest
from crawler.spiders.described import DescribedSpider
from tests.crawler.described_site import DESCRIPTION, NEWS, SHEETS, answers
from tests.crawler.harvesting import SETTINGS, Kept, config_in
from tests.crawler.small_site import Answer, serving

SPEED = {"SOUFFLEUR_RETRY_SECONDS": SETTINGS["SOUFFLEUR_RETRY_SECONDS"]}


def described(home: Path, text: str = DESCRIPTION) -> Path:
    path = home / "sources" / "atelier.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_a_source_of_the_home_folder_is_harvested_by_its_key(tmp_path: Path) -> None:
    described(tmp_path)
    with serving(answers().get) as (url, asked):
        report = harvest(config_in(tmp_path), "atelier", base_url=url, settings=SPEED)
    assert report.state is RunState.FINISHED
    rows = Kept(tmp_path).rows(t.records)
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("experience"), kinds.count("news"), len(kinds)) == (
        SHEETS,
        NEWS,
        SHEETS + NEWS,
    )
    assert {row["source"] for row in rows} == {"atelier"}
    assert asked.paths["/index.html"] == 0  # the same page as /
    assert asked.paths["/prive/compte.html"] == 0
    assert sum(asked.paths[f"/get?id={n}"] for n in range(SHEETS)) == SHEETS
    assert report.figures["pages"]["404"] >= 1
    assert report.figures["sought"]["fiche"]["title"] == SHEETS


def test_a_template_that_changed_fails_the_run_with_examples(tmp_path: Path) -> None:
    path = described(tmp_path)
    with serving(answers(heading="h4", changed=4).get) as (url, _):
        report = harvest(
            config_in(tmp_path), "atelier", base_url=url, settings=SPEED, description=str(path)
        )
    assert report.state is RunState.FAILED
    (note,) = Kept(tmp_path).notes("reader_silent")
    assert note.value == f"4/{SHEETS}"
    assert "fiche : le titre manque" in note.message
    assert "/fiches/0.html" in note.message
    assert report.figures["missed"]["fiche"] == {"title": 4}
    assert Kept(tmp_path).rows(t.records) == []  # a failed run is not applied


def test_any_spider_whose_pages_lose_their_text_fails_its_run(tmp_path: Path) -> None:
    def site(path: str) -> Answer | None:
        if path == "/":
            links = "".join(f"<a href='/{n}.html'>Page {n}</a> " for n in range(25))
            return Answer(
                f"<h1>Accueil</h1><p>Bonjour à vous, voici de quoi lire longtemps.</p>{links}".encode()
            )
        return Answer(b"<title>Une page</title><div></div>") if path.endswith(".html") else None

    with serving(site) as (url, _):
        report = harvest(config_in(tmp_path), "site", start_url=url, settings=SPEED)
    assert report.state is RunState.FAILED
    (note,) = Kept(tmp_path).notes("reader_silent")
    assert note.value == "25/26"


def test_a_share_that_the_operator_bears_does_not_fail(tmp_path: Path) -> None:
    described(tmp_path)
    more = {**SPEED, "SOUFFLEUR_MISSING_SHARE": 0.5}
    with serving(answers(heading="h4", changed=4).get) as (url, _):
        report = harvest(config_in(tmp_path), "atelier", base_url=url, settings=more)
    assert report.state is RunState.FINISHED


def test_a_wrong_description_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    described(tmp_path, DESCRIPTION.replace("h1", "h1["))
    with serving(answers().get) as (url, asked):
        with pytest.raises(BadDescription, match=r"atelier\.toml"):
            harvest(config_in(tmp_path), "atelier", base_url=url)
        assert not asked.paths


def test_an_unknown_source_is_answered_with_those_that_are_described(tmp_path: Path) -> None:
    described(tmp_path)
    with pytest.raises(UnknownSource, match="comedie, icpc, atelier, site"):
        harvest(config_in(tmp_path), "cerema")


def test_a_harvest_cut_short_is_not_taken_up_with_another_description(tmp_path: Path) -> None:
    path = described(tmp_path)
    before = plan_of(DescribedSpider(description=str(path))).settings
    assert plan_of(DescribedSpider(description=str(path))).settings == before
    described(tmp_path, DESCRIPTION.replace(".chapo", ".lead"))
    assert plan_of(DescribedSpider(description=str(path))).settings != before


def test_pages_that_did_not_change_are_read_anew_by_a_corrected_description(tmp_path: Path) -> None:
    described(tmp_path, DESCRIPTION.replace(".sous-titre", ".rien"))
    with serving(answers().get) as (url, _):
        harvest(config_in(tmp_path), "atelier", base_url=url, settings=SPEED)
        described(tmp_path)
        harvest(config_in(tmp_path), "atelier", base_url=url, settings=SPEED)
    sheets = [row for row in Kept(tmp_path).rows(t.records) if row["kind"] == "experience"]
    assert len(sheets) == SHEETS
    assert all("Se parler avant de décider" in row["data"] for row in sheets)


def test_a_harvest_is_held_against_what_the_source_says_it_has(tmp_path: Path) -> None:
    described(tmp_path, f"{DESCRIPTION}\n[[counter]]\ntext = '.compte'\nkind = 'experience'\n")
    pages = dict(answers())
    printed = f"<p class='compte'>{SHEETS + 1} fiches</p>".encode()
    pages["/liste.html"] = replace(pages["/liste.html"], body=pages["/liste.html"].body + printed)
    home = "https://atelier.example.org"
    entries = "".join(
        f"<url><loc>{home}{path}</loc></url>" for path in ("/fiches/0.html", "/prive/")
    )
    xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    pages["/sitemap.xml"] = Answer(xml.encode(), headers={"Content-Type": "application/xml"})
    config = config_in(tmp_path)
    with serving(pages.get) as (url, _):
        harvest(config, "atelier", base_url=url, settings=SPEED)
    with closing(Database.open(config.catalogue_url)) as database:
        (found,) = coverage_of(database, config, ["atelier"], lambda done, known: None)
    assert [(one.says, one.announced, one.found) for one in found.witnesses] == [
        (Says.COUNTER, SHEETS + 1, SHEETS),
        (Says.SITEMAP, 2, 2),  # one of which the description leaves out
    ]
    assert found.gaps == ()
    assert sum(found.left.values()) == 1
