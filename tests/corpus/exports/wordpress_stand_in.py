"""A stand-in for WordPress: an HTTP server on loopback that holds to the documented REST contract.

What goes wrong on the way stands in `Faults`; what people do in its desk are methods of `Wordpress`.
"""

from __future__ import annotations

import base64
import html
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.corpus.exports.wordpress_contract import Refused, Row, Wordpress, check, chosen

USER, PASSWORD = "camille", "abcd efgh ijkl mnop qrst uvwx"


@dataclass
class Faults:
    """What goes wrong: each is asked before (`before`) or after (`after`) a request is treated, and
    an answer it gives is sent in place of the true one.
    """

    before: Callable[[str, str], Response | None] = lambda _method, _path: None
    after: Callable[[str, str], Response | None] = lambda _method, _path: None


@dataclass
class StandIn(Wordpress):
    """The site, and the requests it received."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def commands(self) -> list[str]:
        """The paths of the requests that write."""
        return [path for method, path in self.asked if method != "GET"]


def _shown(row: Row, *, edit: bool) -> Row:
    """`raw` is only told to those who edit; what a site shows is never byte for byte what it has."""
    shown = dict(row)
    for name in ("title", "content", "excerpt"):
        if name in row:
            rendered = {"rendered": f"<!-- {len(row[name])} -->"}
            shown[name] = {"raw": row[name], **rendered} if edit else rendered
    if "content" in row:
        shown["link"] = f"https://exemple.org/?p={row['id']}"
    if "name" in row:
        shown["name"] = html.escape(html.unescape(row["name"]), quote=False)
    shown.pop("sha256", None)
    return shown


def _make_app(site: StandIn) -> Flask:
    app = Flask("wordpress_stand_in")
    root = "/wp-json/wp/v2"

    @app.before_request
    def treated_before() -> Response | None:
        path = request.path.removeprefix(f"{root}/")
        site.asked.append((request.method, path))
        if (instead := site.faults.before(request.method, path)) is not None:
            return instead
        if not _is_known(request.headers.get("Authorization", "")):
            writes = request.method != "GET"
            code = "rest_cannot_create" if writes else "rest_not_logged_in"
            raise Refused(401, code, "Sorry, you are not allowed to do that.")
        return None

    @app.after_request
    def treated_after(answer: Response) -> Response:
        path = request.path.removeprefix(f"{root}/")
        return site.faults.after(request.method, path) or answer

    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[Response, int]:
        data = {"status": error.status, **error.data}
        return jsonify(code=error.code, message=error.message, data=data), error.status

    @app.errorhandler(404)
    def no_route(_error: Exception) -> tuple[Response, int]:
        message = "No route was found matching the URL and request method."
        return jsonify(code="rest_no_route", message=message, data={"status": 404}), 404

    @app.get(f"{root}/users/me")
    def me() -> Response:
        return _answer({"id": 1, "capabilities": dict.fromkeys(site.capabilities, True)})

    @app.get(f"{root}/taxonomies")
    def taxonomies() -> Response:
        found = {
            name: {"slug": name, "rest_base": taxonomy.rest_base, "types": ["post"]}
            for name, taxonomy in site.taxonomies.items()
        }
        return jsonify(found)

    @app.get(f"{root}/posts")
    def posts() -> Response:
        with site.lock:
            return _page(site.list_posts(request.args))

    @app.post(f"{root}/posts")
    def create_post() -> tuple[Response, int]:
        with site.lock:
            return _answer(site.create_post(_body()), edit=True), 201

    @app.get(f"{root}/posts/<int:number>")
    def one_post(number: int) -> Response:
        with site.lock:
            return _answer(site.post(number))

    @app.post(f"{root}/posts/<int:number>")
    def update_post(number: int) -> Response:
        with site.lock:
            return _answer(site.update_post(number, _body()), edit=True)

    @app.get(f"{root}/media")
    def media() -> Response:
        with site.lock:
            return _page(chosen(list(site.media.values()), request.args))

    @app.post(f"{root}/media")
    def create_media() -> tuple[Response, int]:
        with site.lock:
            return _answer(site.create_media(request.get_data(), request.headers)), 201

    @app.get(f"{root}/media/<int:number>")
    def one_media(number: int) -> Response:
        with site.lock:
            return _answer(site.update_media(number, {}))

    @app.post(f"{root}/media/<int:number>")
    def update_media(number: int) -> Response:
        with site.lock:
            return _answer(site.update_media(number, _body()))

    @app.get(f"{root}/<base>")
    def terms(base: str) -> Response:
        with site.lock:
            return _page(
                chosen(list(site.taxonomies[_name_of(site, base)].terms.values()), request.args)
            )

    @app.post(f"{root}/<base>")
    def create_term(base: str) -> tuple[Response, int]:
        with site.lock:
            return _answer(site.create_term(_name_of(site, base), _body())), 201

    return app


def _name_of(site: StandIn, base: str) -> str:
    for name, taxonomy in site.taxonomies.items():
        if taxonomy.rest_base == base:
            return name
    raise Refused(404, "rest_no_route", "No route was found matching the URL and request method.")


def _is_known(authorization: str) -> bool:
    """WordPress forgives spaces in an application password."""
    kind, _, given = authorization.partition(" ")
    try:
        user, _, password = base64.b64decode(given).decode().partition(":")
    except ValueError:
        return False
    same = password.replace(" ", "") == PASSWORD.replace(" ", "")
    return kind == "Basic" and user == USER and same


def _body() -> Row:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise Refused(400, "rest_invalid_json", "Invalid JSON body passed.")
    return given


def _answer(row: Row, *, edit: bool = False) -> Response:
    edit = edit or request.args.get("context") == "edit"
    return jsonify(_fields(_shown(row, edit=edit)))


def _fields(row: Row) -> Row:
    names = request.args.get("_fields", "")
    return {name: row[name] for name in names.split(",") if name in row} if names else row


def _page(rows: list[Row]) -> Response:
    per_page, number = request.args.get("per_page", "10"), request.args.get("page", "1")
    check(per_page.isdecimal() and 1 <= int(per_page) <= 100, "per_page", "per_page must be between 1 (inclusive) and 100 (inclusive)")  # fmt: skip
    size, page = int(per_page), int(number)
    pages = -(-len(rows) // size)
    if page > pages and rows:
        raise Refused(400, "rest_post_invalid_page_number", "The page number requested is larger…")
    edit = request.args.get("context") == "edit"
    shown = rows[(page - 1) * size : page * size]
    answer = jsonify([_fields(_shown(row, edit=edit)) for row in shown])
    answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"] = str(len(rows)), str(pages)
    return answer


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """A client that is killed breaks its connections: nothing to say about it."""


@contextmanager
def wordpress(**how: Any) -> Iterator[StandIn]:
    """A site that listens for as long as the block lasts."""
    site = StandIn(**how)
    server = make_server("127.0.0.1", 0, _make_app(site), threaded=True, request_handler=_Quiet)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
