"""Who is told of things, on loopback: a mail server of one conversation, and a webhook."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BufferedRWPair

from tests.crawler.small_site import Answer


class Mailbox:
    """A mail server of one conversation: takes what it is told, and keeps it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"
        self.orders: list[str] = []
        self.body = b""
        self.refuses = False

    def serve(self) -> None:
        self._socket.settimeout(10)
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rwb") as stream:
            self._answer(stream, b"220 essai")
            for line in stream:
                order = line.decode().strip()
                self.orders.append(order)
                if order.upper() == "DATA":
                    self._answer(stream, b"354 parlez")
                    lines = iter(stream.readline, b".\r\n")
                    self.body = b"".join(lines)
                if order.upper() == "QUIT":
                    self._answer(stream, b"221 au revoir")
                    return
                refused = self.refuses and order.upper().startswith("RCPT")
                self._answer(stream, b"550 non" if refused else b"250 oui")

    def _answer(self, stream: BufferedRWPair, line: bytes) -> None:
        stream.write(line + b"\r\n")
        stream.flush()

    @property
    def message(self) -> EmailMessage:
        found = email.message_from_bytes(self.body, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        return found

    def close(self) -> None:
        self._socket.close()


@contextmanager
def mailbox(refuses: bool = False) -> Iterator[Mailbox]:
    box = Mailbox()
    box.refuses = refuses
    thread = threading.Thread(target=box.serve)
    thread.start()
    try:
        yield box
    finally:
        box.close()
        thread.join(10)


@contextmanager
def receiving(answer: Answer) -> Iterator[tuple[str, list[bytes]]]:
    """A server that keeps the bodies it is sent."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/crochet", bodies
        server.shutdown()
        thread.join()
