"""A WordPress as its REST interface shows it: questions, commands, and patience.

The one module that knows the HTTP library. What the documentation promises is at
https://developer.wordpress.org/rest-api/: application passwords by Basic authentication, errors as
`{"code", "message", "data": {"status"}}`, lists in pages of at most 100 with `X-WP-TotalPages`.
"""

from __future__ import annotations

import ipaddress
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests

from corpus.errors import SiteRefused
from corpus.values import normalise_url

PER_PAGE = 100
TRIES = 5
LONGEST_WAIT = 120.0
"""Seconds: a site that asks for more is left for later."""
_TIMEOUTS = (10.0, 120.0)
_TROUBLES_IN_A_ROW = 3

T = TypeVar("T")
Body = Mapping[str, Any]


class RequestRefused(Exception):
    """The site refused this one request; others may go through. `code` is WordPress's own word."""

    def __init__(self, status: int, code: str, said: str, data: Mapping[str, Any]) -> None:
        super().__init__(f"{said} ({code}, HTTP {status})")
        self.status, self.code, self.data = status, code, data

    @property
    def gone(self) -> bool:
        """What was asked for is not there (and not: there is no such address)."""
        return self.status in (404, 410) and self.code.startswith("rest_")


class TryAgain(Exception):
    """The site could not answer now. What was commanded may have been done all the same."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, and how many pages there are."""

    rows: list[dict[str, Any]]
    pages: int


