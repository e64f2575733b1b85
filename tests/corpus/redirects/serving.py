"""Servers on loopback: one that answers by a map written for nginx, real ones, and a new site.

The first reads nginx's file by itself, and computes `$uri` as nginx's documentation says, so that
every run of the tests asks every address; the real nginx and Apache confirm it where they are.
"""

from __future__ import annotations

import http.client
import posixpath
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote_to_bytes, urlsplit

Answer = tuple[int, str]
"""A status, and a location or nothing."""

_LINE = re.compile(r'\s*"((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)";$')


class NginxMap:
    """The two maps of a file written for nginx, asked as nginx asks them."""

    def __init__(self, written: bytes) -> None:
        text = written.decode("utf-8", "surrogateescape")
        exact, loose = (self._block(text, name) for name in ("exact", "loose"))
        self._maps = [exact, loose]

    @staticmethod
    def _block(text: str, name: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
        body = text.split(f"$souffleur_{name} {{\n", 1)[1].split("\n}\n", 1)[0]
        plain: dict[str, str] = {}
        patterns = []
        for line in body.split("\n")[1:]:
            found = _LINE.match(line)
            assert found, line
            key, value = (re.sub(r"\\(.)", r"\1", part) for part in found.groups())
            if key.startswith("~"):
                patterns.append((re.compile(key[1:]), value))
            else:
                assert lower(key) not in plain, "nginx refuses a parameter given twice"
                plain[lower(key)] = value
        return plain, patterns

    def answer(self, host: str, asked: str) -> Answer:
        path, mark, query = asked.partition("?")
        uri = uri_of(path)
        for (plain, patterns), key in zip(
            self._maps, (f"{host}{uri}{mark if query else ''}{query}", f"{host}{uri}"), strict=True
        ):
            found = plain.get(lower(key)) or next((v for p, v in patterns if p.match(key)), "")
            if found:
                return (410, "") if found == "410" else (301, found)
        return 404, ""


def lower(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)


def uri_of(path: str) -> str:
    """`$uri`: escapes decoded, slashes merged, dot segments resolved, the last slash kept."""
    decoded = unquote_to_bytes(path).decode("utf-8", "surrogateescape")
    merged = re.sub("/{2,}", "/", decoded)
    plain = posixpath.normpath(merged)
    return plain + "/" if merged.endswith("/") and plain != "/" else plain


@contextmanager
def serving(answer: Callable[[str, str], Answer]) -> Iterator[int]:
    """A server whose answers are those of a function of the host and of what is asked; its port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, location = answer(self.headers.get("Host", ""), self.path)
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class Client:
    """Asks a server on loopback for old addresses, over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def ask(self, url: str) -> Answer:
        """What a browser sends for that address: no fragment, the host in a header."""
        parts = urlsplit(url)
        asked = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._connection.request("GET", asked, headers={"Host": parts.netloc})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")

    def close(self) -> None:
        self._connection.close()


# --- real servers ----------------------------------------------------------------------------------


_NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/souffleur.conf;
}}
"""
_APACHE = """\
ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
Listen 127.0.0.1:{port}
ServerName localhost
DocumentRoot {folder}/empty
<VirtualHost *>
Include {folder}/souffleur.conf
</VirtualHost>
"""
_MODULES = Path("/usr/lib/apache2/modules")


def missing(server: str) -> bool:
    return not shutil.which(server) or (server == "apache2" and not _MODULES.is_dir())


@contextmanager
def real_server(server: str, folder: Path, written: bytes) -> Iterator[int]:
    """nginx or Apache with a map, in that folder; its port."""
    port = free_port()
    (folder / "empty").mkdir()
    mine = written.replace(b"listen 80;", b"listen 127.0.0.1:%d;" % port)
    (folder / "souffleur.conf").write_bytes(mine)
    settings = _NGINX if server == "nginx" else _APACHE
    main = folder / "main.conf"
    main.write_text(settings.format(folder=folder, port=port, modules=_MODULES))
    command = [shutil.which(server) or server]
    command += (
        ["-c", str(main), "-p", str(folder)] if server == "nginx" else ["-f", str(main), "-X"]
    )
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        _wait_for(port, process, folder)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    log = folder / "error.log"
    said = (folder / "said").read_text() + (log.read_text() if log.exists() else "")
    raise AssertionError(f"the server did not start: {said[-2000:]}")
