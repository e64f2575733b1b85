"""What the pages say around the hits, and the pages they lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from corpus.config import read_config
from indexer.query import (
    Applied,
    Completion,
    Copy,
    Origin,
    Query,
    Relaxation,
    Remark,
    Results,
    Suggestion,
)
from search_app.app import create_app
from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor, text_of
from tests.search_app.shelf import PDF_PAGES, river

Answer = Callable[[Callable[[Results], Results]], None]


@pytest.fixture
def answered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Has the engine's answers changed: for what a small shelf gives no occasion for."""
    engine = app.extensions[EXTENSION].engine
    search = engine.search

    def change(changed: Callable[[Results], Results]) -> None:
        monkeypatch.setattr(engine, "search", lambda query, *_: changed(search(query)))

    return change


def links(page: BeautifulSoup, selector: str) -> list[str]:
    return [str(link["href"]) for link in page.select(selector)]


# --- what is said ------------------------------------------------------------------------------


def partly(results: Results) -> Results:
    hits = tuple(replace(hit, complete=rank < 3) for rank, hit in enumerate(results.hits))
    return replace(results, hits=hits, complete=3)


def test_the_page_says_how_many_hold_all_the_words_and_where_the_others_begin(
    visitor: Visitor, answered: Answer
) -> None:
    answered(partly)
    page = visitor.open("/recherche?q=participation+public&size=10")
    assert text_of(page, ".complete") == ["3 fiches contiennent tous les mots"]
    first, second = page.select("ol.hits")
    assert (len(first.select(".hit")), len(second.select(".hit"))) == (3, 7)
    assert second["start"] == "4"
    assert text_of(page, "#others") == ["Fiches qui contiennent une partie des mots"]
    assert second["aria-labelledby"] == "others"


def test_when_they_are_mingled_each_of_the_others_says_so(
    visitor: Visitor, answered: Answer
) -> None:
    def mingled(results: Results) -> Results:
        hits = tuple(replace(hit, complete=rank % 2 > 0) for rank, hit in enumerate(results.hits))
        return replace(results, hits=hits, complete=5)

    answered(mingled)
    page = visitor.open("/recherche?q=participation&size=10&sort=date")
    assert len(page.select("ol.hits")) == 1
    assert text_of(page, ".fact").count("une partie des mots") == 5
    (first,) = links(page, ".complete a")
    assert first == "/recherche?q=participation&sort=complete&size=10"


def test_of_many_words_the_reader_may_see_first_the_records_that_hold_them_all(
    visitor: Visitor,
) -> None:
    asked = "/recherche?q=budget+participatif+habitants+quartier"
    page = visitor.open(f"{asked}&sort=complete")
    whole = len(page.select("ol.hits")[0].select(".hit"))
    assert text_of(page, ".complete")[0].split()[0] == str(whole)
    assert text_of(page, ".sorts [aria-current]") == ["Tous les mots d'abord"]
    assert not links(page, ".complete a")
    assert "Tous les mots d'abord" not in text_of(visitor.open("/recherche?q=nappe"), ".sorts")[0]


def test_what_is_searched_beside_the_words_is_told_with_a_way_to_the_words_alone(
    visitor: Visitor, answered: Answer
) -> None:
    applied = (Applied("EnR", ("énergies renouvelables",), Origin.LIST),)
    answered(lambda results: replace(results, applied=applied, related=()))
    page = visitor.open("/recherche?q=participation+EnR&kind=document&page=2")
    said = text_of(page, ".told")[0]
    assert "« EnR » → énergies renouvelables (sigle ou synonyme)" in said
    (exact,) = links(page, ".told a")
    assert exact == "/recherche?q=participation+EnR&kind=document&exact=1"
    back = visitor.open(exact)
    assert "Recherche exacte" in text_of(back, ".told")[0]
    assert links(back, ".told a") == ["/recherche?q=participation+EnR&kind=document"]


def test_other_words_are_offered_as_searches_with_the_same_choices(
    visitor: Visitor, answered: Answer
) -> None:
    answered(
        lambda results: replace(
            results,
            related=("médiation",),
            suggestion=Suggestion("participation citoyenne", 12),
        )
    )
    page = visitor.open("/recherche?q=participation&kind=memo")
    spelling, related = page.select(".told")
    assert text_of(page, ".told")[0].endswith("participation citoyenne (12 résultats)")
    assert links(spelling, "a") == ["/recherche?q=participation+citoyenne&kind=memo"]
    assert links(related, "a") == ["/recherche?q=m%C3%A9diation&kind=memo"]


