"""A record while it is being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from corpus.record import Link, PartialDate, Record
from crawler.addresses import Addresses
from crawler.items import Note


class Draft:
    """The fields found so far, each with how it was found, and the remarks made on the way.

    The first way to find a field wins: readers go from the surest to the least sure.
    """

    def __init__(self, site: Addresses, kind: str, url: str, anchor: str = "") -> None:
        self.site = site
        self.kind = kind
        self.page_url = site.canonical(url)
        self.anchor = anchor
        self.notes: list[Note] = []
        self._fields: dict[str, Any] = {}
        self._provenance: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"{self.page_url}#{self.anchor}" if self.anchor else self.page_url

    def put(self, name: str, value: object, how: str) -> None:
        """Keep a value for a field of `Record` unless it is empty or the field is there already."""
        if value and name not in self._fields:
            self._fields[name] = value
            self._provenance[name] = how

    def add(self, name: str, values: Sequence[object], how: str) -> None:
        """Add values to a field that holds several, each once, in order."""
        kept = self._fields.get(name, ())
        merged = tuple(dict.fromkeys((*kept, *values)))
        if merged != kept:
            self._fields[name] = merged
            self._provenance.setdefault(name, how)

    def put_date(self, found: PartialDate | None, how: str) -> None:
        """Keep a date; one that says more of the same year or month takes the place of the first."""
        kept: PartialDate | None = self._fields.get("date")
        if found and kept and found.value.startswith(f"{kept.value}-"):
            self._fields.pop("date")
        self.put("date", found, how)

    def told_by(self, name: str, how: str) -> None:
        """Say how a field that is not put here was told."""
        self._provenance[name] = how

    def get(self, name: str, default: Any = "") -> Any:
        return self._fields.get(name, default)

    def note(self, code: str, message: str, value: str = "", remedy: str = "") -> None:
        self.notes.append(Note(code, self.url, message, value, remedy))

    def record(self) -> Record:
        site = self.site
        fields = {"rights": site.source.rights, "title": "", **self._fields}
        return Record(
            id=site.record_id(self.page_url, self.anchor),
            source=site.source.key,
            kind=self.kind,
            url=self.url,
            provenance=MappingProxyType(dict(sorted(self._provenance.items()))),
            **fields,
        )


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page gave: records (none for a list), remarks for the report, links to follow."""

    records: tuple[Record, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()


def finished(*drafts: Draft) -> PageReading:
    """The reading that finished drafts make together."""
    notes = tuple(note for draft in drafts for note in draft.notes)
    return PageReading(tuple(draft.record() for draft in drafts), notes)


def repaired_note(url: str, count: int) -> Note:
    """The remark on a text whose characters were encoded twice, or mixed, and put right."""
    return Note(
        "charset_repaired",
        url,
        f"{count} caractères mal encodés ont été réparés.",
        value=str(count),
        remedy="Relire la fiche, et corriger le texte dans la source.",
    )
