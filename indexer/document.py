"""What an index keeps of an entry, driven by the table of fields.

A field that is searched (`boost` above 0) gives texts, a facet gives values; only the title, the
body and the identity of a document have a role of their own here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from corpus.fields import FIELDS, Field, FieldKind, facet_values
from corpus.record import Entry, FileRef, FileState
from indexer.analysis import clean, fold

TITLE = "title"
BODY = "body"
FILE = "file"
"""The name under which words found in a file's pages are reported; searched with the body."""

MAX_CHARACTERS = 4_000_000
"""Of one document, files included: what is beyond is left out rather than filling the disk."""

_NO_FACETS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the document with its text, page by page: `pages` are (number, text).

    `noisy` are the numbers of the pages whose text is of poor quality, as OCR gives it.
    """

    file_sha256: str
    file_url: str
    file_name: str
    pages: tuple[tuple[int, str], ...]
    noisy: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine indexes and gives back.

    `texts` maps each searched field to its texts, as people read them (labels, not codes).
    `facets` maps each facet to its values, as stored in URLs. `date` is as precise as the source
    gave it (`2018`, `2018-06`, `2018-06-24`), empty when unknown. `title_key` sorts titles. `same` is
    equal for documents that are one work: readers are shown one of them.
    All texts are clean (see `indexer.analysis.clean`).
    """

    id: str
    title: str
    url: str = ""
    kind: str = ""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_FACETS)
    date: str = ""
    title_key: str = ""
    language: str = ""
    parts: tuple[Part, ...] = ()
    same: str = ""

    @property
    def year(self) -> int | None:
        return int(self.date[:4]) if self.date else None


@dataclass(frozen=True, slots=True)
class PageText:
    """A page read in a file; `quality` goes from 0 to 1."""

    number: int
    text: str
    quality: float = 1.0


PagesOf = Mapping[str, Sequence[PageText]]
"""The text of files: SHA-256 → pages in order."""

NOISY = 0.6
"""Under this quality a page is taken for noise of OCR: words are looked for under their damage."""


def document_of(
    entry: Entry, texts_of_files: PagesOf, fields: Sequence[Field] = FIELDS, same: str = ""
) -> Document:
    """The document of an entry. A file whose text is not in `texts_of_files` is left out.

    `same` names its cluster of doubles (`corpus.doubles`); without one, records with the same words
    are held for one work.
    """
    record = entry.shown
    title = clean(record.title).strip() or record.url
    return Document(
        id=record.id,
        title=title,
        url=record.url,
        kind=record.kind,
        texts=_texts(entry, fields),
        facets={f.name: facet_values(f, entry) for f in fields if f.facet},
        date=record.date.value if record.date else "",
        title_key=title_key(title),
        language=record.language,
        parts=_parts(record.files, texts_of_files),
        same=same or (record.text_sha256 if record.blocks else ""),
    )


def searched(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields whose words are searched."""
    return tuple(f for f in fields if f.boost > 0)


def prose(fields: Sequence[Field]) -> tuple[str, ...]:
    """The names of the fields a passage may be quoted from, the body last."""
    names = [f.name for f in searched(fields) if f.kind is FieldKind.TEXT]
    return (*(n for n in names if n not in (TITLE, BODY)), *(n for n in names if n == BODY))


def title_key(title: str) -> str:
    """Titles in the order of a French reader: no accents, no case, no opening punctuation."""
    folded = fold(title)
    return folded.lstrip("".join({c for c in folded if not c.isalnum()})) or folded


def _texts(entry: Entry, fields: Sequence[Field]) -> dict[str, tuple[str, ...]]:
    found = {}
    for f in searched(fields):
        labels = (f.label_of(value, "fr") for value in f.values(entry))
        if kept := tuple(text for text in map(clean, labels) if text.strip()):
            found[f.name] = kept
    return found


def _parts(files: Iterable[FileRef], texts: PagesOf) -> tuple[Part, ...]:
    left = MAX_CHARACTERS
    parts: dict[str, Part] = {}
    for file in files:
        if file.state is not FileState.KEPT or file.sha256 in parts or file.sha256 not in texts:
            continue
        pages = []
        noisy = []
        for page in texts[file.sha256]:
            kept = clean(page.text)[:left]
            left -= len(kept)
            if kept.strip():
                pages.append((page.number, kept))
                noisy += [page.number] if page.quality < NOISY else []
        parts[file.sha256] = Part(file.sha256, file.url, file.name, tuple(pages), frozenset(noisy))
    return tuple(parts.values())
