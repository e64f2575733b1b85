"""The passages of a text that answer a query, and the pages they are on.

A word is looked for by the beginning all its forms share, in a copy of the text folded one
character for one, then confirmed by the analysis: the whole of a long text is looked through in
well under a millisecond, and what is marked is what was indexed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.analysis import heads, search_copy, word_at
from indexer.document import FILE, Document
from indexer.query import PageHit, Snippet, Spans

WIDTH = 240
MIN_BEFORE = 60
MAX_PASSAGES = 2
MAX_PAGES = 10
MAX_MATCHES = 3_000
"""Of one document: beyond, the best passage is chosen among those found so far."""

CUT = "…"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text: a field, or a page of the part of rank `part` (from 0)."""

    field: str
    start: int
    end: int
    part: int = -1
    page: int = 0


@dataclass(frozen=True, slots=True)
class Quotable:
    """The text passages are taken from, its copy folded in place, and what is where."""

    text: str
    folded: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Match:
    start: int
    end: int
    term: str


Needles = Mapping[str, tuple[str, ...]]
"""What is looked for: term → the beginnings of its words."""


def quotable(document: Document, prose: Sequence[str]) -> Quotable:
    """The text of the fields named in `prose`, then of the files, in that order."""
    pieces: list[str] = []
    sections: list[Section] = []
    at = 0
    for field, text, part, page in _pieces(document, prose):
        pieces.append(text)
        sections.append(Section(field, at, at + len(text), part, page))
        at += len(text) + 1
    joined = "\n".join(pieces)
    return Quotable(joined, search_copy(joined), tuple(sections))


def needles(terms: Sequence[str]) -> Needles:
    return {term: heads(term) for term in terms}


def find_matches(text: str, folded: str, wanted: Needles) -> list[Match]:
    """Every word of the text that has one of the terms, in order, elisions included."""
    found: dict[int, Match] = {}
    for term, beginnings in wanted.items():
        for beginning in beginnings:
            _find(text, folded, term, beginning, found)
    return sorted(found.values(), key=lambda match: match.start)


def spans_in(text: str, wanted: Needles) -> Spans:
    """The words to mark in a short text, such as a title."""
    return tuple((m.start, m.end) for m in find_matches(text, search_copy(text), wanted))


