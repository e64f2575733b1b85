"""Names and numbers that WordPress gives, made so that the same record always gets the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable
from urllib.parse import unquote, urlsplit

from corpus.record import Record
from corpus.values import fold

LONGEST_SLUG = 150
"""WordPress keeps 200 characters; the rest is room for what makes a slug unique."""

_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_SAYS_NOTHING = re.compile(r"|\d+|index|page|fiche|article|document")
_SPARE = 6

POST_NUMBERS, FILE_NUMBERS, TERM_NUMBERS = 100_000_000, 500_000_000, 900_000_000
"""Where the numbers of each sort begin: above those a site has given, below 2³¹."""
_ROOM = 90_000_000


def slug_of(words: str) -> str:
    """Lower-case letters without accents, digits and hyphens, as WordPress makes them; may be empty."""
    return _NOT_IN_SLUGS.sub("-", fold(words))[:LONGEST_SLUG].strip("-")


def post_slug(record: Record) -> str:
    """The name the page had in its old address, so that addresses change little; else its title."""
    path = unquote(urlsplit(record.url).path).rstrip("/")
    anchor = record.extracted_from.anchor if record.extracted_from else ""
    name = slug_of(anchor or re.sub(r"\.\w{2,5}$", "", path.rsplit("/", 1)[-1]))
    if (record.extracted_from and not anchor) or _SAYS_NOTHING.fullmatch(name):
        name = slug_of(record.title)
    return name or slug_of(record.id)


def spare_slug(slug: str, key: str) -> str:
    """The slug to use where another article has `slug` already."""
    return f"{slug}-{hashlib.sha256(key.encode()).hexdigest()[:_SPARE]}"


def numbers(keys: Iterable[str], first: int) -> dict[str, int]:
    """A number from `first` on for each key, from the key alone, no two the same.

    Where two keys would have the same number, the later one in their order takes the next that is
    free: give all keys there are, and not only those wanted, for numbers that stay the same.
    """
    given: dict[str, int] = {}
    taken: set[int] = set()
    for key in sorted(set(keys)):
        given[key] = next_free(key, first, taken)
        taken.add(given[key])
    return given


def next_free(key: str, first: int, taken: Container[int]) -> int:
    """The number of `key`, or the first after it that is not taken."""
    place = int(hashlib.sha256(key.encode()).hexdigest()[:12], 16) % _ROOM
    while first + place in taken:
        place = (place + 1) % _ROOM
    return first + place


def time_of_day(key: str) -> str:
    """A time between 8 and 20 h from the key alone.

    The importer of WordPress takes two articles of the same title and instant for the same one. A
    source often gives no more than a year: without this, homonyms of one year would be lost.
    """
    second = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % (12 * 3600)
    return f"{8 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
