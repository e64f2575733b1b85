"""Links of harvested pages, read off their bodies and counted as `corpus.links.written` says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, update

from corpus import tables as t
from corpus.config import Config
from corpus.database import Database
from corpus.harvests.responses import Received, keep_body
from corpus.links.bad_links import PageWithLinks
from corpus.links.report import LinkReport, never_asked, pages_by_target, read_report
from corpus.links.standing import Shown
from corpus.links.written import WrittenLinks
from crawler.links.reading import read_written_links
from crawler.run import harvest
from tests.crawler.harvesting import config_in
from tests.crawler.small_site import Answer, fixed, serving

MENU = '<nav><a href="/">Accueil</a> <a href="/partie">Disparue</a></nav><img src="/logo.png">'
HOME = f"""{MENU}<h1>Accueil</h1><p>Un texte. <a href="un.html#debut">Un</a> <a href="#bas">Bas</a>
<a href="">Vide</a> <a href="http://ailleurs.example.org/">Ailleurs</a> <a href="mailto:a@b.fr">À</a>
<div style="display:none"><a href="/cachee">Cachée</a></div>"""
ONE = f"""{MENU}<h1>Un</h1><p>Un autre texte. <a href="/perdue?utm_source=x#y">Perdue</a>
<a href="/perdue">Perdue</a> <a href="/index.html">Accueil</a><script src="/a.js"></script>"""
BODIES = {"/": HOME, "/index.html": HOME, "/un.html": ONE}


@dataclass
class Read:
    config: Config
    database: Database
    base: str
    report: LinkReport

    def page(self, path: str) -> PageWithLinks:
        (found,) = [page for page in self.report.pages if page.url == self.base + path]
        return found


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    config = config_in(tmp_path_factory.mktemp("reading"))
    site = fixed({path: Answer(body.encode()) for path, body in BODIES.items()})
    with serving(site) as (base, _):
        harvest(config, "site", start_url=f"{base}/")
    with closing(Database.open(config.catalogue_url)) as database:
        assert read_written_links(database, config, lambda done, known: None) == len(BODIES)
        yield Read(config, database, base, read_report(database))


def test_every_href_and_src_within_the_site_counts_as_often_as_it_is_written(read: Read) -> None:
    source = f"site-{read.base.partition('//')[2].split(':')[0].replace('.', '-')}"
    written = WrittenLinks(read.database).of_page(source, f"{read.base}/un.html")
    paths = {url.removeprefix(read.base): times for url, times in written.items()}
    assert paths == {
        "/": 1,
        "/partie": 1,
        "/logo.png": 1,
        "/perdue": 2,
        "/index.html": 1,
        "/a.js": 1,
    }


def test_the_figures_follow_the_definition(read: Read) -> None:
    figures = read.report.figures
    assert figures.pages_read == 2  # `/` and `/index.html` are one
    assert figures.pages_unread == 0
    assert figures.internal == 5 + 7  # hidden links count, those within the page do not
    assert figures.internal_broken == 2 + 2
    assert (figures.broken_pairs, figures.broken_targets) == (3, 2)
    assert never_asked(read.database) == 4  # two pictures, a script, and what harvests do not see
    assert (figures.outbound, figures.unchecked) == (1, 1)


def test_each_page_has_its_broken_links_and_its_record(read: Read) -> None:
    page = read.page("/un.html")
    assert page.title == "Un"
    assert page.record_id
    links = [(link.url.removeprefix(read.base), link.times, link.state) for link in page.links]
    assert links == [("/partie", 1, Shown.BROKEN), ("/perdue", 2, Shown.BROKEN)]
    assert all(link.internal and link.status == 404 for link in page.links)
    assert all(link.since.startswith("20") for link in page.links)


def test_a_page_with_two_addresses_is_told_once(read: Read) -> None:
    paths = [page.url.removeprefix(read.base) for page in read.report.pages]
    assert paths == ["/", "/un.html"]


def test_each_broken_address_has_the_pages_that_lead_there(read: Read) -> None:
    targets = pages_by_target(read.report.pages)
    leading = {
        url.removeprefix(read.base): [page.url.removeprefix(read.base) for page in pages]
        for url, pages in targets.items()
    }
    assert leading == {"/partie": ["/", "/un.html"], "/perdue": ["/un.html"]}


def test_only_what_has_changed_is_read_again(read: Read) -> None:
    assert read_written_links(read.database, read.config, lambda done, known: None) == 0
    changed = b"<h1>Un</h1>"
    with read.database.write() as connection:
        keep_body(connection, Received(200, (), changed))
        one = t.pages.c.url == f"{read.base}/un.html"
        before = connection.execute(select(t.pages.c.sha256).where(one)).scalar_one()
        sha256 = hashlib.sha256(changed).hexdigest()
        connection.execute(update(t.pages).where(one).values(sha256=sha256))
    try:
        assert read_report(read.database).figures.pages_unread == 1
        assert read_written_links(read.database, read.config, lambda done, known: None) == 1
        assert read_report(read.database).figures.broken_pairs == 1  # of the home page
    finally:
        with read.database.write() as connection:
            connection.execute(update(t.pages).where(one).values(sha256=before))


def test_a_page_whose_body_was_never_kept_waits_for_its_next_harvest(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    with closing(Database.open(config.catalogue_url)) as database:
        page = {"source": "comedie", "url_key": "k", "url": "https://www.comedie.org/", "run_id": 1}
        values = {**page, "status": 200, "sha256": "0" * 64, "fetched_at": "2026-01-01T00:00:00Z"}
        with database.write() as connection:
            connection.execute(t.pages.insert().values(**values))
        assert read_written_links(database, config, lambda done, known: None) == 0
        assert read_report(database).figures.pages_unread == 1
