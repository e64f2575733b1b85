"""Checks one after the other: what is asked again, what an archive says, what a kill leaves."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.config import read_config
from corpus.database import Database
from corpus.errors import ConfigError, HarvestRunning
from corpus.links.checks import LinkState
from corpus.links.ledger import LinkLedger
from crawler.links.run import check_links
from tests.crawler.links.far_site import Request, Said, far_site, fixed, page, to
from tests.crawler.links.holdings import check, config_of, link_to, looks

ROOT = Path(__file__).parents[3]


def states(config: Any, url: str) -> list[tuple[str, str]]:
    return [(look.state.value, look.reason) for look in looks(config, url)]


# --- what is asked again ---------------------------------------------------------------------------


def test_a_link_that_rests_is_not_asked_again_unless_everything_is(tmp_path: Path) -> None:
    with far_site(fixed({"/a": page("A")})) as (base, asked):
        config = link_to(tmp_path, [f"{base}/a"])
        assert check(config, base).looked_at == 1
        before = len(asked)
        assert check(config, base).due == 0
        assert len(asked) == before
        assert check(config, base, every=True).looked_at == 1
    assert len(looks(config, f"{base}/a")) == 2


def test_a_page_that_has_not_changed_is_asked_for_news_only(tmp_path: Path) -> None:
    def site(request: Request) -> Said:
        if request.headers.get("If-None-Match") == '"un"':
            return Said(status=304)
        return Said(page("A").body, headers={"ETag": '"un"'})

    def whole(request: Request) -> Said:
        pages = {"/old": to("/a", 301), "/a": site(request)}
        return pages.get(request.path, Said(status=404))

    with far_site(whole) as (base, asked):
        config = link_to(tmp_path, [f"{base}/old"])
        check(config, base)
        before = len(asked)
        check(config, base, every=True)
        again = [(r.method, r.path) for r in asked[before:] if r.path != "/robots.txt"]
    assert again == [("HEAD", "/old"), ("HEAD", "/a")]
    first, second = looks(config, f"{base}/old")
    assert (first.status, second.status) == (200, 304)
    assert first.state is second.state is LinkState.MOVED
    assert second.etag == '"un"'  # and so the third look can ask for news as well


# --- archived copies -------------------------------------------------------------------------------


def test_an_archive_is_asked_about_broken_links_only_when_told_to(tmp_path: Path) -> None:
    copy = "http://web.archive.org/web/20240101/http://x/"
    found = {"archived_snapshots": {"closest": {"available": True, "url": copy, "status": "200"}}}

    def archive(request: Request) -> Said:
        if request.path == "/robots.txt":
            return Said(status=404)
        return Said(json.dumps(found).encode(), headers={"Content-Type": "application/json"})

    with far_site(fixed({"/a": page("A")})) as (base, _), far_site(archive) as (api, questions):
        config = link_to(tmp_path, [f"{base}/a", f"{base}/perdue"])
        check(config, base)
        assert questions == []
        check(config, base, every=True, archive=f"{api}/available")
    asked = [request.path for request in questions if request.path != "/robots.txt"]
    assert len(asked) == 1
    assert asked[0].startswith("/available?url=http%3A%2F%2F127.0.0.1")
    assert [look.archived_url for look in looks(config, f"{base}/perdue")] == ["", copy]


def test_an_archive_in_trouble_costs_nothing(tmp_path: Path) -> None:
    with far_site(fixed({})) as (base, _), far_site(lambda _: Said(status=500)) as (api, _):
        config = link_to(tmp_path, [f"{base}/perdue"])
        assert check(config, base, archive=f"{api}/available").is_whole
    assert states(config, f"{base}/perdue") == [("broken", "http_404")]


# --- who may check ---------------------------------------------------------------------------------


def test_nobody_elses_host_is_asked_without_a_contact(tmp_path: Path) -> None:
    link_to(tmp_path, ["https://www.example.org/a", "http://127.0.0.1:9/"])
    with pytest.raises(ConfigError, match=r"www\.example\.org.*SOUFFLEUR_CONTACT"):
        check_links(read_config(tmp_path, {}))


def test_two_checks_of_the_same_holdings_do_not_meet(tmp_path: Path) -> None:
    config = link_to(tmp_path, ["http://127.0.0.1:9/"])
    with (tmp_path / "links.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(HarvestRunning, match="autre vérification"):
            check_links(config)


def test_other_hosts_wait_for_each_request_to_end_and_a_delay(tmp_path: Path) -> None:
    slow = {"DOWNLOAD_SLOTS": {"127.0.0.1": {"concurrency": 1, "delay": 0.3, "jitter": 0}}}
    with far_site(fixed({})) as (base, asked):
        config = link_to(tmp_path, [f"{base}/a", f"{base}/b"])
        check(config, base, settings=slow)
    instants = [request.at for request in asked]
    gaps = [after - before for before, after in pairwise(instants)]
    assert len(gaps) == 4  # robots.txt, then HEAD and GET of both
    assert min(gaps) > 0.25


# --- a kill ----------------------------------------------------------------------------------------


@pytest.mark.crash
def test_a_check_that_is_killed_goes_on_with_the_rest(tmp_path: Path) -> None:
    def site(request: Request) -> Said:
        return Said(b"", 404, delay=0.03)

    with far_site(site) as (base, asked):
        urls = [f"{base}/{rank}" for rank in range(60)]
        config = link_to(tmp_path, urls)
        process = subprocess.Popen(
            [sys.executable, "-c", _CHECK, str(tmp_path), base], cwd=ROOT, start_new_session=True
        )
        until = time.monotonic() + 30
        while len(asked) < 40:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        kept = _looked_at(tmp_path)
        assert 0 < len(kept) < len(urls)
        report = _check_again(config, base)
        assert report.due == report.looked_at == len(urls) - len(kept)
    assert _looked_at(tmp_path) == Counter(urls)


def _check_again(config: Any, base: str) -> Any:
    """The killed one's child sees the end of its parent, and lets go of the lock."""
    until = time.monotonic() + 10
    while True:
        try:
            return check(config, base)
        except HarvestRunning:
            assert time.monotonic() < until
            time.sleep(0.05)


def _looked_at(home: Path) -> Counter[str]:
    with closing(Database.open(config_of(home).catalogue_url)) as database:
        ledger = LinkLedger(database)
        return Counter(look.url for url in ledger.outbound() for look in ledger.history(url))


_CHECK = """
import sys
from pathlib import Path
from tests.crawler.links.holdings import check, config_of
check(config_of(Path(sys.argv[1])), sys.argv[2])
"""
