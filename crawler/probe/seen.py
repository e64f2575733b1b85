"""What one answer of a site shows: the only thing that a probe keeps of it besides its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

SEEN = "seen.jsonl"
BODIES = "bodies"
"""Where a probe writes, in its folder: a line an answer, and the bytes of each page."""


class PageSeen(msgspec.Struct, frozen=True):
    """What an HTML page shows.

    `steps` is its signature (`crawler.probe.templates`). `links` counts each address of the site
    that `<a href>` leads to (without fragment), files among them; `elsewhere` counts the other hosts.
    `found` maps a field to its candidate selectors that find something, with what they find, cut
    short. `traces` are (software, evidence). `words` counts those of the main
    content. `is_listing`: the server made it of the names of the files of a folder.
    """

    title: str
    language: str
    generator: str
    steps: tuple[str, ...]
    links: Mapping[str, int]
    elsewhere: int
    feeds: tuple[str, ...]
    found: Mapping[str, Mapping[str, str]]
    traces: tuple[tuple[str, str], ...]
    words: int
    is_listing: bool = False


class Seen(msgspec.Struct, frozen=True):
    """One answer. `path` is the address below the home, with its query; `role` what it was asked as
    (`page`, `robots`, `sitemap`, `feed`, `interface`). `headers` holds those that tell something,
    by lower-case name. `items` is what a robots.txt, a sitemap or an interface names. `declared` and `used`
    are charsets, `damaged` characters lost.
    """

    url: str
    path: str
    role: str
    status: int
    media_type: str
    headers: Mapping[str, str]
    size: int
    sha256: str
    declared: str = ""
    used: str = ""
    damaged: int = 0
    items: tuple[str, ...] = ()
    traces: tuple[tuple[str, str], ...] = ()
    page: PageSeen | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Seen)


def as_line(seen: Seen) -> bytes:
    return _encoder.encode(seen) + b"\n"


def read_lines(lines: Iterable[bytes]) -> Iterator[Seen]:
    """What was kept; a last line that a kill cut short is left out."""
    return (_decoder.decode(line) for line in lines if line.endswith(b"\n"))


def read_file(path: Path) -> list[Seen]:
    """All that a probe kept; nothing when it stopped before its first answer."""
    if not path.exists():
        return []
    with path.open("rb") as lines:
        return list(read_lines(lines))
