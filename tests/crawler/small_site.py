"""A small site on loopback that answers what a test says, and counts what it is asked."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What the site says; `length` announces another length than the body has.

    One with an ETag among its `headers` is not said again to who has it: a 304.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    delay: float = 0.0


@dataclass
class Asked:
    """What the site was asked: how often each path, when, by whom, from which ports of the crawler
    (one a connection); `spared` counts the 304."""

    paths: Counter[str] = field(default_factory=Counter)
    times: list[tuple[float, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    ports: set[int] = field(default_factory=set)
    spared: Counter[str] = field(default_factory=Counter)


Site = Callable[[str], Answer | None]


@contextmanager
def serving(site: Site) -> Iterator[tuple[str, Asked]]:
    """The address of the site without a slash, and what it was asked so far.

    `site` is given a path with its query; None is a 404.
    """
    asked = Asked()
    server = _Server(("127.0.0.1", 0), _handler(site, asked))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A crawler that is killed breaks its connections: nothing to say about it."""


def _handler(site: Site, asked: Asked) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            asked.paths[self.path] += 1
            asked.times.append((time.monotonic(), self.path))
            asked.agents.add(self.headers.get("User-Agent", ""))
            asked.ports.add(self.client_address[1])
            answer = site(self.path) or Answer(b"<p>Introuvable", 404)
            etag = answer.headers.get("ETag")
            if etag and etag == self.headers.get("If-None-Match"):
                asked.spared[self.path] += 1
                answer = Answer(b"", 304, {"ETag": etag})
            time.sleep(answer.delay)
            try:
                self._say(answer)
            except OSError:
                self.close_connection = True  # the crawler was killed, or had enough

        def _say(self, answer: Answer) -> None:
            self.send_response(answer.status)
            headers = {"Content-Type": "text/html; charset=utf-8", **answer.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            length = len(answer.body) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(answer.body)
            if length != len(answer.body):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def page(title: str, *links: str) -> Answer:
    """A page with a title and links."""
    anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{anchors}</body></html>"
    return Answer(html.encode())


def fixed(pages: Mapping[str, Answer]) -> Site:
    """The site made of these pages."""
    return pages.get


def tree(pages: int, links: int = 8) -> Site:
    """A site of that many pages in all, `/p/0` to `/p/N`, each with links forward and back.

    Addresses carry letters, not numbers, so that no budget takes them for a trap.
    """

    def site(path: str) -> Answer | None:
        number = 0 if path == "/" else _number(path)
        if number is None or number >= pages:
            return None
        forward = [number * 3 + step for step in (1, 2, 3)]
        back = [(number * 7 + step) % pages for step in range(links - 3)]
        return page(f"Page {number}", *(path_of(n) for n in forward + back if n < pages))

    return site


def path_of(number: int) -> str:
    """`/p/acb`: the number in letters."""
    return "/p/" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _number(path: str) -> int | None:
    letters = path.removeprefix("/p/")
    if not path.startswith("/p/") or not set(letters) <= set("abcdefghij"):
        return None
    return int("".join(str(ord(letter) - ord("a")) for letter in letters))
