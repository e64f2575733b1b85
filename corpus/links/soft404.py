"""Pages that answer 200 and are not there: they say so, are the home page, or answer anything.

Three signs, each with its word: `says_not_found`, `lands_on_home`, `same_as_random`. None is sure
alone, which is why a link is only called broken at a second look. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from corpus.values import fold, host_of

_SHORT = 1_200
"""Characters of text; a page that says nothing but that it is not there is short."""

_LONGEST = 4_000
_LONGEST_TITLE = 90
_THING = r"(?:page|document|article|fichier|contenu|ressource|rubrique|adresse|url|file|content)"
_NOT_FOUND = re.compile(
    rf"\b{_THING}s?\b[^.!?]{{0,60}}?\b(?:introuvable|n'existe (?:pas|plus)|non trouvee?|"
    r"n'(?:est|a) (?:pas|plus) (?:ete )?(?:trouvee?|disponible|accessible|en ligne)|inexistante?|"
    r"(?:was |is |could |can)?(?: ?not|n't) (?:be )?found|does(?: not|n't) exist|"
    r"no longer (?:exists?|available|here)|has been (?:removed|deleted))\b"
)
_NOT_FOUND_TITLE = re.compile(
    rf"^\W*(?:404|410)\W*$|\b(?:erreur|error|http)\W{{0,3}}(?:404|410)\b|\b404\b\W{{0,3}}(?:not found|"
    rf"erreur|error|{_THING})|^\W*(?:404 )?not found\b|\b{_THING} (?:introuvable|non trouvee?|"
    r"not found|inexistante|supprimee)|\boups\b|\boops\b"
)
_HOME = re.compile(
    r"/?(?:(?:fr|en)(?:[-_][a-z]{2})?/?)?(?:(?:index|home|accueil|default)(?:\.\w{2,5})?/?)?"
)
_WORD = re.compile(r"[a-z]{2,}")
_FEWEST_WORDS = 12
_ALIKE = 0.95


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows: where it was asked for, its titles in one, and its text."""

    url: str
    title: str
    text: str


def says_not_found(page: Seen) -> bool:
    """Whether a page says that what was asked for is not there, in French or in English.

    By its title when it is not a long page (a long one may well be about the 404 error), by its
    text when that is very short.
    """
    title, text = _plain(page.title), _plain(page.text)
    if len(text) > _LONGEST:
        return False
    by_title = len(title) <= _LONGEST_TITLE and _NOT_FOUND_TITLE.search(title) is not None
    by_text = len(text) <= _SHORT and _NOT_FOUND.search(text) is not None
    return by_title or by_text


def lands_on_home(asked: str, final: str) -> bool:
    """Whether a deep link ends on a home page, as on sites that send there what they lost.

    A short address of another host (`https://court.fr/x7`) is made for that, and does not count.
    """
    if asked == final or is_home(asked) or not is_home(final):
        return False
    path = urlsplit(asked).path.strip("/")
    is_deep = "/" in path or "." in path
    return is_deep or _bare(asked) == _bare(final)


def is_home(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path.lower()) is not None


def same_as_random(page: Seen, random: Seen) -> bool:
    """Whether a page is what its host answers to an address that nobody ever made.

    By the words, without those of the two addresses. A page with hardly a word, such as that of an
    application which draws itself in the browser, cannot be told.
    """
    ours, theirs = _words(page), _words(random)
    if len(ours) < _FEWEST_WORDS or len(theirs) < _FEWEST_WORDS:
        return False
    return len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _words(page: Seen) -> set[str]:
    own = set(_WORD.findall(fold(unquote(urlsplit(page.url).path))))
    return set(_WORD.findall(fold(f"{page.title} {page.text}"))) - own


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())


def _bare(url: str) -> str:
    return host_of(url).removeprefix("www.")
