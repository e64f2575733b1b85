"""Our own kept responses as an archive: the last good answer of every address of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.errors import FileMissing
from corpus.harvests.responses import Fetch, Received, Responses
from corpus.harvests.runs import RunNote
from crawler.archives.base import Capture, CaptureUnusable
from crawler.archives.decoding import refuse_beyond

_NO_LONGER_SO = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class KeptArchive:
    """See `crawler.archives.base.Archive`. A better reader of pages is tried over it.

    An answer that says the server was ill does not hide the good one before it.
    """

    def __init__(
        self, responses: Responses, source: str, close: Callable[[], None], limit: int = 0
    ) -> None:
        self.notes: list[RunNote] = []
        self._responses = responses
        self._source = source
        self._limit = limit
        self.close = close

    def find(self, url: str) -> Received | None:
        fetch = self._responses.answer(self._source, url)
        return self._received(fetch) if fetch else None

    def addresses(self) -> Iterator[Capture]:
        for fetch in self._responses.answers(self._source):
            yield Capture(fetch.url, fetch.status, fetch.media_type, fetch.fetched_at)

    def _received(self, fetch: Fetch) -> Received:
        refuse_beyond(self._limit, fetch.size)
        try:
            body = self._responses.body(fetch.body_sha256) if fetch.body_sha256 else b""
        except FileMissing as error:
            raise CaptureUnusable("body_missing", error.message) from error
        headers = tuple(pair for pair in fetch.headers if pair[0].lower() not in _NO_LONGER_SO)
        return Received(fetch.status, headers, body)
