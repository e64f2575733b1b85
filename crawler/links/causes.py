"""Why an address gave no answer: from an exception to the word the ledger keeps."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import CannotResolveHostError
from service_identity import VerificationError

from crawler.refusals import note_of

_LONGEST = 200


class Lost(Exception):
    """The way to a page ends nowhere; `cause` is a stable word."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(cause, detail)
        self.cause = cause
        self.detail = detail


def cause_of(error: BaseException, url: str) -> tuple[str, str]:
    """The word for an exception, and what the machine said.

    Beside the codes of the reports of harvests: `tls` (no trust in the certificate, or no common
    way to encrypt), and `no_name_server` when no name can be told at all, which says nothing of
    the host.
    """
    if isinstance(error, Lost):
        return error.cause, error.detail
    detail = str(error)[:_LONGEST]
    if any(isinstance(cause, (SSL.Error, VerificationError)) for cause in _causes(error)):
        return "tls", detail
    if isinstance(error, CannotResolveHostError) and _is_passing(error):
        return "no_name_server", detail
    note = note_of(error, url)
    return note.code, note.value or detail


def _is_passing(error: CannotResolveHostError) -> bool:
    cause = error.__cause__
    return isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all below it, also where Twisted keeps them in a list."""
    waiting: list[BaseException | None] = [error]
    while waiting:
        if (one := waiting.pop()) is None:
            continue
        yield one
        waiting.append(one.__cause__)
        waiting.extend(reason.value for reason in getattr(one, "reasons", ()))
