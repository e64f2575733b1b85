"""The web application: `create_app`, the one way in for a server (`search_app.app:create_app()`)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from corpus.config import Config, read_config
from search_app import errors, headers, interface
from search_app.holdings import EXTENSION, Holdings
from search_app.secret_key import read_or_make_key
from search_app.views import (
    accounts,
    bureau,
    conflicts,
    corrections,
    desk,
    doubles,
    facets,
    files,
    harvests,
    ledger,
    links,
    lists,
    records,
    search,
    suggestions,
    withdrawals,
)

LARGEST_FORM = 256 * 1024


def create_app(config: Config | None = None, **overrides: Any) -> Flask:
    """The app on the holdings of `config` (by default those of the environment).

    Beside Flask's own settings, `overrides` and variables SOUFFLEUR_WEB_… take: HTTPS (true when
    readers come over https: the cookie is then sent over nothing else) and PROXIES (how many
    reverse proxies stand before the app and set X-Forwarded-…). Raises `ConfigError`.
    """
    config = config or read_config()
    app = Flask(__name__)
    app.config.from_mapping(
        HTTPS=False,
        PROXIES=0,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # the address of a static file changes with it
    )
    app.config.from_prefixed_env("SOUFFLEUR_WEB")
    app.config.from_mapping(overrides)
    _set_cookie(app)
    app.secret_key = app.secret_key or read_or_make_key(config.home)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    app.jinja_env.globals["style_version"] = _version_of(app, "souffleur.css")
    app.jinja_env.globals["script_version"] = _version_of(app, "suggest.js")
    app.jinja_env.globals["follow_version"] = _version_of(app, "follow.js")
    app.extensions[EXTENSION] = Holdings(config)
    CSRFProtect(app)
    for room in (interface, headers, errors):
        room.register(app)
    for view in (
        search,
        facets,
        suggestions,
        records,
        files,
        accounts,
        desk,
        corrections,
        bureau,
        harvests,
        conflicts,
        withdrawals,
        doubles,
        ledger,
        links,
        lists,
    ):
        app.register_blueprint(view.blueprint)
    if proxies := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    return app


def _set_cookie(app: Flask) -> None:
    """Over https, a name that browsers accept only with Secure, from this host, for every path."""
    app.config["SESSION_COOKIE_SECURE"] = bool(app.config["HTTPS"])
    app.config["SESSION_COOKIE_NAME"] = "__Host-souffleur" if app.config["HTTPS"] else "souffleur"


def _version_of(app: Flask, name: str) -> str:
    file = Path(str(app.static_folder)) / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
