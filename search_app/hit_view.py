"""What a line of results shows beyond what the index keeps: date, places, names of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.fields import FIELDS, FILE_TYPES, field_named
from corpus.places import place_label
from corpus.record import Entry, FileRef
from corpus.sources import source_label
from indexer.query import Hit, PageHit, Snippet
from search_app.formats import date_text, file_name, shown_name

_PLACES = 3
_SAME_OPENING = 50
"""Characters that two passages must share to be taken for one."""


@dataclass(frozen=True, slots=True)
class FilePages:
    """The pages of one file on which the words were found; `address_name` is for its address."""

    sha256: str
    name: str
    address_name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """One result: the hit, and `facts` about it, in reading order."""

    hit: Hit
    kind_label: str
    facts: tuple[str, ...]
    snippets: tuple[Snippet, ...]
    files: tuple[FilePages, ...]
    language: str


def hit_views(hits: Iterable[Hit], catalogue: Catalogue, language: str) -> tuple[HitView, ...]:
    hits = tuple(hits)
    entries = catalogue.entries([hit.id for hit in hits])
    return tuple(_view(hit, entries.get(hit.id), language) for hit in hits)


def _view(hit: Hit, entry: Entry | None, language: str) -> HitView:
    kind = field_named("kind", FIELDS)
    return HitView(
        hit=hit,
        kind_label=kind.label_of(hit.kind, language) if kind else hit.kind,
        facts=_facts(entry, language) if entry else (),
        snippets=distinct(hit.snippets),
        files=_files(hit.pages, _by_sha256(entry)),
        language=(entry.shown.language if entry else "") or "fr",
    )


def distinct(snippets: Iterable[Snippet]) -> tuple[Snippet, ...]:
    """The passages without those that begin like another: a summary often opens its text."""
    kept: dict[str, Snippet] = {}
    for snippet in snippets:
        kept.setdefault(snippet.text.strip("… ")[:_SAME_OPENING], snippet)
    return tuple(kept.values())


def _facts(entry: Entry, language: str) -> tuple[str, ...]:
    record = entry.shown
    places = [place_label(place.code or place.name, language) for place in record.places[:_PLACES]]
    dates = [date_text(record.date.value, language)] if record.date else []
    return (*dates, *places, source_label(record.source, language))


def _by_sha256(entry: Entry | None) -> Mapping[str, FileRef]:
    return {file.sha256: file for file in entry.shown.files} if entry else {}


def _files(pages: Iterable[PageHit], known: Mapping[str, FileRef]) -> tuple[FilePages, ...]:
    """The files in the order of their best page, the pages of each from the first."""
    numbers: dict[str, list[int]] = {}
    for page in pages:
        numbers.setdefault(page.file_sha256, []).append(page.number)
    return tuple(_file(sha256, found, known.get(sha256)) for sha256, found in numbers.items())


def _file(sha256: str, numbers: Iterable[int], file: FileRef | None) -> FilePages:
    name = shown_name(file) if file else ""
    extension = FILE_TYPES[file.media_type][0] if file and file.media_type in FILE_TYPES else ""
    return FilePages(sha256, name, file_name(name, extension), tuple(sorted(numbers)))
