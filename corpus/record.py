"""What a source says of a work, as harvested, and what librarians said of it on top.

A `Record` is what came from the source and nothing else; an `Entry` is that record with the tags
and the edits made by people, which are kept apart and never overwritten by a harvest.
All values are frozen; a change makes a new one (`dataclasses.replace`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class BlockKind(StrEnum):
    """The types of body block that are kept apart (their meaning survives the harvest)."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ORDERED_LIST = "ordered_list"
    QUOTE = "quote"
    QUESTION = "question"
    ANSWER = "answer"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body.

    `level` is 1 to 6 for a heading and 0 otherwise. `items` holds the entries of a list, or the
    rows of a table (cells joined by a tab); `text` is empty for those.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The block as plain text, one line an item."""
        return "\n".join(self.items) if self.items else self.text


class LinkPlace(StrEnum):
    """Where on the page a link stood, or that it points to a document on another host."""

    BODY = "body"
    ASIDE = "aside"
    OFFSITE_DOCUMENT = "offsite_document"


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of a page: absolute `url`, the words it was on, and where it stood."""

    url: str
    text: str = ""
    place: LinkPlace = LinkPlace.BODY


class Role(StrEnum):
    """What a person or organisation did for a work."""

    AUTHOR = "author"
    INTERVIEWER = "interviewer"
    INTERVIEWEE = "interviewee"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    PROPOSER = "proposer"
    CONTRIBUTOR = "contributor"


@dataclass(frozen=True, slots=True)
class Credit:
    """A person or organisation and what they did; `name` as the source writes it, cleaned."""

    name: str
    role: Role = Role.AUTHOR
    organisation: str = ""


class Precision(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as the source gave it: `2018`, `2018-06` or `2018-06-24`.

    Nothing finer than what was read is ever invented. `found_in` says where it was read
    (`meta`, `rest`, `credit`, `body`, `url`, `list`, `pdf`).
    """

    value: str
    found_in: str = field(default="", compare=False)

    @property
    def precision(self) -> Precision:
        return (Precision.YEAR, Precision.MONTH, Precision.DAY)[self.value.count("-")]

    @property
    def year(self) -> int:
        return int(self.value[:4])


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place as the source names it, with its official code where one could be told.

    Codes: `com-44109`, `dep-44`, `reg-52`, `pays-FR`; empty when unknown or ambiguous.
    """

    name: str
    code: str = ""


class FileState(StrEnum):
    """Whether we hold the bytes.

    `expected`: on a host we may fetch from, not here yet; `kept`: in the file store; `offsite`:
    on another host, recorded and not fetched; `failed`: fetching failed, see the error.
    A source says `expected` or `offsite`; the catalogue resolves the rest when an entry is read.
    """

    EXPECTED = "expected"
    KEPT = "kept"
    OFFSITE = "offsite"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file attached to a work. `sha256` is empty unless `state` is `kept`; `size` in bytes."""

    url: str
    name: str = ""
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    state: FileState = FileState.OFFSITE
    error: str = ""


@dataclass(frozen=True, slots=True)
class ExtractedFrom:
    """The aggregate page a record was split from, its anchor there, and its rank (from 1)."""

    url: str
    anchor: str = ""
    rank: int = 0


def _no_provenance() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Record:
    """What a source says of one work.

    `id` comes from `record_id`. `url` is the canonical address, `urls` every address it was met
    under. `kind` is ours (`corpus.fields.KINDS`); `type_term` is the source's own word for it.
    `provenance` maps a field's name to how it was read (`rest`, `meta`, `h1`, `credit line` …).
    `text_sha256` is the hash of the normalised text, `content_sha256` that of the raw bytes.
    Instants are ISO 8601 in UTC, to the second.
    """

    id: str
    source: str
    kind: str
    url: str
    title: str
    urls: tuple[str, ...] = ()
    subtitle: str = ""
    summary: str = ""
    blocks: tuple[Block, ...] = ()
    part_number: int = 0
    part_label: str = ""
    credits: tuple[Credit, ...] = ()
    organisations: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    date: PartialDate | None = None
    end_date: PartialDate | None = None
    time: str = ""
    language: str = ""
    places: tuple[PlaceRef, ...] = ()
    themes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    type_term: str = ""
    rights: str = ""
    files: tuple[FileRef, ...] = ()
    links_out: tuple[Link, ...] = ()
    extracted_from: ExtractedFrom | None = None
    provenance: Mapping[str, str] = field(default_factory=_no_provenance)
    http_status: int = 0
    first_seen: str = ""
    last_seen: str = ""
    content_sha256: str = ""
    text_sha256: str = ""

    @property
    def text(self) -> str:
        """The body as plain text, one line a block."""
        return "\n".join(block.plain for block in self.blocks)

    @property
    def year(self) -> int | None:
        return self.date.year if self.date else None


@dataclass(frozen=True, slots=True)
class Tag:
    """What a librarian assigned: a concept of the thesaurus or free words; who, and when (UTC)."""

    value: str
    by: str = ""
    at: str = ""


EDITABLE = (
    *("title", "subtitle", "summary", "kind", "credits", "organisations", "date", "language"),
    *("places", "themes", "methods", "actors", "keywords", "rights"),
)
"""The fields of a record that people may correct; what they write hides what was harvested."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wrote over a harvested field (one of `EDITABLE`), as `written` writes it.

    An empty value says that the field is empty, whatever the source says.
    """

    field: str
    value: str
    by: str = ""
    at: str = ""


class Standing(StrEnum):
    """Where a record stands in the catalogue. Only `present` ones are found by readers.

    `withdrawn` is a person's decision, and can be taken back; `moved` has the id of the record that
    took its place. No record is ever deleted.
    """

    PRESENT = "present"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, what people said of it, and the ids of the records that link to it.

    `record` is as harvested; `shown` has the edits laid over it and is what readers see.
    `version` counts the saves made by people: a form sends back the version it was shown.
    """

    record: Record
    tags: tuple[Tag, ...] = ()
    edits: tuple[Edit, ...] = ()
    version: int = 0
    links_in: tuple[str, ...] = ()
    standing: Standing = Standing.PRESENT
    moved_to: str = ""

    @property
    def shown(self) -> Record:
        if not self.edits:
            return self.record
        laid: dict[str, Any] = {}
        for edit in self.edits:
            laid |= _read(self.record, edit)
        return replace(self.record, **laid)


# --- corrections as text -------------------------------------------------------------------------

_DATES = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:/(\d{4}(?:-\d\d){0,2}))?")
_PLACE = re.compile(r"(?P<name>.+) \[(?P<code>[a-z]+-\w+)\]")
_OF = " ; "
"""Between a person and their organisation; no name holds it, since names are split there."""


