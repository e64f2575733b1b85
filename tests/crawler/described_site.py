"""A small library of sheets on loopback: two templates, lists, dead links, a file, an old charset."""

from __future__ import annotations

from collections.abc import Mapping

from tests.crawler.small_site import Answer

SHEETS = 24
NEWS = 6

DESCRIPTION = """
key = "atelier"
name = "L'Atelier des fiches"
name_en = "The sheet workshop"
home = "https://atelier.example.org"
starts = ["/"]
index = "index.html"
deny = ['^/prive/']

[[shape]]
name = "fiche"
path = '^/fiches/'
when = "article.fiche"
kind = "experience"
required = ["title", "body", "date"]
ignore = [".partage"]
[shape.fields]
title = "article.fiche h1"
subtitle = ".sous-titre"
summary = ".chapo"
body = "article.fiche .texte"
authors = ".auteur"
date = "time"
themes = ".theme"
places = ".lieu"
files = "a.telecharger"

[[shape]]
name = "actualite"
path = '^/actus/'
kind = "news"
required = ["title", "body"]
fields = { title = ["h1", "h2"], body = "#content" }

[[shape]]
name = "liste"
records = false
"""

HEAD = "<html lang='fr'><head><title>{title} - L'Atelier des fiches</title></head><body>"
MENU = "<div id='menu'><a href='/'>Accueil</a> <a href='/liste.html'>Fiches</a></div>"
FOOT = "<div id='pied'>Mentions</div></body></html>"


def sheet(number: int, heading: str = "h1") -> str:
    title = f"Un atelier sur la rivière numéro {number}"
    return (
        HEAD.format(title=title) + MENU + f"<article class='fiche'><{heading}>{title}</{heading}>"
        "<p class='sous-titre'>Se parler avant de décider</p>"
        "<p class='chapo'>Comment une commune a réuni ses habitants.</p>"
        "<p class='auteur'>Par Jeanne Martin</p>"
        f"<time datetime='2018-06-{number % 28 + 1:02}'>juin 2018</time>"
        "<span class='lieu'>Nantes</span> <span class='theme'>eau ; agriculture</span>"
        f"<div class='texte'><p>Le texte de la fiche {number}, avec <a href='/fiches/{number + 1}.html'>"
        "la suivante</a>.</p><p class='partage'>Partager sur un réseau</p></div>"
        f"<a class='telecharger' href='/get?id={number}'>Le compte rendu {number}</a></article>"
        + FOOT
    )


def news(number: int) -> str:
    title = f"Une rencontre, la {number}e de l'année"
    body = f"<div id='content'><h2>{title}</h2><p>Venez nombreux à la rencontre {number}.</p></div>"
    return HEAD.format(title=title) + MENU + body + FOOT


def listing() -> str:
    links = "".join(f"<li><a href='/fiches/{n}.html'>Fiche {n}</a></li>" for n in range(SHEETS))
    more = "".join(f"<li><a href='/actus/{n}.html'>Actualité {n}</a></li>" for n in range(NEWS))
    return (
        HEAD.format(title="Toutes les fiches")
        + MENU
        + f"<ul class='liste'>{links}{more}</ul>"
        + FOOT
    )


def home() -> str:
    dead = "<a href='/perdue.html'>Perdue</a> <a href='/perdue.html#b'>Encore</a>"
    private = "<a href='/prive/compte.html'>Compte</a> <a href='/index.html'>Accueil</a>"
    hello = f"<h1>Bienvenue</h1><p>Voici nos fiches. {dead} {private}</p>"
    return HEAD.format(title="Accueil") + MENU + hello + FOOT


def answers(heading: str = "h1", changed: int = 0) -> Mapping[str, Answer]:
    """The site; the first `changed` sheets have their title in a `heading` of another name."""
    html = {
        "Content-Type": "text/html; charset=utf-8",
        "Last-Modified": "Mon, 02 Apr 2018 08:00:00 GMT",
    }

    def page(text: str) -> Answer:
        return Answer(text.encode(), headers=html)

    pages = {
        f"/fiches/{n}.html": page(sheet(n, heading if n < changed else "h1")) for n in range(SHEETS)
    }
    pages |= {f"/actus/{n}.html": page(news(n)) for n in range(NEWS)}
    old = Answer(
        news(0).encode("cp1252", "xmlcharrefreplace"), headers={"Content-Type": "text/html"}
    )
    pdfs = {
        f"/get?id={n}": Answer(b"%PDF-1.4", headers={"Content-Type": "application/pdf"})
        for n in range(SHEETS)
    }
    return (
        pages
        | pdfs
        | {
            "/": page(home()),
            "/index.html": page(home()),
            "/liste.html": page(listing()),
            "/actus/0.html": old,
            "/prive/compte.html": page("<p>Secret</p>"),
        }
    )
