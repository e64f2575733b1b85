"""Acronyms that a text explains: « commission nationale du débat public (CNDP) » and the reverse.

The initials of the long form, small words left out or kept, must spell the acronym, as in the
observation of Schwartz and Hearst (2003) that writers put one right beside the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.analysis import fold

Acronym = tuple[str, str]
"""(acronym, long form), both folded; the words of the long form are separated by one space."""

LONGEST = 8
_IN_BRACKETS = re.compile(r"\(([A-ZÉÈÀ][A-Za-zÉÈÀéè]{1,7})\)")
_WORD = re.compile(r"[^\W_]+")
_REACH = 120


def explained_in(text: str) -> Iterator[Acronym]:
    """The acronyms in brackets that the words just before them spell."""
    if "(" not in text:
        return
    for match in _IN_BRACKETS.finditer(text):
        acronym = match[1]
        if sum(letter.isupper() for letter in acronym) < 2:
            continue
        before = _WORD.findall(text[max(0, match.start() - _REACH) : match.start()])
        if long_form := _spelling(fold(acronym), [fold(word) for word in before[-2 * LONGEST :]]):
            yield fold(acronym), " ".join(long_form)


def _spelling(acronym: str, before: list[str]) -> list[str]:
    """The last of those words whose initials spell the acronym; empty when none do.

    Short words may be left out of the acronym, except the first.
    """
    at = len(acronym) - 1
    for first in range(len(before) - 1, -1, -1):
        word = before[first]
        if word[0] == acronym[at]:
            at -= 1
            if at < 0:
                return before[first:]
        elif len(word) > 3:
            return []
    return []
