from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from corpus.config import Config, read_config
from corpus.fields import facets
from search_app.app import create_app
from search_app.asking.help_examples import EXAMPLES
from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor, page_of, text_of
from tests.search_app.shelf import PDF_URL, river, shelf

ALL = len(shelf())
KEYS = {
    *(
        "query",
        "total",
        "hits",
        "facets",
        "facet_sizes",
        "complete",
        "ignored",
        "applied",
        "related",
    ),
    *("remarks", "suggestion", "relaxations", "out_of_time", "asked"),
}
HIT_KEYS = {
    *("id", "title", "kind", "url", "score", "snippets", "pages", "date", "complete", "copies"),
}


def test_the_home_page_has_the_box_and_what_is_in_the_base(visitor: Visitor) -> None:
    page = visitor.open("/")
    assert page.select_one("form[role=search] input[name=q]") is not None
    assert f"{ALL} fiches" in text_of(page, ".hero-total")[0]
    assert "Document 24 fiches" in " ".join(text_of(page, ".bars a")).replace("24 24", "24")
    assert len(page.select(".years a")) == 24


def test_each_bar_of_the_home_page_leads_to_as_many_records_as_it_says(visitor: Visitor) -> None:
    page = visitor.open("/")
    for link in page.select(".bars a"):
        said = link.select_one(".bar-count [aria-hidden]")
        found = visitor.open(str(link["href"]))
        assert said is not None
        assert text_of(found, ".status strong")[0].startswith(f"{said.get_text()} ")


