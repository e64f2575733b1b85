"""What is kept of a document in an index, packed: its words with their places, and its columns.

All the texts of a document are laid in one row of places: the zones one after the other in the order
of `Layout.zones`, the body last, each text `APART` places after the one before, so that no phrase
runs from one text into the next. A stop word takes a place and has no posting.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from corpus.fields import Field
from indexer.acronyms import Acronym, explained_in
from indexer.analysis import ALTERNATIVE, GAP, words
from indexer.document import BODY, Document, Part, prose, searched
from indexer.snippet import Quotable, Section, pack_text, quotable

APART = 32
"""Places between two texts: more than the longest phrase that can be asked for, of eight words that
hyphens may each make three of."""


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What is read of every document when an index is opened.

    `facets`, `lengths` and `starts` follow the order of `Layout.facets` and `Layout.zones`: how many
    words a zone has, and the place where it begins; `span` counts all the places. `same` is equal for
    documents with the same text, empty for those without any. `acronyms` are the pairs (acronym, long
    form) that the text explains.
    """

    id: str
    title: str
    kind: str
    url: str
    date: str
    title_key: str
    facets: tuple[tuple[str, ...], ...]
    lengths: tuple[int, ...]
    starts: tuple[int, ...]
    span: int
    same: str = ""
    acronyms: tuple[Acronym, ...] = ()


class Places(msgspec.Struct, frozen=True, array_like=True):
    """Where the fields and pages lie in the text, the (url, sha256) of each file, and the first place
    of each page as (part, page, place)."""

    sections: tuple[tuple[str, int, int, int, int, bool], ...]
    files: tuple[tuple[str, str], ...]
    pages: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the table of fields gives: facets to count, zones to search (body last), prose to quote."""

    facets: tuple[str, ...]
    zones: tuple[str, ...]
    boosts: tuple[float, ...]
    prose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A document ready to be written: word → its places (32-bit, in order), and packed columns."""

    id: str
    postings: Mapping[str, bytes]
    head: bytes
    text: bytes
    folded: bytes
    places: bytes
    body: bytes


COLUMNS = ("head", "text", "folded", "places", "body")


def layout_of(fields: Sequence[Field]) -> Layout:
    """The body is always a zone, since the words of files are searched in it; it has no boost."""
    zones = {f.name: f.boost for f in searched(fields) if f.name != BODY} | {BODY: 0.0}
    return Layout(
        facets=tuple(f.name for f in fields if f.facet),
        zones=tuple(zones),
        boosts=tuple(zones.values()),
        prose=prose(fields),
    )


def row_of(document: Document, layout: Layout, before: bytes = b"") -> Row:
    """`before` is the `body` column of the row that this one replaces: when the text it was made from
    has not changed, its words are taken from there rather than found again."""
    body = _body_of(document, before)
    laid = _Laid()
    for zone in layout.zones[:-1]:
        laid.begin()
        for text in document.texts.get(zone, ()):
            laid.add(words(text))
    laid.begin()
    page_places = laid.add_body(body)
    source = quotable(document, layout.prose)
    return Row(
        id=document.id,
        postings={word: array("I", found).tobytes() for word, found in laid.found.items()},
        head=_encode(_head(document, layout, laid)),
        text=pack_text(source.text),
        folded=source.folded,
        places=_encode(_places(document, source, page_places)),
        body=_encode(body),
    )


def read_head(packed: bytes) -> Head:
    return _HEAD.decode(packed)


def read_places(packed: bytes) -> Places:
    return _PLACES.decode(packed)


def read_body(packed: bytes) -> list[str]:
    """The words of the body and of the files, in order, with gaps."""
    return [word for _, _, found in _BODY.decode(packed).texts for word in found.split(" ")]


class Body(msgspec.Struct, frozen=True, array_like=True):
    """The words of the body and of each page, as (part, page, words joined by spaces); `made_of` is
    the hash of the text they were found in."""

    made_of: str
    texts: tuple[tuple[int, int, str], ...]


