"""The passages of a text that answer a query, and the words to mark in them.

An index says where each word begins (`indexer.rows`): the best passages are chosen among those places,
and only there are the words read, to know where each ends. In a text that no index holds (a title, a
page shown whole) a word is looked for by the beginning all its forms share, in a copy folded one
character for one, and confirmed by the analysis: what is marked is what was indexed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from indexer.analysis import MAX_WORD, heads, search_copy, stem, word_at
from indexer.document import FILE, Document
from indexer.packed import PackedText, pack_text
from indexer.query import Snippet, Spans
from indexer.windows import MIN_BEFORE, WIDTH, Spots, best_window

MAX_PASSAGES = 2
MAX_PLACES = 2_000
"""Of one beginning in one text that no index holds."""
MAX_TRIES = 6
"""Windows looked at before giving up when what looked like a word is none."""

CUT = "…"


class Section(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of a document's text: a field, or a page of the part of rank `part` (from 0). `first`
    is the place of its first word in the row of the document (see `indexer.rows`)."""

    field: str
    start: int
    end: int
    part: int = -1
    page: int = 0
    noisy: bool = False
    first: int = 0


@dataclass(frozen=True, slots=True)
class Sections:
    """Those of a text, in order, with where each starts and ends."""

    all: tuple[Section, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, sections: tuple[Section, ...]) -> Sections:
        return cls(sections, tuple(s.start for s in sections), tuple(s.end for s in sections))

    def at(self, place: int) -> Section:
        return self.all[bisect_right(self.starts, place) - 1]


