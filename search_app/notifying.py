"""The end of a harvest, told by mail or to a webhook when the operator asked for it.

A message that cannot be sent never fails the harvest: it gives a remark for the run's report, in
which no password and no token of an address appears.
"""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from corpus.errors import ConfigError
from corpus.harvests.runs import Run, RunNote
from corpus.sources import source_label
from search_app.messages import say
from search_app.shown.run_view import note_json, run_json, standing_of, summary

SECONDS = 10
"""For each step of a delivery; a server that does not answer is not waited for."""

NOTES_TOLD = 10
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the end of a run is told: addresses of mail through a mail server, and a webhook."""

    mail: tuple[str, ...] = ()
    smtp_url: str = ""
    webhook: str = ""


def read_targets(environ: Mapping[str, str]) -> Targets:
    """From SOUFFLEUR_NOTIFY_MAIL (addresses, separated by commas), SOUFFLEUR_SMTP_URL
    (`smtp[s]://[user:password@]host[:port]`, by default the mail server of this machine) and
    SOUFFLEUR_NOTIFY_WEBHOOK (https; http on loopback)."""
    addresses = environ.get("SOUFFLEUR_NOTIFY_MAIL", "").split(",")
    return Targets(
        mail=tuple(address.strip() for address in addresses if address.strip()),
        smtp_url=environ.get("SOUFFLEUR_SMTP_URL", "").strip() or "smtp://localhost",
        webhook=environ.get("SOUFFLEUR_NOTIFY_WEBHOOK", "").strip(),
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """What is told of a run that ended: `counts` are its records, state → kind → number."""

    run: Run
    counts: Mapping[str, Mapping[str, int]]
    notes: Sequence[RunNote]
    decidable: bool = False

    @property
    def subject(self) -> str:
        state = say(f"run_state_{self._standing}", "fr").lower()
        return f"Moisson {self.run.id} de {source_label(self.run.source)} : {state}"

    @property
    def text(self) -> str:
        found = summary(self.counts, "fr") or "rien de nouveau"
        lines = [say(f"run_about_{self._standing}", "fr"), "", f"Fiches – {found}.", ""]
        lines += [f"- {note.message} {note.url} {note.remedy}".rstrip() for note in self._first]
        return "\n".join([*lines, "", f"Tout le détail : souffleur runs show {self.run.id}"])

    @property
    def json(self) -> dict[str, Any]:
        return {
            **run_json(self.run, self.decidable),
            "subject": self.subject,
            "records": self.counts,
            "notes": [note_json(note) for note in self._first],
        }

    @property
    def _standing(self) -> str:
        return standing_of(self.run, self.decidable)

    @property
    def _first(self) -> Sequence[RunNote]:
        return self.notes[:NOTES_TOLD]


def notify(targets: Targets, ending: Ending) -> list[RunNote]:
    """Tells the end of a run everywhere it must be told; one remark for each failure."""
    return [note for deliver in _deliveries(targets, ending) if (note := _failure(*deliver))]


def _deliveries(targets: Targets, ending: Ending) -> Iterator[tuple[str, Callable[[], None]]]:
    if targets.webhook:
        yield "SOUFFLEUR_NOTIFY_WEBHOOK", lambda: post(targets.webhook, ending.json)
    if targets.mail:
        yield "SOUFFLEUR_NOTIFY_MAIL", lambda: send(targets, ending.subject, ending.text)


def _failure(variable: str, deliver: Callable[[], None]) -> RunNote | None:
    try:
        deliver()
    except ConfigError as error:
        reason = error.message
    except HTTPError as error:
        error.close()
        reason = f"le serveur a répondu {error.code}"
    except (OSError, smtplib.SMTPException, ValueError) as error:
        reason = str(error) or type(error).__name__
    else:
        return None
    message = f"La fin de la moisson n'a pas pu être annoncée : {reason}"
    remedy = "Vérifiez SOUFFLEUR_NOTIFY_… et SOUFFLEUR_SMTP_URL ; la moisson n'en souffre pas."
    return RunNote("notify_failed", "", message, variable, remedy)


# --- webhook -----------------------------------------------------------------------------------


class _NoRedirect(HTTPRedirectHandler):
    """What is told of a run goes to the address that was given, and nowhere else."""

    def redirect_request(self, *_given: object) -> None:
        return None


def post(url: str, value: Mapping[str, Any]) -> None:
    """Raises `ConfigError` for an address that will not do, `HTTPError` and other `OSError`s."""
    parts = _parts(url, ("http", "https"), "SOUFFLEUR_NOTIFY_WEBHOOK")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ConfigError("SOUFFLEUR_NOTIFY_WEBHOOK doit commencer par https:// (hors loopback).")
    body = json.dumps(value, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Souffleur"}
    request = Request(url, body, headers, method="POST")  # noqa: S310 (http or https, see above)
    with _opener(parts).open(request, timeout=SECONDS):
        pass


def _opener(parts: SplitResult) -> OpenerDirector:
    """A proxy of the environment is for other machines than this one."""
    direct = [ProxyHandler({})] if is_loopback(parts.hostname or "") else []
    return build_opener(_NoRedirect, *direct)


# --- mail --------------------------------------------------------------------------------------


def send(targets: Targets, subject: str, text: str) -> None:
    """Raises `ConfigError`, `smtplib.SMTPException`, `OSError`, and `ValueError` (an address)."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = targets.mail[0]
    message["To"] = ", ".join(targets.mail)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=targets.mail[0].rpartition("@")[2] or "localhost")
    message.set_content(text)
    parts = _parts(targets.smtp_url, ("smtp", "smtps"), "SOUFFLEUR_SMTP_URL")
    with _server(parts) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _server(parts: SplitResult) -> smtplib.SMTP:
    """A connection, encrypted where the server can; one that would show a password is refused."""
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    if is_loopback(host):
        return server
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    elif parts.username:
        server.close()
        raise ConfigError(
            f"Le serveur {host} ne chiffre pas : le mot de passe ne lui est pas envoyé. "
            "Prenez une adresse smtps:// dans SOUFFLEUR_SMTP_URL."
        )
    return server


def _parts(url: str, schemes: Sequence[str], variable: str) -> SplitResult:
    """The address is not repeated: it may hold a password."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known:
        raise ConfigError(f"{variable} n'est pas une adresse {' ou '.join(schemes)}.")
    return parts


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its usual name or as a number."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
