"""What a demonstration site answers: values without any socket, so that tests can ask directly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from functools import cache
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=UTF-8"
JSON = "application/json; charset=UTF-8"
XML = "text/xml; charset=UTF-8"
TEXT = "text/plain; charset=utf-8"
PDF = "application/pdf"
CSS = "text/css"

_WINTER = timezone(timedelta(hours=1))
_FOUNDED = datetime(2019, 3, 1, 9, 0, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer. `headers` leaves out Content-Length, ETag and Last-Modified."""

    status: int
    body: bytes
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime = _FOUNDED

    @property
    def etag(self) -> str:
        return _etag(self.body)

    @property
    def last_modified(self) -> str:
        """Its time of change as an HTTP date."""
        return _http_date(self.modified)


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


@cache
def _http_date(local: datetime) -> str:
    return format_datetime(utc(local), usegmt=True)


def utc(local: datetime) -> datetime:
    """A local time of the sites as an instant; they keep winter time (+01:00) all year round."""
    return local.replace(tzinfo=_WINTER).astimezone(UTC)


def page(text: str, modified: datetime = _FOUNDED, status: int = 200) -> Answer:
    """An HTML page in UTF-8."""
    return Answer(status, text.encode(), modified=modified)


def moved(location: str) -> Answer:
    """A permanent redirection."""
    return Answer(301, b"", headers=(("Location", location),))


def json_answer(
    value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> Answer:
    """JSON with its non-ASCII characters escaped, as PHP writes it."""
    body = json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")
    return Answer(status, body, JSON, headers)


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a request: its path and its query, values decoded."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, target: str) -> Target:
        parts = urlsplit(target if target.startswith("/") else f"/{target}")
        return cls(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)))

    def number(self, key: str, default: int) -> int:
        """A whole number of the query, or the default when it is absent or not one."""
        value = self.query.get(key, "")
        return int(value) if value.isdecimal() and len(value) < 10 else default


Make = Callable[[], Answer]
"""Makes the answer of one address; called once, the answer is kept."""
