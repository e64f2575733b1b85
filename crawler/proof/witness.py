"""What a witness is: something that a source says of itself, owing nothing to our walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from corpus.harvests.responses import Fetch

HTML_TYPES = ("text/html", "application/xhtml+xml", "")

BodyOf = Callable[[Fetch], bytes]
"""The bytes of an answer; none when they are not kept."""


class Says(StrEnum):
    COUNTER = "counter"
    SITEMAP = "sitemap"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Witness:
    """What the source announces at `url`, and how much of it was found.

    `lacking` are the addresses it names that are not accounted for; a counter names none of those
    it counts beyond its list. `name` is how a description says where a counter is printed; one that
    no page prints is `silent`: it stands at no address.
    """

    says: Says
    url: str
    announced: int
    found: int
    lacking: tuple[str, ...] = ()
    name: str = ""

    @property
    def silent(self) -> bool:
        return not self.url

    @property
    def agrees(self) -> bool:
        return not self.silent and self.found >= self.announced and not self.lacking


def header_of(fetch: Fetch, name: str) -> str:
    """The first header of that name (lower case); empty when there is none."""
    return next((value for key, value in fetch.headers if key.lower() == name), "")
