"""The same site harvested again: what is asked, what is read, what is kept, and what must wait."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.catalogue.conflicts import Conflicts
from corpus.database import Database
from corpus.errors import RunSettled
from corpus.harvests.decisions import Decisions
from corpus.harvests.runs import RunState
from corpus.record import Standing
from corpus.tagging import TagEdit
from crawler.report import HarvestReport
from crawler.run import harvest
from tests.crawler.harvesting import Kept, config_in
from tests.crawler.small_site import Answer, serving

Pages = dict[str, Answer]


def sheet(title: str, text: str = "", *links: str) -> Answer:
    """A page with an ETag, as a good server sends it."""
    anchors = " ".join(f'<a href="{link}">lien vers {link}</a>' for link in links)
    words = text or f"Ce que dit la fiche {title} tient en une phrase assez longue."
    html = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{words}</p><p>{anchors}</p></main></body></html>"
    etag = hashlib.sha256(html.encode()).hexdigest()[:16]
    return Answer(html.encode(), headers={"ETag": f'"{etag}"'})


def site_of(number: int = 12) -> Pages:
    names = [f"/f/{chr(97 + rank)}" for rank in range(number)]
    pages = {name: sheet(f"Fiche {name[-1]}") for name in names}
    return {"/": sheet("Accueil", "Toutes les fiches du site.", *names), **pages}


def again(home: Path, base: str, **settings: object) -> HarvestReport:
    return harvest(config_in(home), "site", start_url=f"{base}/", settings=settings)


def titles(home: Path) -> set[str]:
    return {row["title"] for row in Kept(home).rows(t.records) if row["standing"] == "present"}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database.open(config_in(tmp_path).catalogue_url)


def test_an_unchanged_page_costs_one_conditional_request(tmp_path: Path) -> None:
    pages = site_of()
    with serving(pages.get) as (base, asked):
        again(tmp_path, base)
        asked.paths.clear()
        for _ in range(2):
            report = again(tmp_path, base)
    assert {path: asked.paths[path] for path in pages} == dict.fromkeys(pages, 2)
    assert {path: asked.spared[path] for path in pages} == dict.fromkeys(pages, 2)
    assert report.figures["records"] == {"unchanged": {"page": 13}}
    assert report.figures["page_states"]["unchanged"] == 13


def test_an_unchanged_site_changes_nothing_in_the_catalogue(
    tmp_path: Path, database: Database
) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        revision = Catalogue(database).revision()
        again(tmp_path, base)
    assert Catalogue(database).revision() == revision


def test_a_page_without_validators_is_told_unchanged_by_its_bytes(tmp_path: Path) -> None:
    pages = {path: replace(answer, headers={}) for path, answer in site_of().items()}
    with serving(pages.get) as (base, asked):
        again(tmp_path, base)
        report = again(tmp_path, base)
    assert not asked.spared
    assert report.figures["records"] == {"unchanged": {"page": 13}}
    (fetch,) = [row for row in Kept(tmp_path).rows(t.fetches) if _is(row, 2, "/f/a")]
    assert (fetch["state"], fetch["reading"]) == ("unchanged", "")  # not read again


def _is(row: Mapping[str, object], run: int, path: str) -> bool:
    return row["run_id"] == run and str(row["url"]).endswith(path)


def test_a_changed_page_says_what_changed_before_and_after(tmp_path: Path) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        pages["/f/a"] = sheet("Fiche a, revue")
        report = again(tmp_path, base)
    assert report.figures["records"] == {"changed": {"page": 1}, "unchanged": {"page": 12}}
    (row,) = [row for row in Kept(tmp_path).rows(t.run_records) if row["state"] == "changed"]
    assert "title" in row["fields"].split(",")
    assert "Fiche a" in row["before"]
    assert "Fiche a, revue" in row["data"]


def test_a_page_nothing_leads_to_any_more_is_still_asked(tmp_path: Path) -> None:
    pages = site_of()
    with serving(pages.get) as (base, asked):
        again(tmp_path, base)
        pages["/"] = sheet("Accueil", "", *[f"/f/{letter}" for letter in "abcdefghij"])
        asked.paths.clear()
        report = again(tmp_path, base)
    assert asked.paths["/f/k"] == asked.paths["/f/l"] == 1
    assert "absent" not in report.figures["records"]


def test_nothing_is_withdrawn_because_it_was_missed(tmp_path: Path, database: Database) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        del pages["/f/a"]
        for number in range(1, 4):
            report = again(tmp_path, base)
            assert report.figures["records"]["absent"] == {"page": 1}
            proposed = [one.title for one in Decisions(database).proposed()]
            assert proposed == (["Fiche a"] if number == 3 else [])
    assert "Fiche a" in titles(tmp_path)
    decisions = Decisions(database)
    (one,) = decisions.proposed()
    decisions.withdraw(one.record_id, "camille")
    assert "Fiche a" not in titles(tmp_path)
    assert [each.title for each in decisions.withdrawn()] == ["Fiche a"]
    decisions.restore(one.record_id, "camille")
    assert "Fiche a" in titles(tmp_path)


def test_a_page_in_error_is_not_an_absent_one(tmp_path: Path) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        pages["/f/a"] = Answer(b"panne", 500)
        report = again(tmp_path, base, RETRY_TIMES=0)
    assert report.figures["records"]["error"] == {"page": 1}
    assert "absent" not in report.figures["records"]


def test_a_fifth_of_the_records_gone_puts_the_run_in_quarantine(
    tmp_path: Path, database: Database
) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        revision = Catalogue(database).revision()
        for letter in "abc":
            del pages[f"/f/{letter}"]
        pages["/f/d"] = sheet("Fiche d, revue")
        report = again(tmp_path, base)
        assert report.state is RunState.QUARANTINED
        assert [note.code for note in Kept(tmp_path).notes("vanished")] == ["vanished"]
        assert Catalogue(database).revision() == revision
        assert "Fiche d" in titles(tmp_path)
        run = Decisions(database).accept(report.run_id, "camille")
    assert (run.state, run.decision, run.decided_by) == (RunState.FINISHED, "accepted", "camille")
    assert "Fiche d, revue" in titles(tmp_path)
    with pytest.raises(RunSettled, match="déjà dans la base"):
        Decisions(database).discard(report.run_id, "camille")


@pytest.mark.parametrize(
    ("wall", "code"), [("Connectez-vous", "turned_alike"), ("Site en maintenance", "vanished")]
)
def test_a_site_that_answers_the_same_page_everywhere_changes_nothing(
    tmp_path: Path, database: Database, wall: str, code: str
) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        before, revision = titles(tmp_path), Catalogue(database).revision()
        pages.update(dict.fromkeys(pages, sheet(wall, "Cette page est la même partout.")))
        report = again(tmp_path, base)
        assert report.state is RunState.QUARANTINED
        assert code in {note.code for note in Kept(tmp_path).notes()}
        run = Decisions(database).discard(report.run_id, "camille")
        pages.update(site_of())
        later = again(tmp_path, base)
    assert run.decision == "discarded"
    assert (titles(tmp_path), Catalogue(database).revision()) == (before, revision)
    assert later.state is RunState.FINISHED
    assert later.figures["records"] == {"unchanged": {"page": 13}}


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    tmp_path: Path, database: Database
) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        config = config_in(tmp_path)
        first = harvest(config, "site", start_url=f"{base}/", dry_run=True)
        assert first.figures["records"] == {"new": {"page": 13}}
        assert Kept(tmp_path).rows(t.records) == []
        again(tmp_path, base)
        pages["/f/a"] = sheet("Fiche a, revue")
        tried = harvest(config, "site", start_url=f"{base}/", dry_run=True)
        assert tried.figures["records"] == {"changed": {"page": 1}, "unchanged": {"page": 12}}
        assert "Fiche a" in titles(tmp_path)
        Decisions(database).accept(tried.run_id, "camille")
    assert "Fiche a, revue" in titles(tmp_path)


def test_a_record_that_moves_takes_its_tags_along(tmp_path: Path, database: Database) -> None:
    pages = site_of()
    catalogue = Catalogue(database)
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        (old,) = catalogue.ids_at(f"{base}/f/a")
        catalogue.save_tags(TagEdit(old, 0, add=("Riverains du vieux port",), by="camille"))
        pages["/nouveau/a"] = sheet("Fiche a, à sa nouvelle place")
        pages["/f/a"] = Answer(b"", 301, {"Location": "/nouveau/a"})
        report = again(tmp_path, base)
        (new,) = catalogue.ids_at(f"{base}/nouveau/a")
    assert report.figures["records"]["moved"] == {"page": 1}
    moved = catalogue.entry(old)
    assert (moved.standing, moved.moved_to) == (Standing.MOVED, new)
    assert [tag.value for tag in moved.tags] == ["Riverains du vieux port"]
    assert [(tag.value, tag.by) for tag in catalogue.entry(new).tags] == [
        ("Riverains du vieux port", "camille")
    ]


def test_a_page_found_elsewhere_with_the_same_text_has_moved(
    tmp_path: Path, database: Database
) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        pages["/ailleurs"] = pages.pop("/f/a")
        pages["/"] = sheet("Accueil", "", "/ailleurs")
        report = again(tmp_path, base)
    assert report.figures["records"]["moved"] == {"page": 1}
    assert "absent" not in report.figures["records"]


def test_a_change_under_a_correction_is_a_conflict_for_people(
    tmp_path: Path, database: Database
) -> None:
    pages = site_of()
    catalogue, conflicts = Catalogue(database), Conflicts(database)
    with serving(pages.get) as (base, _):
        again(tmp_path, base)
        (id_,) = catalogue.ids_at(f"{base}/f/a")
        catalogue.save_edits(id_, 0, {"title": "La fiche A"}, "camille")
        pages["/f/a"] = sheet("Fiche a, revue")
        again(tmp_path, base)
        assert catalogue.entry(id_).shown.title == "La fiche A"
        (one,) = conflicts.waiting()
        assert (one.before, one.after, one.edited) == ("Fiche a", "Fiche a, revue", "La fiche A")
        pages["/f/a"] = sheet("Fiche a, encore revue")
        again(tmp_path, base)
    (one,) = conflicts.waiting()
    assert (one.before, one.after) == ("Fiche a", "Fiche a, encore revue")
    conflicts.settle(one.id, take_source=True, by="dominique")
    assert catalogue.entry(id_).shown.title == "Fiche a, encore revue"
    assert conflicts.count() == 0


def test_a_run_older_than_an_applied_one_can_no_longer_be_accepted(
    tmp_path: Path, database: Database
) -> None:
    pages = site_of()
    with serving(pages.get) as (base, _):
        tried = harvest(config_in(tmp_path), "site", start_url=f"{base}/", dry_run=True)
        again(tmp_path, base)
    with pytest.raises(RunSettled, match="dépassée"):
        Decisions(database).accept(tried.run_id, "camille")
