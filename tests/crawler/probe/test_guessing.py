"""Selectors are proposed where they find something on enough pages built alike."""

from __future__ import annotations

from corpus.markup import soup_of
from crawler.probe.guessing import Guess, candidates_found, guesses_for
from crawler.probe.templates import steps_of
from tests.crawler.described_site import sheet


def guessed(*pages: str) -> dict[str, Guess]:
    soups = [soup_of(page) for page in pages]
    steps = [steps_of(soup.body or soup) for soup in soups]
    return {g.field: g for g in guesses_for([candidates_found(soup) for soup in soups], steps)}


def test_the_fields_of_a_sheet_are_found_but_those_that_are_the_same_on_all() -> None:
    guesses = guessed(*map(sheet, range(5)))
    chosen = {field: guess.selectors for field, guess in guesses.items()}
    assert chosen == {
        "title": ("article h1",),
        "body": ("article",),
        "authors": (".auteur",),
        "date": ("article time",),
        "places": (".lieu",),
    }
    assert all(guess.is_sure for guess in guesses.values())
    assert guesses["date"].found == guesses["date"].pages == 5


def test_a_heading_that_is_the_name_of_the_site_is_no_title() -> None:
    pages = [
        f"<body><h1>Le site</h1><main><h1>Page {n}</h1><p>Un texte assez long.</p></main></body>"
        for n in range(4)
    ]
    assert guessed(*pages)["title"].selectors == ("main h1",)


def test_headings_of_several_levels_are_tried_in_turn() -> None:
    pages = [
        f"<title>Le site</title><body><h{n % 3 + 1}>Titre {n}</h{n % 3 + 1}><p>Texte</p></body>"
        for n in range(6)
    ]
    assert guessed(*pages)["title"].selectors == ("h1", "h2", "h3")


def test_a_field_found_on_few_pages_is_not_proposed_and_on_some_is_not_required() -> None:
    def page(number: int, author: str) -> str:
        return f"<body><h1>Titre {number}</h1><p class='author'>{author}</p><p>Texte</p></body>"

    few = guessed(*(page(n, "Jean Dupont" if n == 0 else "") for n in range(10)))
    assert "authors" not in few
    some = guessed(*(page(n, "Jean Dupont" if n < 5 else "") for n in range(10)))
    assert (some["authors"].found, some["authors"].is_sure) == (5, False)


def test_a_date_is_proposed_only_where_it_is_one() -> None:
    page = "<body><h1>T</h1><p class='date'>bientôt</p></body>"
    assert "date" not in guessed(page)


def test_the_body_is_the_named_element_that_holds_the_text() -> None:
    text = "<p>Un texte assez long pour être celui de la page.</p>" * 3
    pages = [
        f"<body><div id='menu'><a href='/'>A</a></div><div id='corps'><h1>T{n}</h1>{text}</div></body>"
        for n in range(3)
    ]
    assert guessed(*pages)["body"].selectors == ("div#corps",)


def test_the_element_of_the_text_is_found_where_the_text_is_short_too() -> None:
    text = "<p>Un texte assez long pour être celui de la page.</p>" * 9

    def page(number: int, inside: str) -> str:
        return (
            "<body><div id='tete'><p>Le nom du site et ce qu'il est, en quelques mots.</p></div>"
            f"<div id='corps'><h1>T{number}</h1>{inside}</div></body>"
        )

    guess = guessed(*(page(n, text) for n in range(5)), page(5, "<p>Peu.</p>"))["body"]
    assert (guess.selectors, guess.found) == (("div#corps",), 6)