class _Laid:
    """The words of a document as they are laid in its row of places."""

    def __init__(self) -> None:
        self.found: dict[str, list[int]] = defaultdict(list)
        self.starts: list[int] = []
        self.lengths: list[int] = []
        self.at = 0

    def begin(self) -> None:
        """A zone begins here."""
        self.starts.append(self.at)
        self.lengths.append(0)

    def add(self, items: Sequence[str], apart: int = APART) -> int:
        """The place where the text begins."""
        first = self.at
        found = self.found
        gaps = 0
        for place, item in enumerate(items, first):
            if item == GAP:
                gaps += 1
            elif ALTERNATIVE in item:
                for word in item.split(ALTERNATIVE):
                    found[word].append(place)
            else:
                found[item].append(place)
        self.lengths[-1] += len(items) - gaps
        self.at = first + len(items) + apart
        return first

    def add_body(self, body: Body) -> tuple[tuple[int, int, int], ...]:
        """The pages of a file follow each other, so that a sentence may run over a page."""
        pages: list[tuple[int, int, int]] = []
        for rank, (part, page, joined) in enumerate(body.texts):
            follows = rank + 1 < len(body.texts) and body.texts[rank + 1][0] == part >= 0
            first = self.add(joined.split(" ") if joined else (), 0 if follows else APART)
            if part >= 0:
                pages.append((part, page, first))
        return tuple(pages)


def _body_of(document: Document, before: bytes) -> Body:
    made_of = _fingerprint(document)
    if before:
        kept = _BODY.decode(before)
        if kept.made_of == made_of:
            return kept
    texts = [(-1, 0, " ".join(words(text))) for text in document.texts.get(BODY, ())]
    for rank, part in enumerate(document.parts):
        texts += [
            (rank, number, " ".join(words(text, noisy=number in part.noisy)))
            for number, text in part.pages
        ]
    return Body(made_of, tuple(texts))


def _fingerprint(document: Document) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for text in document.texts.get(BODY, ()):
        digest.update(f"{len(text)} ".encode())
        digest.update(_bytes(text))
    for part in document.parts:
        digest.update(_part_key(part))
    return digest.hexdigest()


def _part_key(part: Part) -> bytes:
    whole = "".join(f"\x00{number} {text}" for number, text in part.pages)
    return _bytes(f"\x00{sorted(part.noisy)} {len(whole)}{whole}")


def _head(document: Document, layout: Layout, laid: _Laid) -> Head:
    return Head(
        id=document.id,
        title=document.title,
        kind=document.kind,
        url=document.url,
        date=document.date,
        title_key=document.title_key,
        facets=tuple(tuple(document.facets.get(name, ())) for name in layout.facets),
        lengths=tuple(laid.lengths),
        starts=tuple(laid.starts),
        span=laid.at,
        same=document.same,
        acronyms=_acronyms(document),
    )


def _places(
    document: Document, source: Quotable, pages: tuple[tuple[int, int, int], ...]
) -> Places:
    sections = ((s.field, s.start, s.end, s.part, s.page, s.noisy) for s in source.sections)
    files = ((part.file_url, part.file_sha256) for part in document.parts)
    return Places(tuple(sections), tuple(files), pages)


def _acronyms(document: Document) -> tuple[Acronym, ...]:
    written = (text for found in document.texts.values() for text in found)
    in_files = (text for part in document.parts for _, text in part.pages)
    found = (pair for text in (*written, *in_files) for pair in explained_in(text))
    return tuple(dict.fromkeys(found))


def sections_of(places: Places) -> tuple[Section, ...]:
    return tuple(Section(*section) for section in places.sections)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_encode = msgspec.msgpack.Encoder().encode
_HEAD = msgspec.msgpack.Decoder(Head)
_PLACES = msgspec.msgpack.Decoder(Places)
_BODY = msgspec.msgpack.Decoder(Body)
