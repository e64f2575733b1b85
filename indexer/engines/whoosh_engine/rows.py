"""What is kept of a document in a row of the index, and how it is packed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from corpus.fields import Field
from indexer.analysis import GAP
from indexer.document import BODY, Document, prose, searched, streams
from indexer.snippet import Quotable, Section, quotable


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What is read of every document when an index is opened.

    `facets` and `lengths` follow the order of `Layout.facets` and `Layout.zones`.
    """

    id: str
    title: str
    kind: str
    url: str
    date: str
    title_key: str
    facets: tuple[tuple[str, ...], ...]
    lengths: tuple[int, ...]


class Places(msgspec.Struct, frozen=True, array_like=True):
    """Where the fields and pages lie in the text, and the (url, sha256) of each file."""

    sections: tuple[tuple[str, int, int, int, int], ...]
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the table of fields gives: facets to count, zones to search, prose to quote."""

    facets: tuple[str, ...]
    zones: tuple[str, ...]
    boosts: tuple[float, ...]
    prose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A document ready to be written: term counts by zone, and packed columns."""

    id: str
    counts: Mapping[str, Mapping[str, int]]
    head: bytes
    text: bytes
    folded: bytes
    places: bytes
    stream: bytes


def layout_of(fields: Sequence[Field]) -> Layout:
    """The body is always a zone, since the words of files are searched in it; it has no boost."""
    zones = {f.name: f.boost for f in searched(fields)} | {BODY: 0.0}
    return Layout(
        facets=tuple(f.name for f in fields if f.facet),
        zones=tuple(zones),
        boosts=tuple(zones.values()),
        prose=prose(fields),
    )


def row_of(document: Document, fields: Sequence[Field], layout: Layout) -> Row:
    by_zone = streams(document, fields)
    counts = {zone: _counts(by_zone.get(zone, [])) for zone in layout.zones}
    source = quotable(document, layout.prose)
    return Row(
        id=document.id,
        counts=counts,
        head=_encode(_head(document, layout, counts)),
        text=_bytes(source.text),
        folded=_bytes(source.folded),
        places=_encode(_places(document, source)),
        stream=_bytes("\n".join(_line(words) for found in by_zone.values() for words in found)),
    )


def read_head(packed: bytes) -> Head:
    return _HEAD.decode(packed)


def read_places(packed: bytes) -> tuple[tuple[Section, ...], tuple[tuple[str, str], ...]]:
    """The sections, and the (url, sha256) of the files."""
    places = _PLACES.decode(packed)
    return tuple(Section(*section) for section in places.sections), places.files


def needle(phrase: Sequence[str]) -> bytes:
    """What a phrase looks like inside the `stream` of a document that has it."""
    return _bytes(_line(phrase))


def _counts(streams_: Sequence[Sequence[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for words in streams_:
        counts.update(words)
    del counts[GAP]
    return counts


def _head(document: Document, layout: Layout, counts: Mapping[str, Counter[str]]) -> Head:
    return Head(
        id=document.id,
        title=document.title,
        kind=document.kind,
        url=document.url,
        date=document.date,
        title_key=document.title_key,
        facets=tuple(tuple(document.facets.get(name, ())) for name in layout.facets),
        lengths=tuple(counts[zone].total() for zone in layout.zones),
    )


def _places(document: Document, source: Quotable) -> Places:
    sections = ((s.field, s.start, s.end, s.part, s.page) for s in source.sections)
    files = ((part.file_url, part.file_sha256) for part in document.parts)
    return Places(tuple(sections), tuple(files))


def _line(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_encode = msgspec.msgpack.Encoder().encode
_HEAD = msgspec.msgpack.Decoder(Head)
_PLACES = msgspec.msgpack.Decoder(Places)
