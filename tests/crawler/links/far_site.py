"""A site elsewhere, on loopback: it answers HEAD and GET as a test says, or misbehaves on the wire."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Said:
    """An answer. `length` announces another one than the body has; `reset` breaks the connection
    instead of answering; `head` is the status of HEAD where it is another one than GET's."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    head: int | None = None
    length: int | None = None
    delay: float = 0.0
    reset: bool = False


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    at: float


Site = Callable[[Request], Said]


@contextmanager
def far_site(site: Site, certificate: Path | None = None) -> Iterator[tuple[str, list[Request]]]:
    """The address of the site without a slash, and what it was asked so far.

    `certificate` (with its key) makes it speak TLS.
    """
    asked: list[Request] = []
    server = _Server(("127.0.0.1", 0), _handler(site, asked))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    scheme = "https" if certificate else "http"
    try:
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections are broken on purpose: nothing to say about it."""


def _handler(site: Site, asked: list[Request]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            request = Request(self.command, self.path, dict(self.headers), time.monotonic())
            asked.append(request)
            said = site(request)
            time.sleep(said.delay)
            try:
                self._reset() if said.reset else self._say(said)
            except OSError:
                self.close_connection = True  # the other side had enough

        do_HEAD = do_GET  # noqa: N815 (the name is http.server's)

        def _reset(self) -> None:
            at_once = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self.connection.close()
            self.close_connection = True

        def _say(self, said: Said) -> None:
            is_head = self.command == "HEAD"
            self.send_response(said.head if is_head and said.head else said.status)
            for name, value in {"Content-Type": "text/html", **said.headers}.items():
                self.send_header(name, value)
            length = len(said.body) if said.length is None else said.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            if not is_head:
                self.wfile.write(said.body)
            if length != len(said.body):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def fixed(pages: Mapping[str, Said]) -> Site:
    """The site made of these pages, and 404 for every other address."""
    return lambda request: pages.get(request.path, Said(b"<h1>Introuvable</h1>", 404))


def to(location: str, status: int = 302) -> Said:
    return Said(status=status, headers={"Location": location})


def page(title: str, text: str = "") -> Said:
    """A page with enough words to be told from another one."""
    words = text or " ".join(f"{title} {word}" for word in _WORDS)
    return Said(f"<title>{title}</title><h1>{title}</h1><p>{words}</p>".encode())


_WORDS = [
    "charte",
    "rivière",
    "kayak",
    "pêcheur",
    "accord",
    "saison",
    "berge",
    "parcours",
    "animation",
    "réunion",
    "village",
    "école",
    "commune",
    "mairie",
    "calendrier",
]
