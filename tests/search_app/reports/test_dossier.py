"""The dossier: its figures are the catalogue's, it needs nothing else, and nothing hostile runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from corpus import tables as t
from corpus.database import Database
from search_app.cli import souffleur
from tests.crawler.proof.small_holdings import BASE, Page, config_at, harvested, read, rest, sheet

KEPT = "La rivière est partagée entre les pêcheurs et les kayakistes depuis dix ans."
LOST = "Un médiateur indépendant, payé par la région, anime chacune des réunions publiques."
HOSTILE = '"><script src="https://mal.example.org/x.js"></script><img src=x onerror=a()>'
ESCAPED = HOSTILE.replace("<", "&lt;")


def write(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        souffleur,
        ["--home", str(home), "report", "migration", "--to", str(home / "d.html"), *arguments],
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home page, a good work, one that lost a paragraph, a hostile one, a gap, an API."""
    gone = Page("/document/parti", "Parti", status=404)
    hostile = read("/document/piege", HOSTILE, HOSTILE)
    pages = (
        Page("/", sheet("Accueil", "Texte.", menu='<a href="/oubliee">Oubliée</a>')),
        Page("/document/bon", sheet("Bon", KEPT), (read("/document/bon", "Bon", KEPT),)),
        Page(
            "/document/perdu", sheet("Perdu", KEPT, LOST), (read("/document/perdu", "Perdu", KEPT),)
        ),
        Page("/document/piege", sheet(ESCAPED, ESCAPED), (hostile,)),
        rest("/wp-json/wp/v2/document?page=1", [{"link": f"{BASE}/document/bon"}], 2),
        gone,
    )
    with closing(Database.open(config_at(tmp_path).catalogue_url)) as database:
        harvested(database, *pages)
    return tmp_path


@pytest.fixture
def page(home: Path) -> Iterator[BeautifulSoup]:
    result = write(home, "--sample", "5", "--seed", "3")
    assert result.exit_code == 0, result.output
    return BeautifulSoup((home / "d.html").read_text(), "lxml")  # type: ignore[return-value]


def figure(page: BeautifulSoup, name: str) -> str:
    (row,) = [row for row in page.select("tbody tr") if row.th and row.th.get_text() == name]
    assert row.td is not None
    return row.td.get_text()


def test_its_figures_are_those_of_the_catalogue(home: Path, page: BeautifulSoup) -> None:
    opened = closing(Database.open(config_at(home).catalogue_url))
    with opened as database, database.read() as connection:
        records = connection.execute(select(func.count()).select_from(t.records)).scalar_one()
        addresses = connection.execute(select(func.count()).select_from(t.pages)).scalar_one()
    assert figure(page, "Fiches") == str(records) == "3"
    assert figure(page, "Adresses connues, chacune avec un sort") == str(addresses) == "6"
    assert figure(page, "Adresses liées et jamais demandées") == "1"
    assert figure(page, "Pages qui en disent plus que leurs fiches") == "1"


def test_it_answers_at_the_top_and_names_what_is_missing(page: BeautifulSoup) -> None:
    answer = page.select_one(".answer")
    assert answer is not None
    assert "Il manque peut-être 3 éléments, chacun nommé plus bas." in answer.get_text()
    missing = page.select_one("section[aria-labelledby=manque]")
    assert missing is not None
    text = missing.get_text()
    assert f"{BASE}/oubliee".removeprefix("http://") in text
    assert LOST in text
    assert "Total de l'API" in text


def test_it_says_that_no_outbound_link_was_checked(page: BeautifulSoup) -> None:
    assert "liens sortants non vérifiés" in page.get_text()


def test_it_loads_nothing_and_runs_nothing(page: BeautifulSoup) -> None:
    assert page.find_all(["script", "link", "img", "iframe", "object", "embed", "form"]) == []
    loading = [
        tag for tag in page.find_all(True) if {"src", "srcset", "background"} & set(tag.attrs)
    ]
    assert loading == []
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not re.search(r"url\(|@import", page.style.get_text() if page.style else "")
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'")


def test_a_hostile_title_is_text(page: BeautifulSoup) -> None:
    titles = [heading.get_text() for heading in page.select(".pair h3")]
    assert any(title.endswith(HOSTILE) for title in titles)


def test_it_is_one_french_page_with_headings_in_order_and_named_tables(page: BeautifulSoup) -> None:
    assert page.html is not None
    assert page.html["lang"] == "fr"
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(page.find_all("main")) == 1
    for table in page.find_all("table"):
        assert table.find("caption").get_text()
        assert all(cell.get("scope") for cell in table.find_all("th"))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for drawing in page.find_all("svg"):
        assert drawing.find("title").get_text()
        assert drawing.find("desc").get_text()


def test_the_same_seed_draws_the_same_pairs(home: Path) -> None:
    def titles(seed: str) -> list[str]:
        write(home, "--sample", "2", "--seed", seed)
        soup = BeautifulSoup((home / "d.html").read_text(), "lxml")
        return [heading.get_text() for heading in soup.select(".pair h3")]

    assert titles("1") == titles("1")
    assert len({tuple(titles(str(seed))) for seed in range(4)}) > 1


def test_an_unknown_source_is_refused_and_an_older_dossier_left(home: Path) -> None:
    (home / "d.html").write_text("avant")
    result = write(home, "--source", "inconnue")
    assert result.exit_code != 0
    assert (home / "d.html").read_text() == "avant"


def test_a_source_that_gave_all_is_answered_by_no(tmp_path: Path) -> None:
    good = read("/document/bon", "Bon", KEPT)
    pages = (
        Page("/", sheet("Accueil", "Texte.")),
        Page("/document/bon", sheet("Bon", KEPT), (good,)),
    )
    with closing(Database.open(config_at(tmp_path).catalogue_url)) as database:
        harvested(database, *pages)
    assert write(tmp_path).stderr.splitlines()[-3].startswith("Rien n'est perdu :")
