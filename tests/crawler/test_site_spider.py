"""The generic spider, and what every spider does, over small sites of our own on loopback."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from corpus.errors import ConfigError
from crawler.items import FetchedFile
from crawler.spiders.comedie import ComedieSpider
from crawler.spiders.icpc import IcpcSpider
from crawler.spiders.probing import entries_of
from crawler.spiders.site import SiteSpider
from tests.crawler.small_site import Answer, Site, serving
from tests.crawler.walking import Harvest, walk

PDF = Answer(b"%PDF-1.4 essai", headers={"Content-Type": "application/pdf"})


def page(body: str, title: str = "Page", charset: str = "; charset=utf-8") -> Answer:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    encoding = "utf-8" if charset else "latin-1"
    return Answer(html.encode(encoding), headers={"Content-Type": f"text/html{charset}"})


def site_of(answers: Mapping[str, Answer]) -> Site:
    return answers.get


def harvested(answers: Mapping[str, Answer], start: str = "/") -> Harvest:
    with serving(site_of(answers)) as (url, _):
        return walk(SiteSpider(start_url=url + start))


def titles(harvest: Harvest) -> list[str]:
    return sorted(record.title for record in harvest.records.values())


def test_the_site_spider_needs_an_address() -> None:
    with pytest.raises(ConfigError, match="--start-url"):
        SiteSpider()


def test_links_are_followed_within_the_host_and_not_beyond() -> None:
    harvest = harvested(
        {
            "/": page(
                "<p>Accueil <a href='/a.html'>A</a> <a href='http://127.0.0.1:9/x'>hors</a></p>"
            ),
            "/a.html": page("<p>Contenu</p>", "A"),
        }
    )
    assert titles(harvest) == ["A", "Page"]
    assert all("127.0.0.1:9/" not in url for url in harvest.asked)


def test_a_sitemap_leads_where_no_link_does_even_indexed_and_gzipped() -> None:
    with serving(lambda path: answers.get(path)) as (url, _):
        index = f"<sitemapindex><sitemap><loc>{url}/plan.xml.gz</loc></sitemap></sitemapindex>"
        plan = f"<urlset><url><loc>{url}/cachee.html</loc></url><url><loc>http://127.0.0.1:9/</loc></url></urlset>"
        answers = {
            "/": page("<p>Accueil</p>"),
            "/robots.txt": Answer(f"Sitemap: {url}/index.xml\n".encode()),
            "/index.xml": Answer(index.encode(), headers={"Content-Type": "text/xml"}),
            "/plan.xml.gz": Answer(gzip.compress(plan.encode())),
            "/cachee.html": page("<p>Contenu</p>", "Cachée"),
        }
        harvest = walk(SiteSpider(start_url=url))
    assert titles(harvest) == ["Cachée", "Page"]


@pytest.mark.parametrize(
    "body", [b"", b"<", b"pas du XML", b"<html><p>Introuvable", b"\x1f\x8b\x08"]
)
def test_what_is_no_sitemap_names_nothing(body: bytes) -> None:
    assert entries_of(body) == []


def test_framesets_are_entered() -> None:
    harvest = harvested(
        {
            "/": Answer(
                b"<html><frameset><frame src='menu.htm'><frame src='texte.htm'></frameset></html>"
            ),
            "/menu.htm": page("<p>Menu <a href='autre.htm'>autre</a></p>", "Menu"),
            "/texte.htm": page("<p>Texte</p>", "Texte"),
            "/autre.htm": page("<p>Autre</p>", "Autre"),
        }
    )
    assert titles(harvest) == ["Autre", "Menu", "Texte"]


def test_old_spellings_of_addresses_are_understood() -> None:
    harvest = harvested(
        {
            "/": page(
                "<p>Un <a href='d\\deux mots.htm'>deux</a> <a href='&eacute;t&eacute;.htm'>été</a></p>",
                charset="",
            ),
            "/d/deux%20mots.htm": page("<p>Texte</p>", "Deux mots"),
            "/%E9t%E9.htm": page("<p>Texte</p>", "Été"),
        }
    )
    assert titles(harvest) == ["Deux mots", "Page", "Été"]
    assert harvest.dead == {}


def test_an_address_dead_in_every_spelling_is_dead() -> None:
    harvest = harvested({"/": page("<p><a href='/%C3%A9t%C3%A9.htm'>été</a> texte</p>")})
    assert list(harvest.dead.values()) == [404]


def test_a_base_address_is_honoured() -> None:
    harvest = harvested(
        {
            "/": page("<base href='/archives/1999/'><p>Un <a href='a.htm'>bulletin</a></p>"),
            "/archives/1999/a.htm": page("<p>Texte</p>", "Bulletin"),
        }
    )
    assert titles(harvest) == ["Bulletin", "Page"]


def test_a_file_linked_in_a_text_belongs_to_its_page() -> None:
    harvest = harvested({"/": page("<p>Le <a href='/guide.pdf'>guide</a></p>"), "/guide.pdf": PDF})
    (record,) = harvest.records.values()
    (file,) = harvest.files.values()
    assert [ref.url for ref in record.files] == [file.url]
    assert (file.record_id, file.media_type) == (record.id, "application/pdf")


def test_a_file_that_no_page_claims_is_a_document_of_its_own() -> None:
    menu = "<nav><a href='/get?id=3'>Le rapport annuel</a></nav><p>Accueil</p>"
    harvest = harvested({"/": page(menu), "/get?id=3": PDF})
    (document,) = (r for r in harvest.records.values() if r.kind == "document")
    assert document.title == "Le rapport annuel"
    assert [ref.url for ref in document.files] == list(harvest.files)


def test_a_page_in_place_of_a_file_is_reported_and_not_kept() -> None:
    harvest = harvested(
        {
            "/": page("<p>Le <a href='/guide.pdf'>guide</a></p>"),
            "/guide.pdf": page("<p>Introuvable"),
        }
    )
    assert harvest.files == {}
    assert harvest.codes() == {"page_for_file": 1}
    ((url, message),) = harvest.lost.items()
    assert url.endswith("/guide.pdf")
    assert "page" in message


def test_a_document_served_as_a_page_is_a_document() -> None:
    """By their bytes: scripts often declare text/html for all that they send."""
    as_page = {"Content-Type": "text/html; charset=utf-8"}
    harvest = harvested(
        {
            "/": page("<nav><a href='/get?id=3'>Le rapport annuel</a></nav><p>Accueil</p>"),
            "/get?id=3": Answer(b"\n%PDF-1.4 essai", headers=as_page),
        }
    )
    (file,) = harvest.files.values()
    assert file.media_type == "application/pdf"
    assert sorted(record.kind for record in harvest.records.values()) == ["document", "page"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="compte rendu.pdf"', "compte rendu.pdf"),
        ("attachment; filename*=UTF-8''%C3%A9t%C3%A9.pdf", "été.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ("inline", "get"),
    ],
)
def test_a_script_says_the_name_of_the_file_it_sends(header: str, name: str) -> None:
    headers = {"Content-Type": "application/pdf", "Content-Disposition": header}
    harvest = harvested(
        {
            "/": page("<nav><a href='/get?id=3'>Le rapport</a></nav><p>Accueil</p>"),
            "/get?id=3": Answer(b"%PDF-1.4", headers=headers),
        }
    )
    (file,) = harvest.files.values()
    assert file.name == name


@pytest.mark.parametrize(
    ("location", "escaped"),
    [("/été.html", "/%C3%A9t%C3%A9.html"), ("/\udce9t\udce9.html", "/%E9t%E9.html")],
)
def test_a_redirect_written_in_raw_bytes_leads_where_it_says(location: str, escaped: str) -> None:
    """`small_site` writes headers in latin-1: these are the bytes of UTF-8, then of latin-1."""
    raw = location.encode("utf-8", "surrogateescape")
    response = HtmlResponse("http://exemple.org/a", status=302, headers={"Location": raw})
    (request,) = SiteSpider(start_url="http://exemple.org/").redirected(response)
    assert isinstance(request, Request)
    assert request.url == f"http://exemple.org{escaped}"


@pytest.mark.parametrize("target", ["https://exemple.org/", "http://www.exemple.org/"])
def test_a_site_that_lives_under_its_other_name_is_followed_there(target: str) -> None:
    response = HtmlResponse("http://exemple.org/", status=301, headers={"Location": target})
    (request,) = SiteSpider(start_url="http://exemple.org/").redirected(response)
    assert isinstance(request, Request)
    assert request.url == target


def test_a_title_without_end_is_cut_and_reported() -> None:
    harvest = harvested({"/": page(f"<h1>{'Très long ' * 10_000}</h1><p>Texte</p>")})
    (record,) = harvest.records.values()
    assert len(record.title) <= 500
    assert harvest.codes() == {"long_title": 1}


def test_a_date_that_no_calendar_has_is_reported_on_any_site() -> None:
    harvest = harvested({"/": page("<p>Réunion du 32 mars 2019 à la mairie.</p>")})
    assert harvest.codes() == {"unreadable_date": 1}


def test_a_wrong_charset_is_reported_and_the_text_is_whole() -> None:
    body = "<html><title>É</title><body><p>L’été à la rivière</p></body></html>".encode("cp1252")
    with serving(site_of({"/": Answer(body)})) as (url, _):
        spider = SiteSpider(start_url=url)
        harvest = walk(spider)
    (record,) = harvest.records.values()
    assert record.text == "L’été à la rivière"
    assert harvest.codes() == {"charset_mismatch": 1}


def test_a_redirect_elsewhere_is_reported_and_not_followed() -> None:
    away = Answer(status=302, headers={"Location": "http://127.0.0.1:9/x"})
    harvest = harvested({"/": page("<p>Un <a href='/a'>lien</a></p>"), "/a": away})
    assert harvest.codes() == {"redirect_refused": 1}


def test_a_site_that_spells_its_addresses_otherwise_than_we_do_is_followed() -> None:
    """It takes the slash away that we add: the page is had, and the walk ends."""
    answers = {
        "/": page("<p><a href='/fiche/x'>X</a></p>"),
        "/fiche/x/": Answer(status=301, headers={"Location": "/fiche/x"}),
        "/fiche/x": page("<h1>X</h1><p>Texte</p>"),
    }
    with serving(site_of(answers)) as (url, asked):
        harvest = walk(ComedieSpider(base_url=url))
    assert titles(harvest) == ["X"]
    assert asked.paths["/fiche/x"] == 1


def test_two_addresses_that_redirect_to_each_other_end() -> None:
    answers = {
        "/": page("<p><a href='/a/'>X</a></p>"),
        "/a/": Answer(status=301, headers={"Location": "/b/"}),
        "/b/": Answer(status=301, headers={"Location": "/a/"}),
    }
    with serving(site_of(answers)) as (url, asked):
        walk(ComedieSpider(base_url=url))
    assert asked.paths["/a/"] == asked.paths["/b/"] == 1


def rest(value: object, total: int = 1, pages: int = 1) -> Answer:
    headers = {"Content-Type": "application/json", "X-WP-Total": str(total)}
    return Answer(json.dumps(value).encode(), headers=headers | {"X-WP-TotalPages": str(pages)})


LIST = page("<p>3 documents trouvés</p><h3><a href='/document/a'>A</a></h3>")
DOCUMENT = page("<main><h1>A</h1><p>Texte de A.</p></main>", "A")


def test_a_collection_that_fails_is_read_from_its_pages() -> None:
    answers = {
        "/": page("<p>Accueil</p>"),
        "/wp-json/wp/v2/types": rest({"document": {"rest_base": "document"}}),
        "/ressources/documents-ressources/": LIST,
        "/document/a": DOCUMENT,
    }
    with serving(site_of(answers)) as (url, _):
        harvest = walk(IcpcSpider(base_url=url))
    assert titles(harvest) == ["A"]
    assert harvest.codes()["rest_failed"] >= 1


def test_a_printed_counter_that_differs_from_what_was_found_is_reported() -> None:
    answers = {
        "/": page("<p>Accueil</p>"),
        "/ressources/documents-ressources/": LIST,
        "/ressources/documents-ressources/?sf_paged=2": page("<p>3 documents trouvés</p>"),
        "/document/a": DOCUMENT,
    }
    with serving(site_of(answers)) as (url, _):
        harvest = walk(IcpcSpider(base_url=url))
    (note,) = (note for note in harvest.notes if note.code == "count_mismatch")
    assert note.value == "3 annoncées, 1 trouvées"


def test_types_that_are_no_json_lead_to_the_pages() -> None:
    answers = {
        "/": page("<p>Accueil <a href='/document/a'>A</a></p>"),
        "/wp-json/wp/v2/types": page("<p>Accueil"),
        "/document/a": DOCUMENT,
    }
    with serving(site_of(answers)) as (url, _):
        harvest = walk(IcpcSpider(base_url=url))
    assert titles(harvest) == ["A"]


def test_a_file_keeps_the_name_and_the_type_its_source_gives() -> None:
    harvest = harvested(
        {
            "/": page("<p>Le <a href='/%C3%A9t%C3%A9.odt'>texte</a></p>"),
            "/%C3%A9t%C3%A9.odt": Answer(
                b"PK", headers={"Content-Type": "application/octet-stream"}
            ),
        }
    )
    (file,) = harvest.files.values()
    assert isinstance(file, FetchedFile)
    assert file.name == "été.odt"
    assert file.media_type == "application/vnd.oasis.opendocument.text"