@dataclass(frozen=True, slots=True)
class Quotable:
    """The text passages are taken from, and what is where."""

    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for: the words of `stem`, by their `beginnings`; `weight` is its worth."""

    stem: str
    beginnings: tuple[bytes, ...]
    weight: float = 1.0


class Match(msgspec.Struct, frozen=True):
    start: int
    end: int
    rank: int


def quotable(document: Document, prose: Sequence[str]) -> Quotable:
    """The text of the fields named in `prose`, then of the files, in that order."""
    pieces: list[str] = []
    sections: list[Section] = []
    at = 0
    for field, text, part, page, noisy in _pieces(document, prose):
        pieces.append(text)
        sections.append(Section(field, at, at + len(text), part, page, noisy))
        at += len(text) + 1
    return Quotable("\n".join(pieces), tuple(sections))


def folded_copy(text: str, *, noisy: bool = False) -> bytes:
    """A space and the copy of `search_copy`: what is at `n` is the character before that of `n`."""
    return search_copy(text, noisy=noisy).encode("latin-1", "replace")


def needle(stem: str, weight: float = 1.0) -> Needle:
    beginnings = (f" {head}".encode("latin-1", "replace") for head in heads(stem))
    return Needle(stem, tuple(beginnings), weight)


def spans_in(text: str, wanted: Sequence[Needle], *, noisy: bool = False) -> Spans:
    """The words to mark in a whole text, such as a title or a page."""
    return spans_of(
        PackedText(pack_text(text)), folded_copy(text, noisy=noisy), wanted, noisy=noisy
    )


def spans_of(
    text: PackedText, folded: bytes, wanted: Sequence[Needle], *, noisy: bool = False
) -> Spans:
    """The same, of a text that is packed already."""
    places = places_of(folded, wanted)
    return _spans(_confirmed_in(text, places, wanted, noisy=noisy), 0) if places else ()


def places_of(folded: bytes, wanted: Sequence[Needle]) -> list[tuple[int, int]]:
    """Where words that may be those wanted begin, with the rank of the needle, in order."""
    found: list[tuple[int, int]] = []
    find = folded.find
    for rank, one in enumerate(wanted):
        for beginning in one.beginnings:
            at = find(beginning)
            most = MAX_PLACES
            while at >= 0 and most:
                found.append((at, rank))
                at = find(beginning, at + 1)
                most -= 1
    found.sort()
    return found


def snippets_of(
    text: PackedText,
    sections: Sections,
    spots: Spots,
    wanted: Sequence[Needle],
    urls: Sequence[str],
) -> tuple[Snippet, ...]:
    """The best passages, best first; the opening of the text when no word is in it.

    `spots` says where words of `wanted` are, by their rank there; `urls` gives the address of each part.
    """
    left = spots
    passages: list[Snippet] = []
    weights = [one.weight for one in wanted]
    seen: set[int] = set()
    tries = MAX_TRIES
    while tries and len(passages) < MAX_PASSAGES and not seen.issuperset(left.ranks):
        first, last = best_window(left, sections.starts, sections.ends, weights)
        section = sections.at(left.at[first])
        matches = _confirmed_in(text, left.between(first, last), wanted, noisy=section.noisy)
        if matches:
            ranks = {match.rank for match in matches}
            if passages and ranks <= seen:
                break  # a second passage would only repeat some of the words
            passages.append(_passage(text, section, matches, urls))
            seen |= ranks
            reach = (matches[0].start - WIDTH // 2, matches[-1].end + WIDTH // 2)
            left = left.outside(*reach)
        else:
            tries -= 1
            left = left.outside(left.at[first], left.at[last])
    return tuple(passages) or _opening(text, sections.all, urls)


def _pieces(document: Document, prose: Sequence[str]) -> Iterable[tuple[str, str, int, int, bool]]:
    for field in prose:
        for text in document.texts.get(field, ()):
            yield field, text, -1, 0, False
    for rank, part in enumerate(document.parts):
        for number, text in part.pages:
            yield FILE, text, rank, number, number in part.noisy


def _confirmed_in(
    text: PackedText, places: Iterable[tuple[int, int]], wanted: Sequence[Needle], *, noisy: bool
) -> list[Match]:
    found: dict[int, Match] = {}
    for place, rank in places:
        match = _confirmed(text, place, wanted[rank], rank, noisy=noisy)
        if match and match.start not in found:
            found[match.start] = match
    return sorted(found.values(), key=lambda match: match.start)


_BEFORE, _AFTER = 12, 52


def _confirmed(
    text: PackedText, place: int, wanted: Needle, rank: int, *, noisy: bool
) -> Match | None:
    """The word that begins at `place`, if it is one of those wanted."""
    plain = None if noisy else text.plain_word(place)
    if plain:
        word, end = plain
        return Match(place, end, rank) if stem(word[:MAX_WORD]) == wanted.stem else None
    first = max(0, place - _BEFORE)
    around = text.piece(first, min(len(text), place + _AFTER))
    found = word_at(around, place - first, wanted.stem, noisy=noisy)
    return Match(found[0] + first, found[1] + first, rank) if found else None


def _spans(matches: Iterable[Match], shift: int) -> Spans:
    """Those of matches in order, without overlap."""
    spans: list[tuple[int, int]] = []
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if not spans or match.start + shift >= spans[-1][1]:
            spans.append((match.start + shift, match.end + shift))
    return tuple(spans)


def _passage(
    text: PackedText, section: Section, inside: Sequence[Match], urls: Sequence[str]
) -> Snippet:
    """Around the matches; the opening of the section when there are none."""
    first, last = (inside[0].start, inside[-1].end) if inside else (section.start, section.start)
    start, end = _bounds(text, section, first, last)
    before = CUT if start > section.start and inside else ""
    after = CUT if end < section.end else ""
    return Snippet(
        text=f"{before}{_flat(text.piece(start, end))}{after}",
        spans=_spans(inside, len(before) - start),
        field=section.field,
        file_url=urls[section.part] if section.part >= 0 else "",
        page=section.page,
    )


def _flat(passage: str) -> str:
    """On one line, without moving anything."""
    return passage.replace("\n", " ").replace("\t", " ")


def _bounds(text: PackedText, section: Section, first: int, last: int) -> tuple[int, int]:
    """Around the matches, `WIDTH` characters or so, from a sentence's or a word's beginning."""
    room = max(MIN_BEFORE, (WIDTH - (last - first)) // 2)
    bottom = max(section.start, first - room)
    top = min(section.end, max(last, first + WIDTH))
    around = text.piece(bottom, top)
    start = bottom + _opening_at(around, first - bottom, cut=bottom > section.start)
    end = min(section.end, max(last, start + WIDTH))
    if end < section.end:
        space = max(around.rfind(sign, last - bottom, end - bottom) for sign in " \n")
        end = bottom + space if space >= 0 else end
    while start < first and around[start - bottom].isspace():
        start += 1
    while end > last and around[end - 1 - bottom].isspace():
        end -= 1
    return start, end


def _opening_at(around: str, first: int, *, cut: bool) -> int:
    """Where a passage may begin before `first`: after a sentence, else a word."""
    if not cut:
        return 0
    for sign in ("\n", ". ", "? ", "! "):
        at = around.find(sign, 0, first)
        if at >= 0:
            return at + len(sign)
    space = around.find(" ", 0, first)
    return space + 1 if space >= 0 else first


def _opening(
    text: PackedText, sections: Sequence[Section], urls: Sequence[str]
) -> tuple[Snippet, ...]:
    for section in sections:
        piece = text.piece(section.start, min(section.end, section.start + WIDTH))
        if piece.strip():
            return (_passage(text, section, (), urls),)
    return ()
