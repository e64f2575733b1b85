"""Serves both demonstration sites over HTTP, on loopback, in one process.

    python -m corpus.sample.server --ports 8001 8002 [--small] [--no-rest]

Connections are kept open between requests, and every page answers conditional requests.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from corpus.sample.answers import Answer
from corpus.sample.comedie import ComedieSite
from corpus.sample.icpc import IcpcSite
from corpus.sample.library import library


class Site(Protocol):
    """Anything that answers the targets of GET requests."""

    def answer(self, target: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where the two sites are served."""

    comedie_url: str
    icpc_url: str


class _Server(ThreadingHTTPServer):
    """One site on one port; its address is known before the site is made."""

    daemon_threads = True
    request_queue_size = 128
    site: Site

    @property
    def url(self) -> str:
        host, port = str(self.server_address[0]), self.server_address[1]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; the whole answer leaves in one write."""

    protocol_version = "HTTP/1.1"
    server_version = "Souffleur-sample"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, with_body: bool) -> None:
        answer = self.server.site.answer(self.path)
        fresh = answer.status == 200 and self._is_fresh(answer)
        self.send_response(304 if fresh else answer.status)
        if not fresh:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", answer.last_modified)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if with_body and not fresh:
            self.wfile.write(answer.body)
        self.wfile.flush()

    def _is_fresh(self, answer: Answer) -> bool:
        if tags := self.headers.get("If-None-Match"):
            return answer.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        since = self.headers.get("If-Modified-Since")
        if not since:
            return False
        try:
            return parsedate_to_datetime(answer.last_modified) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a harvest makes thousands of requests."""


@contextmanager
def serve_sample(
    small: bool = False,
    rest: bool = True,
    host: str = "127.0.0.1",
    ports: tuple[int, int] = (0, 0),
) -> Iterator[Demonstration]:
    """Serves both sites as long as the block lasts; port 0 takes a free one.

    `small` keeps about 150 records, `rest=False` closes the REST routes of icpc.
    Raises OSError when a port is taken.
    """
    holdings = library(small)
    with (
        _Server((host, ports[0]), _Handler) as first,
        _Server((host, ports[1]), _Handler) as second,
    ):
        first.site = ComedieSite(holdings, first.url)
        second.site = IcpcSite(holdings, second.url, rest)
        threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            for server in (first, second)
        ]
        for thread in threads:
            thread.start()
        try:
            yield Demonstration(first.url, second.url)
        finally:
            for server in (first, second):
                server.shutdown()
            for thread in threads:
                thread.join()


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m corpus.sample.server",
        description="Serves the two demonstration sites on loopback until interrupted.",
        epilog="Example: python -m corpus.sample.server --ports 8001 8002 --small",
    )
    parser.add_argument("--ports", nargs=2, type=int, default=(8001, 8002), metavar="PORT")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--small", action="store_true", help="about 150 records only")
    parser.add_argument(
        "--with-parent", action="store_true", help="end when the standard input does"
    )
    parser.add_argument("--no-rest", action="store_true", help="close the REST routes of icpc")
    return parser.parse_args(given)


def _end_with_parent() -> None:
    """The parent holds the other end of the standard input: even killed, it lets go of it."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)


def main(given: list[str]) -> int:
    """Runs until interrupted; 1 when a port is taken."""
    asked = _arguments(given)
    if asked.with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with serve_sample(
            asked.small, not asked.no_rest, asked.host, (asked.ports[0], asked.ports[1])
        ) as served:
            sys.stdout.write(f"comedie {served.comedie_url}\nicpc {served.icpc_url}\n")
            sys.stdout.flush()
            threading.Event().wait()
    except OSError as error:
        sys.stderr.write(
            f"The demonstration cannot be served on ports {asked.ports[0]} and {asked.ports[1]} "
            f"({error}): stop what uses them, or choose others with --ports.\n"
        )
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
