"""A source beside what it says of itself: counters, sitemaps, totals, links."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from corpus import tables as t
from corpus.database import Database
from corpus.harvests.states import PageState
from corpus.record import Link
from crawler.proof.coverage import Coverage, Gap, coverage_of
from crawler.proof.known import Asked
from crawler.proof.witness import Says, Witness
from tests.crawler.proof.small_holdings import BASE, Page, config_at, harvested, read, rest, sheet

DOCUMENTS = "/ressources/documents-ressources/"
XML = "application/xml"


def coverage(database: Database, home: Path) -> Coverage:
    (found,) = coverage_of(database, config_at(home), ["icpc"], lambda done, total: None)
    return found


def work(name: str) -> Page:
    return Page(
        f"/document/{name}", sheet(name, "Texte."), (read(f"/document/{name}", name, "Texte."),)
    )


def a_list(counter: int, *names: str) -> Page:
    items = "".join(f'<h3><a href="/document/{name}">{name}</a></h3>' for name in names)
    return Page(DOCUMENTS, f"<main><p>{counter} documents trouvés</p>{items}</main>")


def test_a_counter_that_says_one_more_than_was_found_is_told(
    database: Database, tmp_path: Path
) -> None:
    harvested(database, a_list(3, "un", "deux"), work("un"), work("deux"))
    found = coverage(database, tmp_path)
    assert found.witnesses == (Witness(Says.COUNTER, BASE + DOCUMENTS, 3, 2),)
    assert found.disagreeing == found.witnesses
    assert not found.holds


def test_a_source_that_says_what_was_found_is_covered(database: Database, tmp_path: Path) -> None:
    home = Page("/", sheet("Accueil", "Texte."))
    harvested(database, home, a_list(2, "un", "deux"), work("un"), work("deux"))
    found = coverage(database, tmp_path)
    assert found.holds
    assert found.share == 1.0
    assert found.links == {Asked.ASKED: 3}


def test_a_link_never_asked_is_told_with_the_page_that_has_it(
    database: Database, tmp_path: Path
) -> None:
    page = Page("/a", sheet("A", "Texte.", menu='<a href="/perdue#haut">Perdue</a>'))
    harvested(database, page)
    found = coverage(database, tmp_path)
    assert Gap(f"{BASE}/perdue", (f"{BASE}/a",), 1) in found.gaps
    assert not found.holds


def test_a_link_left_on_purpose_is_counted_with_its_reason(
    database: Database, tmp_path: Path
) -> None:
    links = "<a href='/?s=eau'>x</a> <a href='/logo.png'>x</a> <a href='/interdite'>x</a>"
    forbidden = Page("/interdite", status=0)
    harvested(database, Page("/", sheet("A", "Texte.", menu=links)), forbidden)
    with database.write() as connection:
        here = t.pages.c.url == f"{BASE}/interdite"
        values = {"state": PageState.REFUSED.value, "reason": "robots_forbidden"}
        connection.execute(update(t.pages).where(here).values(values))
    found = coverage(database, tmp_path)
    assert found.left == {"une page de recherche": 1, "layout": 1, "robots": 1}
    assert found.gaps == ()


def test_the_links_of_records_count_as_well(database: Database, tmp_path: Path) -> None:
    one = read("/document/un", "Un", links_out=(Link(f"{BASE}/document/deux#note"),))
    harvested(database, Page("/document/un", sheet("Un"), (one,)), Page("/", sheet("Accueil")))
    gaps = coverage(database, tmp_path).gaps
    assert gaps == (Gap(f"{BASE}/document/deux", (f"{BASE}/document/un",), 1),)


def test_a_sitemap_names_what_was_not_asked_for(database: Database, tmp_path: Path) -> None:
    entries = "".join(f"<url><loc>{BASE}/document/{name}</loc></url>" for name in ("un", "deux"))
    xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    sitemap = Page("/wp-sitemap-posts.xml", xml, media_type=XML)
    harvested(database, sitemap, work("un"))
    found = coverage(database, tmp_path)
    lacking = (f"{BASE}/document/deux",)
    assert found.witnesses == (Witness(Says.SITEMAP, BASE + sitemap.path, 2, 1, lacking),)
    assert [gap.url for gap in found.gaps if gap.url in lacking] == list(lacking)


def test_an_api_that_announces_more_than_it_gave_is_told(
    database: Database, tmp_path: Path
) -> None:
    api = "/wp-json/wp/v2/document"
    items = [{"link": f"{BASE}/document/un"}, {"link": f"{BASE}/document/deux"}]
    pages = (
        rest(f"{api}?page=1", items[:1], 3, read("/document/un", "un")),
        rest(f"{api}?_fields=link&page=1", items, 3),
    )
    harvested(database, *pages)
    lacking = (f"{BASE}/document/deux",)
    expected = Witness(Says.REST, BASE + api, 3, 1, lacking)
    assert coverage(database, tmp_path).witnesses == (expected,)


def test_a_part_of_a_page_accounts_for_that_page(database: Database, tmp_path: Path) -> None:
    part = read("/comedie-entretiens#un", "Un")
    api = rest("/wp-json/wp/v2/pages?page=1", [{"link": f"{BASE}/comedie-entretiens"}], 1, part)
    harvested(database, api)
    assert coverage(database, tmp_path).holds
