"""What the page of a record shows: facts with links, blocks with headings in order, files, links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.catalogue import Catalogue
from corpus.fields import FIELDS, FILE_TYPES, Field, FieldKind, field_edited, field_named
from corpus.record import Block, BlockKind, Edit, Entry, FileRef, LinkPlace, Record, Role, Tag
from corpus.sources import source_label
from corpus.texts import Texts
from corpus.values.outline import heading_levels
from indexer.query import Query
from search_app.formats import file_name, period_text, safe_url, shown_name
from search_app.messages import say
from search_app.shown.file_text import page_count

HEADINGS_FROM = 3
"""A body's own headings come under the page's `h2`."""

_ELSEWHERE = frozenset(("kind", "year", "tag", "source", "type_term"))
"""Fields the page shows in a place of their own; the year is said by the date."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a field: `query` finds the records that share it, `note` qualifies it."""

    text: str
    query: Query | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FactGroup:
    label: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block and the level its heading has on the page (0 when it is not a heading)."""

    block: Block
    level: int


@dataclass(frozen=True, slots=True)
class FileView:
    """A file: its address here when we keep it, what it is, and how many pages were read."""

    file: FileRef
    name: str
    address_name: str
    type_label: str
    pages: int


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link: to a record of the base (`record_id`), or to `url` elsewhere (empty if unsafe)."""

    text: str
    url: str
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag, its words in the language of the interface, and the search for all that have it."""

    tag: Tag
    label: str
    query: Query


@dataclass(frozen=True, slots=True)
class RecordView:
    kind_label: str
    kind_query: Query
    source_label: str
    content_language: str
    summary: str
    fact_groups: tuple[FactGroup, ...]
    blocks: tuple[BlockView, ...]
    files: tuple[FileView, ...]
    links: tuple[tuple[str, tuple[LinkView, ...]], ...]
    links_in: tuple[LinkView, ...]
    origin_of_fields: tuple[tuple[str, str], ...]
    edits: tuple[tuple[str, Edit], ...]
    tags: tuple[TagView, ...]


def record_view(entry: Entry, catalogue: Catalogue, texts: Texts, language: str) -> RecordView:
    record = entry.shown
    return RecordView(
        kind_label=_label("kind", record.kind, language),
        kind_query=Query(chosen={"kind": (record.kind,)}),
        source_label=source_label(record.source, language),
        content_language=record.language or "fr",
        summary=_summary(record),
        fact_groups=tuple(_fact_groups(entry, language)),
        blocks=_blocks(record.blocks),
        files=tuple(_file(file, texts, language) for file in record.files),
        links=_links(record, catalogue),
        links_in=_links_in(entry, catalogue),
        origin_of_fields=tuple(
            (_field_label(name, language), how) for name, how in record.provenance.items()
        ),
        edits=tuple((_edited_label(edit.field, language), edit) for edit in entry.edits),
        tags=tuple(
            TagView(tag, _label("tag", tag.value, language), Query(chosen={"tag": (tag.value,)}))
            for tag in entry.tags
        ),
    )


def _label(field: str, value: str, language: str) -> str:
    found = field_named(field)
    return found.label_of(value, language) if found else value


def _field_label(name: str, language: str) -> str:
    found = field_named(name)
    return found.label.in_(language) if found else name


def _edited_label(edits: str, language: str) -> str:
    found = field_edited(edits)
    return found.label.in_(language) if found else edits


# --- facts -------------------------------------------------------------------------------------


def _fact_groups(entry: Entry, language: str) -> Iterator[FactGroup]:
    if when := _when(entry.shown, language):
        yield when
    listed = (field for field in FIELDS if field.kind is FieldKind.KEYWORD)
    for field in listed:
        if field.name not in _ELSEWHERE and (facts := _facts(field, entry, language)):
            yield FactGroup(field.label.in_(language), facts)


def _when(record: Record, language: str) -> FactGroup | None:
    if record.date is None:
        return None
    year = Query(chosen={"year": (str(record.date.year),)})
    written = period_text(record.date, record.end_date, language)
    return FactGroup(_field_label("date", language), (Fact(written, year, record.time),))


def _facts(field: Field, entry: Entry, language: str) -> tuple[Fact, ...]:
    notes = _roles(entry.shown, language) if field.name == "author" else {}
    return tuple(
        Fact(
            field.label_of(value, language),
            Query(chosen={field.name: (value,)}) if field.facet else None,
            notes.get(value, ""),
        )
        for value in field.values(entry)
    )


def _roles(record: Record, language: str) -> dict[str, str]:
    """What a person did, where it is something else than writing."""
    others = (credit for credit in record.credits if credit.role is not Role.AUTHOR)
    return {credit.name: say(f"role_{credit.role.value}", language) for credit in others}


# --- body --------------------------------------------------------------------------------------


def _summary(record: Record) -> str:
    """The summary, unless the text says it again word for word."""
    summary, text = (" ".join(words.split()) for words in (record.summary, record.text))
    return "" if summary.rstrip("….") in text else record.summary


def _blocks(blocks: Sequence[Block]) -> tuple[BlockView, ...]:
    found = [block.level or 1 for block in blocks if block.kind is BlockKind.HEADING]
    levels = iter(heading_levels(found, HEADINGS_FROM))
    return tuple(
        BlockView(block, next(levels) if block.kind is BlockKind.HEADING else 0) for block in blocks
    )


# --- files and links ---------------------------------------------------------------------------


def _file(file: FileRef, texts: Texts, language: str) -> FileView:
    known = FILE_TYPES.get(file.media_type)
    name = shown_name(file)
    return FileView(
        file=file,
        name=name,
        address_name=file_name(name, known[0] if known else ""),
        type_label=known[1].in_(language) if known else "",
        pages=page_count(texts, file.sha256, file.media_type) if file.sha256 else 0,
    )


def _links(record: Record, catalogue: Catalogue) -> tuple[tuple[str, tuple[LinkView, ...]], ...]:
    """The links out by where they stood, asides first; a place without links is left out.

    Files that we keep are left out too: the page shows them in a place of their own.
    """
    order = (LinkPlace.ASIDE, LinkPlace.OFFSITE_DOCUMENT, LinkPlace.BODY)
    kept = {file.url for file in record.files if file.sha256}
    others = (link for link in record.links_out if link.url not in kept)
    by_place = sorted(others, key=lambda link: order.index(link.place))
    return tuple(
        (place.value, tuple(_link(link.url, link.text, catalogue) for link in links))
        for place, links in groupby(by_place, key=lambda link: link.place)
    )


def _link(url: str, text: str, catalogue: Catalogue) -> LinkView:
    ids = catalogue.ids_at(url)
    return LinkView(text or url, safe_url(url), ids[0] if ids else "")


def _links_in(entry: Entry, catalogue: Catalogue) -> tuple[LinkView, ...]:
    titles = catalogue.titles(entry.links_in)
    return tuple(LinkView(title, "", id_) for id_, title in titles.items())
