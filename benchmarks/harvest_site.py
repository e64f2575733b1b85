"""The site of the harvest benchmark: pages of about 8 kB with 30 links each, on loopback.

    python -m benchmarks.harvest_site PAGES

Prints its address and serves until it is stopped. Pages are made beforehand, so that serving
costs little beside crawling.
"""

from __future__ import annotations

import sys
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_WORDS = "La concertation réunit les habitants autour d'un projet de quartier et de ses usages. "
_LINKS = 30


def pages_of(number: int) -> dict[str, bytes]:
    """The home page and `number` more, by path; every one can be reached from the home page."""
    paths = ["/", *(_path(rank) for rank in range(number))]
    return {path: _page(rank, paths) for rank, path in enumerate(paths)}


def _path(rank: int) -> str:
    return "/fiche/" + "".join("abcdefghij"[int(digit)] for digit in str(rank)) + "/"


def _page(rank: int, paths: list[str]) -> bytes:
    children = [rank * 3 + step for step in (1, 2, 3)]
    others = [(rank * 7 + step * 13) % len(paths) for step in range(_LINKS - 3)]
    links = (paths[n] for n in children + others if n < len(paths))
    anchors = "\n".join(f'<li><a href="{link}">Fiche {link}</a></li>' for link in links)
    text = "\n".join(f"<p>{_WORDS * 3}</p>" for _ in range(20))
    return (
        f"<!doctype html><html lang='fr'><head><title>Fiche {rank}</title></head>"
        f"<body><h1>Fiche {rank}</h1>{text}<ul>{anchors}</ul></body></html>"
    ).encode()


def main() -> None:
    pages = pages_of(int(sys.argv[1]))
    etags = {path: f'"{zlib.crc32(body):08x}"' for path, body in pages.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = (
            True  # as servers do: else a page waits for the receipt of its headers
        )

        def do_GET(self) -> None:
            body, etag = pages.get(self.path, b""), etags.get(self.path, "")
            if etag and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.send_header("ETag", etag)
                self.end_headers()
                return
            self.send_response(200 if body else 404)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
