"""What every page of the WordPress site shares: its frame and its typography."""

from __future__ import annotations

import html
import re
from typing import Protocol

from corpus.sample.prose import NBSP

_MENU = (
    ("/apropos/presentation", "Présentation"),
    ("/apropos/le-manifeste-2", "Le manifeste de l’Institut"),
    ("/annuaire/", "Annuaire des membres"),
    ("/les-chartes-de-la-participation/", "Chantier chartes"),
    ("/genre-et-participation/", "Chantier genre"),
    ("/metropoles-participatives/", "Métropoles participatives"),
    ("/revue_democraties/", "démocratieS"),
    ("/ressources/emplois/", "Emplois et stages"),
    ("/ressources/agenda-des-evenements/", "Évènements"),
    ("/ressources/formations/", "Formations"),
    ("/ressources/documents-ressources/", "Documents"),
    ("/ressources/autres-bases/", "Autres bases de données documentaires"),
    ("/comedie-sommaire", "Comédie"),
    ("/actus/", "Actus"),
    ("/lettre-dinfo/", "Lettre d’info"),
    ("/wp-login.php", "Login"),
    ("/?s=concertation", "Rechercher"),
)


class Served(Protocol):
    """What the frame needs of a site."""

    @property
    def base_url(self) -> str: ...

    @property
    def rest_open(self) -> bool: ...


def texturize(text: str) -> str:
    """A title as WordPress renders it: escaped, with its typographic signs as entities."""
    marked = html.escape(text, quote=False).replace("&amp;", "&#038;")
    signs = (("’", "&#8217;"), ("–", "&#8211;"), (f"«{NBSP}", "&laquo;&nbsp;"))
    for sign, entity in signs:
        marked = marked.replace(sign, entity)
    return marked.replace(f"{NBSP}»", "&nbsp;&raquo;").replace("||", "<br>")


_MARKS = re.compile(r' (?:class|id|role)="[^"]*"')


def shell(
    site: Served,
    title: str,
    inner: str,
    path: str = "",
    body_class: str = "page",
    bare: bool = False,
) -> str:
    """A whole page; `path` gives its canonical link, `bare` takes every class away."""
    items = "".join(f'<li><a href="{target}">{label}</a></li>' for target, label in _MENU)
    canonical = (
        f'<link rel="canonical" href="{site.base_url}{html.escape(path)}">\n' if path else ""
    )
    api = (
        f'<link rel="https://api.w.org/" href="{site.base_url}/wp-json/">\n'
        if site.rest_open
        else ""
    )
    shown = texturize(title.replace("||", " "))
    head = (
        '<!DOCTYPE html>\n<html lang="fr-FR">\n<head>\n<meta charset="UTF-8">\n'
        f"<title>{shown} - ICPC</title>\n{canonical}{api}"
        '<link rel="alternate" type="application/rss+xml" href="/feed/">\n'
        '<meta name="generator" content="WordPress 6.5.2">\n</head>\n'
    )
    body = (
        f'<body class="{body_class}">\n<header class="site-header"><a href="/">ICPC</a>'
        f'<nav class="main-navigation"><ul>{items}</ul></nav></header>\n'
        f'<div class="site-content">\n{inner}\n</div>\n'
        '<footer class="site-footer"><p>Site de démonstration servi sur cette machine : il imite '
        "la forme de i-cpc.org et n’en reprend aucun texte.</p></footer>\n</body>\n</html>\n"
    )
    return head + (_MARKS.sub("", body) if bare else body)