def written(record: Record, field: str) -> str:
    """What a record says in one of `EDITABLE`, as one text; lists have one value a line.

    `2018-06` or `2019-03-03/2019-03-05` for a date, `Nantes [com-44109]` for a place, `Léa Paul ;
    Ville de Nantes` for an author. Only authors are written: who did something else stays.
    """
    if field == "date":
        return "/".join(date.value for date in (record.date, record.end_date) if date)
    if field == "places":
        return "\n".join(f"{p.name} [{p.code}]" if p.code else p.name for p in record.places)
    if field == "credits":
        authors = (credit for credit in record.credits if credit.role is Role.AUTHOR)
        return "\n".join(f"{c.name}{_OF}{c.organisation}".removesuffix(_OF) for c in authors)
    value = getattr(record, field)
    return value if isinstance(value, str) else "\n".join(value)


def _read(record: Record, edit: Edit) -> Mapping[str, Any]:
    """The fields of the record that an edit replaces; none for a date that is none."""
    if edit.field in _READERS:
        return _READERS[edit.field](record, edit.value)
    if isinstance(getattr(record, edit.field), str):
        return {edit.field: edit.value}
    return {edit.field: tuple(edit.value.splitlines())}


def _read_date(_record: Record, text: str) -> Mapping[str, Any]:
    found = _DATES.fullmatch(text)
    if text and not found:
        return {}
    days = found.groups() if found else (None, None)
    start, end = (PartialDate(day, "edit") if day else None for day in days)
    return {"date": start, "end_date": end}


def _read_places(_record: Record, text: str) -> Mapping[str, Any]:
    coded = ((line, _PLACE.fullmatch(line)) for line in text.splitlines())
    places = (PlaceRef(m["name"], m["code"]) if m else PlaceRef(line) for line, m in coded)
    return {"places": tuple(places)}


def _read_credits(record: Record, text: str) -> Mapping[str, Any]:
    named = (line.partition(_OF) for line in text.splitlines())
    authors = (Credit(name, Role.AUTHOR, organisation) for name, _, organisation in named)
    others = (credit for credit in record.credits if credit.role is not Role.AUTHOR)
    return {"credits": (*authors, *others)}


_READERS: Mapping[str, Callable[[Record, str], Mapping[str, Any]]] = MappingProxyType(
    {"date": _read_date, "places": _read_places, "credits": _read_credits}
)


def record_id(source: str, path: str, anchor: str = "") -> str:
    """A short stable name for a record, safe in a URL: `comedie-3f2a9c81d0b4`.

    `path` is the canonical address without scheme and host, so that the same work keeps its name
    when a source moves to another host or is harvested from a copy on loopback.
    """
    canonical = path.rstrip("/") or "/"
    digest = hashlib.sha256(f"{canonical}#{anchor}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{source}-{digest[:12]}"
