"""Places mentioned in French prose, believed only when there is no reasonable doubt.

A mention starts at a capital letter and is the longest name of the code found there, with the
official capitals. What it needs beside it depends on the name (`corpus.places.gazetteer.Mention`):

- régions, compound départements, communes of 10,000 inhabitants or more: nothing;
- compound names of smaller communes: their hyphens, or a preposition;
- names that are also words, rivers or people, and one-word names of small communes: « à » for a
  commune, « en », « dans le », « département de » for a département or a région, or the
  département in parentheses;
- names of three letters or less and articles with a common noun: the département in parentheses,
  or « commune de », « ville de », « mairie de » …

The preposition also says which of two places is meant: « à Vienne », « dans la Vienne ».
A homonym is told by its parentheses, or when the text mentions the département of exactly one.
Streets, treaties and surnames (a capitalised word just before) are not places. France itself is
not reported: a French text says little by naming it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.folding import fold
from corpus.places.gazetteer import (
    FRANCE,
    Gazetteer,
    Mention,
    Place,
    PlaceKind,
    arrondissement_code,
    kind_of,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_AREAS = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DEPARTEMENT)
_COMMUNES = (PlaceKind.COMMUNE, PlaceKind.FORMER_COMMUNE)
_LOOK_BACK = 48
"""Characters read before a name: enough for « préfecture de région de la »."""

_LONGEST_ACRONYM = 4

_CAPITALISED = re.compile(r"(?<![\w\-\u2010\u2011])[A-ZÀ-ÖØ-ÞŒŸ]\w*")
_NEXT_WORD = re.compile(r"(?:[-\u2010]\n|[ \u00a0\u202f]?[ \n\u00a0'’\-\u2010\u2011])([^\W\d_]+)")
_GOES_ON = re.compile(r"[\-\u2010\u2011'’]?\w")
_WORDS = re.compile(r"[^\W\d_]+")
_BESIDE = re.compile(r"\s?\(([^()\n]{1,40})\)")
_COMPASS_NAMES = frozenset(("nord", "centre"))
_COMPASS = re.compile(r"\s(?:des?|du|d['’])\b|\set l['’]")

_OF = r"(?:de\s(?:la\s|l['’])?|d['’]|du\s|des\s)"
_OF_COMMUNE = re.compile(
    rf"\b(?:communes?|villes?|villages?|bourgs?|mairies?|maires?|municipalités?|métropole"
    rf"|conseil municipal|agglomération|habitant\S*)\s{_OF}$",
    re.IGNORECASE,
)
_OF_AREA = re.compile(
    rf"\b(?:départements?|départementale?s?|régions?|régionale?s?|préfectures?|préf(?:et|ète)s?"
    rf"|général|chambre d['’]agriculture|académie|provinces?)\s{_OF}?$",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:(?:^|\W)[àÀ]|(?:^|\n|[.!?]\s)A)[ \u00a0](?:la[ \u00a0]|l['’])?$")
_IN_AREA = re.compile(r"\b(?:[Ee]n\s|[Dd]ans\s(?:le\s|la\s|les\s|l['’]))$")
_TO_THE = re.compile(r"\b(?:[Aa]u|[Aa]ux)\s$")
_ARTICLE_BEFORE = re.compile(r"(?:\b(au|du|aux|des|le|la|les)\s|\b(l)['’])$", re.IGNORECASE)
_ARTICLE_OF = {"au": "le", "du": "le", "aux": "les", "des": "les"}
_NOT_A_PLACE = re.compile(
    rf"\b(?:rues?|avenues?|av\.|boulevards?|bd|place|quais?|allées?|impasse|chemin|square|cours"
    rf"|faubourg|route|ponts?|porte|lycée|collège|école|hôpital|clinique|église|accords?|traités?"
    rf"|lois?|convention|conventions|protocole|déclaration|charte|arrêts?|affaire)"
    rf"\s{_OF}?(?:[Ll]a\s|[Ll]e\s|[Ll]es\s)?$",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)\.?[ \u00a0]$")
_WORD_AFTER = re.compile(r"[ \u00a0]([A-ZÀ-ÖØ-ÞŒ]\w*)")
_MAY_FOLLOW = _words("agglomeration centre est habitat metropole nord ouest sud ville")
_MAY_PRECEDE = _words(
    "a au aux avec chez d dans de depuis des du en entre et hors jusqu l la le les mais ou par pour"
    " pres quand que qui sans selon si sous sur un une vers voici agence agglo agglomeration"
    " communaute commune departement grand grande greater groupe mairie metropole prefecture"
    " region tribunal universite ville"
)
_ARRONDISSEMENT_BEFORE = re.compile(r"\b(\d{1,2})(?:er|e|ème)\sarrondissement\s(?:de|à)\s$")
_ARRONDISSEMENT_AFTER = re.compile(r"\s(\d{1,2})(?:er|e|ème)\b(?:\sarrondissement\b)?")
_WITH_ARRONDISSEMENTS = {"com-75056": "paris", "com-69123": "lyon", "com-13055": "marseille"}


class _Span(NamedTuple):
    """A name of the code found in the text: as folded, as written, who bears it, and where."""

    key: str
    written: str
    codes: tuple[str, ...]
    start: int
    end: int


class _Evidence(NamedTuple):
    """What stands before a name: the hardest need it meets, and the kinds of place it points to."""

    meets: Mention
    kinds: tuple[PlaceKind, ...] = ()


class _Found(NamedTuple):
    """A believed mention: one code, or several homonyms that the rest of the text may tell."""

    codes: tuple[str, ...]
    end: int


def mentions(text: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places `text` mentions beyond doubt, each once, in order of appearance."""
    found = list(_found(text, gazetteer))
    sure = {item.codes[0] for item in found if len(item.codes) == 1}
    told = (_tell(item.codes, sure, gazetteer) for item in found)
    codes = dict.fromkeys(code for code in told if code and code != FRANCE)
    return tuple(place for code in codes if (place := gazetteer.place(code)))


