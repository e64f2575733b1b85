"""What every page is given: its language, who reads it, and how links are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request, session, url_for

from corpus.accounts import User
from indexer.query import Query
from search_app.facet_links import on_page, sorted_by
from search_app.formats import date_text, instant_text, percent, pieces, safe_url, size_text
from search_app.holdings import holdings
from search_app.messages import DEFAULT_LANGUAGE, LANGUAGES, number_text, say, say_number
from search_app.query_args import Pairs, write

SESSION_TOKEN = "token"  # noqa: S105 (the name of a key of the cookie, not a secret)


def register(app: Flask) -> None:
    app.before_request(_choose_language)
    app.url_defaults(_keep_language)
    app.context_processor(_for_templates)


def language() -> str:
    """The language of the interface: French unless `?lang=` asks for another one we have."""
    return str(g.get("language", DEFAULT_LANGUAGE))


def current_user() -> User | None:
    """Who is signed in, read once a request."""
    if "user" not in g:
        token = session.get(SESSION_TOKEN, "")
        g.user = holdings().accounts.user_of(token) if token else None
    user: User | None = g.user
    return user


def results_url(pairs: Pairs | Query, endpoint: str = "search.results") -> str:
    """The address of the results of a search."""
    return _address(endpoint, {}, write(pairs) if isinstance(pairs, Query) else pairs)


def _address(endpoint: str, values: Mapping[str, Any], pairs: Iterable[tuple[str, str]]) -> str:
    """`url_for`, then a query string that may hold any name (`endpoint` and `_anchor` included)."""
    address = url_for(endpoint, **values)
    query = urlencode(list(pairs))
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def _choose_language() -> None:
    asked = request.args.get("lang", DEFAULT_LANGUAGE)
    g.language = asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if language() != DEFAULT_LANGUAGE and endpoint != "static":
        values.setdefault("lang", language())


def _for_templates() -> dict[str, Any]:
    here = language()
    return {
        "language": here,
        "say": lambda key, **values: say(key, here, **values),
        "say_number": lambda key, number, **values: say_number(key, number, here, **values),
        "number_text": partial(number_text, language=here),
        "date_text": partial(date_text, language=here),
        "instant_text": partial(instant_text, language=here),
        "size_text": partial(size_text, language=here),
        "safe_url": safe_url,
        "pieces": pieces,
        "percent": percent,
        "on_page": on_page,
        "sorted_by": sorted_by,
        "results_url": results_url,
        "json_url": partial(results_url, endpoint="search.results_json"),
        "current_user": current_user,
        "other_language": next(known for known in LANGUAGES if known != here),
        "other_language_url": _same_page_in,
    }


def _same_page_in(asked: str) -> str:
    """This page in another language; the home page when this one only answers to a form."""
    if request.endpoint is None or request.method not in ("GET", "HEAD"):
        return url_for("search.home", lang=asked)
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return _address(request.endpoint, {**(request.view_args or {}), "lang": asked}, kept)
