"""Pages that are not what was asked for, and pages that only speak of such."""

from __future__ import annotations

import pytest

from corpus.sources import source_of_host
from crawler.addresses import Addresses
from crawler.pages.disguises import disguise_of
from crawler.pages.sheet import read_sheet

URL = "http://h.example/une-page"
SITE = Addresses(source_of_host("h.example"), "http://h.example")


def told(title: str, body: str = "<p>Quelques mots.</p>", h1: str = "") -> str:
    html = f"<title>{title}</title><body><main><h1>{h1 or title}</h1>{body}</main></body>"
    note = disguise_of(read_sheet(html, URL, SITE), URL)
    return note.code if note else ""


@pytest.mark.parametrize(
    "title",
    [
        "Page non trouvée",
        "Page non trouvée – ICPC",
        "Page introuvable | Comédie",
        "Erreur 404",
        "404",
        "404 - Page not found",
        "Oups ! Cette page n’existe plus",
        "Oops! Page not found",
        "Nothing found",
        "La page demandée n'existe pas",
        "La page demandée est introuvable",
    ],
)
def test_a_page_that_says_it_does_not_exist_is_told(title: str) -> None:
    assert told(title) == "soft_404"


@pytest.mark.parametrize("title", ["Connexion", "Se connecter ‹ ICPC", "Identifiez-vous", "Log in"])
def test_a_page_that_asks_to_sign_in_is_told(title: str) -> None:
    form = '<form><input name="u"><input type="password" name="p"></form>'
    assert told(title, form) == "sign_in_page"
    assert told(title) == ""


@pytest.mark.parametrize(
    "title",
    ["Site en maintenance", "Maintenance en cours", "Le site est en travaux", "Under construction"],
)
def test_a_page_that_announces_works_is_told(title: str) -> None:
    assert told(title) == "maintenance_page"


@pytest.mark.parametrize(
    "title",
    [
        "Que faire d’une page introuvable dans un registre",
        "Maintenance des berges : une concertation à Nantes",
        "La connexion entre élus et habitants",
        "404 habitants consultés",
        "Trouver sa place dans le débat",
        "Article L. 404 du code",
        "En travaux, la place du marché se discute",
    ],
)
def test_a_page_that_speaks_of_such_things_is_a_page(title: str) -> None:
    assert told(title) == ""


def test_a_long_page_is_never_a_disguise() -> None:
    assert told("Page introuvable", f"<p>{'mot ' * 200}</p>") == ""
