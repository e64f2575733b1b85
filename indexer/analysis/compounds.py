"""Words made of several pieces of text: inclusive forms, codes, articles of law, `prud'hommes`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from indexer.analysis.codes import code_at, code_starts
from indexer.analysis.inclusive import form_at, form_starts


@dataclass(frozen=True, slots=True)
class Compound:
    """`text[start:end]` is one word, and stands for each of these folded ones."""

    start: int
    end: int
    words: tuple[str, ...]


def compounds(text: str) -> list[Compound]:
    """Those of a text, in order; they do not overlap."""
    starts = set(chain(code_starts(text), form_starts(text)))
    found: list[Compound] = []
    for start in sorted(starts):
        if found and start < found[-1].end:
            continue
        if compound := compound_at(text, start):
            found.append(compound)
    return found


def compound_at(text: str, start: int) -> Compound | None:
    """The one that begins exactly at `start`, where a word begins."""
    if code := code_at(text, start):
        return Compound(start, code[0], (code[1],))
    if form := form_at(text, start):
        return Compound(start, *form)
    return None
