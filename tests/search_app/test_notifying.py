"""The end of a run, told over real HTTP and real SMTP on loopback."""

from __future__ import annotations

import email
import email.policy
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BufferedRWPair

import pytest

from corpus.harvests.runs import Run, RunNote, RunState
from search_app.notifying import Ending, Targets, is_loopback, notify, read_targets
from tests.crawler.small_site import Answer, serving

RUN = Run(
    id=12,
    source="comedie",
    state=RunState.QUARANTINED,
    settings={},
    holder="",
    lease_until="",
    started_at="2026-11-28T14:00:00Z",
    ended_at="2026-11-28T14:05:00Z",
    figures={},
)
ENDING = Ending(
    RUN,
    {"absent": {"experience": 5}},
    [RunNote("vanished", "comedie", "Cinq fiches ont disparu.", "", "Ouvrez le site.")],
    decidable=True,
)


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


# --- mail --------------------------------------------------------------------------------------


def test_the_end_of_a_run_comes_by_mail() -> None:
    with mailbox() as box:
        assert notify(Targets(("a@exemple.fr", "b@exemple.fr"), box.url), ENDING) == []
    assert box.message["Subject"] == "Moisson 12 de Comédie : en quarantaine"
    assert box.message["To"] == "a@exemple.fr, b@exemple.fr"
    text = box.message.get_content()
    assert "absentes\u00a0: 5" in text
    assert "Cinq fiches ont disparu." in text
    assert "souffleur runs show 12" in text
    asked = [order.lower() for order in box.orders if order.lower().startswith("rcpt")]
    assert asked == ["rcpt to:<a@exemple.fr>", "rcpt to:<b@exemple.fr>"]


def test_mail_that_is_refused_is_a_remark() -> None:
    with mailbox(refuses=True) as box:
        (note,) = notify(Targets(("a@exemple.fr",), box.url), ENDING)
    assert (note.code, note.value) == ("notify_failed", "SOUFFLEUR_NOTIFY_MAIL")


@pytest.mark.parametrize(
    "url", ["smtp://127.0.0.1:1", "http://exemple.fr", "smtp://", "smtp://[", "smtp://x:99999"]
)
def test_a_mail_server_that_is_none_is_a_remark_without_its_password(url: str) -> None:
    secret = url.replace("://", "://moi:jeton-secret@") if url.count(":") > 1 else url
    (note,) = notify(Targets(("a@exemple.fr",), secret), ENDING)
    assert note.code == "notify_failed"
    assert "jeton-secret" not in str(note)


def test_an_address_with_a_line_end_sends_nothing_else() -> None:
    (note,) = notify(Targets(("a@exemple.fr\nBcc: tous@exemple.fr",), "smtp://127.0.0.1:1"), ENDING)
    assert note.code == "notify_failed"


# --- webhook -----------------------------------------------------------------------------------


def hook(answer: Answer) -> tuple[list[RunNote], list[bytes]]:
    with receiving(answer) as (url, bodies):
        return notify(Targets(webhook=url), ENDING), bodies


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


def test_the_end_of_a_run_is_posted_as_json() -> None:
    failures, (body,) = hook(Answer(b"", 204))
    assert failures == []
    told = json.loads(body)
    assert (told["id"], told["state"], told["waits"], told["seconds"]) == (
        12,
        "quarantined",
        True,
        300,
    )
    assert told["records"] == {"absent": {"experience": 5}}
    assert told["notes"][0]["remedy"] == "Ouvrez le site."


def test_a_hook_that_fails_is_a_remark() -> None:
    (note,), _ = hook(Answer(b"", 500))
    assert "500" in note.message


def test_what_is_told_follows_no_redirect() -> None:
    with serving({}.get) as (elsewhere, asked):
        (note,), _ = hook(Answer(b"", 307, {"Location": f"{elsewhere}/"}))
    assert "307" in note.message
    assert not asked.paths


@pytest.mark.parametrize(
    "url", ["http://exemple.fr/x", "ftp://exemple.fr", "https://", "x", "http://["]
)
def test_a_hook_is_https_but_on_this_machine(url: str) -> None:
    (note,) = notify(Targets(webhook=url), ENDING)
    assert (note.code, note.value) == ("notify_failed", "SOUFFLEUR_NOTIFY_WEBHOOK")
    assert "https" in note.message


def test_one_way_that_fails_leaves_the_other() -> None:
    with mailbox() as box:
        (note,) = notify(Targets(("a@exemple.fr",), box.url, "http://exemple.fr/"), ENDING)
    assert note.value == "SOUFFLEUR_NOTIFY_WEBHOOK"
    assert box.body


# --- settings ----------------------------------------------------------------------------------


def test_nothing_is_told_unless_it_was_asked_for() -> None:
    assert notify(read_targets({}), ENDING) == []


def test_targets_are_read_from_the_environment() -> None:
    targets = read_targets(
        {"SOUFFLEUR_NOTIFY_MAIL": "a@x.fr, b@x.fr,", "SOUFFLEUR_NOTIFY_WEBHOOK": " https://x.fr/ "}
    )
    assert targets == Targets(("a@x.fr", "b@x.fr"), "smtp://localhost", "https://x.fr/")


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.9", True), ("::1", True), ("10.0.0.1", False), ("x.fr", False)],
)
def test_this_machine_is_told_from_others(host: str, here: bool) -> None:
    assert is_loopback(host) is here
