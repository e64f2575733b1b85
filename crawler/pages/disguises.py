"""Pages that answer "all is well" and are not what was asked for: not found, sign in, maintenance.

A server that sends them with a 200 would have its whole site replaced by one page. Told by the
title or the heading saying so, in as many words, over little content; a long text about such
pages is a page like another. Pure.
"""

from __future__ import annotations

import re

from corpus.values import fold
from crawler.items import Note
from crawler.pages.sheet import Sheet

MOST_WORDS = 120
"""A page that says more than that has something of its own to say."""

_START = r"(?:o+u*ps\W*|desole\W*|erreur\W*|error\W*)*"
_END = r"(?:\W*(?:[|–—:•‹›»-]|sur|de|du|on|at)\s.*|\W*)"
_NOT_FOUND = re.compile(
    _START + r"(?:404|410)?\W*(?:"
    r"(?:la |cette )?page (?:demandee )?(?:n.est |n.a )?(?:pas (?:ete )?|non |in)trouv(?:ee|able)s?|"
    r"(?:la |cette )?page (?:demandee )?(?:n.existe (?:pas|plus)|est introuvable|introuvable|inexistante)|"
    r"contenu (?:introuvable|non trouve)|rien (?:n.a ete )?trouve|"
    r"(?:page |file )?not found|nothing found|page does not exist|(?<=404)|(?<=410)"
    r")" + _END
)
_SIGN_IN = re.compile(
    r"(?:se connecter|connectez-vous|connexion(?: requise)?|identification|identifiez-vous|"
    r"authentification|acces (?:reserve|restreint|protege)|espace (?:membres?|adherents?)|"
    r"log ?in|sign ?in|protege)" + _END
)
_MAINTENANCE = re.compile(
    r"(?:(?:le )?site |page )?(?:(?:est |actuellement |momentanement |temporairement )*"
    r"(?:en (?:cours de )?maintenance|en travaux|en construction|indisponible)|"
    r"maintenance(?: en cours)?|under (?:maintenance|construction)|"
    r"briefly unavailable.*|(?:down for |scheduled )maintenance)" + _END
)


def disguise_of(sheet: Sheet, url: str) -> Note | None:
    """What the page is in truth, as a remark; None for a page like another."""
    if sum(len(block.plain.split()) for block in sheet.blocks) > MOST_WORDS:
        return None
    titles = _titles(sheet)
    if any(_NOT_FOUND.fullmatch(title) for title in titles):
        return Note(
            "soft_404",
            url,
            "Le site dit que la page n'existe pas, mais répond comme si elle existait.",
            sheet.title,
            "Le lien est mort : la fiche qui le porte est à relire.",
        )
    if any(_SIGN_IN.fullmatch(title) for title in titles) and _asks_a_password(sheet):
        return Note(
            "sign_in_page",
            url,
            "Le site demande de se connecter au lieu de montrer la page.",
            sheet.title,
            "Demandez que la page soit ouverte à tous, ou une archive du site.",
        )
    if any(_MAINTENANCE.fullmatch(title) for title in titles):
        return Note(
            "maintenance_page",
            url,
            "Le site est en maintenance et l'annonce à la place de la page.",
            sheet.title,
            "Relancez la moisson quand le site est rétabli.",
        )
    return None


def _titles(sheet: Sheet) -> list[str]:
    page = sheet.page
    found = (page.titles.h1, page.titles.head) if page else (sheet.title,)
    return [fold(title).replace("’", "'") for title in found if title]


def _asks_a_password(sheet: Sheet) -> bool:
    return sheet.body is not None and sheet.body.find("input", type="password") is not None
