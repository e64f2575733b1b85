"""What is kept of a document in an index, packed: its words with their places, and its columns.

All the texts of a document are laid in one row of places: the zones one after the other in the order
of `Layout.zones`, the body last, each text `APART` places after the one before, so that no phrase
runs from one text into the next. A stop word takes a place and has no posting. Of the texts that are
quoted, where each place begins is kept too, so that passages are found by the places of words alone.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec
import numpy as np

from corpus.fields import Field
from indexer.acronyms import Acronym, explained_in
from indexer.analysis import words_with_starts
from indexer.document import BODY, Document, Part, prose, searched
from indexer.laid import APART, NOWHERE, Laid, WordStarts, read_starts
from indexer.packed import pack_text
from indexer.snippet import Quotable, Section, quotable

BODY_LEVEL = 1
"""Of compression: a third of the size, for a hundredth of the time of a rebuild."""


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
    """Where the fields and pages lie in the text, and the (url, sha256) of each file."""

    sections: tuple[Section, ...]
    files: tuple[tuple[str, str], ...]


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
    places: bytes
    starts: bytes
    body: bytes


COLUMNS = ("head", "text", "places", "starts", "body")


class Before(Protocol):
    """What is read of the row that another one replaces."""

    @property
    def head(self) -> bytes: ...
    @property
    def starts(self) -> bytes: ...
    @property
    def body(self) -> bytes: ...


def layout_of(fields: Sequence[Field]) -> Layout:
    """The body is always a zone, since the words of files are searched in it; it has no boost."""
    zones = {f.name: f.boost for f in searched(fields) if f.name != BODY} | {BODY: 0.0}
    return Layout(
        facets=tuple(f.name for f in fields if f.facet),
        zones=tuple(zones),
        boosts=tuple(zones.values()),
        prose=prose(fields),
    )


def row_of(document: Document, layout: Layout, before: Before | None = None) -> Row:
    """`before` is the row that this one replaces: when the text of its body has not changed, its words
    are taken from there rather than found again."""
    body, starts = _body_of(document, before)
    laid = Laid()
    firsts: list[int] = []
    for zone in layout.zones[:-1]:
        laid.begin()
        for text in document.texts.get(zone, ()):
            found, where = words_with_starts(text)
            first = laid.add(found)
            if zone in layout.prose:
                firsts.append(first)
                laid.note(first, where)
    laid.begin()
    in_body = _laid_body(body, laid)
    quoted = in_body if BODY in layout.prose else in_body[len(document.texts.get(BODY, ())) :]
    if quoted:
        laid.note(quoted[0], starts[quoted[0] - laid.starts[-1] :])
    source = quotable(document, layout.prose)
    return Row(
        id=document.id,
        postings={word: array("I", found).tobytes() for word, found in laid.found.items()},
        head=_encode(_head(document, layout, laid)),
        text=pack_text(source.text),
        places=_encode(_places(document, source, firsts + quoted)),
        starts=laid.packed_starts(max((s.end - s.start for s in source.sections), default=0)),
        body=zlib.compress(_encode(body), BODY_LEVEL),
    )


def read_head(packed: bytes) -> Head:
    return _HEAD.decode(packed)


def read_places(packed: bytes) -> Places:
    return _PLACES.decode(packed)


def read_body(packed: bytes) -> list[str]:
    """The words of the body and of the files, in order, with gaps."""
    return [word for _, _, found in _read_body(packed).texts for word in found.split(" ")]


class Body(msgspec.Struct, frozen=True, array_like=True):
    """The words of the body and of each page, as (part, page, words joined by spaces); `made_of` is
    the hash of the text they were found in."""

    made_of: str
    texts: tuple[tuple[int, int, str], ...]


def _laid_body(body: Body, laid: Laid) -> list[int]:
    """The place where each text begins. The pages of a file follow each other, so that a sentence may
    run over a page."""
    firsts = []
    for rank, (part, _, joined) in enumerate(body.texts):
        follows = rank + 1 < len(body.texts) and body.texts[rank + 1][0] == part >= 0
        firsts.append(laid.add(joined.split(" ") if joined else (), 0 if follows else APART))
    return firsts


def _body_of(document: Document, before: Before | None) -> tuple[Body, WordStarts]:
    """With where each of its places begins."""
    made_of = _fingerprint(document)
    if before and before.body:
        kept = _read_body(before.body)
        if kept.made_of == made_of:
            head = read_head(before.head)
            return kept, read_starts(before.starts, head.span)[head.starts[-1] :]
    texts: list[tuple[int, int, str]] = []
    starts: list[WordStarts] = [_APART[:0]]
    for part, page, text, noisy in _body_texts(document):
        found, where = words_with_starts(text, noisy=noisy)
        if texts and not texts[-1][0] == part >= 0:
            starts.append(_APART)
        starts.append(where)
        texts.append((part, page, " ".join(found)))
    return Body(made_of, tuple(texts)), np.concatenate(starts)


def _body_texts(document: Document) -> Iterator[tuple[int, int, str, bool]]:
    for text in document.texts.get(BODY, ()):
        yield -1, 0, text, False
    for rank, part in enumerate(document.parts):
        for number, text in part.pages:
            yield rank, number, text, number in part.noisy


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


def _head(document: Document, layout: Layout, laid: Laid) -> Head:
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


def _places(document: Document, source: Quotable, firsts: Sequence[int]) -> Places:
    """`firsts` are the places where the sections begin."""
    sections = (
        msgspec.structs.replace(section, first=first)
        for section, first in zip(source.sections, firsts, strict=True)
    )
    files = ((part.file_url, part.file_sha256) for part in document.parts)
    return Places(tuple(sections), tuple(files))


def _acronyms(document: Document) -> tuple[Acronym, ...]:
    written = (text for found in document.texts.values() for text in found)
    in_files = (text for part in document.parts for _, text in part.pages)
    found = (pair for text in (*written, *in_files) for pair in explained_in(text))
    return tuple(dict.fromkeys(found))


def _read_body(packed: bytes) -> Body:
    return _BODY.decode(zlib.decompress(packed))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_APART = np.full(APART, NOWHERE, np.int64)
_encode = msgspec.msgpack.Encoder().encode
_HEAD = msgspec.msgpack.Decoder(Head)
_PLACES = msgspec.msgpack.Decoder(Places)
_BODY = msgspec.msgpack.Decoder(Body)
