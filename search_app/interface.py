"""What every page is given: its language, who reads it, and how links are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, quote_plus

from flask import Flask, g, request, session, url_for
from markupsafe import Markup

from corpus.accounts import User
from corpus.sources import name_sources
from indexer.query import Query
from search_app.asking.facet_links import left_out, on_page, sorted_by, toggled
from search_app.asking.facet_rows import Row, value_label
from search_app.asking.query_args import Pairs, open_ended, write
from search_app.formats import (
    date_text,
    instant_text,
    marked,
    percent,
    safe_url,
    size_text,
)
from search_app.holdings import holdings
from search_app.messages import DEFAULT_LANGUAGE, LANGUAGES, number_text, say_number, speaker
from search_app.shown import fragments
from search_app.shown.answer_view import facet_label
from search_app.shown.hit_view import Addresses, HitView

SESSION_TOKEN = "token"  # noqa: S105 (the name of a key of the cookie, not a secret)


def register(app: Flask) -> None:
    app.before_request(_choose_language)
    app.before_request(_name_sources)
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


def results_url(
    pairs: Pairs | Query, endpoint: str = "search.results", *, external: bool = False
) -> str:
    """The address of the results of a search; with the host's name when it is for elsewhere."""
    address = url_for(endpoint, _external=True) if external else path(endpoint)
    return _with_query(address, write(pairs) if isinstance(pairs, Query) else pairs)


def facet_addresses(query: Query) -> Callable[..., str]:
    """From the name of a facet to the address of the page of all its values, for a search."""
    return addresses("facets.values", "name", pairs=write(on_page(query, 1)))


def page_url(sha256: str, number: int, query: Query) -> str:
    """The address of the text of a page of a file, read for a search."""
    pairs = [("q", query.text)] if query.text else []
    return _with_query(path("files.page", sha256=sha256, number=number), pairs)


def with_pair(address: str, name: str, value: object) -> str:
    """An address with one more pair in its query string."""
    return f"{open_ended(address)}{_plus(name)}={_plus(str(value))}"


def addresses(
    endpoint: str, *names: str, pairs: Iterable[tuple[str, str]] = ()
) -> Callable[..., str]:
    """From the values of the variables of a page's path, in order, to its address.

    For a page with many links: Flask is asked for such an address once.
    """
    first, *parts = _around(endpoint, names, language(), request.script_root)
    parts[-1] = _with_query(parts[-1], pairs)

    def filled(*values: str) -> str:
        made = first
        for value, part in zip(values, parts, strict=True):
            made += _quoted(value) + part
        return made

    return filled


@lru_cache(maxsize=1_000)
def _around(endpoint: str, names: tuple[str, ...], _language: str, _root: str) -> tuple[str, ...]:
    """What stands before, between and after the variables of a page's path."""
    slots = {name: f"9081726354{rank}" for rank, name in enumerate(names)}  # a number fits anywhere
    parts = [url_for(endpoint, **slots)]  # type: ignore[arg-type]
    for slot in slots.values():
        parts[-1:] = parts[-1].split(slot, 1)
    return tuple(parts)


_plus = lru_cache(maxsize=20_000)(quote_plus)


@lru_cache(maxsize=20_000)
def _quoted(value: str) -> str:
    return quote(value, safe="")


def hit_addresses(query: Query) -> Addresses:
    """The links of the results of a search."""
    words = [("q", query.text)] if query.text else []
    return Addresses(
        record=addresses("records.record", "record_id"),
        why=addresses("records.why", "record_id", pairs=write(on_page(query, 1))),
        file=addresses("files.content", "sha256", "name"),
        page=addresses("files.page", "sha256", "number", pairs=words),
    )


def path(endpoint: str, **values: Any) -> str:
    """`url_for`, remembered: for addresses that are on every page."""
    return _remembered(language(), request.script_root, endpoint, **values)


@lru_cache(maxsize=1_000)
def _remembered(_language: str, _root: str, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


def _with_query(address: str, pairs: Iterable[tuple[str, str]]) -> str:
    """An address, then a query string that may hold any name (`endpoint` and `_anchor` included)."""
    query = "&".join([f"{_plus(name)}={_plus(value)}" for name, value in pairs])
    return open_ended(address) + query if query else address


def _choices(rows: Iterable[Row], state: str, query: Query, form: str) -> Markup:
    def changed(row: Row) -> str:
        return results_url(left_out(query, row.facet, row.value))

    return fragments.choices(rows, state, changed, form, language())


def _columns(rows: Sequence[Row], state: str, query: Query) -> Markup:
    def changed(row: Row) -> str:
        return results_url(toggled(query, row.facet, row.value))

    return fragments.columns(rows, state, changed, language())


def _hit_lines(views: Iterable[HitView], *, asked: bool, mingled: bool) -> Markup:
    return fragments.hits(views, language(), asked=asked, mingled=mingled)


def _choose_language() -> None:
    asked = request.args.get("lang", DEFAULT_LANGUAGE)
    g.language = asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def _name_sources() -> None:
    name_sources(holdings().source_names.now())


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if language() != DEFAULT_LANGUAGE and endpoint != "static":
        values.setdefault("lang", language())


def _for_templates() -> dict[str, Any]:
    here = language()
    return {
        "language": here,
        "say": speaker(here),
        "say_number": lambda key, number, **values: say_number(key, number, here, **values),
        "number_text": partial(number_text, language=here),
        "date_text": partial(date_text, language=here),
        "instant_text": partial(instant_text, language=here),
        "size_text": partial(size_text, language=here),
        "safe_url": safe_url,
        "marked": marked,
        "percent": percent,
        "on_page": on_page,
        "sorted_by": sorted_by,
        "with_pair": with_pair,
        "here": _here,
        "path": partial(_remembered, here, request.script_root),
        "choices": _choices,
        "columns": _columns,
        "hit_lines": _hit_lines,
        "facet_addresses": facet_addresses,
        "page_url": page_url,
        "facet_label": partial(facet_label, language=here),
        "facet_value_label": partial(value_label, language=here),
        "results_url": results_url,
        "json_url": partial(results_url, endpoint="search.results_json"),
        "current_user": current_user,
        "other_language": next(known for known in LANGUAGES if known != here),
        "other_language_url": _same_page_in,
    }


def _here() -> str:
    """The path to come back to after signing in."""
    if request.method != "GET":
        return "/"
    return request.full_path if request.query_string else request.path


def _same_page_in(asked: str) -> str:
    """This page in another language; the home page when this one only answers to a form."""
    if request.endpoint is None or request.method not in ("GET", "HEAD"):
        return path("search.home", lang=asked)
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return _with_query(path(request.endpoint, **(request.view_args or {}), lang=asked), kept)
