"""From what a callback yields, or an exception, to the outcome of an address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from corpus.catalogue.file_rows import FileRow
from corpus.files import FileStore
from corpus.harvests.outcomes import Outcome, PageFacts, RowState, Target
from corpus.harvests.responses import Received
from corpus.harvests.runs import RunNote
from corpus.harvests.states import DISGUISES
from corpus.record import FileState, Record
from crawler.items import FetchedFile, LostFile, Note, Sought
from crawler.kept_requests import ROW, pack
from crawler.reading import reading_of
from crawler.refusals import is_final, note_of, note_of_reading, note_of_status
from crawler.session import HarvestSession
from crawler.silence import sought_in
from crawler.unchanged import Unchanged

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

Errback = Callable[["Failure"], Any]

FILE_CALLBACK = "parse_file"
"""The spider method that gets files: a failed fetch is then noted on the file too."""


_KEYS_REMEMBERED = 100_000
"""Names of pages kept in memory: the same links stand on page after page."""


class Gathered:
    """What one page gives, sorted as it comes; `items` is what goes on to Scrapy's pipelines."""

    def __init__(self, collecting: Collecting, url: str) -> None:
        self._collecting = collecting
        self._url = url
        self.links: list[Target] = []
        self.found: dict[str, None] = {}
        self.records: list[Record] = []
        self.files: list[FileRow] = []
        self.notes: list[RunNote] = []
        self.items: list[Record] = []
        self.sought: list[Sought] = []

    def add(self, thing: object) -> None:
        """Takes in one thing a spider yielded. Raises `TypeError` for what no spider may yield."""
        if isinstance(thing, Request):
            self._add_link(thing)
        elif isinstance(thing, Record):
            self.records.append(thing)
            self.items.append(thing)
        elif isinstance(thing, Note):
            self.notes.append(run_note(thing))
        elif isinstance(thing, FetchedFile):
            self.files.append(self._collecting.keep(thing))
        elif isinstance(thing, Sought):
            self.sought.append(thing)
        elif isinstance(thing, LostFile):
            self.files.append(lost(thing.url, thing.message))
        elif thing is not None:
            raise TypeError(
                f"{type(thing).__name__} yielded for {self._url}: a spider yields Request, "
                "Record, Note, FetchedFile, LostFile and Sought only."
            )

    def _add_link(self, request: Request) -> None:
        if self._collecting.has_too_many_links(self._url, len(self.links)):
            return
        key = self._collecting.key_of(request)
        if target := self._collecting.target_of(request, key):
            self.links.append(target)
        if self._collecting.is_known(key):
            self.found[key] = None


