"""From what the network raised to the word that the ledger keeps."""

from __future__ import annotations

import socket

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)

from crawler.links.causes import Lost, cause_of
from crawler.refusals import AddressRefused, RobotsForbidden


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (Lost("redirect_loop", "http://e.fr/"), "redirect_loop"),
        (caused(DownloadFailedError("x"), SSL.Error([])), "tls"),
        (DownloadFailedError("x"), "connection_failed"),
        (DownloadTimeoutError("x"), "timeout"),
        (DownloadConnectionRefusedError("x"), "connection_refused"),
        (CannotResolveHostError("e.fr"), "unknown_host"),
        (
            caused(CannotResolveHostError("e.fr"), socket.gaierror(socket.EAI_NONAME, "")),
            "unknown_host",
        ),
        (  # our own network is cut off: no link is broken for that
            caused(CannotResolveHostError("e.fr"), socket.gaierror(socket.EAI_AGAIN, "")),
            "no_name_server",
        ),
        (AddressRefused("non"), "address_refused"),
        (RobotsForbidden("non"), "robots_forbidden"),
        (RuntimeError("imprévu"), "download_error"),
    ],
)
def test_each_failure_has_its_word(error: Exception, cause: str) -> None:
    assert cause_of(error, "http://e.fr/a")[0] == cause


def test_what_the_machine_said_is_kept_short() -> None:
    assert len(cause_of(DownloadTimeoutError("x" * 10_000), "http://e.fr/")[1]) <= 300