def test_when_nothing_is_found_each_thing_to_drop_says_what_it_would_give(
    visitor: Visitor, answered: Answer
) -> None:
    dropped = (
        Relaxation(Query("participation", {"kind": ("memo",)}), 1, "xylophone"),
        Relaxation(Query("participation xylophone"), 4, "memo", "kind"),
        Relaxation(Query("participation xylophone"), 5, "", "theme"),
    )
    answered(lambda _: Results(0, relaxations=dropped))
    page = visitor.open("/recherche?q=participation+xylophone&kind=memo")
    assert text_of(page, ".relaxations li") == [
        "sans « xylophone » (1 résultat)",
        "sans le filtre Nature : Mémo (4 résultats)",
        "sans le filtre Thème (5 résultats)",
    ]
    assert links(page, ".relaxations a")[0] == "/recherche?q=participation&kind=memo"


def test_a_remark_points_at_the_part_it_is_about(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=couleur:bleu+participation")
    assert text_of(page, ".told .typed") == ["couleur: bleu participation"]
    assert text_of(page, ".told mark") == ["couleur:"]
    assert "« couleur: » n'est pas un filtre connu" in text_of(page, ".told li")[0]
    english = visitor.open("/recherche?q=couleur:bleu+participation&lang=en")
    assert "is not a known filter" in text_of(english, ".told li")[0]


def test_an_unknown_remark_still_has_words(visitor: Visitor, answered: Answer) -> None:
    answered(lambda results: replace(results, remarks=(Remark("new", 0, 13),)))
    page = visitor.open("/recherche?q=participation")
    assert text_of(page, ".told li") == ["« participation » a été lu comme de simples mots."]


def test_an_answer_cut_short_is_told(visitor: Visitor, answered: Answer) -> None:
    answered(lambda results: replace(results, out_of_time=True))
    assert (
        "arrêtée avant la fin" in text_of(visitor.open("/recherche?q=participation"), ".status")[0]
    )


def test_copies_stand_under_their_hit_with_their_source(visitor: Visitor, answered: Answer) -> None:
    def folded(results: Results) -> Results:
        first, second, *others = results.hits
        copy = Copy(second.id, second.title, second.url)
        return replace(results, hits=(replace(first, copies=(copy,)), *others))

    answered(folded)
    page = visitor.open("/recherche?q=participation")
    (copies,) = text_of(page, ".copies")
    assert copies.startswith("Aussi dans : Document")
    assert copies.endswith("(ICPC)")
    visitor.open(links(page, ".copies a")[0])


# --- narrowing ---------------------------------------------------------------------------------


def test_a_value_is_left_out_by_a_link_and_taken_back_by_another(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation")
    out = next(
        a for a in page.select(".exclude") if a.get_text(" ", strip=True) == "exclure Document"
    )
    assert out["href"] == "/recherche?q=participation&not-kind=document"
    less = visitor.open(str(out["href"]))
    assert text_of(less, ".status")[0].startswith("3 résultats")
    assert text_of(less, ".choice-out s") == ["Document"]
    assert text_of(less, ".chip .hidden") == ["Ne plus exclure Nature : Document"]
    hidden = less.select_one("#recherche input[type=hidden][name=not-kind]")
    assert hidden is not None
    assert hidden["value"] == "document"
    back = less.select_one(".choice:has(.choice-out) .exclude")
    assert back is not None
    assert back["href"] == "/recherche?q=participation"


def test_leaving_out_a_chosen_value_gives_it_up_first(visitor: Visitor) -> None:
    page = visitor.open("/recherche?kind=memo")
    out = page.select_one(".choice:has([checked]) .exclude")
    assert out is not None
    assert out["href"] == "/recherche?not-kind=memo"


def test_those_without_a_theme_or_a_place_can_be_asked_for(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation")
    box = page.select_one("input[name=place][value='-']")
    assert box is not None
    assert "Sans lieu" in box.parent.get_text()  # type: ignore[union-attr]
    found = visitor.open("/recherche?place=-&kind=document")
    assert text_of(found, ".status")[0].startswith("24 résultats")
    assert "Lieu : Sans lieu" in text_of(found, ".chip .hidden")[1]


def test_a_wider_theme_gives_what_is_filed_under_a_narrower_one(visitor: Visitor) -> None:
    page = visitor.open("/recherche?theme=environnement")
    assert text_of(page, ".hit h2") == [river().title]
    rows = visitor.open("/recherche/facette/theme").select(".choice")
    labels = {row.select_one(".choice-label").get_text(): row["class"] for row in rows}  # type: ignore[union-attr]
    assert "depth-1" not in labels["Environnement"]
    assert "depth-1" in labels["Eau et rivières"]


def test_a_year_of_the_histogram_is_a_link_with_its_count(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation")
    (year,) = [a for a in page.select(".years a") if "2016" in a.get_text()]
    assert " ".join(year.get_text(" ").split()) == "2016 : 2 fiches"
    found = visitor.open(str(year["href"]))
    assert text_of(found, ".status")[0].startswith("2 résultats")
    assert text_of(found, ".years [aria-current] .year-label") == ["2016"]
    assert links(found, ".years [aria-current]") == ["/recherche?q=participation"]


def test_a_period_narrows_and_stays_in_the_form(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation&year_min=2020&year_max=2022")
    assert text_of(page, ".status")[0].startswith("3 résultats")
    field = page.select_one("input[name=year_min][form=recherche]")
    assert field is not None
    assert field["value"] == "2020"
    assert len(page.select("[name=year_min]")) == 1
    assert text_of(page, ".chip .hidden") == ["Retirer le filtre Année : 2020 à 2022"]


def test_the_form_asks_the_same_search_again(visitor: Visitor) -> None:
    asked = "/recherche?q=participation&kind=document&not-theme=eau&year_min=2010&exact=1&sort=date"
    page = visitor.open(asked)
    fields = page.select("#recherche [name], [form=recherche][name]")
    sent = {
        (str(field["name"]), str(field.get("value", "")))
        for field in fields
        if field.get("type") != "checkbox" or field.has_attr("checked")
    }
    wanted = {tuple(pair.split("=")) for pair in asked.partition("?")[2].split("&")}
    assert {pair for pair in sent if pair[1]} == wanted


# --- all the values of a facet -----------------------------------------------------------------


def test_a_long_facet_leads_to_all_its_values(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation")
    (address,) = links(page, "#filtre-theme .facet-all a")
    assert address == "/recherche/facette/theme?q=participation"
    every = visitor.open(address)
    assert len(every.select(".choice")) > len(page.select("#filtre-theme .choice"))
    assert "Dans les résultats pour « participation »" in every.get_text()


def test_the_list_is_looked_through_without_accents(visitor: Visitor) -> None:
    page = visitor.open("/recherche/facette/theme?filtre=THEME+3")
    assert text_of(page, ".choice-label") == ["thème 3"]
    assert "1 sur" in text_of(page, ".status")[0]
    none = visitor.open("/recherche/facette/theme?filtre=zzz")
    assert "Aucune valeur ne contient ces mots." in none.get_text()


def test_what_is_ticked_stays_when_the_list_is_narrowed(visitor: Visitor) -> None:
    page = visitor.open("/recherche/facette/theme?q=participation&theme=eau&filtre=thème+3")
    kept = page.select_one("#valeurs input[type=hidden][name=theme]")
    assert kept is not None
    assert kept["value"] == "eau"
    apply = page.select_one(".apply button")
    assert apply is not None
    assert apply["formaction"] == "/recherche"
    shown = visitor.open("/recherche/facette/theme?q=participation&theme=participation")
    assert len(shown.select("#valeurs [name=theme][value=participation]")) == 1


def test_applying_the_filter_form_leaves_its_own_parameters_out(visitor: Visitor) -> None:
    page = visitor.open("/recherche?q=participation&theme=participation&filtre=par&partie=1")
    assert text_of(page, ".status")[0].startswith("24 résultats")


def test_a_facet_that_does_not_exist_is_no_page(visitor: Visitor) -> None:
    visitor.open("/recherche/facette/couleur", status=404)
    visitor.open("/recherche/facette/title", status=404)


def test_the_list_is_in_the_language_of_the_page(visitor: Visitor) -> None:
    page = visitor.open("/recherche/facette/theme?lang=en&filtre=water")
    assert text_of(page, ".choice-label") == ["Water and rivers"]
    assert page.select_one("#valeurs input[name=lang][value=en]") is not None


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
