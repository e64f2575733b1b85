"""What becomes of one article: a pure function of what was sent, what is there, what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.exports.content import identity_of
from corpus.exports.mapping import Post
from corpus.exports.sent import Sent


class Outcome(StrEnum):
    """What was done, or in a dry run would be.

    `unchanged`: nothing new to send; `edited`: nothing new either, and people work on it over
    there; `conflict`: new here and changed there, left alone; `gone`: deleted or in the bin there,
    not created again; `failed`: see the problem.
    """

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    CONFLICT = "conflict"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Insisting:
    """What an operator asks beyond the ordinary: write over changes, create again what went."""

    overwrite: bool = False
    recreate: bool = False


@dataclass(frozen=True, slots=True)
class Remote:
    """An article as the site has it, with `modified` as the site writes it."""

    number: int
    modified: str
    in_bin: bool = False
    link: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Remote:
        return cls(
            number=int(row["id"]),
            modified=str(row.get("modified_gmt", "")),
            in_bin=row.get("status") == "trash",
            link=str(row.get("link", "")),
        )


def decide(sha256: str, sent: Sent | None, remote: Remote | None, insisting: Insisting) -> Outcome:
    """`remote` is what is at the number that was sent, None where nothing is."""
    if sent is None:
        return Outcome.CREATED
    if remote is None or remote.in_bin:
        return Outcome.CREATED if insisting.recreate else Outcome.GONE
    new, touched = sha256 != sent.sha256, remote.modified != sent.remote_modified
    if touched and not insisting.overwrite:
        return Outcome.CONFLICT if new else Outcome.EDITED
    return Outcome.UPDATED if new or touched else Outcome.UNCHANGED


def is_ours(row: Mapping[str, Any], key: str) -> bool:
    """True when the article on the site is that of the record `key`, whatever its slug."""
    meta = row.get("meta")
    if isinstance(meta, dict) and meta.get("souffleur_id") == key:
        return True
    return f'id="{identity_of(key)}"' in _raw(row, "content")


def says_the_same(row: Mapping[str, Any], post: Post) -> bool:
    """True when date, title, text and excerpt on the site are those of `post`, to the letter."""
    return row.get("date") == post.date and all(
        _raw(row, name) == mine
        for name, mine in (
            ("title", post.title),
            ("content", post.content),
            ("excerpt", post.excerpt),
        )
    )


def _raw(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return str(value.get("raw", "")) if isinstance(value, dict) else ""
