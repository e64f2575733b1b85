"""What the pages say around the hits, and all the values of a facet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from indexer.query import (
    Applied,
    Copy,
    Origin,
    Query,
    Relaxation,
    Remark,
    Results,
    Suggestion,
)
from search_app.holdings import EXTENSION
from tests.search_app.browsing import Visitor, links, text_of
from tests.search_app.shelf import river

Answer = Callable[[Callable[[Results], Results]], None]


@pytest.fixture
def answered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Has the engine's answers changed: for what a small shelf gives no occasion for."""
    engine = app.extensions[EXTENSION].engine
    search = engine.search

    def change(changed: Callable[[Results], Results]) -> None:
        monkeypatch.setattr(engine, "search", lambda query, *_: changed(search(query)))

    return change


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