def test_words_give_hits_with_marked_passages(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=pêcheurs")
    assert text_of(page, ".status") == ["1 résultat"]
    assert text_of(page, ".hit h2") == [river().title]
    assert "pêcheurs" in text_of(page, ".snippet mark")


def test_words_of_a_pdf_lead_to_its_page(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=nappe+phréatique")
    link, reading = page.select(".pages a")
    assert str(reading["href"]).endswith("/page/2?q=nappe+phréatique".replace("é", "%C3%A9"))
    assert str(link["href"]).endswith(".pdf#page=2")
    assert link["aria-label"] == "Bilan de la rivière, page 2"
    answer = visitor.get(str(link["href"]).partition("#")[0])
    assert answer.mimetype == "application/pdf"


def test_the_sidebar_counts_leave_out_the_facets_own_choice(visitor: Visitor) -> None:
    page = visitor.open("/recherche?kind=memo")
    chosen = page.select_one("input[name=kind][checked]")
    assert chosen is not None
    assert chosen["value"] == "memo"
    assert page.select_one("input[name=kind][value=document]") is not None
    assert text_of(page, ".years .year-label") == ["2016"]


def test_every_box_of_the_sidebar_belongs_to_the_search_form(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation")
    boxes = page.select("fieldset input[type=checkbox]")
    assert len(boxes) > 20
    assert {str(box["form"]) for box in boxes} == {"recherche"}
    assert all(box.find_parent("fieldset") for box in boxes)
    assert all(fieldset.find("legend") for fieldset in page.select("fieldset"))
    assert [str(b["form"]) for b in page.select(".apply button")] == ["recherche"]


def test_chips_remove_one_filter_each(visitor: Visitor) -> None:
    page = visitor.open("/recherche?kind=memo&theme=concertation")
    assert text_of(page, ".chip .hidden") == [
        "Retirer le filtre Nature : Mémo",
        "Retirer le filtre Thème : Concertation",
    ]
    first = visitor.open(str(page.select(".chip")[0]["href"]))
    assert len(text_of(first, ".chip")) == 1
    everything = visitor.open(str(page.select(".chips li:last-child a")[0]["href"]))
    assert f"{ALL} résultats" in text_of(everything, ".status")[0]


def test_a_value_with_a_comma_is_one_value(visitor: Visitor) -> None:
    page = visitor.open("/recherche?theme=Son,+bruit")
    assert text_of(page, ".status") == ["1 résultat"]


def test_pages_follow_each_other_without_repeating(visitor: Visitor) -> None:
    first = visitor.open("/recherche?q=participation&size=10&sort=title")
    following = first.select_one("a[rel=next]")
    assert following is not None
    second = visitor.open(str(following["href"]))
    titles = text_of(first, ".hit h2") + text_of(second, ".hit h2")
    assert len(titles) == len(set(titles)) == 20
    assert "page 2 sur 3" in text_of(second, ".status")[0]


def test_a_page_past_the_end_says_where_the_results_end(visitor: Visitor) -> None:
    page = visitor.open("/recherche?page=99", status=404)
    assert "s'arrêtent à la page 2" in text_of(page, ".empty")[0]
    assert text_of(visitor.open(str(page.select(".empty a")[0]["href"])), ".hit")


def test_no_result_offers_a_way_out(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=xylophone&kind=memo")
    assert text_of(page, ".status") == ["Aucun résultat"]
    assert text_of(page, ".empty a")[0] == "Chercher sans aucun filtre"


def test_when_no_record_has_all_the_words_the_page_says_so(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=pêcheurs+xylophone")
    assert text_of(page, ".relaxed")
    assert text_of(page, ".hit h2") == [river().title]


def test_words_left_aside_are_named(visitor: Visitor) -> None:
    assert "la" in text_of(visitor.open("/recherche?q=la+charte"), ".ignored")[0]


def test_sorting_by_title_is_a_link(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation")
    link = page.find("a", string="Titre")
    assert link is not None
    titles = text_of(visitor.open(str(link["href"])), ".hit h2")
    assert titles[:2] == ["Document 01 sur la participation", "Document 02 sur la participation"]


def test_markup_in_a_title_is_shown_as_text(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=budget")
    assert "<b>vivant</b>" in text_of(page, ".hit h2")[0]
    assert page.select_one(".hit b") is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/recherche?page=abc", "« abc »"),
        ("/recherche?page=0", "« 0 »"),
        ("/recherche?size=9999", "« 9999 »"),
        ("/recherche?sort=hasard", "« hasard »"),
        ("/recherche?couleur=rouge", "« couleur »"),
        ("/recherche?q=" + "a" * 301, "301"),
        ("/recherche?q=%22" + "+".join(["mot"] * 20) + "%22", "mot"),
        ("/recherche?year_min=2020&year_max=2015", "2015"),
        ("/recherche?exact=peut-être", "« peut-être »"),
    ],
)
def test_bad_parameters_say_what_is_wrong(visitor: Visitor, address: str, said: str) -> None:
    page = visitor.open(address, status=400)
    assert said in text_of(page, ".problem")[0]
    told = visitor.get(address.replace("/recherche?", "/recherche.json?"), 400).get_json()
    assert said in told["error"]["message"]
    assert told["error"]["code"]


def test_a_bad_parameter_comes_with_the_search_without_it(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=charte&page=abc", status=400)
    assert str(page.select("main a.button")[0]["href"]) == "/recherche?q=charte"


@pytest.mark.parametrize(
    "words",
    ["%00", "(((", "NOT", "a:[1 TO", "%ED%A0%80", "%FF%FE", "<script>", "*", "-", '"', "W-2"],
)
def test_whatever_is_typed_never_breaks_the_page(visitor: Visitor, words: str) -> None:
    assert visitor.client.get(f"/recherche?q={words}").status_code in (200, 400)


@pytest.mark.parametrize("name", ["endpoint", "self", "values", "_anchor", "_scheme", "_method"])
@pytest.mark.parametrize("page", ["/", "/aide", "/recherche", "/fiche/x", "/connexion"])
def test_a_parameter_of_any_name_never_breaks_a_page(app: Flask, page: str, name: str) -> None:
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    client = app.test_client()
    assert client.get(f"{page}?{name}=a&foo=b&{name}=%FF").status_code in (200, 400, 404)


def test_one_click_leaves_every_unknown_parameter_out(visitor: Visitor) -> None:
    page = visitor.open("/recherche?foo=1&q=charte&endpoint=2", status=400)
    assert str(page.select("main a.button")[0]["href"]) == "/recherche?q=charte"


def test_the_json_has_the_shape_that_scripts_rely_on(visitor: Visitor) -> None:
    answer = visitor.get("/recherche.json?q=nappe&kind=experience").get_json()
    assert set(answer) == KEYS
    assert (answer["query"], answer["total"], answer["complete"]) == ("nappe", 1, 1)
    assert answer["asked"] == {"q": "nappe", "kind": ["experience"]}
    (hit,) = answer["hits"]
    assert set(hit) == HIT_KEYS
    assert (hit["id"], hit["kind"], hit["url"]) == (river().id, "experience", river().url)
    assert hit["pages"][0]["file_url"] == PDF_URL
    assert hit["pages"][0]["number"] == 2
    assert set(answer["facets"]) == {facet.name for facet in facets()}
    assert answer["facets"]["kind"][0] == {
        "value": "experience",
        "label": "Expérience",
        "count": 1,
        "chosen": True,
        "excluded": False,
    }


def test_the_page_and_the_json_give_the_same_hits(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation&size=5&page=2")
    answer = json.loads(visitor.get("/recherche.json?q=participation&size=5&page=2").text)
    assert text_of(page, ".hit h2") == [hit["title"] for hit in answer["hits"]]


def test_health_says_where_the_index_is(visitor: Visitor) -> None:
    health = visitor.get("/healthz").get_json()
    assert health["ok"] is True
    assert health["records"] == health["index"]["documents"] == ALL
    assert health["index"]["up_to_date"] is True


def test_english_is_kept_from_link_to_link(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation&lang=en")
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert "results" in text_of(page, ".status")[0]
    links = [str(a["href"]) for a in page.select("main a[href^='/']")]
    assert links
    assert all("lang=en" in link or link.startswith("/fichier/") for link in links)
    assert page.select_one("form[role=search] input[name=lang][value=en]") is not None


def test_the_other_language_shows_the_same_search(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation&kind=memo&kind=document")
    link = page.select_one("header a[hreflang=en]")
    assert link is not None
    english = visitor.open(str(link["href"]))
    assert len(text_of(english, ".chip")) == 2
    back = english.select_one("header a[hreflang=fr]")
    assert back is not None
    assert visitor.open(str(back["href"])).html["lang"] == "fr"  # type: ignore[index]


def test_an_error_in_an_english_page_is_in_english(visitor: Visitor) -> None:
    assert "whole number" in text_of(visitor.open("/recherche?page=x&lang=en", 400), ".problem")[0]


def test_help_explains_the_search(visitor: Visitor) -> None:
    page = visitor.open("/aide")
    for link in page.select("table a"):
        visitor.open(str(link["href"]))
    assert text_of(page, "table a") == [example.query for example in EXAMPLES]
    assert "année:" in text_of(page, "main p code")
    assert "year:" in text_of(visitor.open("/aide?lang=en"), "main p code")


def test_without_an_index_the_page_says_what_to_do_and_records_still_show(tmp_path: Path) -> None:
    app = create_app(read_config(tmp_path, {}))
    client = app.test_client()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "souffleur index" in text_of(page_of(answer), ".problem")[0]
    assert client.get("/healthz").get_json()["ok"] is False
    assert client.get("/fiche/comedie-000000000000").status_code == 404
    app.extensions[EXTENSION].close()


def broken() -> str:
    raise KeyError("un détail interne")


def test_no_page_says_how_it_is_made_when_it_fails(config: Config) -> None:
    app = create_app(config)
    app.add_url_rule("/panne", view_func=broken)
    answer = app.test_client().get("/panne")
    assert answer.status_code == 500
    assert "un détail interne" not in answer.text
    assert "vient d'être notée" in page_of(answer).get_text()
    app.extensions[EXTENSION].close()


def test_an_address_that_does_not_exist_is_a_page(visitor: Visitor, app: Flask) -> None:
    assert "n'existe pas" in text_of(visitor.open("/nulle-part", 404), "h1")[0]
    assert app.test_client().post("/recherche").status_code in (400, 405)
