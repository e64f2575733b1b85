"""One look at a link: HEAD first, GET where that does not tell, each redirect asked by us."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadFailedError, ResponseDataLossError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from corpus.clock import now
from corpus.links.archived import availability_url, copy_in
from corpus.links.checks import (
    REDIRECTS,
    Check,
    Hop,
    LinkState,
    reason_of_status,
    state_after,
    state_of_cause,
)
from corpus.links.ledger import DueLink
from corpus.links.soft404 import Seen, is_home, lands_on_home, same_as_random, says_not_found
from corpus.markup import decode, read_page
from corpus.values import host_of, normalise_url
from crawler.guard import is_literal
from crawler.links.causes import Lost, cause_of
from crawler.spiders.base import location_in, media_type_in

logger = logging.getLogger(__name__)

Ask = Callable[[Request], Awaitable[Response]]
"""Has the downloader answer one request; raises what it raises."""

MOST_HOPS = 10
IS_LOOK = "souffleur_look"
"""The meta key of our requests: their bodies are cut where enough was read."""

_HTML = ("text/html", "application/xhtml+xml", "")
_BUSY = (429, 503)
_FAULTS = (LinkState.BROKEN, LinkState.SOFT_404)


class Looker:
    """Looks at links with `ask`; what a host answers to a made-up address is asked once.

    That a name is unknown is believed once some other name has answered: until then, it may be our
    own network that is cut off, and that breaks no link. `archive` is the address of the availability API of a web archive, asked about what is broken;
    empty to ask none.
    """

    def __init__(self, ask: Ask, archive: str = "") -> None:
        self._ask = ask
        self._archive = archive
        self._randoms: dict[str, asyncio.Task[Seen | None]] = {}
        self._names_answer = False

    async def look(self, link: DueLink) -> Check:
        """What the link is now. Whatever the network does becomes a state and a reason."""
        hops: list[Hop] = []
        try:
            response = await self._arrive(link, hops)
            check = await self._told(link, hops, response)
        except Exception as error:
            cause, detail = cause_of(error, link.url)
            if cause == "unknown_host" and not self._names_answer:
                cause = "no_name_server"
            if cause == "download_error":
                logger.warning("Looking at %s failed", link.url, exc_info=error)
            check = Check(link.url, now(), state_of_cause(cause), reason=cause, detail=detail)
            check = replace(check, final_url=hops[-1].url if hops else "", hops=tuple(hops))
        return await self._with_copy(check, link)

    # --- the way there -------------------------------------------------------------------------

    async def _arrive(self, link: DueLink, hops: list[Hop]) -> Response:
        """The answer at the end of the redirects; every answer on the way goes into `hops`."""
        url = link.url
        while True:
            response = await self._best_answer(url, link.previous)
            self._names_answer = self._names_answer or not is_literal(host_of(url))
            hops.append(Hop(url, response.status))
            if response.status not in REDIRECTS:
                return response
            location = location_in(response)
            url = normalise_url(location, url) if location else ""
            if not url:
                raise Lost("bad_redirect", location)
            if any(hop.url == url for hop in hops):
                raise Lost("redirect_loop", url)
            if len(hops) >= MOST_HOPS:
                raise Lost("redirect_loop", f"> {MOST_HOPS}")

    async def _best_answer(self, url: str, previous: Check | None) -> Response:
        """That to HEAD when it tells enough, else that to GET."""
        try:
            head = await self._ask(_request("HEAD", url, _validators(url, previous)))
        except (DownloadFailedError, ResponseDataLossError):
            head = None  # some servers hang up on HEAD
        if head is not None and not _needs_body(head):
            return head
        return await self._ask(_request("GET", url))

    # --- what it tells -------------------------------------------------------------------------

    async def _told(self, link: DueLink, hops: list[Hop], response: Response) -> Check:
        state, reason = state_after(hops), reason_of_status(response.status)
        if state in (LinkState.OK, LinkState.MOVED) and (sign := await self._sign(link, response)):
            state, reason = LinkState.SOFT_404, sign
        before = link.previous if response.status == 304 else None
        return Check(
            url=link.url,
            checked_at=now(),
            state=state,
            status=response.status,
            final_url=response.url,
            hops=tuple(hops),
            reason=reason,
            etag=_header(response, "ETag") or (before.etag if before else ""),
            last_modified=_header(response, "Last-Modified")
            or (before.last_modified if before else ""),
        )

    async def _sign(self, link: DueLink, response: Response) -> str:
        """Which sign there is that the page is not there, although it answers well."""
        if lands_on_home(link.url, response.url):
            return "lands_on_home"
        if response.status == 304 or not _is_html(response) or not response.body:
            return ""
        page = seen_in(response)
        if says_not_found(page):
            return "says_not_found"
        if is_home(response.url):
            return ""
        random = await self._random_of(response.url)
        return "same_as_random" if random and same_as_random(page, random) else ""

    async def _random_of(self, url: str) -> Seen | None:
        """What the host of `url` answers well to an address that nobody ever made; None if ill."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._randoms:
            self._randoms[origin] = asyncio.ensure_future(self._ask_random(origin))
        return await asyncio.shield(self._randoms[origin])

    async def _ask_random(self, origin: str) -> Seen | None:
        name = hashlib.sha256(origin.encode()).hexdigest()[:16]
        try:
            response = await self._arrive(DueLink(f"{origin}/souffleur-{name}", ""), [])
        except Exception:  # noqa: BLE001 - nothing is learned, and nothing else is lost
            return None
        return seen_in(response) if response.status < 300 and _is_html(response) else None

    async def _with_copy(self, check: Check, link: DueLink) -> Check:
        """The check of a broken link with the copy that the archive names, when it is asked."""
        if check.state not in _FAULTS or not self._archive:
            return check
        question = availability_url(self._archive, link.url, link.seen_at)
        try:
            answer = await self._ask(_request("GET", question))
        except Exception as error:  # noqa: BLE001 - the archive's troubles are not the link's
            logger.info("The archive says nothing of %s (%r)", link.url, error)
            return check
        return replace(check, archived_url=copy_in(answer.body) if answer.status == 200 else "")


def seen_in(response: Response) -> Seen:
    """The titles and the text of a page."""
    html = decode(response.body, _header(response, "Content-Type")).text
    page = read_page(html, response.url)
    return Seen(response.url, f"{page.titles.head} {page.titles.h1}".strip(), page.text)


def _request(method: str, url: str, headers: dict[str, str] | None = None) -> Request:
    return Request(
        url,
        method=method,
        callback=NO_CALLBACK,
        headers={"Accept-Encoding": "identity", **(headers or {})},
        meta={IS_LOOK: True, "dont_redirect": True},
    )


def _validators(url: str, previous: Check | None) -> dict[str, str]:
    """What asks only for news, when the last look at this very address went well."""
    if previous is None or previous.final_url != url:
        return {}
    if previous.state not in (LinkState.OK, LinkState.MOVED):
        return {}
    given = {"If-None-Match": previous.etag, "If-Modified-Since": previous.last_modified}
    return {name: value for name, value in given.items() if value}


def _needs_body(head: Response) -> bool:
    """Whether an answer to HEAD has to be made sure of: a page is to be read, an error to be seen
    again, for many servers know HEAD badly. A busy host is not asked twice."""
    if head.status in (304, *REDIRECTS, *_BUSY):
        return False
    return head.status >= 400 or _is_html(head)


def _is_html(response: Response) -> bool:
    return media_type_in(response) in _HTML


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""
