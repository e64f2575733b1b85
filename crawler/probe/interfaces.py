"""The addresses by which known software speaks to programs, and whether it answered there. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

ADDRESSES = (
    "/wp-json/",
    "/api/",
    "/api.php?action=query&meta=siteinfo&format=json",
    "/spip.php?page=backend",
    "/feed/",
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_OPENING = 2_000  # bytes
FEED = "feed"


def answer_of(status: int, body: bytes) -> tuple[str, tuple[str, ...]]:
    """Which interface answered (`wordpress`, `omeka`, `mediawiki`, `feed`), and what it offers.

    Empty for an answer that is none of them.
    """
    if status != 200:
        return "", ()
    if _FEED.search(body[:_OPENING]):
        return FEED, ()
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return "", ()
    return _kind_of(said) if isinstance(said, dict) else ("", ())


def _kind_of(said: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    if isinstance(said.get("namespaces"), list) and "routes" in said:
        return "wordpress", tuple(str(name) for name in said["namespaces"])
    if "o:version" in said or "omeka_url" in said:
        return "omeka", ()
    general = said.get("query", {})
    if isinstance(general, dict) and "general" in general:
        return "mediawiki", ()
    return "", ()
