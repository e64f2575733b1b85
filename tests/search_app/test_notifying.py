"""The end of a run, told over real HTTP and real SMTP on loopback."""

from __future__ import annotations

import json

import pytest

from corpus.harvests.runs import Run, RunNote, RunState
from search_app.notifying import Ending, Targets, is_loopback, notify, read_targets
from tests.crawler.small_site import Answer, serving
from tests.search_app.listening import mailbox, receiving

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
