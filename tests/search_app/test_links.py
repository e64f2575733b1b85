"""The desk's page of links and its table, on real holdings with looks of every kind."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import insert

from corpus import tables as t
from corpus.catalogue import Catalogue
from corpus.clock import at
from corpus.config import Config
from corpus.database import Database
from corpus.links.checks import Check, Hop, LinkState
from corpus.links.ledger import LinkLedger
from corpus.links.written import HarvestedPage, WrittenLinks
from corpus.record import Link
from search_app.cli import souffleur
from search_app.holdings import EXTENSION
from search_app.views.links import PAGES_SHOWN
from tests.corpus.samples import record
from tests.crawler.links.far_site import far_site, fixed
from tests.search_app.browsing import Visitor, text_of

PAGE = "/bureau/liens"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
DEAD = "https://mort.example.org/a"
DOUBTFUL = "https://doute.example.org/b"
MOVED = "https://bouge.example.org/c"
GOOD = "https://bon.example.org/d"
CLOSED = "https://ferme.example.org/e"
HOME = "https://www.comedie.org"


def look(url: str, day: int, state: LinkState, **more: object) -> Check:
    return Check(url, at(START + timedelta(days=day)), state, **more)  # type: ignore[arg-type]


def fill(database: Database) -> str:
    """A record with a link of every kind, one of them within its site; its id."""
    urls = [DEAD, DOUBTFUL, MOVED, GOOD, CLOSED, f"{HOME}/perdue", 'javascript:alert("x")']
    one = record("/fiche/liens/", title="=Une fiche & ses liens", links_out=tuple(map(Link, urls)))
    Catalogue(database).put([one])
    ledger = LinkLedger(database)
    hops = (Hop(MOVED, 301), Hop(f"{MOVED}/ici", 200))
    for check in (
        look(DEAD, 0, LinkState.OK, status=200),
        look(DEAD, 30, LinkState.BROKEN, status=404, reason="http_404"),
        look(DEAD, 32, LinkState.BROKEN, status=404, reason="http_404"),
        look(DOUBTFUL, 30, LinkState.BROKEN, reason="unknown_host"),
        look(MOVED, 30, LinkState.MOVED, status=200, final_url=f"{MOVED}/ici", hops=hops),
        look(GOOD, 30, LinkState.OK, status=200),
        look(CLOSED, 30, LinkState.FORBIDDEN, status=403, reason="http_403"),
    ):
        ledger.add(check)
    add_pages(database, {"/fiche/liens/": 200, "/perdue": 404})
    page = HarvestedPage("comedie", "/fiche/liens/", f"{HOME}/fiche/liens/", "x", "")
    WrittenLinks(database).keep(page, {f"{HOME}/perdue": 2, f"{HOME}/logo.png": 1})
    return one.id


def add_pages(database: Database, pages: dict[str, int]) -> None:
    for path, status in pages.items():
        row = {"source": "comedie", "url_key": path, "url": HOME + path, "run_id": 1, "sha256": "x"}
        with database.write() as connection:
            connection.execute(insert(t.pages).values(**row, status=status, fetched_at=at(START)))


@pytest.fixture
def record_id(app: Flask) -> str:
    return fill(app.extensions[EXTENSION].database)


def links_on(visitor: Visitor, address: str) -> list[str]:
    page = visitor.open(address)
    return [str(link["href"]) for link in page.select(".bad-links > li > p:first-child a")]


# --- the page --------------------------------------------------------------------------------------


def test_only_signed_in_people_see_the_links(visitor: Visitor) -> None:
    assert visitor.get(PAGE, status=303).location == f"/connexion?next={PAGE}"
    assert visitor.get(f"{PAGE}.csv", status=303).location == f"/connexion?next={PAGE}.csv"
    assert visitor.open("/").find("a", href=PAGE) is None


def test_dead_links_and_those_to_confirm_come_first(librarian: Visitor, record_id: str) -> None:
    assert links_on(librarian, PAGE) == [f"{HOME}/perdue", DOUBTFUL, DEAD]
    page = librarian.open(PAGE)
    assert text_of(page, ".link-state") == ["Mort", "À vérifier", "Mort"]
    heading = page.select_one(".link-pages h2 a")
    assert heading is not None
    assert heading["href"] == f"/fiche/{record_id}"
    assert heading.get_text() == "=Une fiche & ses liens"


def test_a_link_says_since_when_why_and_what_to_write_instead(
    librarian: Visitor, record_id: str
) -> None:
    inside, doubtful, dead = text_of(librarian.open(PAGE), ".bad-links > li")
    assert "lien interne, depuis le 1er mars 2026" in inside
    assert "2 fois sur la page" in inside
    assert "Le nom du site est inconnu." in doubtful
    assert "depuis le 31 mars 2026, 08:00 UTC. Le site répond 404." in dead
    assert f"non vérifiée) : https://web.archive.org/web/2026/{DEAD}" in dead


def test_a_link_that_moved_shows_the_way_and_its_new_address(
    librarian: Visitor, record_id: str
) -> None:
    page = librarian.open(f"{PAGE}?etat=moved")
    assert text_of(page, ".bad-links details li") == [f"301 {MOVED}", f"200 {MOVED}/ici"]
    assert page.find("a", href=f"{MOVED}/ici") is not None


def test_a_verified_copy_is_said_to_be_one(librarian: Visitor, app: Flask, record_id: str) -> None:
    copy = "http://web.archive.org/web/20190101/x"
    ledger = LinkLedger(app.extensions[EXTENSION].database)
    ledger.add(look(DEAD, 40, LinkState.BROKEN, status=404, archived_url=copy))
    page = librarian.open(f"{PAGE}?hote=mort.example.org")
    assert "Copie archivée : " + copy in text_of(page, ".bad-links > li")[0]


def test_links_are_chosen_by_state_and_by_host(librarian: Visitor, record_id: str) -> None:
    assert links_on(librarian, f"{PAGE}?etat=forbidden") == [CLOSED]
    assert links_on(librarian, f"{PAGE}?hote=mort.example.org") == [DEAD]
    assert len(links_on(librarian, f"{PAGE}?etat=tous")) == 5
    assert links_on(librarian, f"{PAGE}?etat=error") == []
    assert "Aucune page n'a de tel lien" in librarian.open(f"{PAGE}?etat=error").get_text()


@pytest.mark.parametrize(
    "address", ["?etat=ok", "?etat=xx&page=abc", "?page=99999999999", "?page=0"]
)
def test_an_address_that_says_nonsense_shows_the_first_choice(
    librarian: Visitor, record_id: str, address: str
) -> None:
    assert links_on(librarian, PAGE + address) == links_on(librarian, PAGE)


def test_the_form_keeps_what_was_chosen(librarian: Visitor, record_id: str) -> None:
    page = librarian.open(f"{PAGE}?etat=tous&hote=mort.example.org")
    chosen = [str(option["value"]) for option in page.select("option[selected]")]
    assert chosen == ["tous", "mort.example.org"]
    assert librarian.open(f"{PAGE}?lang=en").select_one("input[name=lang][value=en]") is not None


def test_the_page_is_in_english_too(librarian: Visitor, record_id: str) -> None:
    page = librarian.open(f"{PAGE}?lang=en")
    assert text_of(page, "h1") == ["Links of records"]
    assert text_of(page, ".link-state") == ["Dead", "To be confirmed", "Dead"]


def test_many_pages_are_shown_a_part_at_a_time(librarian: Visitor, app: Flask) -> None:
    database = app.extensions[EXTENSION].database
    many = [
        record(f"/fiche/{n:03}/", title=f"Fiche {n}", links_out=(Link(DEAD),)) for n in range(60)
    ]
    Catalogue(database).put(many)
    LinkLedger(database).add(look(DEAD, 0, LinkState.BROKEN))
    assert len(links_on(librarian, PAGE)) == PAGES_SHOWN
    last = librarian.open(f"{PAGE}?page=3")
    assert len(last.select(".link-pages > li")) == 60 - 2 * PAGES_SHOWN
    assert last.select_one("a[rel=prev]") is not None
    assert last.select_one("a[rel=next]") is None
    assert len(links_on(librarian, f"{PAGE}?page=9")) == 60 - 2 * PAGES_SHOWN  # the last there is


def test_the_table_holds_the_same_choice_and_no_formula(librarian: Visitor, record_id: str) -> None:
    answer = librarian.get(f"{PAGE}.csv?etat=broken")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["link"] for row in rows] == [f"{HOME}/perdue", DEAD]
    assert rows[0]["title"] == "'=Une fiche & ses liens"
    assert (rows[0]["times"], rows[0]["internal"], rows[1]["since"]) == (
        "2",
        "1",
        at(START + timedelta(30)),
    )


# --- the command -----------------------------------------------------------------------------------


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(souffleur, ["--home", str(home), "links", *arguments])


def test_the_report_has_the_shape_that_scripts_rely_on(config: Config) -> None:
    with closing(Database.open(config.catalogue_url)) as database:
        fill(database)
    answer = run(config.home, "report", "--json", "--state", "broken")
    assert answer.exit_code == 0
    said = json.loads(answer.stdout)
    assert said["figures"] == {
        "pages_read": 1,
        "pages_unread": 0,
        "internal": 3,
        "internal_broken": 2,
        "broken_pairs": 1,
        "broken_targets": 1,
        "outbound": 6,  # with the one of the shelf
        "unchecked": 1,
        "by_state": {"broken": 1, "forbidden": 1, "moved": 1, "ok": 1, "to_confirm": 1},
        "never_asked": 1,
    }
    (page,) = said["pages"]
    assert list(page) == ["url", "record", "title", "links"]
    assert [link["url"] for link in page["links"]] == [f"{HOME}/perdue", DEAD]
    assert page["links"][1]["copy"] == {
        "url": f"https://web.archive.org/web/2026/{DEAD}",
        "verified": False,
    }


def test_the_report_in_a_terminal_tells_the_figures_and_the_addresses(config: Config) -> None:
    with closing(Database.open(config.catalogue_url)) as database:
        fill(database)
    answer = run(config.home, "report")
    assert "3 liens internes, dont 2 vers rien (1 adresse) et 1 vers" in answer.output
    assert f"Mort : {DEAD}" in answer.output
    assert run(config.home, "report", "--csv").stdout.startswith("page,record,title,link,")


def test_a_check_from_the_command_line_looks_and_says_what_it_saw(tmp_path: Path) -> None:
    with far_site(fixed({})) as (base, _):
        with closing(Database.open(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")) as database:
            Catalogue(database).put([record(links_out=(Link(f"{base}/perdue"),))])
        host = base.partition("//")[2]
        answer = run(tmp_path, "check", "--allow-host", host)
        assert answer.exit_code == 0, answer.output
        assert "1 lien vu sur 1." in answer.output
        assert "1  vers rien" in answer.output
    assert json.loads(run(tmp_path, "check", "--json").stdout)["due"] == 0
