"""The one table from error type to HTTP status, and the pages that say what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from corpus import errors as e
from search_app.asking.query_args import BadParameter, Pairs
from search_app.interface import language, results_url
from search_app.messages import DEFAULT_LANGUAGE, MESSAGES, say
from search_app.unsaved import Typed, typed_in

STATUS: Mapping[type[e.SouffleurError], int] = MappingProxyType(
    {
        e.ReaderError: 400,
        e.StaffError: 400,
        e.ConfigError: 500,
        e.UnknownSource: 404,
        e.SourceUnreachable: 502,
        e.HarvestRunning: 409,
        e.ExportRunning: 409,
        e.RunNotFound: 404,
        e.RunSettled: 409,
        e.RecordNotFound: 404,
        e.FileWithdrawn: 410,
        e.ListNotFound: 404,
        e.EditConflict: 409,
        e.SignInRefused: 403,
        e.BadImport: 400,
        e.SiteRefused: 502,
        e.WitnessesBroken: 409,
        e.StorageError: 503,
        e.FileMissing: 404,
        e.ExtractionError: 422,
        e.SouffleurError: 500,
    }
)
"""The most precise type that an error is decides."""


def status_of(error: e.SouffleurError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


class Said(NamedTuple):
    """A sentence, and the language it is in."""

    text: str
    language: str


def said_in(error: e.SouffleurError, language: str) -> Said:
    """The sentence of an error in that language when it has one, else in French."""
    if language == "en" and error.english:
        return Said(error.english, "en")
    return Said(error.message, DEFAULT_LANGUAGE)


def register(app: Flask) -> None:
    app.register_error_handler(e.SouffleurError, _ours)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SecurityError, _other_host)
    app.register_error_handler(HTTPException, _http)


def _ours(error: e.SouffleurError) -> Response:
    """The sentence of the error, as it is: its reader is often the one who can apply the remedy.

    It is in French unless the page is in English and the error says itself in English too.
    """
    status = status_of(error)
    if status >= 500:
        current_app.logger.error("%s: %s (%s)", error.code, error.message, error.__cause__ or "-")
    if isinstance(error, BadParameter):
        return _answer(status, error.code, error.in_(language()), remedy=error.remedy)
    said = said_in(error, language())
    return _answer(status, error.code, said.text, of_language=said.language)


def _forged(_error: CSRFError) -> Response:
    typed = typed_in(request.form, language())
    return _answer(400, "csrf", say("error_csrf_text", language()), typed=typed)


def _other_host(_error: SecurityError) -> Response:
    """A host name that is not ours: no page, since its links would be written for that host."""
    return Response(say("error_host_text", DEFAULT_LANGUAGE), 400, mimetype="text/plain")


def _http(error: HTTPException) -> Response:
    """Errors of the protocol, and whatever was not foreseen (500, which Flask has logged)."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    key = f"error_{status}_text"
    sentence = say(key, language()) if key in MESSAGES else say("error_400_text", language())
    answer = _answer(status, f"http_{status}", sentence)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Content-Range", "Retry-After"):
            answer.headers[name] = value
    return answer


def _answer(
    status: int,
    code: str,
    sentence: str,
    of_language: str = "",
    remedy: Pairs | None = None,
    typed: Sequence[Typed] = (),
) -> Response:
    if _for_a_program():
        return make_response(jsonify({"error": {"code": code, "message": sentence}}), status)
    if status >= 500:
        g.setdefault("user", None)  # the page of a broken catalogue must not ask it who reads
    page = render_template(
        "error.html",
        heading=say(_heading(status), language()),
        sentence=sentence,
        of_language=of_language or language(),
        typed=typed,
        remedy=None if remedy is None else results_url(remedy),
    )
    return make_response(page, status)


def _for_a_program() -> bool:
    return request.path.endswith(".json") or request.path == "/healthz"


def _heading(status: int) -> str:
    key = f"error_{status}"
    if key in MESSAGES:
        return key
    return "error_400" if status < 500 else "error_500"
