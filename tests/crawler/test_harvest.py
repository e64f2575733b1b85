"""Harvests from outside: how they start, what they refuse, and how they end."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus import tables as t
from corpus.errors import (
    ConfigError,
    HarvestRunning,
    SourceUnreachable,
    StorageFull,
    UnknownSource,
)
from corpus.harvests.runs import RunState
from crawler.ledger import BATCH_PAGES
from crawler.run import harvest
from crawler.settings import CONCURRENT_REQUESTS
from tests.crawler.harvesting import SETTINGS, Kept, config_in, harvest_small
from tests.crawler.small_site import Answer, fixed, page, path_of, serving, tree

ROOT = Path(__file__).parents[2]


def test_every_page_of_a_site_becomes_a_record_once(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with serving(tree(60)) as (base, asked):
        report = harvest(
            config_in(tmp_path),
            "site",
            start_url=f"{base}/",
            settings=SETTINGS,
            progress=lambda done, known: told.append((done, known)),
        )
    assert (report.state, report.pages, report.notes) == (RunState.FINISHED, 61, 0)
    assert set(asked.paths) == {"/", "/robots.txt", *(path_of(n) for n in range(60))}
    assert set(asked.paths.values()) == {1}
    assert len(Kept(tmp_path).rows(t.records)) == 61
    assert told[-1] == (61, 61)
    assert told == sorted(told)


def test_a_second_harvest_finds_everything_unchanged(tmp_path: Path) -> None:
    with serving(tree(5)) as (base, _):
        first = harvest_small(tmp_path, f"{base}/")
        second = harvest_small(tmp_path, f"{base}/")
    assert (first.run_id, second.run_id, second.resumed) == (1, 2, False)
    assert first.figures["records"] == {"new": {"page": 6}}
    assert second.figures["records"] == {"unchanged": {"page": 6}}


def test_an_unknown_source_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match=r"« wikini ».*comedie, icpc, site"):
        harvest(config_in(tmp_path), "wikini")


def test_a_site_needs_an_address(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--start-url"):
        harvest(config_in(tmp_path), "site")


def test_other_peoples_hosts_need_a_contact(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"exemple\.invalid.*SOUFFLEUR_CONTACT"):
        harvest_small(tmp_path, "http://exemple.invalid/")


def test_an_unknown_host_is_unreachable(tmp_path: Path) -> None:
    config = config_in(tmp_path, contact="essai@exemple.invalid")
    with pytest.raises(SourceUnreachable, match=r"exemple\.invalid est injoignable.*inconnu"):
        harvest(
            config,
            "site",
            start_url="http://exemple.invalid/",
            settings={**SETTINGS, "SOUFFLEUR_RETRY_SECONDS": 0.01},
        )


def test_a_closed_port_is_unreachable_and_its_run_failed(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceUnreachable, match=f"http://127.0.0.1:{port} est injoignable"):
        harvest_small(tmp_path, f"http://127.0.0.1:{port}/")
    kept = Kept(tmp_path)
    assert [row["state"] for row in kept.rows(t.runs)] == ["failed"]
    assert [note.code for note in kept.notes()] == ["connection_refused"]


def test_a_robots_txt_in_error_forbids_everything_for_now(tmp_path: Path) -> None:
    pages = {"/": page("Accueil"), "/robots.txt": Answer(b"panne", 503)}
    with serving(fixed(pages)) as (base, asked), pytest.raises(SourceUnreachable, match="robots"):
        harvest_small(tmp_path, f"{base}/")
    assert set(asked.paths) == {"/robots.txt"}
    assert [note.code for note in Kept(tmp_path).notes()] == ["robots_unavailable"]


def test_a_robots_txt_that_forbids_all_is_said_in_a_sentence(tmp_path: Path) -> None:
    pages = {"/": page("Accueil"), "/robots.txt": Answer(b"User-agent: *\nDisallow: /")}
    with serving(fixed(pages)) as (base, asked), pytest.raises(SourceUnreachable, match="interdit"):
        harvest_small(tmp_path, f"{base}/")
    assert asked.paths["/"] == 0


@pytest.mark.parametrize(
    ("site", "sentence"),
    [
        ({"/robots.txt": Answer(b"User-agent: *\nDisallow: /")}, "Rien n'a pu.*interdit"),
        ({"/": Answer(b"panne", 500), "/robots.txt": Answer(b"")}, "aucune page.*n'a pas pu"),
        ({"/robots.txt": Answer(b"")}, "aucune page.*n'existe pas"),
        ({"/": Answer(status=302, headers={"Location": "http://127.0.0.1:9/"})}, "aucune page"),
        ({"/": Answer(status=302, headers={"Location": "/"})}, "l'une à l'autre"),
    ],
)
def test_a_site_that_gave_no_page_is_a_failure_though_its_robots_txt_answers(
    tmp_path: Path, site: dict[str, Answer], sentence: str
) -> None:
    """The generic spider reads robots.txt and sitemaps too: their answers are no pages."""
    with serving(fixed(site)) as (base, _), pytest.raises(SourceUnreachable, match=sentence):
        harvest(
            config_in(tmp_path),
            "site",
            start_url=f"{base}/",
            settings={"SOUFFLEUR_RETRY_SECONDS": 0.1},
        )
    assert [row["state"] for row in Kept(tmp_path).rows(t.runs)] == ["failed"]


def test_a_crawl_delay_is_honoured(tmp_path: Path) -> None:
    pages = {
        "/": page("Accueil", "/a", "/b"),
        "/a": page("A"),
        "/b": page("B"),
        "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.4\n"),
    }
    with serving(fixed(pages)) as (base, asked):
        harvest_small(tmp_path, f"{base}/")
    times = [when for when, path in asked.times if path in ("/", "/a", "/b")]
    assert times[1] - times[0] >= 0.3
    assert times[2] - times[1] >= 0.3


def test_half_a_response_overwrites_nothing(tmp_path: Path) -> None:
    whole = page("Entière", "/a")
    pages = {"/": page("Accueil", "/fiche"), "/fiche": whole}
    with serving(pages.get) as (base, _):
        harvest_small(tmp_path, f"{base}/")
        before = fiche_row(tmp_path)
        pages["/fiche"] = Answer(whole.body[:30], length=len(whole.body))
        report = harvest_small(tmp_path, f"{base}/")
    assert report.figures["failed"] == {"half_response": 1}
    after = fiche_row(tmp_path)
    assert (before["state"], after["state"], after["absent_runs"]) == ("new", "error", 1)
    learnt = ("sha256", "size", "media_type", "gives", "links", "reading", "first_seen")
    assert {name: after[name] for name in learnt} == {name: before[name] for name in learnt}
    titles = {row["title"] for row in Kept(tmp_path).rows(t.records)}
    assert titles == {"Accueil", "Entière"}


def fiche_row(home: Path) -> dict[str, object]:
    (row,) = [row for row in Kept(home).rows(t.pages) if row["url"].endswith("/fiche")]
    return row


def test_a_second_harvest_while_one_runs_is_refused(tmp_path: Path) -> None:
    refused = threading.Event()

    def site(path: str) -> Answer | None:
        if path == "/":
            refused.wait(20)
        return fixed({"/": page("Lente", "/a"), "/a": page("A")})(path)

    with serving(site) as (base, asked):
        first = threading.Thread(target=harvest_small, args=(tmp_path, f"{base}/"))
        first.start()
        while not asked.paths["/"]:
            time.sleep(0.02)
        with pytest.raises(HarvestRunning, match="déjà en cours"):
            harvest_small(tmp_path, f"{base}/")
        refused.set()
        first.join()
    kept = Kept(tmp_path)
    assert [row["state"] for row in kept.rows(t.runs)] == ["finished"]
    (note,) = kept.notes("second_harvest")
    assert "déjà en cours" in note.value


def test_a_full_disk_interrupts_and_the_next_harvest_resumes(tmp_path: Path) -> None:
    with serving(tree(300)) as (base, asked):
        command = [sys.executable, "-m", "tests.crawler.harvest_on_small_disk"]
        done = subprocess.run(
            [*command, str(tmp_path), f"{base}/"], cwd=ROOT, capture_output=True, text=True
        )
        assert done.stdout.strip() == StorageFull.__name__, done.stderr
        reached = len(Kept(tmp_path).rows(t.run_records))
        assert 0 < reached < 301
        assert Kept(tmp_path).rows(t.records) == []
        report = harvest_small(tmp_path, f"{base}/")
    assert (report.state, report.resumed) == (RunState.FINISHED, True)
    assert len(Kept(tmp_path).rows(t.records)) == 301
    assert asked.paths.total() < 301 + BATCH_PAGES + 20  # a batch, and what was under way


def test_a_site_that_falls_over_interrupts_the_harvest_and_is_taken_up_later(
    tmp_path: Path,
) -> None:
    links = [path_of(number) for number in range(60)]
    pages = {"/": page("Accueil", *links)}
    down = {link: Answer(b"panne", 500) for link in links}
    answers = {**pages, **down}
    with serving(answers.get) as (base, _):
        first = harvest_small(tmp_path, f"{base}/", RETRY_TIMES=0)
        assert first.state is RunState.INTERRUPTED
        assert [n.code for n in Kept(tmp_path).notes("site_failing")] == ["site_failing"]
        answers.update({link: page(link) for link in links})
        second = harvest_small(tmp_path, f"{base}/", RETRY_TIMES=0)
    assert (second.state, second.resumed, second.run_id) == (RunState.FINISHED, True, first.run_id)
    assert len(Kept(tmp_path).rows(t.records)) == 61


def run_scrapy(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={**os.environ, "SOUFFLEUR_HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )


def test_scrapy_crawl_is_the_same_machinery(tmp_path: Path) -> None:
    spiders = "SPIDER_MODULES=tests.crawler.spiders_for_tests"
    out = tmp_path / "out.jsonl"
    with serving(tree(10)) as (base, _):
        command = ["crawl", "site", "-a", f"start_url={base}/", "-O", str(out), "-s", spiders]
        run_scrapy(tmp_path / "home", *command)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    kept = Kept(tmp_path / "home").rows(t.records)
    assert {line["id"] for line in lines} == {row["id"] for row in kept}
    assert len(kept) == 11


def test_a_host_is_asked_over_as_many_connections_as_it_may_be_asked_things_at_once(
    tmp_path: Path,
) -> None:
    with serving(tree(60)) as (base, asked):
        report = harvest_small(tmp_path, f"{base}/")
    assert report.figures["pages"]["200"] == 61  # the first page has two addresses
    assert len(asked.ports) <= CONCURRENT_REQUESTS


def test_scrapy_list_names_the_sources(tmp_path: Path) -> None:
    listed = run_scrapy(tmp_path, "list").stdout.split()
    assert {"comedie", "icpc", "site"} <= set(listed)
