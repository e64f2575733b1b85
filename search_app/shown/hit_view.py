"""What a line of results shows beyond what the index keeps: date, places, names of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from corpus.catalogue import Catalogue
from corpus.fields import FILE_TYPES
from corpus.record import Entry, FileRef, Record
from corpus.sources import source_label
from indexer.query import Hit, PageHit, Snippet
from search_app.asking.facet_rows import value_label
from search_app.formats import date_text, file_name, marked, shown_name
from search_app.messages import LANGUAGES, say

_PLACES = 3
_SAME_OPENING = 50
"""Characters that two passages must share to be taken for one."""
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is shown of a record beside its title.

    `written` is what stands under it, in reading order, by language of the interface, the name of
    its source left for later: that may change; `files` has the names of a file by its SHA-256.
    """

    source: str = ""
    language: str = "fr"
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addresses:
    """How links are written: to a record, to why it answers, to a file, to a page of its text."""

    record: Callable[[str], str]
    why: Callable[[str], str]
    file: Callable[[str, str], str]
    page: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    said: str


@dataclass(frozen=True, slots=True)
class FilePages:
    """The pages of one file on which the words were found.

    `address` is that of the file, `reading` that of the text of the page to read first, and
    `reading_said` what a screen reader says of that link.
    """

    name: str
    address: str
    numbers: tuple[PageLink, ...]
    reading: str
    reading_said: str


@dataclass(frozen=True, slots=True)
class CopyView:
    title: str
    address: str
    source: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One result: the hit, and `facts` about it, in reading order.

    `title` and `passages` are HTML, what was searched for marked.
    """

    hit: Hit
    address: str
    why: str
    title: Markup
    kind_label: str
    facts: tuple[str, ...]
    passages: tuple[Markup, ...]
    files: tuple[FilePages, ...]
    copies: tuple[CopyView, ...]
    language: str


class FactsOfRecords:
    """The facts of records, read from the catalogue once for each position of the index.

    Reading twenty whole records takes longer than searching a thousand. What is shown is as new as
    the index at least. Safe between threads: what is known is replaced whole, and two threads may at
    worst read the same record.
    """

    def __init__(self) -> None:
        self._known: tuple[int, dict[str, Facts]] = (-1, {})

    def of(self, ids: Sequence[str], catalogue: Catalogue, position: int) -> Mapping[str, Facts]:
        """Id → facts, for those that the catalogue has."""
        at, known = self._known
        if at != position or len(known) > _MOST_KEPT:
            known = {}
            self._known = (position, known)
        missing = [id_ for id_ in ids if id_ not in known]
        if missing:
            read = catalogue.entries(missing)
            known.update({id_: _facts(entry) for id_, entry in read.items()})
        return {id_: known[id_] for id_ in ids if id_ in known}


def hit_views(
    hits: Iterable[Hit], known: Mapping[str, Facts], addresses: Addresses, language: str
) -> tuple[HitView, ...]:
    """The hits as they are shown, given the `Facts` of the records (see `ids_of`)."""
    return tuple(_view(hit, known, addresses, language) for hit in hits)


def ids_of(hits: Iterable[Hit]) -> list[str]:
    """The records of some hits, and those folded under them."""
    return [id_ for hit in hits for id_ in (hit.id, *(copy.id for copy in hit.copies))]


def distinct(snippets: Iterable[Snippet]) -> tuple[Snippet, ...]:
    """The passages without those that begin like another: a summary often opens its text."""
    kept: dict[str, Snippet] = {}
    for snippet in snippets:
        kept.setdefault(snippet.text.strip("… ")[:_SAME_OPENING], snippet)
    return tuple(kept.values())


def _facts(entry: Entry) -> Facts:
    record = entry.shown
    return Facts(
        source=record.source,
        language=record.language or "fr",
        written={language: _written(record, language) for language in LANGUAGES},
        files={file.sha256: _names(file) for file in record.files if file.sha256},
    )


def _names(file: FileRef) -> tuple[str, str]:
    extension = FILE_TYPES[file.media_type][0] if file.media_type in FILE_TYPES else ""
    return shown_name(file), file_name(shown_name(file), extension)


_UNKNOWN = Facts()


def _view(hit: Hit, known: Mapping[str, Facts], addresses: Addresses, language: str) -> HitView:
    facts = known.get(hit.id, _UNKNOWN)
    return HitView(
        hit=hit,
        address=addresses.record(hit.id),
        why=addresses.why(hit.id),
        title=marked(hit.title, hit.title_spans),
        kind_label=value_label("kind", hit.kind, language),
        facts=(*facts.written.get(language, ()), source_label(facts.source, language)),
        passages=tuple(marked(s.text, s.spans) for s in distinct(hit.snippets)),
        files=_files(hit.pages, facts.files, addresses, language) if hit.pages else (),
        copies=tuple(
            CopyView(
                copy.title,
                addresses.record(copy.id),
                source_label(known.get(copy.id, _UNKNOWN).source, language),
            )
            for copy in hit.copies
        ),
        language=facts.language,
    )


def _written(record: Record, language: str) -> tuple[str, ...]:
    codes = (place.code or place.name for place in record.places[:_PLACES])
    places = (value_label("place", code, language) for code in codes)
    dates = (date_text(record.date.value, language),) if record.date else ()
    return (*dates, *places)


def _files(
    pages: Iterable[PageHit],
    names: Mapping[str, tuple[str, str]],
    addresses: Addresses,
    language: str,
) -> tuple[FilePages, ...]:
    """The files in the order of their best page, the pages of each from the first."""
    numbers: dict[str, list[int]] = {}
    for page in pages:
        numbers.setdefault(page.file_sha256, []).append(page.number)
    return tuple(
        _file(sha256, found, names.get(sha256), addresses, language)
        for sha256, found in numbers.items()
    )


def _file(
    sha256: str,
    numbers: Sequence[int],
    names: tuple[str, str] | None,
    addresses: Addresses,
    language: str,
) -> FilePages:
    name, address_name = names or (say("hit_file", language), file_name(""))
    return FilePages(
        name=name,
        address=addresses.file(sha256, address_name),
        numbers=tuple(
            PageLink(number, say("hit_page_long", language, name=name, number=number))
            for number in sorted(numbers)
        ),
        reading=addresses.page(sha256, str(numbers[0])),
        reading_said=say("hit_read_long", language, name=name, number=numbers[0]),
    )
