"""A server on loopback that misbehaves below HTTP: slow, cut, reset, poured headers, bombs."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

Behaviour = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def answer(body: bytes, headers: bytes = HEAD) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        length = f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        connection.sendall(headers + length + body)

    return behave


def drip(connection: socket.socket) -> None:
    """A byte from time to time, without end."""
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n<html>")
    while True:
        connection.sendall(b"a")
        time.sleep(0.2)


def drip_headers(connection: socket.socket) -> None:
    connection.sendall(HEAD)
    while True:
        connection.sendall(b"X-A: b\r\n")
        time.sleep(0.2)


def reset(connection: socket.socket) -> None:
    """Half a body, then a reset instead of an end."""
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n<html>")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def pour_headers(megabytes: int) -> Behaviour:
    line = b"X-Filler: " + b"z" * 8_000 + b"\r\n"

    def behave(connection: socket.socket) -> None:
        connection.sendall(HEAD)
        for _ in range(megabytes * 1_000_000 // len(line)):
            connection.sendall(line)
        connection.sendall(b"Content-Length: 2\r\n\r\nok")

    return behave


def chunks_without_end(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """The crawler hangs up on most of these: nothing to say about it."""


@contextmanager
def misbehaving(site: Mapping[str, Behaviour]) -> Iterator[tuple[str, Counter[str]]]:
    """The address of the server without a slash, and how often each path was asked for."""
    asked: Counter[str] = Counter()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head and (more := self.request.recv(65536)):
                head += more
            path = head.split(b" ")[1].decode("latin-1") if head.count(b" ") > 1 else ""
            asked[path] += 1
            missing = answer(b"", b"HTTP/1.1 404 Not Found\r\n")
            with suppress(OSError):
                site.get(path, missing)(self.request)

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
