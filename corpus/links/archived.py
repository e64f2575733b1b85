"""Copies of a page kept by a web archive: the address to try, and the answer about one. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

AVAILABILITY = "https://archive.org/wayback/available"
_COPIES = "https://web.archive.org/web"


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A copy to suggest in place of a link; `verified` when the archive said that it has it."""

    url: str
    verified: bool


def suggested_copy(url: str, seen_at: str, verified_url: str = "") -> ArchivedCopy:
    """The copy an archive named, else the address where the nearest to that instant would be.

    `seen_at` is when the link was last known to be good, or was first met.
    """
    if verified_url:
        return ArchivedCopy(verified_url, verified=True)
    return ArchivedCopy(f"{_COPIES}/{seen_at[:4]}/{url}", verified=False)


def availability_url(api: str, url: str, seen_at: str) -> str:
    """The question to the archive: the copy of `url` nearest to that instant."""
    stamp = "".join(char for char in seen_at if char.isdigit())[:14]
    return f"{api}?url={quote(url, safe='')}&timestamp={stamp}"


def copy_in(answer: bytes) -> str:
    """The address of the copy named by an answer of the archive; empty when it has none.

    Answers that are not of that form name none.
    """
    try:
        said: Any = json.loads(answer)
        closest = said["archived_snapshots"]["closest"]
        url, usable = str(closest["url"]), closest.get("available") is True
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
    well = usable and str(closest.get("status", "200")) == "200"
    return url if well and urlsplit(url).scheme in ("http", "https") else ""
