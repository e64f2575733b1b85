"""Inclusive writing: `praticien·nes`, `acteur.rice.s`, `salarié(e)s`, `conseiller/ère`.

A form is a base, then a separator and an ending, then perhaps more of them. It stands for the base
and for the feminine the ending makes of it. Signs nobody uses inside a word (the middle dot and its
look-alikes) make a form with any known ending; a point, a hyphen, a slash or a parenthesis only
where the ending suits the base (`-ère` after `-er`), so that `dit-elle`, `etc.`, `km/h`, addresses
and dates are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.analysis.folding import COMPOUND_END, MARKS, WORD_START, fold
from indexer.analysis.french import STOP_WORDS
from indexer.analysis.stemming import stem

MIDDLE_DOTS = "·•‧⋅∙・･᛫"
SEPARATORS = f"{MIDDLE_DOTS}.-/("
_SMALL_WORD = "le"  # any of the stop words: it will be a gap

FEMININES = {
    "beau": "belle", "compagnon": "compagne", "copain": "copine", "faux": "fausse",
    "favori": "favorite", "fou": "folle", "grec": "grecque", "heros": "heroine",
    "jumeau": "jumelle",
    "maire": "mairesse", "mou": "molle", "nouveau": "nouvelle", "roi": "reine",
    "roux": "rousse", "vieux": "vieille",
}  # fmt: skip
"""Those no rule gives: base → feminine, singular and folded."""

_RULES: tuple[tuple[str, str, int, str], ...] = (
    ("e", "if", 1, "ve"), ("e", "[^aou]x", 1, "se"), ("e", "[a-zé](?<![aeoyx])", 0, "e"),
    ("ne", "(?:en|on|paysan)", 0, "ne"), ("ne", "n", 0, "e"),
    ("le", "(?:el|eil|ul|il)", 0, "le"), ("le", "l", 0, "e"),
    ("te", "(?:et|ot)", 0, "te"), ("te", "t", 0, "e"), ("te", "(?:ori|lo)", 0, "te"),
    ("se", "(?:gros|gras|bas|las|epais|ss)", 0, "se"), ("se", "s", 0, "e"),
    ("se", "x", 1, "se"), ("se", "eur", 1, "se"), ("se", "[lm]ou", 0, "se"),
    ("ve", "f", 1, "ve"), ("fe", "f", 0, "fe"), ("ffe", "f", 0, "fe"), ("re", "[eu]r", 0, "e"),
    ("[a-z]{0,2}trice", "teur", 3, "rice"), ("d?rice", "[td]eur", 3, "rice"),
    ("ice", "[td]eur", 3, "rice"),
    ("[a-z]?euse", "eu[rx]", 1, "se"), ("[a-z]?eure", "eur", 0, "e"),
    ("i?ere", "er", 0, "e"), ("[a-z]?i?enne", "en", 0, "ne"), ("onne", "on", 0, "ne"),
    ("n?elle", "el", 0, "le"), ("v?elle", "eau", 3, "elle"), ("[a-z]?ale", "al", 0, "e"),
    ("[a-z]?ale", "aux", 3, "ale"), ("t?ive", "if", 1, "ve"), ("ette", "et", 0, "te"),
    ("que", "c", 1, "que"), ("c?he", "c", 0, "he"), ("ce", "oux", 1, "ce"),
    ("ue", "g", 0, "ue"), ("sse", "[trci]e", 0, "sse"), ("esse", "[trci]e", 0, "sse"),
    ("ouse", "oux", 1, "se"), ("agne", "agnon", 2, "e"), ("otte", "ot", 0, "te"),
)  # fmt: skip
"""An ending, what its base ends with, how much of the base is cut, what is added."""
_ECHOES = "ine aine aise oise ise use ante ente ee iee ie ue ane".split()  # noqa: SIM905
"""Endings that repeat the end of the base with an e: `habitant·ante`, `salarié·ée`."""


_COMPILED = tuple(
    (re.compile(ending), re.compile(f"(?:{tail})$"), cut, added)
    for ending, tail, cut, added in (
        *_RULES,
        *((ending, ending[:-1], 0, "e") for ending in _ECHOES),
    )
)
_PLURALS = ("s", "x", "aux")
_SHORT_BASES = frozenset(("un", "né", "lu", "vu", "nu"))
_DETERMINERS = frozenset(
    "un tou tous tout toute toutes quel quels cet ceux celui iel iels".split()  # noqa: SIM905
)
"""Small words with which any separator makes a form: `un/e`, `tou.te.s`."""

_LETTER = r"[^\W\d_]"
_DOT = f"[{MIDDLE_DOTS}]"
_ENCLOSED = rf"[/\-{MIDDLE_DOTS}]"
_MORE = rf"(?:[{MIDDLE_DOTS}./\-](?i:s|x|aux|es?|tes?)(?!{_LETTER}))*"
_FORM = re.compile(
    rf"{WORD_START}(?P<base>{_LETTER}{{2,30}})(?:"
    rf"{_DOT}(?P<dotted>{_LETTER}{{1,10}})(?!{_LETTER}){_MORE}"
    rf"|(?P<sign>[./\-]|/-)(?P<signed>{_LETTER}{{1,10}})(?!{_LETTER}){_MORE}"
    rf"(?![@_&=~\\]|[./\-]{_LETTER})"
    rf"|\({_ENCLOSED}?(?P<enclosed>{_LETTER}{{1,10}})\)(?:(?i:[sx])(?!{_LETTER})|\(s\))?"
    rf"){COMPOUND_END}"
)
_PAIRS = (
    "du~de la", "au~à la", "celles~ceux", "celui~celle", "celle~celui", "ceux~celles", "ceux~elles",
    "elles~eux", "elles~ils", "eux~elles", "ils~elles", "lui~elle", "elle~lui", "il~elle",
    "elle~il", "le~la", "la~le", "un~une", "une~un", "mon~ma", "ma~mon", "ton~ta", "son~sa",
    "sa~son", "cet~cette", "cette~cet", "ce~cette", "ce~tte", "cet~te", "tous~toutes",
    "toutes~tous", "tout~toute", "tou~s~tes", "tou~te~s", "lequel~laquelle", "quel~quelle",
)  # fmt: skip
_PRONOUNS = re.compile(
    rf"{WORD_START}(?i:{'|'.join(_PAIRS)}){COMPOUND_END}".replace("~", f"[{MIDDLE_DOTS}./]")
)
_MARK = re.compile(f"[{MARKS}]")
_HINTS = tuple(
    re.compile(hint)
    for hint in (
        rf"\.(?={_LETTER}{{0,9}}[eEsSaA](?!{_LETTER}))",
        rf"-(?={_LETTER}{{0,9}}[eE][sS]?(?!{_LETTER}))",
        rf"/(?=-?{_LETTER}{{0,9}}[eEsSaAlLxXnN](?!{_LETTER})|de la)",
        rf"\((?={_ENCLOSED}?{_LETTER}{{0,9}}[eEsSxX]\))",
    )
)
_DOT_HINT = re.compile(rf"{_DOT}(?={_LETTER})")


def form_at(text: str, start: int) -> tuple[int, tuple[str, ...]] | None:
    """Where the inclusive form whose base begins at `start` ends, and the folded words it stands for.

    The words are those of different stems only: the feminine is left out when it has the base's.
    """
    if found := _PRONOUNS.match(text, start):
        return found.end(), (_SMALL_WORD,)
    found = _FORM.match(text, start)
    if found is None:
        return None
    words = _words_of(found, text[start - 1] if start else " ")
    return (found.end(), words) if words else None


def form_starts(text: str) -> Iterator[int]:
    """Where a base may begin; quick on a text that has few separators inside words."""
    for dot in MIDDLE_DOTS:
        if dot in text:
            yield from _before(text, _DOT_HINT)
            break
    for hint in _HINTS:
        yield from _before(text, hint)


def _before(text: str, hint: re.Pattern[str]) -> Iterator[int]:
    """Where the word before each separator begins."""
    for found in hint.finditer(text):
        start = word_start(text, found.start())
        if start < found.start():
            yield start


def word_start(text: str, end: int) -> int:
    """Where the word that ends at `end` begins; `end` when there is none."""
    while end and (text[end - 1].isalnum() or _MARK.match(text[end - 1])):
        end -= 1
    return end


def _words_of(found: re.Match[str], before: str) -> tuple[str, ...] | None:
    base, sign = found["base"], found["sign"]
    ending = found["dotted"] or found["signed"] or found["enclosed"]
    if sign and not _may_be_signed(base, ending, before):
        return None
    if found["enclosed"] and before in "@_":
        return None
    return _gendered(base.lower(), fold(ending), bool(found["dotted"]), not sign)


def _may_be_signed(base: str, ending: str, before: str) -> bool:
    """Whether a sign that has other uses may make a form of these two."""
    if before in "@_&=~\\/.:%#?+":
        return False
    if not (ending.islower() or (base.isupper() and ending.isupper())):
        return False
    lower = base.lower()
    if lower in _DETERMINERS or lower in _SHORT_BASES:
        return True
    return len(base) > 2 and fold(base) not in STOP_WORDS


@lru_cache(maxsize=20_000)
def _gendered(base: str, ending: str, dotted: bool, plural: bool) -> tuple[str, ...] | None:
    """The words of a base in small letters and of a folded ending; None when it is no ending.

    `dotted`: the separator is one that makes a form with any known ending.
    `plural`: an ending may be the mark of plural alone.
    """
    folded = fold(base)
    suited = _feminine_of(base, ending)
    if suited is None:
        lenient = dotted or base in _DETERMINERS
        if not (plural and ending in _PLURALS) and not (lenient and _is_ending(ending)):
            return None
    if suited and base.endswith("é") and folded in STOP_WORDS:
        return (fold(suited),)  # né(e), entré(e): not the small words `ne`, `entre`
    if folded in STOP_WORDS or base in _DETERMINERS:
        return (_SMALL_WORD,)
    if suited is None or stem(fold(suited)) == stem(folded):
        return (folded,)
    return folded, fold(suited)


def _feminine_of(base: str, ending: str) -> str | None:
    """The feminine a base and its ending write together, plural when the base is."""
    singular = ending.removesuffix("s")
    for candidate in _singulars(base, ending):
        feminine = _feminine(candidate, singular)
        if feminine:
            return feminine + ("s" if candidate != base else "")
    return None


def _singulars(base: str, ending: str) -> tuple[str, ...]:
    """The base as it may be in the singular, the likeliest first."""
    if len(base) < 4 or base[-1] not in "sx" or base.endswith(("ais", "ois", "eux", "oux")):
        return (base,)
    if ending in ("se", "ses") or (ending == "e" and base.endswith(("is", "us", "as", "rs"))):
        return (base, base[:-1])
    return (base[:-1], base)


def _feminine(base: str, ending: str) -> str | None:
    # An é is kept until here: it takes an e (`salarié·e`) where a mute e does not (`libre·e`).
    plain = fold(base[:-1]) + base[-1]
    irregular = FEMININES.get(fold(base), "")
    if ending and irregular.endswith(ending) and len(ending) > 1:
        return irregular
    for ends, tail, cut, added in _COMPILED:
        if ends.fullmatch(ending) and tail.search(plain):
            return plain[: len(plain) - cut] + added
    return None


def _is_ending(ending: str) -> bool:
    singular = ending.removesuffix("s")
    return (
        ending in _PLURALS
        or any(ends.fullmatch(singular) for ends, *_ in _COMPILED)
        or any(len(singular) > 1 and word.endswith(singular) for word in FEMININES.values())
    )


def rules() -> str:
    """All that decides what is inclusive writing, for the fingerprint of the chain."""
    tables = (FEMININES, _RULES, _ECHOES, _PLURALS, sorted(_SHORT_BASES), sorted(_DETERMINERS))
    return "\n".join((repr(tables), _FORM.pattern, _PRONOUNS.pattern))
