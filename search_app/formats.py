"""How values are written for people: dates, sizes, snippets, headings. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from corpus.record import FileRef, PartialDate

_MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = {"fr": _MONTHS_FR, "en": _MONTHS_EN}
_UNITS = {"fr": ("o", "ko", "Mo", "Go"), "en": ("B", "kB", "MB", "GB")}
_LONGEST_FILE_NAME = 120


@lru_cache(maxsize=10_000)
def date_text(value: str, language: str) -> str:
    """`2018-06-24` → `24 juin 2018`; as precise as what is given, and unchanged if not a date."""
    parts = value.split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return value
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return value
    year, *finer = parts
    words = [year]
    if finer:
        words.insert(0, _MONTHS[language][int(finer[0]) - 1])
    if len(finer) > 1:
        words.insert(0, _day_text(int(finer[1]), language))
    return "\u00a0".join(words)


def _day_text(day: int, language: str) -> str:
    return "1er" if day == 1 and language == "fr" else str(day)


def period_text(start: PartialDate, end: PartialDate | None, language: str) -> str:
    first = date_text(start.value, language)
    if end is None or end.value == start.value:
        return first
    return f"{first} – {date_text(end.value, language)}"


def instant_text(instant: str, language: str) -> str:
    """`2026-11-23T08:15:00Z` → `23 novembre 2026, 08:15 UTC`."""
    day, _, time = instant.partition("T")
    written = date_text(day, language)
    return f"{written}, {time[:5]}\u00a0UTC" if time else written


def size_text(size: int, language: str) -> str:
    """Bytes as people read them, in powers of a thousand: `1,2 Mo`."""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < 3:
        amount, unit = amount / 1000, unit + 1
    written = f"{amount:.0f}" if unit == 0 or amount >= 9.95 else f"{amount:.1f}"
    mark = "," if language == "fr" else "."
    return f"{written.replace('.', mark)}\u00a0{_UNITS[language][unit]}"


_BEGIN, _END = "\x02", "\x03"
"""Stand for the tags while a text is escaped; no text that is shown has a use for them."""


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """`text` as HTML, its spans inside `mark`, whatever their order; nothing is marked twice.

    Any text is safe in it, and none is lost.
    """
    text = text.replace(_BEGIN, " ").replace(_END, " ")
    if not spans:
        return escape(text)
    cut: list[str] = []
    done = 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(text))
        if start < end:
            cut += (text[done:start], _BEGIN, text[start:end], _END)
            done = end
    cut.append(text[done:])
    escaped = str(escape("".join(cut)))
    return Markup(escaped.replace(_BEGIN, "<mark>").replace(_END, "</mark>"))  # noqa: S704 (escaped)


def safe_url(url: str) -> str:
    """`url` when a reader may follow it (http or https), else empty: pages hold `javascript:` too."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def local_path(target: str) -> str:
    """`target` when it is a path within this app, else empty: a sign-in never leads elsewhere."""
    if not target.startswith("/") or target.startswith("//"):
        return ""
    if "\\" in target or not target.isprintable():
        return ""
    parts = urlsplit(target)
    return "" if parts.scheme or parts.netloc else target


def file_name(name: str, extension: str = "") -> str:
    """A name that is safe in an address and in a header: one line, no path, not endless."""
    kept = "".join("-" if char in '/\\"<>|:*?' else char for char in name if char.isprintable())
    trimmed = kept.strip(" .-")[:_LONGEST_FILE_NAME] or "fichier"
    if extension and not trimmed.lower().endswith(f".{extension}"):
        trimmed = f"{trimmed}.{extension}"
    return trimmed


def shown_name(file: FileRef) -> str:
    """The name its source gave a file, else the end of its address."""
    return file.name or file.url.rstrip("/").rsplit("/", 1)[-1] or file.url


def percent(part: int, whole: int) -> float:
    """The width of a bar: never invisible when there is something to show."""
    return max(1.5, round(100 * part / whole, 1)) if part and whole else 0.0
