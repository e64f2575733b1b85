"""The end of a whole `souffleur harvest` command, told by real mail and to a real webhook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.crawler.small_site import Answer, serving
from tests.search_app.listening import mailbox, receiving

NAMES = [f"/f/{number}" for number in range(6)]
NBSP = "\u00a0"


def page(title: str, *links: str) -> Answer:
    anchors = " ".join(f'<a href="{link}">{link}</a>' for link in links)
    text = f"<p>Ce que dit la fiche {title} tient en une phrase assez longue.</p>"
    return Answer(f"<title>{title}</title><main><h1>{title}</h1>{text}{anchors}</main>".encode())


def site() -> dict[str, Answer]:
    return {"/": page("Accueil", *NAMES), **{name: page(f"Fiche {name[-1]}") for name in NAMES}}


def harvest(home: Path, start: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "search_app.cli", "--home", str(home), "harvest", "site"]
    return subprocess.run(
        [*command, "--start-url", start, "--json"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def told(
    home: Path, start: str, answer: int = 204
) -> tuple[subprocess.CompletedProcess[str], EmailMessage, Mapping[str, Any]]:
    """The command, with the mail and the JSON that came of it."""
    with mailbox() as box, receiving(Answer(b"", answer)) as (hook, bodies):
        done = harvest(
            home,
            start,
            SOUFFLEUR_NOTIFY_MAIL="camille@exemple.fr, lea@exemple.fr",
            SOUFFLEUR_SMTP_URL=box.url,
            SOUFFLEUR_NOTIFY_WEBHOOK=hook,
        )
    assert "Traceback" not in done.stderr
    (body,) = bodies
    found: Mapping[str, Any] = json.loads(body)
    return done, box.message, found


def test_a_harvest_that_is_done_and_one_in_quarantine_are_told(tmp_path: Path) -> None:
    pages = site()
    with serving(pages.get) as (base, _):
        done, mail, hook = told(tmp_path, f"{base}/")
        for name in NAMES[:3]:
            del pages[name]
        waiting, warning, alarm = told(tmp_path, f"{base}/")
    assert done.returncode == 0
    assert mail["To"] == "camille@exemple.fr, lea@exemple.fr"
    assert mail["Subject"] == hook["subject"] == "Moisson 1 de 127-0-0-1 : dans la base"
    assert f"nouvelles{NBSP}: 7" in mail.get_content()
    assert (hook["id"], hook["state"], hook["waits"]) == (1, "applied", False)
    assert hook["records"] == {"new": {"page": 7}}

    assert waiting.returncode == 1
    assert warning["Subject"] == alarm["subject"] == "Moisson 2 de 127-0-0-1 : en quarantaine"
    text = warning.get_content()
    assert "3 fiches sur 7 de la source ont disparu" in text
    assert "souffleur runs show 2" in text
    assert "souffleur runs accept" in text
    assert (alarm["id"], alarm["state"], alarm["waits"]) == (2, "quarantined", True)
    assert alarm["records"]["absent"] == {"page": 3}
    first = alarm["notes"][0]
    assert (first["code"], "souffleur runs discard" in first["remedy"]) == ("vanished", True)


def test_a_site_that_does_not_answer_is_told_and_fails_the_command(tmp_path: Path) -> None:
    with serving(site().get) as (base, _):
        pass
    done, mail, hook = told(tmp_path, f"{base}/")
    assert done.returncode == 1
    assert mail["Subject"].endswith(": sans résultat")
    assert hook["state"] == "failed"
    assert "injoignable" in done.stderr


def test_whoever_cannot_be_told_is_a_remark_and_fails_no_harvest(tmp_path: Path) -> None:
    with serving(site().get) as (base, _):
        done, mail, _ = told(tmp_path, f"{base}/", answer=500)
    assert done.returncode == 0
    assert mail["Subject"].endswith(": dans la base")
    command = [sys.executable, "-m", "search_app.cli", "--home", str(tmp_path), "runs", "show", "1"]
    shown = subprocess.run(command, capture_output=True, text=True).stdout
    assert "n'a pas pu être annoncée" in shown
    assert "500" in shown
