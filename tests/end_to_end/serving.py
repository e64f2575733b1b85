"""The app over HTTP on loopback, for a browser that hangs up when it likes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of `app`, answered by threads until the end."""
    server = make_server("127.0.0.1", 0, _whole(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _whole(app: WSGIApplication) -> WSGIApplication:
    """`app`, each answer read and closed before any of it is sent.

    Werkzeug's own server never closes the answer to a client that resets the connection while
    it drains what is left to read: the file it was sending would stay open.
    """

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with closing(ClosingIterator(app(environ, start))) as chunks:
            return [b"".join(chunks)]

    return answer
