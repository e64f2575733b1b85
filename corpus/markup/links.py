"""The links of a part of a page: absolute, http or https, and fit to be requested."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from bs4.element import NavigableString, Tag
from w3lib.url import safe_url_string

from corpus.markup.soup import attribute
from corpus.markup.text import text_of
from corpus.record import Link, LinkPlace

_HOLDERS = {"a": "href", "area": "href", "iframe": "src", "frame": "src"}
_BARE_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"«»“”]{3,2000}", re.IGNORECASE)
_SAFE = re.compile(r"[A-Za-z0-9:/?#@!$&()*+,;=._~%-]+")
_SPREAD = re.compile(r"[\t\r\n]+\s*")
_LONGEST = 4_000
MOST_LINKS = 20_000


def links_of(
    node: Tag,
    base_url: str,
    place: LinkPlace = LinkPlace.BODY,
    skip: Callable[[Tag], bool] | None = None,
) -> tuple[Link, ...]:
    """The links below `node`, each address once, with the first words found on it.

    Addresses written as plain text count too. Links within the same page (`#top`) do not.
    `skip` tells the elements to leave out with all they hold. Beyond `MOST_LINKS` addresses the
    rest is not read: no page for people has so many.
    """
    found: dict[str, str] = {}
    for url, words in _raw_links(node, skip):
        if len(found) >= MOST_LINKS:
            break
        if url.startswith("#") or not (address := absolute_url(url, base_url)):
            continue
        if not found.get(address):
            found[address] = words
    return tuple(Link(url, words, place) for url, words in found.items())


def absolute_url(raw: str, base_url: str) -> str:
    """`raw` as a full http(s) address, cleaned of what old pages put there; empty if it is none.

    Back-slashes become slashes, spaces and non-ASCII characters are percent-encoded; sequences
    already encoded, in whatever charset, are left alone.
    """
    rooted = raw.startswith("/") and not raw.startswith(("//", "/\\"))
    return _absolute(raw, _root_of(base_url) if rooted else base_url)


@lru_cache(maxsize=256)
def _root_of(url: str) -> str:
    """The address of the root of a site: all that a path from the root needs to be joined to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else url


@lru_cache(maxsize=16_384)  # menus are the same on every page of a site
def _absolute(raw: str, base_url: str) -> str:
    address = _SPREAD.sub("", raw.strip()).replace("\\", "/")
    if not address or len(address) > _LONGEST:
        return ""
    try:
        joined = urljoin(base_url, address)
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            return ""
        return joined if _SAFE.fullmatch(joined) else safe_url_string(joined)
    except ValueError:
        return ""


def _raw_links(node: Tag, skip: Callable[[Tag], bool] | None) -> Iterator[tuple[str, str]]:
    """Addresses as written, with their words; children of a skipped element are not entered."""
    below = list(reversed(node.contents))
    while below:
        child = below.pop()
        if not isinstance(child, Tag):
            if type(child) is NavigableString:
                yield from _bare(child)
            continue
        if skip is not None and skip(child):
            continue
        holder = _HOLDERS.get(child.name)
        if holder and (url := attribute(child, holder)):
            yield url, _words(child)
        if not (child.name == "a" and "href" in child.attrs):  # its words are not a second link
            below.extend(reversed(child.contents))


def _words(tag: Tag) -> str:
    return (
        text_of(tag)
        or attribute(tag, "title").strip()
        or attribute(tag, "alt").strip()
        or " ".join(filter(None, (attribute(img, "alt").strip() for img in tag.find_all("img"))))
    )


def _bare(text: str) -> Iterator[tuple[str, str]]:
    if "://" not in text and "www." not in text.lower():
        return  # nearly every text: the pattern is slow to find nothing
    for match in _BARE_URL.finditer(text):
        url = _without_sentence_end(match.group())
        yield (url if url[:4].lower() == "http" else f"http://{url}"), url


def _without_sentence_end(url: str) -> str:
    """An address without the full stop or the closing bracket of the sentence around it."""
    while True:
        shorter = url.rstrip(".,;:!?…'’*")
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter
