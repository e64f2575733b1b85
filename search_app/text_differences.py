"""Where two texts differ, word by word, for two columns; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 40_000
"""Characters of each text that are compared: a page shows no more."""

_WORD = re.compile(r"\S+\s*|\s+")
_MOST_WORDS = 1_500
_AROUND = 160
"""Characters kept on each side of a difference; what is the same and longer is skipped."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text; `differs` from the other one; `skipped` stands for a long run that is in both."""

    text: str
    differs: bool = False
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """Both texts in pieces; `same` when they have the same words; `cut` when one is longer than
    what is compared."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    same: bool
    cut: bool


def differences(left: str, right: str) -> Differences:
    """Lines are matched first, then the words of those that differ."""
    cut = len(left) > LONGEST or len(right) > LONGEST
    one, other = _lines(left[:LONGEST]), _lines(right[:LONGEST])
    runs = list(_runs(one, other))
    return Differences(
        tuple(_pieces([(text, differs) for text, _, differs in runs])),
        tuple(_pieces([(text, differs) for _, text, differs in runs])),
        same=not any(differs for *_, differs in runs),
        cut=cut,
    )


def _lines(text: str) -> list[str]:
    return [f"{' '.join(line.split())}\n" for line in text.splitlines() if line.strip()]


def _runs(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str, bool]]:
    """(left, right, whether they differ), by lines, then by words where lines differ."""
    runs: list[tuple[str, str, bool]] = []
    for left, right, differs in _matched(one, other):
        words = _WORD.findall(left), _WORD.findall(right)
        if differs and max(map(len, words)) <= _MOST_WORDS:
            runs += _matched(*words)
        else:
            runs.append((left, right, differs))
    return runs


def _matched(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str, bool]]:
    bare = [item.strip() for item in one], [item.strip() for item in other]
    codes = SequenceMatcher(None, *bare, autojunk=False).get_opcodes()
    return [("".join(one[a:b]), "".join(other[c:d]), tag != "equal") for tag, a, b, c, d in codes]


def _pieces(runs: Sequence[tuple[str, bool]]) -> list[Piece]:
    pieces: list[Piece] = []
    for rank, (text, differs) in enumerate(runs):
        if not text:
            continue
        if differs or len(text) <= 3 * _AROUND:
            pieces.append(Piece(text, differs))
            continue
        head = text[:_AROUND].rpartition(" ")[0] if rank else ""
        tail = text[-_AROUND:].partition(" ")[2] if rank < len(runs) - 1 else ""
        pieces += [Piece(head)] * bool(head)
        pieces.append(Piece("", skipped=True))
        pieces += [Piece(tail)] * bool(tail)
    return pieces
