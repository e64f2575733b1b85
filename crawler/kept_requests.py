"""Scrapy requests to and from JSON, for the frontier."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from scrapy import Request, Spider
from scrapy.utils.request import request_from_dict

ROW = "souffleur_row"
"""The meta key that binds a request, its retries and its redirects to a row of the frontier."""

_DEFAULTS: dict[str, Any] = {
    "callback": None,
    "errback": None,
    "headers": {},
    "method": "GET",
    "body": b"",
    "cookies": {},
    "encoding": "utf-8",
    "priority": 0,
    "dont_filter": False,
    "flags": [],
    "cb_kwargs": {},
}

_OF_ONE_FETCH = frozenset(
    {
        ROW,
        "charset",
        "download_latency",
        "download_slot",
        "download_timeout",
        "redirect_reasons",
        "redirect_times",
        "redirect_ttl",
        "redirect_urls",
        "retry_times",
    }
)
"""Meta keys about one fetch, which a spider that copies `response.meta` would pass on."""


_ALONE = ("parse", "parse_file")
_OF_A_LINK = {"link_text", "record_id"}


class RequestNotKept(TypeError):
    """A spider made a request that cannot be written down."""


def pack(request: Request, spider: Spider) -> str:
    """The request as JSON, without what has its default value.

    Callbacks go by name, so they must be methods of the spider; `meta` and `cb_kwargs` must be
    plain JSON values. Raises `RequestNotKept` with the address otherwise.
    """
    try:
        values = request.to_dict(spider=spider)
        plain = {k: v for k, v in values.items() if v != _DEFAULTS.get(k, _MISSING)}
        plain["meta"] = {k: v for k, v in request.meta.items() if k not in _OF_ONE_FETCH}
        if headers := plain.get("headers"):
            plain["headers"] = {_text(k): [_text(v) for v in vs] for k, vs in headers.items()}
        if "body" in plain:
            plain["body"] = _text(plain["body"])
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise RequestNotKept(
            f"The request for {request.url} cannot be kept ({error}): give it a method of the "
            "spider as callback, and plain JSON values in meta and cb_kwargs."
        ) from error


def unpack(text: str, spider: Spider) -> Request:
    """The request again. Raises `RequestNotKept` when the spider has lost its callback since."""
    values = msgspec.json.decode(text)
    if "body" in values:
        values["body"] = _bytes(values["body"])
    if headers := values.get("headers"):
        values["headers"] = {_bytes(k): [_bytes(v) for v in vs] for k, vs in headers.items()}
    try:
        return request_from_dict(values, spider=spider)
    except ValueError as error:
        raise RequestNotKept(f"The request for {values['url']} cannot be made: {error}") from error


def is_page(packed: str) -> bool:
    """Whether a packed request is for a page met on its own, not for a step of a longer walk."""
    return str(msgspec.json.decode(packed).get("callback")) == "parse"


def stands_alone(packed: str) -> bool:
    """Whether a packed request says all there is to know, and nothing of the walk that led to it."""
    request = msgspec.json.decode(packed)
    return request.get("callback") in _ALONE and set(request.get("cb_kwargs", ())) <= _OF_A_LINK


def priority_of(packed: str) -> int:
    """The priority a packed request was made with; a higher one goes first."""
    return int(msgspec.json.decode(packed).get("priority", 0))


_MISSING = object()


def _text(raw: bytes) -> str:
    """Any bytes, kept one for one."""
    return raw.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")
