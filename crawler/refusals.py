"""Why an address was not fetched or not read: one table from exception to a line of the report.

A refusal is decided by us (host, robots, budget) and is final for the run; a failure is the
source's or the network's, and is tried again when the run is taken up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from corpus.harvests.runs import RunNote


class Refusal(IgnoreRequest):
    """We do not fetch this address; `code` is stable, the sentences are for the report."""

    code = "refused"

    def __init__(self, message: str, value: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.value = value
        self.remedy = remedy


class AddressRefused(Refusal):
    """Its host, port, scheme or network address is not one this harvest may reach."""

    code = "address_refused"


class HeadersTooLarge(Refusal):
    code = "headers_too_large"


class RobotsForbidden(Refusal):
    code = "robots_forbidden"


class RobotsUnavailable(Refusal):
    """The host's robots.txt answered with a server error: nothing may be fetched, for now."""

    code = "robots_unavailable"


class NotInArchive(Refusal):
    """A harvest from an archive met an address that it has not, or cannot give."""

    def __init__(
        self, message: str, value: str = "", remedy: str = "", code: str = "not_in_archive"
    ) -> None:
        super().__init__(message, value, remedy)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fault:
    """How a kind of failure is reported."""

    code: str
    message: str
    remedy: str


_RETRY = "Relancez la moisson : les adresses en échec sont reprises d'abord."

_FAULTS: Mapping[type[BaseException], Fault] = MappingProxyType(
    {
        CannotResolveHostError: Fault(
            "unknown_host",
            "Le nom de l'hôte est inconnu.",
            "Vérifiez l'adresse et la connexion au réseau.",
        ),
        DownloadConnectionRefusedError: Fault(
            "connection_refused",
            "L'hôte a refusé la connexion.",
            "Vérifiez que le site est en service à cette adresse, puis relancez.",
        ),
        DownloadTimeoutError: Fault("timeout", "Le site n'a pas répondu à temps.", _RETRY),
        ResponseDataLossError: Fault(
            "half_response",
            "La réponse a été coupée avant sa fin ; elle n'est pas gardée.",
            _RETRY,
        ),
        DownloadCancelledError: Fault(
            "too_large",
            "La réponse dépasse la taille admise ; elle n'est pas gardée.",
            "Si ce document est voulu, augmentez DOWNLOAD_MAXSIZE.",
        ),
        UnsupportedURLSchemeError: Fault(
            "scheme_refused", "Seules les adresses http et https sont suivies.", ""
        ),
        NotSupported: Fault(
            "scheme_refused", "Seules les adresses http et https sont suivies.", ""
        ),
        DownloadFailedError: Fault("connection_failed", "La connexion a échoué.", _RETRY),
    }
)

UNREACHABLE = frozenset({"unknown_host", "connection_refused", "timeout", "connection_failed"})
"""Failures that say nothing came back at all."""


REFUSED = frozenset({"refused", "address_refused", "robots_forbidden", "robots_unavailable"})
"""Why nothing was asked for at all."""


def is_final(error: BaseException) -> bool:
    """Whether trying again in this run cannot help: a decision of ours, not a failure."""
    return isinstance(error, Refusal) and not isinstance(error, RobotsUnavailable | NotInArchive)


def note_of(error: BaseException, url: str) -> RunNote:
    """The line of the report for an address that gave no answer."""
    if isinstance(error, Refusal):
        return RunNote(error.code, url, error.message, error.value, error.remedy)
    fault = _fault_of(error)
    return RunNote(fault.code, url, fault.message, str(error)[:300], fault.remedy)


def _fault_of(error: BaseException) -> Fault:
    for kind, fault in _FAULTS.items():
        if isinstance(error, kind):
            return fault
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    return Fault("download_error", f"Le téléchargement a échoué ({type(error).__name__}).", _RETRY)


def _ignored(reason: str) -> Fault:
    """Scrapy says these two with a bare sentence."""
    if "redirections" in reason:
        return Fault(
            "redirect_loop",
            "L'adresse renvoie trop de fois vers une autre.",
            "Ouvrez-la dans un navigateur pour voir où elle tourne en rond.",
        )
    if "DOWNLOAD_MAXSIZE" in reason:
        return Fault(
            "too_large",
            "La réponse, une fois décompressée, dépasse la taille admise ; elle n'est pas gardée.",
            "Si ce document est voulu, augmentez DOWNLOAD_MAXSIZE.",
        )
    return Fault("ignored", "L'adresse a été écartée.", "")


def note_of_status(status: int, url: str) -> RunNote:
    """The line of the report for a page that answered with an error status."""
    if status >= 500 or status == 429:
        message, remedy = "Le serveur n'a pas pu répondre.", _RETRY
    elif 300 <= status < 400:
        message, remedy = "La page renvoie vers une adresse qui ne peut pas être suivie.", ""
    elif status in (401, 403):
        message, remedy = "Le serveur refuse l'accès à cette page.", ""
    else:
        message = "La page n'existe pas ou plus."
        remedy = "Le lien est mort : la fiche qui le porte est à relire."
    return RunNote(f"http_{status}", url, message, str(status), remedy)


def note_of_reading(error: BaseException, url: str) -> RunNote:
    """The line of the report for a page whose reading raised an exception."""
    return RunNote(
        "reading_failed",
        url,
        "La lecture de cette page a échoué ; ce qui en était gardé ne change pas.",
        f"{type(error).__name__} : {error}"[:300],
        "Signalez cette adresse : c'est un défaut du lecteur de pages.",
    )
