"""The passages of a text that answer a query, and the words to mark in them.

A word is looked for by the beginning all its forms share, in a copy of the text folded one character
for one. The best passages are chosen among the places found, and only there are the words confirmed
by the analysis: the whole of a long text is looked through in well under a millisecond, and what is
marked is what was indexed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import MAX_WORD, heads, search_copy, stem, word_at
from indexer.document import FILE, Document
from indexer.query import Snippet, Spans

WIDTH = 240
MIN_BEFORE = 60
MAX_PASSAGES = 2
MAX_PLACES = 2_000
"""Of one beginning in one document: beyond, the best passage is chosen among those found so far."""
MAX_TRIES = 6
"""Windows looked at before giving up when what looked like a word is none."""
_MANY = 48
"""Places from which arrays are quicker than a loop."""

CUT = "…"

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text: a field, or a page of the part of rank `part` (from 0)."""

    field: str
    start: int
    end: int
    part: int = -1
    page: int = 0
    noisy: bool = False


_JOINING = frozenset("·•‧⋅∙・･᛫.(/-*œæŒÆß¼½¾'’ʼ‘`´ʹ′＇") | set(map(chr, range(0x300, 0x370)))
_JOINING_BYTES = frozenset("".join(_JOINING).encode("cp1252", "ignore"))


class PackedText:
    """A text in bytes, as many for each character, so that any piece is read without the rest."""

    __slots__ = ("_bytes", "_size")

    def __init__(self, packed: bytes) -> None:
        self._size = 1 if packed[:1] == b"1" else 4
        self._bytes = packed

    def __len__(self) -> int:
        return (len(self._bytes) - 1) // self._size

    def piece(self, start: int, end: int) -> str:
        """`text[start:end]`, for bounds inside the text."""
        if self._size == 1:
            return self._bytes[start + 1 : end + 1].decode("cp1252")
        return self._bytes[4 * start + 1 : 4 * end + 1].decode("utf-32-le")

    def is_plain(self, start: int, end: int) -> bool:
        """Whether no sign there may join letters to a word, or stands for two of them."""
        if self._size == 1:
            return _JOINING_BYTES.isdisjoint(self._bytes[start + 1 : end + 1])
        return _JOINING.isdisjoint(self.piece(start, min(end, len(self))))


def pack_text(text: str) -> bytes:
    """What `PackedText` reads: one byte a character where the characters of French allow it."""
    try:
        return b"1" + text.encode("cp1252")
    except UnicodeEncodeError:
        return b"4" + text.encode("utf-32-le", "replace")