class Collecting:
    """Makes targets out of requests, and outcomes out of responses and failures."""

    def __init__(self, crawler: Crawler, session: HarvestSession) -> None:
        self._crawler = crawler
        self._session = session
        self._store = FileStore(session.config.files_dir)
        self._errbacks: dict[str, Errback] = {}
        self._keys: dict[str, str] = {}

    def key_of(self, request: Request) -> str:
        """The name of a request: two requests for the same thing have the same."""
        if request.method != "GET" or request.body:
            return self._crawler.request_fingerprinter.fingerprint(request).hex()
        if (key := self._keys.get(request.url)) is None:
            key = self._crawler.request_fingerprinter.fingerprint(request).hex()
            if len(self._keys) < _KEYS_REMEMBERED:
                self._keys[request.url] = key
        return key

    def is_known(self, key: str) -> bool:
        return self._session.admission.is_known(key)

    def target_of(self, request: Request, key: str = "") -> Target | None:
        """The row for a request; None when its address is known already, or beyond a budget."""
        key = key or self.key_of(request)
        if not self._session.admission.admits(key, request.url):
            return None
        spider = self._crawler.spider
        assert spider is not None  # there is one as long as requests are made
        depth = request.meta.get("depth", 0)
        return Target(key, request.url, pack(request, spider), request.priority, depth)

    def has_too_many_links(self, url: str, number: int) -> bool:
        return self._session.admission.too_many_links(url, number + 1)

    def bound(self, request: Request, target: Target) -> Request:
        """The request, tied to its row: whatever becomes of it is reported there."""
        request.meta[ROW] = target.key
        if request.errback is not None:
            self._errbacks[target.key] = request.errback
        request.errback = self.failed
        return request

    def keep(self, file: FetchedFile) -> FileRow:
        """The bytes in the file store, and what is to be noted of them in the catalogue."""
        sha256 = self._store.put(file.body)
        return FileRow(file.url, sha256, file.media_type, file.name, len(file.body))

    def failed(self, failure: Failure) -> Iterable[Any]:
        """Scrapy's errback for every request.

        An error status still has a page: what the spider's own errback gives goes on to the
        spider middleware with the response. Anything else ends here.
        """
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy's scraper
        errback = self._errbacks.pop(request.meta[ROW], None)
        error = failure.value
        assert error is not None  # a failure that Twisted made has its exception
        if isinstance(error, HttpError):
            error.response.meta[HTTP_ERROR] = True
            return _outputs(errback, failure)
        gathered = Gathered(self, request.url)
        gathered.notes.append(note_of(error, request.url))
        for thing in _outputs(errback, failure):
            gathered.add(thing)
        self._settle_failure(request, error, gathered)
        return gathered.items

    def settle_page(
        self, response: Response, gathered: Gathered, error: BaseException | None = None
    ) -> None:
        """The end of a page's callback, well or with `error`."""
        key = response.meta[ROW]
        status = response.status
        notes = list(gathered.notes)
        if response.meta.pop(HTTP_ERROR, False):
            notes.append(note_of_status(status, response.url))
        if error is not None:
            note = note_of_reading(error, response.url)
            reading = Outcome(key, RowState.FAILED, status, note.code, notes=(*notes, note))
            self._session.settle(reading)
            return
        self._session.took(gathered.sought or list(sought_in(gathered.records)))
        failed = status >= 500 or status == 429
        disguise = next((note.code for note in notes if note.code in DISGUISES), "")
        target = self._session.ledger.in_flight.get(key)
        if status >= 400:
            gathered.files.extend(self._lost_file(response.request, f"HTTP {status}"))
        self._session.settle(
            Outcome(
                key,
                RowState.FAILED if failed else RowState.DONE,
                status,
                f"http_{status}" if status >= 300 else disguise,
                None if failed else facts_of(response, response.meta),
                tuple(gathered.links),
                tuple(gathered.records),
                tuple(gathered.files),
                tuple(notes),
                received_of(response, kept_as_file=any(f.sha256 for f in gathered.files)),
                reading_of(target.request) if target and status < 300 and not disguise else "",
                tuple(gathered.found),
            )
        )

    def settle_unchanged(self, request: Request, unchanged: Unchanged) -> None:
        """What the page gave before counts as met, and the addresses on it are asked too."""
        response, known = unchanged.response, unchanged.known
        self._errbacks.pop(request.meta[ROW], None)
        facts = replace(facts_of(response, request.meta), sha256=known.sha256)
        links = self._session.links_known(self._session.admission.unknown_of(known.links))
        self._session.settle(
            Outcome(
                request.meta[ROW],
                RowState.DONE,
                response.status,
                page=facts,
                links=tuple(link for link in links if self._admits(link)),
                received=received_of(response, kept_as_file=True),
                unchanged=known,
            )
        )

    def _admits(self, target: Target) -> bool:
        return self._session.admission.admits(target.key, target.url)

    def _settle_failure(self, request: Request, error: BaseException, gathered: Gathered) -> None:
        note = gathered.notes[0]
        gathered.files.extend(self._lost_file(request, note.message))
        self._session.settle(
            Outcome(
                request.meta[ROW],
                RowState.REFUSED if is_final(error) else RowState.FAILED,
                reason=note.code,
                links=tuple(gathered.links),
                records=tuple(gathered.records),
                files=tuple(gathered.files),
                notes=tuple(gathered.notes),
            )
        )

    def _lost_file(self, request: Request | None, message: str) -> list[FileRow]:
        """A file that could not be had, under the address its record knows it by."""
        if request is None or getattr(request.callback, "__name__", "") != FILE_CALLBACK:
            return []
        target = self._session.ledger.in_flight.get(request.meta[ROW])
        url = target.url if target else request.url
        return [lost(url, message)]


_REDIRECTS = (301, 302, 303, 307, 308)
HTTP_ERROR = "souffleur_http_error"
"""The meta key that says that the spider did not ask to see this error status."""


def lost(url: str, message: str) -> FileRow:
    return FileRow(url, "", "", "", 0, FileState.FAILED, message)


def run_note(note: Note) -> RunNote:
    return RunNote(note.code, note.url, note.message, note.value, note.remedy)


def facts_of(response: Response, meta: Mapping[str, Any]) -> PageFacts:
    """What the server said; the charset is what the spider found, left in `meta["charset"]`."""
    charset = meta.get("charset") or {}
    body = response.body
    return PageFacts(
        url=response.url,
        status=response.status,
        media_type=_header(response, "Content-Type").partition(";")[0].strip().lower()[:120],
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        sha256=hashlib.sha256(body).hexdigest() if body else "",
        size=len(body),
        moved_to=_leads_to(response),
        charset_declared=str(charset.get("declared", ""))[:40],
        charset_used=str(charset.get("used", ""))[:40],
        damaged=int(charset.get("damaged", 0)),
    )


def _leads_to(response: Response) -> str:
    """Where a redirect leads, as a whole address; empty for an answer that is none."""
    location = _header(response, "Location")
    if not location or response.status not in _REDIRECTS:
        return ""
    try:
        return urljoin(response.url, location)
    except ValueError:  # such as an IPv6 address that is not closed
        return location


def received_of(response: Response, *, kept_as_file: bool = False) -> Received:
    """The answer as it came, its body decoded."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Received(response.status, headers, response.body, kept_as_file)


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""


def _outputs(errback: Errback | None, failure: Failure) -> Iterable[Any]:
    """What a spider's own errback yields; it is a plain generator, or returns None."""
    return list(errback(failure) or ()) if errback else []
