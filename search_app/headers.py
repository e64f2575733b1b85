"""The headers that keep a page to itself: no script but ours, no third party, no guessing."""

from __future__ import annotations

from flask import Flask, Response, current_app, session

from search_app.interface import SESSION_TOKEN

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
READING_POLICY = f"{PAGE_POLICY}; frame-src 'self'"
"""For the page that shows a file of ours beside its text."""

PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""For a PDF, which may stand in a page of ours. No sandbox: browsers show no PDF in one, and their
viewer runs it as a stranger anyway."""

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""For bytes that came from elsewhere: whatever they hold, they act as a stranger to this app."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


def register(app: Flask) -> None:
    app.after_request(_secure)


def _secure(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    if current_app.config["HTTPS"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if session.get(SESSION_TOKEN):
        response.headers["Cache-Control"] = "no-store"
    elif response.mimetype in ("text/html", "application/json"):
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
