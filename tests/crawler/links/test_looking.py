"""One look, where only the downloader is made up: names cannot be unknown on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from corpus.links.checks import Check, LinkState
from corpus.links.ledger import DueLink
from crawler.links.looking import Looker

UNKNOWN = "https://inconnu.example.org/a"


def looks(statuses: Mapping[str, int], *urls: str) -> list[Check]:
    """Looks one after the other; the hosts without a status are unknown."""

    async def ask(request: Request) -> Response:
        if request.url not in statuses:
            raise CannotResolveHostError(request.url)
        return Response(request.url, status=statuses[request.url])

    async def all_of_them() -> list[Check]:
        looker = Looker(ask)
        return [await looker.look(DueLink(url, "")) for url in urls]

    return asyncio.run(all_of_them())


def test_an_unknown_name_is_believed_once_another_name_has_answered() -> None:
    known = "https://connu.example.org/a"
    before, _, after = looks({known: 404}, UNKNOWN, known, UNKNOWN)
    assert (before.state, before.reason) == (LinkState.ERROR, "no_name_server")
    assert (after.state, after.reason) == (LinkState.BROKEN, "unknown_host")


def test_an_address_without_a_name_says_nothing_of_names() -> None:
    *_, last = looks({"http://127.0.0.1/a": 404}, "http://127.0.0.1/a", UNKNOWN)
    assert (last.state, last.reason) == (LinkState.ERROR, "no_name_server")
