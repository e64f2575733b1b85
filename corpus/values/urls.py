"""One spelling for each address, and what the name of a file says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from corpus.values.text import clean_text

_SCHEMES = frozenset({"http", "https"})
_DEFAULT_PORTS: Mapping[str, int] = MappingProxyType({"http": 80, "https": 443})
_IN_PATH = "/:@!$&'()*+,;=~-._%"
_IN_QUERY = _IN_PATH + "?[]"
_NOT_AN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_INSIDE_CONTROLS = re.compile(r"[\t\r\n]")
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|pk_\w+|mtm_\w+)$")


@lru_cache(maxsize=16_384)  # the menus of a site come back on each of its pages
def normalise_url(url: str, base: str = "") -> str:
    """The one spelling of an http or https address; empty when it is not one.

    Relative to `base` when given. Back-slashes become slashes, raw spaces and characters beyond
    ASCII are escaped as UTF-8 (as browsers do), existing escapes are kept byte for byte, dot
    segments are resolved; the fragment and the parameters that only track people are dropped.
    Normalising twice changes nothing.
    """
    try:
        return _normalised(_repaired(url), _repaired(base))
    except ValueError:
        return ""  # an unclosed bracket, a port that is no number: not an address


def _repaired(url: str) -> str:
    """What browsers forgive: spaces around, line breaks inside, back-slashes for slashes."""
    bare = _INSIDE_CONTROLS.sub("", url.strip())
    address, mark, query = bare.partition("?")
    slashed = address.replace("\\", "/")
    return slashed + mark + query


def _normalised(url: str, base: str) -> str:
    joined = urlsplit(urljoin(base, url) if base else url)
    host = _host(joined.hostname or "")
    if joined.scheme.lower() not in _SCHEMES or not host:
        return ""
    netloc = host + _port(joined.scheme.lower(), joined.port)
    path = _without_dots(_escaped(joined.path, _IN_PATH))
    query = _escaped(without_tracking(joined.query), _IN_QUERY)
    return urlunsplit((joined.scheme.lower(), netloc, path, query, ""))


def _host(host: str) -> str:
    """The host as it goes on the wire: lower case, international names in their ASCII form."""
    lowered = host.lower().rstrip(".")
    if ":" in lowered:
        return f"[{lowered}]"
    if lowered.isascii():
        return lowered if re.fullmatch(r"[a-z0-9._-]+", lowered) else ""
    return lowered.encode("idna").decode("ascii")  # UnicodeError is a ValueError


def _port(scheme: str, port: int | None) -> str:
    return "" if port is None or port == _DEFAULT_PORTS[scheme] else f":{port}"


def _escaped(part: str, safe: str) -> str:
    """Escaped where needed, with one spelling for each escape."""
    whole = _NOT_AN_ESCAPE.sub("%25", part)
    quoted = quote(whole, safe=safe, encoding="utf-8", errors="replace")
    return _ESCAPE.sub(_one_escape, quoted)


def _one_escape(escape: re.Match[str]) -> str:
    char = chr(int(escape.group()[1:], 16))
    return char if char in _UNRESERVED else escape.group().upper()


def _without_dots(path: str) -> str:
    """The path with its `.` and `..` segments resolved; « / » for an empty one."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", "..") and (not kept or kept[-1]):
        kept.append("")
    return "/" + "/".join(kept)


def without_tracking(query: str) -> str:
    """The query less the parameters that only say where a visitor came from; order kept."""
    return without_parameters(query, _TRACKING)


def without_parameters(query: str, names: re.Pattern[str]) -> str:
    """The query less the parameters whose name matches `names` from its beginning to its end."""
    kept = [pair for pair in query.split("&") if pair and not names.fullmatch(_name(pair))]
    return "&".join(kept)


def _name(pair: str) -> str:
    return unquote(pair.partition("=")[0])


_BEYOND_ASCII = re.compile(r"(?:%[89A-F][0-9A-F])+")


def latin1_variant(url: str) -> str:
    """The address with its path escaped as latin-1 instead of UTF-8, as servers of old name files.

    Empty when that is the same address, or when the path cannot be written so.
    """
    parts = urlsplit(url)
    try:
        path = _BEYOND_ASCII.sub(
            lambda found: quote(unquote(found.group(), errors="strict").encode("latin-1")),
            parts.path,
        )
    except UnicodeError:
        return ""
    return urlunsplit(parts._replace(path=path)) if path != parts.path else ""


def host_of(url: str) -> str:
    """The host of an address in lower case, without its port; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def path_of(url: str) -> str:
    """The address without scheme and host: path, and query when there is one."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def file_name_of(url: str) -> str:
    """The last segment of the path as people write it; empty for a folder.

    Bytes that are no UTF-8 are read as cp1252, which is what old servers meant.
    """
    last = urlsplit(url).path.rpartition("/")[2]
    name = unquote(last, errors="strict") if _is_utf8(last) else unquote(last, "cp1252", "replace")
    return clean_text(name.replace("/", "").replace("\\", ""))


def _is_utf8(escaped: str) -> bool:
    try:
        unquote(escaped, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


_MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation",
        "ppt": "application/vnd.ms-powerpoint",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "rtf": "application/rtf",
        "epub": "application/epub+zip",
        "txt": "text/plain",
        "csv": "text/csv",
        "zip": "application/zip",
        "html": "text/html",
        "htm": "text/html",
        "xhtml": "application/xhtml+xml",
        "xml": "application/xml",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "gif": "image/gif",
        "svg": "image/svg+xml",
        "webp": "image/webp",
    }
)
_DOCUMENT = re.compile(r"pdf|docx?|od[tsp]|pptx?|xlsx?|rtf|epub|txt|csv|zip")


def media_type_of(name: str) -> str:
    """The media type that the ending of a file name or address suggests; empty when unknown.

    A guess for display and for choosing what to fetch: the bytes have the last word.
    """
    return _MEDIA_TYPES.get(_ending(name), "")


def names_a_document(url: str) -> bool:
    """Whether the address ends like a file people read (PDF, office, text), not a page."""
    return _DOCUMENT.fullmatch(_ending(url)) is not None


def _ending(name: str) -> str:
    path = name.partition("?")[0].partition("#")[0]
    last = path.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""
