"""Codes, articles of law and words with an apostrophe inside: one word, whatever cuts it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.analysis.folding import APOSTROPHES, COMPOUND_END, WORD_END, WORD_START, fold

_SPACE = "[ \u00a0\u202f]"
_CODE = re.compile(rf"{WORD_START}[^\W\d_]{{1,2}}-\d{{1,9}}{COMPOUND_END}")
_ARTICLE = re.compile(
    # L. 121-15, L.121-15, L121-15, R.* 123-4; not the year after an initial (Blondiaux L. 2019).
    rf"{WORD_START}(?:[LRDlrd][.*]{{0,2}}{_SPACE}?[.*]?|A\.{_SPACE}?|A)"
    rf"(?:\d{{1,4}}(?:-\d{{1,3}}){{1,4}}|(?:(?<=\.)|(?<=\.{_SPACE}))(?!19\d\d|20\d\d)\d{{3,4}})"
    rf"{COMPOUND_END}"
)
_JOINED = re.compile(
    rf"{WORD_START}(?i:prud[{APOSTROPHES}]hom[^\W\d_]{{1,10}}"
    rf"|entr[{APOSTROPHES}](?!elles?{WORD_END}|eux{WORD_END})[^\W\d_]{{3,15}}){COMPOUND_END}"
)
_NUMBERED = re.compile(r"-(?=\d)")
_POINTED = re.compile(rf"\.(?<=[LRDlrd]\.)(?={_SPACE}?\d{{3,4}}{WORD_END})")
_ELIDING = tuple(
    (sign, re.compile(rf"{sign}(?:(?<=(?i:prud).)|(?<=(?i:entr).))")) for sign in APOSTROPHES
)
_NO_LETTER = re.compile(r"[^\w-]+")


def code_at(text: str, start: int) -> tuple[int, str] | None:
    """Where the code or joined word beginning at `start` ends, and its folded word."""
    for pattern in (_CODE, _ARTICLE, _JOINED):
        if found := pattern.match(text, start):
            return found.end(), _NO_LETTER.sub("", fold(found[0]))
    return None


def code_starts(text: str) -> Iterator[int]:
    """Where a code or a joined word may begin; quick on a text without any."""
    for found in _NUMBERED.finditer(text):
        yield _code_start(text, found.start())
    for found in _POINTED.finditer(text):
        yield found.start() - 1
    for sign, eliding in _ELIDING:
        if sign in text:
            yield from (found.start() - 4 for found in eliding.finditer(text))


def _code_start(text: str, hyphen: int) -> int:
    """Where what may be a code begins, from its first or second hyphen."""
    start = hyphen
    while start and text[start - 1].isalnum():
        start -= 1
    if text[start].isdigit():  # L. 121-15: the letter stands apart
        apart = start
        while apart and start - apart < 4 and text[apart - 1] in ".* \u00a0\u202f":
            apart -= 1
        return max(0, apart - 1)
    return start


def article_heads(word: str) -> tuple[str, ...]:
    """How an article of law may be written in a copy where signs are spaces."""
    plain = word.replace("-", " ")
    return tuple(f"{plain[0]}{' ' * blanks}{plain[1:]}" for blanks in range(5))


def rules() -> str:
    """All that decides what is a code, for the fingerprint of the chain."""
    return "\n".join((_CODE.pattern, _ARTICLE.pattern, _JOINED.pattern))
