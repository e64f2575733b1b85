"""A described source beside what it says of itself, as its description tells where."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.database import Database
from corpus.errors import BadDescription
from crawler.described.addresses import DescribedAddresses
from crawler.links.reading import site_of
from crawler.proof.coverage import Coverage, Gap, coverage_of
from crawler.proof.known import Asked
from crawler.proof.witness import Says, Witness
from tests.crawler.described_site import DESCRIPTION
from tests.crawler.proof.small_holdings import BASE, Page, config_at, harvested, read, sheet

COUNTER = """
[[counter]]
page = '^/liste'
text = ".resultats"
kind = "experience"
path = '^/fiches/'
"""


def described(home: Path, text: str = DESCRIPTION + COUNTER) -> None:
    path = home / "sources" / "atelier.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def coverage(database: Database, home: Path) -> Coverage:
    (found,) = coverage_of(database, config_at(home), ["atelier"], lambda done, total: None)
    return found


def work(name: str, kind: str = "experience") -> Page:
    path = f"/fiches/{name}.html"
    return Page(path, sheet(name, "Texte."), (read(path, name, source="atelier", kind=kind),))


def a_list(said: str, path: str = "/liste.html") -> Page:
    return Page(path, sheet("Fiches", menu=f"<p>2 menus</p><p class='resultats'>{said}</p>"))


def kept(database: Database, *pages: Page) -> None:
    harvested(database, *pages, source="atelier")


def test_a_counter_that_says_one_more_than_was_found_is_told(
    database: Database, tmp_path: Path
) -> None:
    described(tmp_path)
    news = Page("/actus/1", sheet("N"), (read("/actus/1", "N", source="atelier", kind="news"),))
    kept(database, a_list("3 fiches trouvées"), work("un"), work("deux"), work("x", "news"), news)
    (witness,) = coverage(database, tmp_path).witnesses
    assert witness == Witness(Says.COUNTER, f"{BASE}/liste.html", 3, 2, name="^/liste .resultats")
    assert not witness.agrees


def test_a_counter_that_says_what_was_found_agrees(database: Database, tmp_path: Path) -> None:
    described(tmp_path)
    home = Page("/", sheet("Accueil"))
    kept(database, home, a_list("Fiches : 2"), a_list("0", "/liste-vide"), work("un"), work("deux"))
    found = coverage(database, tmp_path)
    assert [(each.announced, each.found) for each in found.witnesses] == [(2, 2)]
    assert found.holds


@pytest.mark.parametrize(
    ("said", "number"),
    [("1 234 fiches", 1234), ("1\u202f234 fiches, page 1", 1234), ("1,234 sheets", 1234), ("7", 7)],
)
def test_numbers_are_read_as_sites_print_them(
    said: str, number: int, database: Database, tmp_path: Path
) -> None:
    described(tmp_path)
    kept(database, a_list(said))
    (witness,) = coverage(database, tmp_path).witnesses
    assert witness.announced == number


def test_a_pattern_says_which_number_is_meant(database: Database, tmp_path: Path) -> None:
    pattern = "[[counter]]\npattern = 'sur (\\d+) fiches'\n"
    described(tmp_path, DESCRIPTION + pattern)
    kept(database, a_list("Page 1, 20 sur 345 fiches"))
    (witness,) = coverage(database, tmp_path).witnesses
    assert (witness.announced, witness.found) == (345, 0)


def test_a_counter_that_no_page_prints_is_said_and_disagrees(
    database: Database, tmp_path: Path
) -> None:
    described(tmp_path)
    kept(database, Page("/", sheet("Accueil")), work("un"))
    found = coverage(database, tmp_path)
    assert found.disagreeing == (Witness(Says.COUNTER, "", 0, 1, name="^/liste .resultats"),)
    assert found.disagreeing[0].silent
    assert not found.holds


def test_what_the_description_leaves_out_is_left_on_purpose_and_the_rest_is_a_gap(
    database: Database, tmp_path: Path
) -> None:
    described(tmp_path, DESCRIPTION)
    links = "<a href='/prive/compte'>x</a> <a href='/index.html'>x</a> <a href='/perdue'>x</a>"
    kept(database, Page("/", sheet("Accueil", menu=links)))
    found = coverage(database, tmp_path)
    assert found.left == {"une adresse que la description laisse de côté (only, deny)": 1}
    assert found.links[Asked.ASKED] == 1  # /index.html is /
    assert found.gaps == (Gap(f"{BASE}/perdue", (f"{BASE}/",), 1),)


def test_a_sitemap_of_a_described_source_is_a_witness(database: Database, tmp_path: Path) -> None:
    described(tmp_path, DESCRIPTION)
    named = ("fiches/un.html", "fiches/deux.html", "prive/x")
    entries = "".join(f"<url><loc>https://atelier.example.org/{each}</loc></url>" for each in named)
    xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    kept(database, Page("/sitemap.xml", xml, media_type="application/xml"), work("un"))
    (witness,) = coverage(database, tmp_path).witnesses
    assert witness.lacking == (f"{BASE}/fiches/deux.html",)
    assert (witness.announced, witness.found) == (3, 2)


def test_a_source_is_read_as_its_description_spells_its_addresses(
    database: Database, tmp_path: Path
) -> None:
    kept(database, work("un"))
    assert not isinstance(site_of(database, tmp_path, "atelier"), DescribedAddresses)
    described(tmp_path)
    site = site_of(database, tmp_path, "atelier")
    assert site.canonical("https://atelier.example.org/a/index.html") == f"{BASE}/a/"


def test_a_description_that_cannot_be_followed_is_said(database: Database, tmp_path: Path) -> None:
    kept(database, work("un"))
    described(tmp_path, DESCRIPTION + "[[counter]]\nkind = 'memoo'\ntext = '.n'\n")
    with pytest.raises(BadDescription, match=r"compteur n° 1 : kind = « memoo ».*« memo »"):
        coverage(database, tmp_path)
