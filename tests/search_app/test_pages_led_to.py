"""The pages that an answer leads to: why it is there, those near it, pages of its file, completions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from corpus.config import read_config
from indexer.query import (
    Completion,
)
from search_app.app import create_app
from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor, links, text_of
from tests.search_app.shelf import PDF_PAGES, river

# --- why ---------------------------------------------------------------------------------------


def test_each_hit_leads_to_why_it_is_one(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=pêcheurs+nappe+xylophone")
    why = visitor.open(links(page, ".why a")[0])
    rows = text_of(why, ".reasons tbody tr")
    assert any("pêcheurs" in row and "Fichiers joints : 1 fois" in row for row in rows)
    assert "Absents de cette fiche : xylophone." in why.get_text()
    assert why.select_one("a[href*='exact=1']") is not None


def test_the_shares_make_up_the_score(visitor: Visitor) -> None:
    told = visitor.get(f"/fiche/{river().id}/pourquoi.json?q=pêcheurs+nappe").get_json()
    assert told["score"] == pytest.approx(sum(r["score"] for r in told["reasons"]), abs=0.001)
    (hit,) = visitor.get("/recherche.json?q=pêcheurs+nappe").get_json()["hits"]
    assert told["score"] == pytest.approx(hit["score"], abs=0.001)


def test_a_record_that_holds_none_of_the_words_says_so(visitor: Visitor) -> None:
    page = visitor.open(f"/fiche/{river().id}/pourquoi?q=xylophone")
    assert "ne contient aucun des mots" in page.get_text()
    visitor.open("/fiche/comedie-000000000000/pourquoi?q=eau", status=404)


# --- similar documents -------------------------------------------------------------------------


def test_a_record_names_those_near_it_and_what_they_share(visitor: Visitor) -> None:
    page = visitor.open(f"/fiche/{river().id}")
    assert text_of(page, "#similar") == ["Documents proches"]
    assert "En commun :" in text_of(page, ".similar li")[0]
    visitor.open(links(page, ".similar a")[0])
    told = visitor.get(f"/fiche/{river().id}/proches.json").get_json()
    assert len(told["similar"]) == len(page.select(".similar li"))


def test_a_record_shows_without_an_index(config_without_index: Flask) -> None:
    visitor = Visitor(config_without_index)
    page = visitor.open(f"/fiche/{river().id}")
    assert page.select_one("#similar") is None
    assert text_of(page, "h1") == [river().title]


@pytest.fixture
def config_without_index(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The same catalogue, and an index that was never made."""
    config = app.extensions[EXTENSION]._config
    empty = read_config(tmp_path_factory.mktemp("empty"), {})
    return create_app(replace(config, index_url=empty.index_url), TESTING=True)


# --- pages of a file ---------------------------------------------------------------------------


def reading(visitor: Visitor, query: str) -> str:
    page = visitor.open(f"/recherche?q={query}")
    return links(page, ".pages-read a")[0]


def test_a_page_is_read_beside_the_file_with_the_words_marked(visitor: Visitor) -> None:
    address = reading(visitor, "nappe")
    page = visitor.open(address)
    assert text_of(page, ".file-text mark") == ["nappe", "nappe"]
    frame = page.select_one("iframe")
    assert frame is not None
    assert "#page=2" in str(frame["src"])
    assert frame["title"]
    policy = visitor.get(address).headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    file = visitor.get(str(frame["src"]).partition("#")[0])
    assert "frame-ancestors 'self'" in file.headers["Content-Security-Policy"]


def test_a_page_leads_to_the_next_and_to_those_that_hold_the_words(visitor: Visitor) -> None:
    page = visitor.open(reading(visitor, "nappe"))
    assert text_of(page, ".matching li") == ["p. 2 2 mots trouvés"]
    (previous,) = links(page, "a[rel=prev]")
    (following,) = links(page, "a[rel=next]")
    assert previous.endswith("/page/1?q=nappe")
    last = visitor.open(following)
    assert last.select_one("a[rel=next]") is None
    assert "Aucun des mots demandés n'est sur cette page." in last.get_text()
    assert links(last, ".matching a")[0].endswith("/page/2?q=nappe")


def test_a_page_past_the_end_does_not_exist(visitor: Visitor) -> None:
    address = reading(visitor, "nappe").partition("/page/")[0]
    visitor.open(f"{address}/page/{len(PDF_PAGES) + 1}", status=404)
    visitor.open(f"{address}/page/0", status=404)


# --- completions -------------------------------------------------------------------------------


@pytest.fixture
def completing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (
        Completion(river().title, "title", 1, river().id),
        Completion("Eau et rivières", "theme", 2, "eau"),
        Completion("eau", "word", 7),
    )
    engine = app.extensions[EXTENSION].engine
    monkeypatch.setattr(engine, "complete", lambda typed, size=10: found if typed else ())


@pytest.mark.usefixtures("completing")
def test_suggestions_are_a_page_of_links(visitor: Visitor) -> None:
    page = visitor.open("/suggestions?q=ea")
    assert links(page, ".suggestions a") == [
        f"/fiche/{river().id}",
        "/recherche?theme=eau",
        "/recherche?q=eau",
    ]
    for address in links(page, ".suggestions a"):
        visitor.open(address)
    assert "2 fiches" in text_of(page, ".suggestions li")[1]


@pytest.mark.usefixtures("completing")
def test_suggestions_for_browsers_have_the_shape_of_opensearch(visitor: Visitor) -> None:
    answer = visitor.get("/suggestions.json?q=ea")
    typed, texts, fields = answer.get_json(force=True)
    assert (typed, texts[1], fields) == ("ea", "Eau et rivières", ["title", "theme", "word"])
    assert answer.mimetype == "application/x-suggestions+json"
    assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("completing")
def test_where_nothing_is_found_the_box_has_the_completions_of_what_is_in_it(
    visitor: Visitor,
) -> None:
    page = visitor.open("/recherche?q=zzzzzz")
    box = page.select_one("#q")
    assert box is not None
    options = [str(o["value"]) for o in page.select(f"datalist#{box['list']} option")]
    assert options == [river().title, "Eau et rivières", "eau"]


def test_an_empty_box_proposes_the_most_frequent_themes_and_places(visitor: Visitor) -> None:
    options = [str(o["value"]) for o in visitor.open("/").select("datalist option")]
    assert options[0] == "Participation du public"
    assert len(options) <= 10


def test_nothing_typed_suggests_nothing(visitor: Visitor) -> None:
    assert visitor.get("/suggestions.json").get_json(force=True) == ["", [], []]
    assert not visitor.open("/suggestions").select(".suggestions")


def test_a_browser_learns_how_to_search_here(visitor: Visitor) -> None:
    (address,) = links(visitor.open("/"), "link[rel=search]")
    answer = visitor.get(address)
    assert answer.mimetype == "application/opensearchdescription+xml"
    assert 'template="http://localhost/recherche?q={searchTerms}"' in answer.text
    assert 'template="http://localhost/suggestions.json?q={searchTerms}"' in answer.text
