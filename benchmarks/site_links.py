"""The links of a saved site, counted by a harvest of it and straight from its files: the same?

    python -m benchmarks.site_links FOLDER START…

FOLDER is served on loopback as it is, without lists of its folders; each START is a path in it
where the harvest begins (pages that no other one links to have to be named). Both counts follow
`corpus.links.written`; the second one reads the files with Python's own parser, and takes a link
for broken when there is no file behind it. They agree but for pictures, scripts and style sheets
that are missing, which a harvest does not ask for.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from corpus.config import read_config
from corpus.links.report import LinkFigures, never_asked, read_report
from crawler.links.reading import read_written_links
from crawler.run import harvest
from search_app.stores import open_stores

_BASE = "http://site.invalid/"


def main() -> None:
    folder, *starts = sys.argv[1:]
    found, unasked = harvested(Path(folder), starts)
    pages, links, broken = on_disk(Path(folder))
    print("| | pages | internal links | broken | never asked |\n| --- | --- | --- | --- | --- |")
    figures = (found.pages_read, found.internal, found.internal_broken, unasked)
    print(f"| harvested | {' | '.join(map(str, figures))} |")
    print(f"| on disk | {pages} | {links} | {broken} | |")


def harvested(folder: Path, starts: list[str]) -> tuple[LinkFigures, int]:
    """The figures, and how many links lead to what the harvest did not ask for."""
    with tempfile.TemporaryDirectory() as home, _served(folder) as base:
        config = read_config(Path(home), {})
        harvest(config, "site", start_url=",".join(f"{base}/{start}" for start in starts))
        with open_stores(config) as stores:
            read_written_links(stores.database, config, lambda _done, _known: None)
            return read_report(stores.database).figures, never_asked(stores.database)


def on_disk(folder: Path) -> tuple[int, int, int]:
    """Pages, links within the site, and those of them without a file."""
    pages = sorted(folder.rglob("*.html"))
    links = [url for page in pages for url in _links_of(page, folder)]
    return len(pages), len(links), sum(not _is_there(url, folder) for url in links)


def _links_of(page: Path, folder: Path) -> Iterator[str]:
    reader = _Reader()
    reader.feed(page.read_text("utf-8", "replace"))
    here = urljoin(_BASE, page.relative_to(folder).as_posix())
    for written in reader.written:
        url = urljoin(here, written)
        if url.startswith(_BASE):
            yield url


def _is_there(url: str, folder: Path) -> bool:
    path = folder / unquote(urlsplit(url).path).lstrip("/")
    return path.is_file() or (path / "index.html").is_file()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        addresses = (value.strip() for name, value in attrs if name in ("href", "src") and value)
        self.written += [url for url in addresses if url and not url.startswith("#")]


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


if __name__ == "__main__":
    main()
