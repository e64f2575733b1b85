"""One thing that was sent to a site: the number it got there, and what it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    POST = "post"
    MEDIA = "media"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing on the site. `key` is the id of a record, the SHA-256 of a file, or a term.

    `sha256` is the hash of what was sent (`Post.sha256`), `remote_modified` the instant the site
    gave for its last change, as the site wrote it.
    """

    what: What
    key: str
    remote_id: int
    remote_url: str = ""
    remote_modified: str = ""
    sha256: str = ""
