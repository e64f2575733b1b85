"""Answers every request from an archive, and never lets one reach the network.

Enabled by the setting SOUFFLEUR_FROM: the path of an archive, or `kept` for our own kept responses.
After the guard (what is out of scope stays out) and before everything that asks or waits: robots,
delays, tries again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from corpus.database import Database
from corpus.errors import SouffleurError, StorageError
from corpus.files import FileStore
from corpus.harvests.responses import Received, Responses
from corpus.harvests.runs import RunNote
from corpus.values import path_of
from crawler.archives.base import KEPT, Archive, CaptureUnusable
from crawler.archives.kept import KeptArchive
from crawler.archives.opening import open_archive
from crawler.refusals import NotInArchive
from crawler.session import HarvestSession, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_NOTES = 100
"""Damages told one by one; a longer list is summed up."""
_HOSTS_TOLD = 3


class ArchivedMiddleware:
    """Downloader middleware; see the module."""

    def __init__(self, crawler: Crawler, session: HarvestSession) -> None:
        self._crawler = crawler
        self._session = session
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._opening: asyncio.Task[Archive] | None = None
        self._archive: Archive | None = None
        self._found_any = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivedMiddleware:
        session = session_of(crawler)
        if not session.plan.archive:
            raise NotConfigured
        middleware = cls(crawler, session)
        crawler.signals.connect(middleware.closed, signal=signals.spider_closed)
        return middleware

    async def process_request(self, request: Request) -> Response:
        """Raises `NotInArchive`."""
        archive = await self._opened()
        request.meta["dont_retry"] = True  # an archive does not change its mind
        try:
            received = self._found(archive, request.url)
        except CaptureUnusable as error:
            value = self._session.plan.archive
            raise NotInArchive(error.message, value, error.remedy, error.code) from error
        if received is None:
            raise self._missing(archive, request)
        self._found_any = True
        return _response(request, received)

    def closed(self) -> None:
        if self._archive is not None:
            self._archive.close()

    async def _opened(self) -> Archive:
        """The archive, read for its index in a thread: meanwhile the run is kept ours."""
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._open())
        return await asyncio.shield(self._opening)

    async def _open(self) -> Archive:
        where = self._session.plan.archive
        try:
            self._archive = await asyncio.to_thread(self._open_now, where)
        except OSError as error:
            raise self._give_up(
                StorageError(f"« {where} » ne se lit plus ({error.strerror}).")
            ) from error
        except SouffleurError as error:
            raise self._give_up(error) from error
        for note in _told(self._archive.notes, where):
            self._session.note(note)
        return self._archive

    def _open_now(self, where: str) -> Archive:
        if where != KEPT:
            return open_archive(Path(where), self._limit, self._is_wanted)
        config = self._session.config
        database = Database.open(config.catalogue_url)
        responses = Responses(database, FileStore(config.files_dir))
        return KeptArchive(responses, self._session.plan.source.key, database.close, self._limit)

    def _is_wanted(self) -> bool:
        return bool(self._crawler.engine.running)

    def _give_up(self, error: SouffleurError) -> NotInArchive:
        self._session.ledger.give_up(error)
        return NotInArchive(error.message, self._session.plan.archive)

    def _found(self, archive: Archive, url: str) -> Received | None:
        for name in self._names_of(url):
            if received := archive.find(name):
                return received
        return None

    def _names_of(self, url: str) -> Iterator[str]:
        """The address, then the same page under the other names of the source."""
        yield url
        plan = self._session.plan
        if not url.startswith(f"{plan.base_url}/"):
            return
        path = path_of(url.removeprefix(plan.base_url))
        for host in plan.source.hosts:
            if (name := f"https://{host}{path}") != url:
                yield name

    def _missing(self, archive: Archive, request: Request) -> NotInArchive:
        message = "L'archive n'a pas cette adresse."
        remedy = "Le lien menait hors de ce qui a été archivé."
        if request.meta.get("handle_httpstatus_all"):
            remedy = "Ce n'est pas une erreur : elle est essayée à tout hasard."
        if not self._found_any:
            remedy = f"{_cover_of(archive)} Donnez une de ses adresses avec --start-url."
        return NotInArchive(message, self._session.plan.archive, remedy)


def _response(request: Request, received: Received) -> Response:
    headers = Headers()
    for name, value in received.headers:
        headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=request.url, body=received.body)
    return kind(
        request.url,
        status=received.status,
        headers=headers,
        body=received.body,
        request=request,
    )


def _told(notes: Sequence[RunNote], where: str) -> Iterator[RunNote]:
    yield from notes[:_NOTES]
    if (more := len(notes) - _NOTES) > 0:
        message = f"L'archive a {more} autres enregistrements abîmés ou incomplets."
        yield RunNote("archive_damaged", where, message, str(more))


def _cover_of(archive: Archive) -> str:
    hosts = Counter(urlsplit(capture.url).netloc for capture in archive.addresses())
    if not hosts:
        return "Elle est vide."
    shown = ", ".join(f"{host} ({count})" for host, count in hosts.most_common(_HOSTS_TOLD))
    return f"Elle couvre : {shown}."
