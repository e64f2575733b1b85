"""Addresses as a server compares them: host and decoded path, and the query as it was sent.

The scheme does not count, nor `www.` before a name, a slash at the end, the spelling of escapes or
the fragment, which never reaches a server.
"""

from __future__ import annotations

import ipaddress
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes, urlsplit

_SLASHES = re.compile(r"/{2,}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_IN_TARGET = "%/:=&?~#+!,;'@()*[]"
DEFAULT_PORTS = (None, 80, 443)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What two spellings of an address have in common.

    `host` is in lower case without `www.`, with its port when it is no usual one. `path` begins with
    a slash and ends with none, but for the root; its escapes are decoded, and bytes that are no UTF-8
    stand as surrogates (`os.fsencode` gives them back). `query` is raw.
    """

    host: str
    path: str
    query: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the host is asked for."""
        return (self.host, f"www.{self.host}") if _has_www(self.host) else (self.host,)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path, and with a slash at its end: `/loi-1.2019/` is a page, though it looks like a
        file."""
        return (self.path,) if self.path == "/" else (self.path, f"{self.path}/")

    @property
    def without_query(self) -> Key:
        return Key(self.host, self.path)

    @property
    def escaped(self) -> str:
        """Path and query as they stand in an address."""
        path = quote_from_bytes(
            self.path.encode("utf-8", "surrogateescape"), safe="/:@!$&'()*+,;=~"
        )
        return f"{path}?{self.query}" if self.query else path


def key_of(url: str) -> Key | None:
    """None for what is no address of the Web, or has a control character in it."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return None
    path = unquote_to_bytes(parts.path).decode("utf-8", "surrogateescape")
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    if _CONTROLS.search(path) or _CONTROLS.search(parts.query):
        return None
    named = host.removeprefix("www.") if _has_www(host.removeprefix("www.")) else host
    bracketed = f"[{named}]" if ":" in named else named
    query = quote(parts.query, safe="/:@!$&'()*+,;=~-._%?[]")
    return Key(bracketed if port in DEFAULT_PORTS else f"{bracketed}:{port}", _plain(path), query)


def target_of(url: str) -> str:
    """An address fit for a `Location` header: ASCII, without a space, a quote or a `$`."""
    return quote(url.strip(), safe=_IN_TARGET)


def _plain(path: str) -> str:
    """Slashes once, dot segments resolved, no slash at the end: as servers see it."""
    resolved = posixpath.normpath(_SLASHES.sub("/", f"/{path}"))
    return _SLASHES.sub("/", resolved).rstrip("/") or "/"


def _has_www(host: str) -> bool:
    """Whether a host may be asked for with `www.`: a name of several parts, not a number."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." in host and ":" not in host
    return False