def _tell(codes: tuple[str, ...], sure: set[str], gazetteer: Gazetteer) -> str:
    """The one homonym whose département the text is sure to mention, or ''."""
    if len(codes) == 1:
        return codes[0]
    return gazetteer.choose(c for c in codes if sure.intersection(gazetteer.ancestors(c)))


def _found(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    consumed = 0
    first_words = gazetteer.first_words
    for match in _CAPITALISED.finditer(text):
        longest = first_words.get(_fold_word(match.group()))
        if longest is None or match.start() < consumed:
            continue
        span = _longest_name(text, match.start(), match.end(), longest, gazetteer)
        if span and (found := _believed(text, span, gazetteer)):
            consumed = found.end
            yield found


@lru_cache(maxsize=65_536)
def _fold_word(word: str) -> str:
    folded = fold(word)
    return {"st": "saint", "ste": "sainte"}.get(folded, folded)


def _longest_name(
    text: str, start: int, first_end: int, longest: int, gazetteer: Gazetteer
) -> _Span | None:
    """The longest name of the code that starts here and ends at the end of a word."""
    article = _article_before(text, start)
    for key, end in reversed(_words_from(text, start, first_end, longest)):
        written = text[start:end]
        for named in (f"{article} {key}", key) if article else (key,):
            codes = _bearers(named, written, bool(article) and named is key, gazetteer)
            if codes and not _GOES_ON.match(text, end):
                return _Span(named, written, codes, start, end)
    return None


def _words_from(text: str, start: int, first_end: int, longest: int) -> list[tuple[str, int]]:
    """The folded words from `start` on, one more each time, each with where it ends."""
    key = _fold_word(text[start:first_end])
    words = [(key, first_end)]
    while len(words) < longest and (following := _NEXT_WORD.match(text, words[-1][1])):
        key = f"{key} {_fold_word(following[1])}"
        words.append((key, following.end()))
    return words


def _article_before(text: str, start: int) -> str:
    """The article that ends just before, out of « au », « du » … if need be; '' when none."""
    found = _ARTICLE_BEFORE.search(text[max(0, start - 5) : start])
    if not found:
        return ""
    article = (found[1] or found[2]).lower()
    return _ARTICLE_OF.get(article, article)


def _bearers(
    key: str, written: str, foreign_article: bool, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Who bears this name with these capitals; no commune behind an article that is not its own."""
    return tuple(
        code
        for code in gazetteer.codes_named(key)
        if _same_capitals(gazetteer.name(code), written)
        and not (foreign_article and kind_of(code) in _COMMUNES)
    )


def _same_capitals(name: str, written: str) -> bool:
    """Whether the text has no small letter where the official name has a capital."""
    pairs = zip(reversed(_WORDS.findall(name)), reversed(_WORDS.findall(written)), strict=False)
    return all(word[0].isupper() for official, word in pairs if official[0].isupper())


def _believed(text: str, span: _Span, gazetteer: Gazetteer) -> _Found | None:
    before = text[max(0, span.start - _LOOK_BACK) : span.start]
    if _NOT_A_PLACE.search(before):
        return None
    beside = _BESIDE.match(text, span.end)
    if beside and (told := _told_beside(beside, span, gazetteer)) is not None:
        return told if told.codes else None
    if span.key in _COMPASS_NAMES and _COMPASS.match(text, span.end):
        return None
    evidence = _evidence(before, text[span.end : span.end + 1], span, gazetteer)
    if evidence.meets is Mention.PREPOSITION and _opens_a_longer_name(text, span):
        evidence = _Evidence(Mention.BARE)
    codes = _meant(span, before, evidence, gazetteer)
    if len(codes) == 1 and codes[0] in _WITH_ARRONDISSEMENTS:
        return _arrondissement(text, before, span, codes[0], gazetteer)
    return _Found(codes, span.end) if codes else None


def _told_beside(beside: re.Match[str], span: _Span, gazetteer: Gazetteer) -> _Found | None:
    """What the parentheses after a name make of it: a place, none at all, or None: no matter.

    « Saint-Aubin (Jura) » is a place, « Nantes (Jura) » is none, « Nantes (12) » is a note.
    """
    context = gazetteer.context(beside[1])
    if not context.codes or any(kind_of(code) not in _AREAS for code in context.codes):
        return None
    code = gazetteer.choose(gazetteer.within(span.codes, context))
    if (not code and beside[1].isdigit()) or len(beside[1]) < 2:
        return None
    return _Found((code,) if code else (), beside.end())


def _evidence(before: str, after: str, span: _Span, gazetteer: Gazetteer) -> _Evidence:
    if _OF_COMMUNE.search(before):
        return _Evidence(Mention.NEVER_BARE, _COMMUNES)
    if _OF_AREA.search(before) or (before.endswith("(") and after in (")", ",")):
        return _Evidence(Mention.NEVER_BARE, _AREAS)
    if _IN_AREA.search(before):
        return _Evidence(Mention.PREPOSITION, _AREAS)
    if _TO_THE.search(before) and span.key.partition(" ")[0] not in ("le", "les"):
        return _Evidence(Mention.PREPOSITION, (PlaceKind.COUNTRY,))
    if _AT.search(before) or _TO_THE.search(before):
        overseas = any(code.startswith("dep-97") for code in span.codes)
        return _Evidence(Mention.PREPOSITION, _AREAS if overseas else _COMMUNES)
    return _Evidence(Mention.BARE)


def _meant(span: _Span, before: str, evidence: _Evidence, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The one place meant, or the homonyms still to be told apart; empty when not believed."""
    pointed = tuple(code for code in span.codes if kind_of(code) in evidence.kinds)
    meets = evidence.meets if pointed else Mention.BARE
    if meets is Mention.BARE and _doubtful(span, before):
        return ()
    codes = pointed or span.codes
    chosen = gazetteer.choose(codes)
    return tuple(
        code
        for code in ((chosen,) if chosen else codes)
        if _enough(gazetteer.mention(code, span.key), meets, span.written)
    )


def _enough(needs: Mention, meets: Mention, written: str) -> bool:
    """Whether the evidence meets the need; in all capitals a word and a name look the same."""
    if needs is Mention.BARE or meets is Mention.NEVER_BARE:
        return True
    if needs is Mention.HYPHENS and meets is Mention.BARE:
        return "-" in written and " " not in written
    return (
        meets is Mention.PREPOSITION and needs is not Mention.NEVER_BARE and not _shouted(written)
    )


def _opens_a_longer_name(text: str, span: _Span) -> bool:
    """Whether one word only begins a name that the code does not know: « à Long Island »."""
    following = None if " " in span.key else _WORD_AFTER.match(text, span.end)
    return following is not None and _fold_word(following[1]) not in _MAY_FOLLOW


def _shouted(written: str) -> bool:
    return len(written) > 1 and written.isupper()


def _doubtful(span: _Span, before: str) -> bool:
    """Whether a bare one-word name may be an acronym, or the surname of who is named before."""
    if " " in span.key:
        return False
    if _shouted(span.written) and len(span.written) <= _LONGEST_ACRONYM:
        return True
    word = _WORD_BEFORE.search(before)
    if not word or not word[1][0].isupper() or (_shouted(word[1]) and _shouted(span.written)):
        return False
    return _fold_word(word[1]) not in _MAY_PRECEDE


def _arrondissement(text: str, before: str, span: _Span, city: str, gazetteer: Gazetteer) -> _Found:
    """« Paris 11e », « 3e arrondissement de Lyon »: the arrondissement, else the city."""
    after = _ARRONDISSEMENT_AFTER.match(text, span.end)
    numbered = after or _ARRONDISSEMENT_BEFORE.search(before)
    if not numbered:
        return _Found((city,), span.end)
    code = arrondissement_code(_WITH_ARRONDISSEMENTS[city], int(numbered[1]))
    known = gazetteer.place(code) is not None
    return _Found((code if known else city,), after.end() if after else span.end)