@dataclass(frozen=True, slots=True)
class Quotable:
    """The text passages are taken from, its copy to search in, and what is where."""

    text: str
    folded: bytes
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for: the words of `stem`, by their `beginnings`; `weight` is its worth."""

    stem: str
    beginnings: tuple[bytes, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    start: int
    end: int
    rank: int


def quotable(document: Document, prose: Sequence[str]) -> Quotable:
    """The text of the fields named in `prose`, then of the files, in that order."""
    pieces: list[str] = []
    copies: list[bytes] = []
    sections: list[Section] = []
    at = 0
    for field, text, part, page, noisy in _pieces(document, prose):
        pieces.append(text)
        copies.append(folded_copy(text, noisy=noisy))
        sections.append(Section(field, at, at + len(text), part, page, noisy))
        at += len(text) + 1
    return Quotable("\n".join(pieces), b"".join(copies), tuple(sections))


def folded_copy(text: str, *, noisy: bool = False) -> bytes:
    """A space and the copy of `search_copy`: what is at `n` is the character before that of `n`."""
    return search_copy(text, noisy=noisy).encode("latin-1", "replace")


def needle(stem: str, weight: float = 1.0) -> Needle:
    beginnings = (f" {head}".encode("latin-1", "replace") for head in heads(stem))
    return Needle(stem, tuple(beginnings), weight)


def spans_in(text: str, wanted: Sequence[Needle], *, noisy: bool = False) -> Spans:
    """The words to mark in a whole text, such as a title or a page."""
    packed, copy = PackedText(pack_text(text)), folded_copy(text, noisy=noisy)
    return spans_of(packed, copy, wanted, noisy=noisy)


def spans_of(
    text: PackedText, folded: bytes, wanted: Sequence[Needle], *, noisy: bool = False
) -> Spans:
    """The same, of a text that is packed already."""
    places = places_of(folded, wanted)
    return _spans(_confirmed_in(text, folded, places, wanted, noisy=noisy), 0)


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
    folded: bytes,
    sections: Sequence[Section],
    wanted: Sequence[Needle],
    urls: Sequence[str],
    places: Sequence[tuple[int, int]] | None = None,
) -> tuple[Snippet, ...]:
    """The best passages, best first; the opening of the text when no word is in it.

    `urls` gives the address of each part. `places` are those of `places_of`, when known.
    """
    left = list(places_of(folded, wanted) if places is None else places)
    passages: list[Snippet] = []
    starts = [section.start for section in sections]
    seen: set[int] = set()
    tries = MAX_TRIES
    while left and tries and len(passages) < MAX_PASSAGES:
        first, last = _best_window(left, sections, starts, wanted)
        section = sections[bisect_right(starts, left[first][0]) - 1]
        matches = _confirmed_in(text, folded, left[first : last + 1], wanted, noisy=section.noisy)
        if matches:
            ranks = {match.rank for match in matches}
            if passages and ranks <= seen:
                break  # a second passage would only repeat some of the words
            passages.append(_passage(text, section, matches, urls))
            seen |= ranks
            reach = (matches[0].start - WIDTH // 2, matches[-1].end + WIDTH // 2)
            left = [p for p in left if not reach[0] <= p[0] <= reach[1]]
            if len(wanted) == len(seen):
                break
        else:
            tries -= 1
            del left[first : last + 1]
    return tuple(passages) or _opening(text, sections, urls)


def _pieces(document: Document, prose: Sequence[str]) -> Iterable[tuple[str, str, int, int, bool]]:
    for field in prose:
        for text in document.texts.get(field, ()):
            yield field, text, -1, 0, False
    for rank, part in enumerate(document.parts):
        for number, text in part.pages:
            yield FILE, text, rank, number, number in part.noisy


def _best_window(
    places: Sequence[tuple[int, int]],
    sections: Sequence[Section],
    starts: Sequence[int],
    wanted: Sequence[Needle],
) -> tuple[int, int]:
    """Ranks of the first and last place of the window worth most, within one section.

    Different words count most, then how many places there are; the first of equals is taken.
    """
    if len(places) > _MANY:
        return _best_of_many(places, sections, starts, wanted)
    best, best_first, best_last = -1.0, 0, 0
    met = [0] * len(wanted)
    weights = [one.weight for one in wanted]
    most = sum(weights) + 0.2
    worth = 0.0
    last = -1
    count = len(places)
    section = 0
    for first, (at, rank) in enumerate(places):
        while at >= sections[section].end:
            section += 1
        end = min(at + WIDTH - MIN_BEFORE, sections[section].end)
        while last + 1 < count and (last < first or places[last + 1][0] < end):
            last += 1
            new = places[last][1]
            met[new] += 1
            if met[new] == 1:
                worth += weights[new]
        here = worth + 0.02 * min(last - first, 10)
        if here > best + 1e-9:
            best, best_first, best_last = here, first, last
            if best >= most - 1e-9:
                break  # nothing can be worth more
        met[rank] -= 1
        if not met[rank]:
            worth -= weights[rank]
    return best_first, best_last


def _best_of_many(
    places: Sequence[tuple[int, int]],
    sections: Sequence[Section],
    starts: Sequence[int],
    wanted: Sequence[Needle],
) -> tuple[int, int]:
    found = np.array(places, np.int64)
    at, ranks = found[:, 0], found[:, 1]
    section_of = np.searchsorted(np.array(starts), at, side="right") - 1
    ends = np.array([section.end for section in sections])[section_of]
    after = np.searchsorted(at, np.minimum(at + (WIDTH - MIN_BEFORE), ends), side="left")
    order = np.arange(len(at))
    after = np.maximum(after, order + 1)
    worth = 0.02 * np.minimum(after - order - 1, 10)
    for rank, one in enumerate(wanted):
        met = np.concatenate(([0], np.cumsum(ranks == rank)))
        worth += one.weight * (met[after] > met[order])
    best = int(np.argmax(worth > worth.max() - 1e-9))
    return best, int(after[best]) - 1


def _confirmed_in(
    text: PackedText,
    folded: bytes,
    places: Iterable[tuple[int, int]],
    wanted: Sequence[Needle],
    *,
    noisy: bool,
) -> list[Match]:
    found: dict[int, Match] = {}
    for place, rank in places:
        match = _confirmed(text, folded, place, wanted[rank], rank, noisy=noisy)
        if match and match.start not in found:
            found[match.start] = match
    return sorted(found.values(), key=lambda match: match.start)


_BEFORE, _AFTER = 12, 52


def _confirmed(
    text: PackedText, folded: bytes, place: int, wanted: Needle, rank: int, *, noisy: bool
) -> Match | None:
    """The word that begins at `place`, if it is one of those wanted.

    The copy says it for a word that stands alone; one beside a sign that may belong to it is asked
    of the analysis.
    """
    after = folded.find(b" ", place + 1)
    end = (after if after >= 0 else len(folded)) - 1
    word = folded[place + 1 : end + 1]
    # A letter alone may begin an article of law (L 121-15); those of other alphabets share bytes.
    alone = end - place > 1 and word.isascii() and text.is_plain(max(place - 1, 0), end + 1)
    if alone and not noisy:
        found_stem = stem(word[:MAX_WORD].decode("ascii"))
        return Match(place, end, rank) if found_stem == wanted.stem else None
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
