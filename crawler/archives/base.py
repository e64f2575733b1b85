"""What every archive promises, and when two addresses are one page to a server.

An archive answers as the site did when it was saved. Nothing here reaches the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from corpus.harvests.responses import Headers, Received
from corpus.harvests.runs import RunNote
from corpus.values import path_of

KEPT = "kept"
"""In place of a path: our own kept responses (`crawler.archives.kept`)."""

GoOn = Callable[[], bool]
"""Asked now and then in a long reading: whether it is still wanted."""


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Capture:
    """An address an archive has, as it was last answered; `at` is empty when nothing says when."""

    url: str
    status: int
    media_type: str = ""
    at: str = ""


class CaptureUnusable(Exception):
    """The archive has the address, and yet no answer can be made of it.

    `code` is stable; the sentences are for the report of the run.
    """

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


class Archive(Protocol):
    """What a site answered, kept somewhere.

    `notes` say what of the archive could not be read: the rest is. An address is found as it is
    written or, failing that, under a spelling that servers answer alike (`alike_key`). The latest
    answer kept is the one given, those of a server in error (5xx, 429) after all others.
    """

    @property
    def notes(self) -> Sequence[RunNote]: ...

    def find(self, url: str) -> Received | None:
        """What was answered, None when the archive has not the address.

        Raises `CaptureUnusable`.
        """

    def addresses(self) -> Iterator[Capture]:
        """Every address, once."""

    def close(self) -> None: ...


def alike_key(url: str) -> str:
    """What addresses share that servers answer alike.

    The same host, path and parameters, whatever the scheme, the slash at the end of the path, the
    order of the parameters, and the charset (UTF-8 or Latin-1) in which letters are escaped.
    """
    parts = urlsplit(url)
    path = _letters(parts.path).rstrip("/")
    query = "&".join(sorted(_letters(parts.query).split("&")))
    return f"{parts.netloc.lower()}{path}?{query}".rstrip("?")


def _letters(escaped: str) -> str:
    raw = unquote_to_bytes(escaped.replace("%2F", "%252F").replace("%26", "%2526"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def answer_for(asked: str, found: str, received: Received) -> Received | None:
    """What an address alike, `found`, says of the one that was asked.

    One that differs by its last slash is led to: the relative links of the page depend on it. None
    for an answer that would only lead back to where we are.
    """
    location = header_of(received.headers, "Location")
    if location and alike_key(urljoin(found, location)) == alike_key(asked):
        return None
    if _ends_in_slash(asked) == _ends_in_slash(found):
        return received
    return led_to(found) if received.status < 300 else None


def _ends_in_slash(url: str) -> bool:
    return (urlsplit(url).path or "/").endswith("/")


def led_to(url: str) -> Received:
    """A redirect within the host, whichever name it is asked under."""
    return Received(301, (("Location", path_of(url)),))


def header_of(headers: Headers, name: str) -> str:
    """The first value of a header; empty when there is none."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), "")


def media_type_in(headers: Headers) -> str:
    return header_of(headers, "Content-Type").partition(";")[0].strip().lower()
