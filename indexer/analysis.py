"""French words to terms: one analysis, used on documents and on what readers type.

A text is cut into words; an elided article, conjunction or pronoun (`l'`, `qu'`, `jusqu'`) belongs
to the word it precedes; an inclusive ending (`praticien·nes`) to the word it completes. The word is
lower-cased and folded (no accent, no ligature), `ée(s)` becomes `e(s)` so that accented and
unaccented typing meet, and Snowball's French stemmer does the rest. Words with no meaning of their
own give no term but keep their place (`GAP`), so that a phrase is found with its small words.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from indexer.french import ELIDED, INSTEAD, STOP_WORDS, WHOLE

CHAIN_VERSION = 1
MAX_TERM = 64
GAP = "_"
"""Stands in `stream` for a stop word: it holds the place and matches any other stop word."""

_APOSTROPHES = "'’ʼ‘`´ʹ′＇"
_LETTER = r"[^\W\d_]"
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_CODE = rf"{_LETTER}{{1,2}}-\d+(?![^\W_])"
_ENDING = "(?:trices?|rices?|euses?|eures?|iennes?|nes?|les?|tes?|ses?|ves?|eres?|ères?|es?|s)"
_INCLUSIVE = (
    rf"[·•‧⋅∙・･᛫.(/\-](?<={_LETTER}{{3}}.)(?:"
    rf"(?<=[·•‧⋅∙・･᛫]){_LETTER}{{1,6}}(?:[·•‧⋅∙・･᛫]{_LETTER}{{1,6}}){{0,2}}"
    rf"|(?<=\.){_ENDING}(?:\.s)?(?![^\W_])"
    rf"|(?<=\(){_ENDING}\)s?(?![^\W_])"
    rf"|(?<=-)(?:{_ENDING}-s|e|ne|trice|rice|euse)(?![^\W_])"
    r"|(?<=/)(?:e|ne|trice|rice|euse)s?(?![^\W_])"
    r")"
)
_SIMPLE_WORD = r"[^\W_]+"
_ANY_WORD = rf"(?:[^\W_][{_MARKS}]*)+"

_PLAIN = re.compile(rf"{_CODE}|{_SIMPLE_WORD}")
_PLAIN_WITH_MARKS = re.compile(rf"{_CODE}|{_ANY_WORD}")
_SPANS = re.compile(rf"({_CODE}|{_SIMPLE_WORD})({_INCLUSIVE})?")
_SPANS_WITH_MARKS = re.compile(rf"({_CODE}|{_ANY_WORD})({_INCLUSIVE})?")
_SUFFIX = re.compile(_INCLUSIVE)
_CODE_HYPHEN = re.compile(
    rf"-(?=\d+(?![^\W_]))(?:(?<=(?<![^\W_]){_LETTER}-)|(?<=(?<![^\W_]){_LETTER}{{2}}-))"
)
_HAS_MARKS = re.compile(f"[{_MARKS}]")
_HAS_ODD = re.compile(f"[{_MARKS}¼½¾µ]")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A term and the words it comes from: `text[start:end]`, elision and endings included."""

    term: str
    start: int
    end: int


def terms(text: str) -> list[str]:
    """The terms of a text in order, without those of stop words."""
    return [term for term in map(term_of, _surfaces(text)) if term and term != GAP]


def stream(text: str) -> list[str]:
    """The terms of a text in order, with a `GAP` in the place of each stop word."""
    return [term for term in map(term_of, _surfaces(text)) if term]


def tokens(text: str) -> list[Token]:
    """The terms of a text with their places in it: the same terms as `terms`, in the same order."""
    return [token for token in _spans(text) if token.term != GAP]


def word_at(text: str, start: int, term: str) -> tuple[int, int] | None:
    """Where the word beginning exactly at `start` is, elision and ending included, if it has `term`.

    `text` must be clean.
    """
    match = _SPANS.match(text, start)
    if match is None or term_of(match[1]) != term:
        return None
    return _with_elision(text, start), match.end()


@lru_cache(maxsize=300_000)
def term_of(word: str) -> str:
    """The term of one word: `GAP` for a stop word, empty for what only elides (`l`, `qu`)."""
    folded = fold(word)[:MAX_TERM]
    if folded in ELIDED:
        return ""
    if folded in STOP_WORDS:
        return GAP
    return _stem(INSTEAD.get(folded, folded))


def fold(word: str) -> str:
    """Lower case, no accent, no ligature; may change the length (see `search_copy`)."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(
        c for c in decomposed if not unicodedata.combining(c) and c not in "\u00ad\u200b"
    )


def clean(text: str) -> str:
    """A text as it is kept in an index: NFC, no ligature, soft hyphen, control or surrogate."""
    if text.isascii() and not _CONTROLS.search(text):
        return text
    text = _LIGATURE_SIGNS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", text)
    return _CONTROLS.sub(_blank, text)


_LIGATURE_SIGNS = re.compile("[\ufb00-\ufb06\u0132\u0133\u01c4-\u01cc]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200d\u2028\u2029\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = frozenset("\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def _blank(found: re.Match[str]) -> str:
    return " " if found[0] in _SPACES else ""


def search_copy(text: str) -> str:
    """A copy to look for words in with `str.find`: folded, and a space for all that is no word.

    It begins with one space more; then each character stands for one of the text (`œ` gives `o`),
    so that a space and a word found at `n` are a word that begins at `n` in the text. Made once,
    when a document is written.
    """
    try:
        plain = _replaced(text, _SIGNS).replace("œ", "o").replace("Œ", "o")
        return " " + plain.encode("latin-1").translate(_LATIN).decode("latin-1")
    except UnicodeEncodeError:
        return " " + "".join(map(_one_for_one, text))


@lru_cache(maxsize=70_000)
def _one_for_one(character: str) -> str:
    if not character.isalnum():
        return " "
    folded = fold(character)
    return folded[0] if folded and folded[0].isalnum() else character


_SIGNS = (
    ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "."),
    ("•", "."), ("€", "$"), ("\u202f", " "), ("\u2009", " "), ("−", "-"),
)  # fmt: skip
_LATIN = bytes(
    ord(_one_for_one(chr(i))) if ord(_one_for_one(chr(i))) < 256 else i for i in range(256)
)
_SPELT_OUT = (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"), ("ß", "ss"))


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for sign, plain in pairs:
        if sign in text:
            text = text.replace(sign, plain)
    return text


def _latin_word_byte(code: int) -> int:
    if code == 0xAD:  # the hyphen of a code, see `_latin_words`
        return ord("-")
    return _LATIN[code]


_LATIN_WORDS = bytes(map(_latin_word_byte, range(256)))


def heads(term: str) -> tuple[str, ...]:
    """Beginnings of folded words, one of which every word of this term has in a `search_copy`.

    The stemmer rewrites endings (`application` gives `appliqu`), hence the shorter beginnings.
    """
    words = [term, *(form for form, instead in INSTEAD.items() if term_of(instead) == term)]
    found = {_head(word) for word in words}
    if term == "aujourdhui":
        found.add("hui")
    for word in tuple(found):
        for pair in ("oe", "ae"):
            if pair in word:
                found.add(word.replace(pair, pair[0]))
    return tuple(sorted(word.replace("-", " ") for word in found))


def _head(word: str) -> str:
    if len(word) > 2 and word.endswith("i"):
        return word[: max(2, len(word) - 2)]  # the stemmer makes `loi` of `loy`
    return word if not word.isalpha() else word[: max(min(3, len(word)), len(word) - 2)]


def chain_hash() -> str:
    """Changes whenever the same text may give other terms: then the index must be rebuilt."""
    parts = [
        str(CHAIN_VERSION),
        " ".join(sorted(STOP_WORDS)),
        " ".join(sorted(ELIDED)),
        repr(sorted(INSTEAD.items())),
        " ".join(sorted(WHOLE)),
        _SPANS.pattern,
        _SPANS_WITH_MARKS.pattern,
        str(MAX_TERM),
        " ".join(stream(_PROBE)),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


_PROBE = (
    "L'évaluation des concertations : les praticien·nes, aujourd'hui, cherchent-ils un accord ? "
    "Œuvrer, animée, évaluées, communication, territoriaux, fréquence, citoyenneté, W-2, A69, 2026."
)


def _surfaces(text: str) -> list[str]:
    text = _SUFFIX.sub(" ", text)
    if text.isascii() or not _HAS_ODD.search(text):
        try:
            return _latin_words(text)
        except UnicodeEncodeError:
            return _PLAIN.findall(text)
    return (_PLAIN_WITH_MARKS if _HAS_MARKS.search(text) else _PLAIN).findall(text)


def _latin_words(text: str) -> list[str]:
    """The words of a western text, folded already: ten times as quick as by regular expression.

    Raises UnicodeEncodeError for a text in another alphabet.
    """
    text = _CODE_HYPHEN.sub("\u00ad", text)
    text = _replaced(_replaced(text, _SIGNS), _SPELT_OUT)
    return text.encode("latin-1").translate(_LATIN_WORDS).decode("latin-1").split()


def _spans(text: str) -> Iterator[Token]:
    pattern = _SPANS if text.isascii() or not _HAS_MARKS.search(text) else _SPANS_WITH_MARKS
    for match in pattern.finditer(text):
        if term := term_of(match[1]):
            yield Token(term, _with_elision(text, match.start()), match.end())


def _with_elision(text: str, start: int) -> int:
    """Where the elided word glued to the word at `start` begins; `start` when there is none."""
    if start < 2 or text[start - 1] not in _APOSTROPHES:
        return start
    begin = start - 1
    while begin and start - begin < 9 and text[begin - 1].isalpha():
        begin -= 1
    return begin if fold(text[begin : start - 1]) in ELIDED else start


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith(("ee", "ees")):
        word = word.removesuffix("s")[:-1] + ("s" if word.endswith("s") else "")
    if word in WHOLE or not word.isalpha():
        return word
    with _STEMMING:  # the C stemmer keeps state between two calls
        return str(_STEMMER.stemWord(word))


_STEMMING = threading.Lock()
_STEMMER = Stemmer.Stemmer("french")
