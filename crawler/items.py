"""What a spider hands to the machinery besides records: remarks for the report, and files.

A spider callback yields Scrapy requests, `corpus.record.Record`, `Note`, `FetchedFile`, `LostFile`
and `Sought` objects, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one page for the report of a run.

    `code` is stable (`no_title`, `unreadable_date`, `nothing_found`, `charset_damage` …);
    `message` is a French sentence that says what happened, `value` is what was met, and `remedy`
    what to do about it.
    """

    code: str
    url: str
    message: str
    value: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """The bytes of a file as the source served them.

    `name` is the source's own name for it, for people only: never a path. `media_type` is what
    the source declared, or what the name suggests. `record_id` is the record it was met on; empty
    for a file that no page claims.
    """

    url: str
    name: str
    media_type: str
    body: bytes
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file that its source has no more, and why, in French."""

    url: str
    message: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader looked for on one page, and what of it was missing (`crawler.silence`).

    `kind` is a kind of record, or the name of a page shape. A page for which none is said is
    judged by its records.
    """

    url: str
    kind: str
    fields: tuple[str, ...]
    missed: tuple[str, ...] = ()