def snippets_of(
    source: Quotable, matches: Sequence[Match], weights: Mapping[str, float], urls: Sequence[str]
) -> tuple[Snippet, ...]:
    """The best passages, best first; the opening of the text when no word is in it.

    `weights` says how much each term counts; `urls` gives the address of each part.
    """
    if not matches:
        return _opening(source)
    passages: list[Snippet] = []
    left = list(matches)
    while left and len(passages) < MAX_PASSAGES:
        section, inside = _best_window(source.sections, left, weights)
        passages.append(_passage(source.text, section, inside, urls))
        reach = (inside[0].start - WIDTH // 2, inside[-1].end + WIDTH // 2)
        seen = {m.term for m in inside}
        left = [m for m in left if not reach[0] <= m.start <= reach[1]]
        if {m.term for m in left} <= seen and len(seen) > 1:
            break  # a second passage would only repeat some of the words
    return tuple(passages)


def pages_of(
    sections: Sequence[Section], matches: Sequence[Match], files: Sequence[tuple[str, str]]
) -> tuple[PageHit, ...]:
    """The pages that hold matches: most different words first, then most words.

    `files` gives (url, sha256) for each part.
    """
    terms: dict[tuple[int, int], Counter[str]] = {}
    for section, inside in _by_section(sections, matches):
        if section.part >= 0:
            met = terms.setdefault((section.part, section.page), Counter())
            met.update(match.term for match in inside)
    order = sorted(terms.items(), key=lambda kv: (-len(kv[1]), -kv[1].total(), kv[0]))
    return tuple(
        PageHit(*files[part], number=page, matches=counts.total())
        for (part, page), counts in order[:MAX_PAGES]
    )


def _pieces(document: Document, prose: Sequence[str]) -> list[tuple[str, str, int, int]]:
    fields = [(f, text, -1, 0) for f in prose for text in document.texts.get(f, ())]
    pages = [
        (FILE, text, rank, number)
        for rank, part in enumerate(document.parts)
        for number, text in part.pages
    ]
    return fields + pages


def _find(text: str, folded: str, term: str, beginning: str, found: dict[int, Match]) -> None:
    looked_for = " " + beginning
    at = folded.find(looked_for)
    while at >= 0 and len(found) < MAX_MATCHES:
        place = word_at(text, at, term)
        if place:
            found[place[0]] = Match(*place, term)
        at = folded.find(looked_for, at + 1)


def _by_section(
    sections: Sequence[Section], matches: Sequence[Match]
) -> Iterator[tuple[Section, list[Match]]]:
    starts = [section.start for section in sections]
    for rank, inside in groupby(matches, lambda match: bisect_right(starts, match.start) - 1):
        yield sections[rank], list(inside)


def _best_window(
    sections: Sequence[Section], matches: Sequence[Match], weights: Mapping[str, float]
) -> tuple[Section, list[Match]]:
    """The neighbouring matches worth most, within one section; the first of equals.

    Different terms count most, then how often they are met.
    """
    best_worth = -1.0
    for section, inside in _by_section(sections, matches):
        for first, last, worth in _windows(inside, weights):
            if worth > best_worth + 1e-9:
                best, best_worth = (section, inside[first : last + 1]), worth
    return best


def _windows(
    matches: Sequence[Match], weights: Mapping[str, float]
) -> Iterator[tuple[int, int, float]]:
    """For each match, the widest window it ends: ranks of its first and last, and its worth."""
    met: Counter[str] = Counter()
    worth = 0.0
    first = 0
    for last, match in enumerate(matches):
        met[match.term] += 1
        worth += weights.get(match.term, 1.0) if met[match.term] == 1 else 0.0
        while match.end - matches[first].start > WIDTH - MIN_BEFORE and first < last:
            gone = matches[first].term
            met[gone] -= 1
            worth -= weights.get(gone, 1.0) if not met[gone] else 0.0
            first += 1
        yield first, last, worth + 0.02 * min(last - first, 10)


def _passage(text: str, section: Section, inside: Sequence[Match], urls: Sequence[str]) -> Snippet:
    start, end = _bounds(text, section, inside[0].start, inside[-1].end)
    before = CUT if start > section.start else ""
    after = CUT if end < section.end else ""
    shift = len(before) - start
    return Snippet(
        text=f"{before}{_flat(text[start:end])}{after}",
        spans=tuple((m.start + shift, m.end + shift) for m in inside),
        field=section.field,
        file_url=urls[section.part] if section.part >= 0 else "",
        page=section.page,
    )


def _flat(passage: str) -> str:
    """On one line, without moving anything."""
    return passage.replace("\n", " ").replace("\t", " ")


def _bounds(text: str, section: Section, first: int, last: int) -> tuple[int, int]:
    """Around the matches, `WIDTH` characters or so, from a sentence's or a word's beginning."""
    room = max(MIN_BEFORE, (WIDTH - (last - first)) // 2)
    start = _opening_at(text, max(section.start, first - room), first, section.start)
    end = min(section.end, max(last, start + WIDTH))
    while end > last and end < section.end and not text[end].isspace():
        end -= 1
    while start < first and text[start].isspace():
        start += 1
    while end > last and text[end - 1].isspace():
        end -= 1
    return start, end


def _opening_at(text: str, earliest: int, first: int, bottom: int) -> int:
    """Where a passage may begin between `earliest` and `first`: after a sentence, else a word."""
    if earliest == bottom:
        return bottom
    for sign in ("\n", ". ", "? ", "! "):
        at = text.find(sign, earliest, first)
        if at >= 0:
            return at + len(sign)
    space = text.find(" ", earliest, first)
    return space + 1 if space >= 0 else first


def _opening(source: Quotable) -> tuple[Snippet, ...]:
    section = next((s for s in source.sections if source.text[s.start : s.end].strip()), None)
    if section is None:
        return ()
    start, end = _bounds(source.text, section, section.start, section.start)
    text = _flat(source.text[start:end])
    return (Snippet(text + (CUT if end < section.end else ""), (), section.field),)