@dataclass(slots=True)
class Site:
    """One WordPress. Raises `SiteRefused` where nothing more can be asked, `RequestRefused` where
    one thing cannot.

    `commands` counts the requests that write, answered or not.
    """

    address: str
    user: str
    password: str = field(repr=False)
    sleep: Callable[[float], None] = time.sleep
    commands: int = 0
    _session: requests.Session = field(default_factory=requests.Session, repr=False)
    _troubles: int = 0

    def __post_init__(self) -> None:
        self.address = checked_address(self.address)
        self._session.auth = self._sign
        self._session.headers["User-Agent"] = "Souffleur (export)"
        if _is_loopback(urlsplit(self.address).hostname or ""):
            self._session.trust_env = False  # a proxy does not lead to this very machine

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Basic authentication in UTF-8. Spaces are left out: WordPress shows the password in groups
        of four, only for the eye.
        """
        given = f"{self.user}:{self.password.replace(' ', '')}".encode()
        request.headers["Authorization"] = f"Basic {b64encode(given).decode()}"
        return request

    def close(self) -> None:
        self._session.close()

    def get(self, path: str, **parameters: str | int) -> Any:
        """What is at `wp/v2/{path}`, waiting where the site asks for it."""
        return self.patiently(lambda: self._answer("GET", path, params=parameters)[0])

    def listed(self, path: str, **parameters: str | int) -> Iterator[dict[str, Any]]:
        """Every row of a list, page after page."""
        number = pages = 1
        while number <= pages:
            page = self.patiently(partial(self._page, path, number, parameters))
            yield from page.rows
            pages = page.pages
            number += 1

    def command(self, path: str, body: Body) -> dict[str, Any]:
        """Creates or changes something, in one try: raises `TryAgain`, and the caller decides."""
        self.commands += 1
        return self._made(self._answer("POST", path, json=body)[0])

    def upload(self, path: Path, name: str, media_type: str) -> dict[str, Any]:
        """Creates a media from the bytes at `path`, in one try. `name` is plain ASCII."""
        self.commands += 1
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Type": media_type,
        }
        with path.open("rb") as bytes_:
            return self._made(self._answer("POST", "media", data=bytes_, headers=headers)[0])

    def patiently(self, action: Callable[[], T]) -> T:
        """What `action` gives, tried again while the site is too busy.

        An action that commands must look first whether it was done already. When nothing helps it
        is a `RequestRefused`, and after a few in a row, for the site is down, a `SiteRefused`.
        """
        for attempt in range(TRIES):
            try:
                done = action()
            except TryAgain as trouble:
                wait = 2.0**attempt if trouble.wait is None else trouble.wait
                last = trouble
                if wait > LONGEST_WAIT:
                    raise SiteRefused(
                        f"{self.address} demande d'attendre {wait:.0f} secondes ({trouble.why}). "
                        "Relancez la même commande plus tard : elle reprendra où elle en est."
                    ) from trouble
                if attempt < TRIES - 1:
                    self.sleep(wait)
            else:
                self._troubles = 0
                return done
        self._troubles += 1
        if self._troubles >= _TROUBLES_IN_A_ROW:
            raise SiteRefused(
                f"{self.address} ne répond plus ({last.why}), malgré {TRIES} essais espacés. "
                "Relancez la même commande plus tard : elle reprendra où elle en est."
            ) from last
        raise RequestRefused(503, "souffleur_no_answer", last.why, {}) from last

    def _made(self, said: Any) -> dict[str, Any]:
        if not isinstance(said, dict) or not isinstance(said.get("id"), int):
            raise _not_wordpress(self.address)
        return said

    def _page(self, path: str, number: int, parameters: Mapping[str, str | int]) -> Page:
        asked = {**parameters, "per_page": PER_PAGE, "page": number}
        rows, headers = self._answer("GET", path, params=asked)
        if not isinstance(rows, list):
            raise _not_wordpress(self.address)
        pages = headers.get("X-WP-TotalPages", "1")
        return Page(rows, int(pages) if pages.isdecimal() else 1)

    def _answer(self, method: str, path: str, **how: Any) -> tuple[Any, Mapping[str, str]]:
        url = f"{self.address}/wp-json/wp/v2/{path}"
        try:
            answer = self._session.request(
                method, url, timeout=_TIMEOUTS, allow_redirects=False, **how
            )
        except requests.exceptions.SSLError as error:
            raise SiteRefused(
                f"Le certificat de {self.address} n'est pas valable ({error}). "
                "Faites-le renouveler : le mot de passe ne peut pas être envoyé ainsi."
            ) from error
        except requests.RequestException as error:
            raise TryAgain(f"pas de réponse : {type(error).__name__}") from error
        return self._understood(answer), answer.headers

    def _understood(self, answer: requests.Response) -> Any:
        status = answer.status_code
        if status == 429 or (status >= 500 and not _is_a_refusal(answer)):
            raise TryAgain(f"HTTP {status}", _seconds_asked(answer.headers.get("Retry-After")))
        if 300 <= status < 400:
            raise SiteRefused(
                f"{self.address} renvoie vers {answer.headers.get('Location', '?')}. "
                "Donnez cette adresse-là avec --site, jusqu'à « /wp-json » non compris."
            )
        said = _json(answer)
        if status >= 400:
            self._refuse(status, said)
        if said is None:
            raise _not_wordpress(self.address)
        return said

    def _refuse(self, status: int, said: Any) -> None:
        told = said if isinstance(said, dict) else {}
        code = str(told.get("code", ""))
        message = str(told.get("message", "")) or "refusé sans explication"
        if status == 401 or code == "rest_no_route":
            raise SiteRefused(_why_nothing_works(self.address, self.user, status, code))
        if status == 404 and not code:
            raise _not_wordpress(self.address)
        data = told.get("data")
        raise RequestRefused(status, code, message, data if isinstance(data, dict) else {})


def checked_address(address: str) -> str:
    """The address of a site without what follows its name and folder, if a password may go there.

    Raises `SiteRefused` where the password would travel in clear.
    """
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if not normalise_url(address) or not host or parts.username or parts.query:
        raise SiteRefused(
            f"« {address} » n'est pas l'adresse d'un site. Exemple : --site https://exemple.org"
        )
    if parts.scheme == "http" and not _is_loopback(host):
        raise SiteRefused(
            f"{address} n'est pas en https : le mot de passe voyagerait en clair. "
            "Donnez l'adresse en https://"
        )
    folder = parts.path.split("/wp-json", 1)[0].rstrip("/")
    return f"{parts.scheme}://{parts.netloc.lower()}{folder}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_a_refusal(answer: requests.Response) -> bool:
    """WordPress answers 500 to a file it will not take: asking again would change nothing."""
    said = _json(answer)
    return isinstance(said, dict) and str(said.get("code", "")).startswith("rest_upload_")


def _seconds_asked(header: str | None) -> float | None:
    """`Retry-After`, in seconds or as a date."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _why_nothing_works(address: str, user: str, status: int, code: str) -> str:
    if code == "rest_no_route":
        return (
            f"{address} n'a pas l'interface attendue (rest_no_route). "
            "Il faut WordPress 5.6 ou plus récent, avec son interface REST ouverte."
        )
    return (
        f"{address} refuse « {user} » (HTTP {status}{f', {code}' if code else ''}). Il faut un mot "
        "de passe d'application (profil de la personne dans WordPress), mis dans "
        "SOUFFLEUR_WORDPRESS_PASSWORD, et un rôle d'au moins « Éditeur »."
    )


def _not_wordpress(address: str) -> SiteRefused:
    return SiteRefused(
        f"{address}/wp-json/ ne répond pas comme un WordPress. Vérifiez l'adresse, et que les "
        "permaliens du site ne sont pas « simples » (Réglages, Permaliens)."
    )
