"""Keeps what a harvest receives, for as long as the harvest itself does not.

A downloader middleware, so that it sees every answer as it comes; when the machinery has kept the
answers of the run itself, it adds nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.http import Response
from sqlalchemy import func, insert, select

from corpus import tables as t
from corpus.clock import now
from corpus.database import Database
from corpus.harvests.responses import Headers, Received, dump_headers, keep_body
from corpus.harvests.states import PageState
from crawler import settings
from crawler.archives.base import media_type_in
from crawler.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

RECORDING: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        **settings.DOWNLOADER_MIDDLEWARES,
        "tests.crawler.recording.Recorder": 610,  # before redirects are followed
    }
}


class Recorder:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._received: dict[str, Received] = {}
        crawler.signals.connect(self.closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Recorder:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        self._received[request.url] = Received(response.status, headers, response.body)
        return response

    def closed(self) -> None:
        session = session_of(self._crawler)
        database = Database.open(session.config.catalogue_url)
        with database.write() as connection:
            ours = t.fetches.c.run_id == session.run.id
            kept = select(func.count()).select_from(t.fetches).where(ours)
            if not connection.execute(kept).scalar_one():
                for url, received in self._received.items():
                    row = row_of(session.run.id, session.run.source, url, received)
                    connection.execute(insert(t.fetches).values(row))
                    keep_body(connection, received)
        database.close()


def row_of(
    run_id: int,
    source: str,
    url: str,
    received: Received,
    state: str = PageState.NEW,
    at: str = "",
) -> dict[str, Any]:
    """A row of `fetches`, as the machinery writes it."""
    headers: Headers = received.headers
    return {
        "run_id": run_id,
        "url_key": hashlib.sha256(url.encode()).hexdigest(),
        "source": source,
        "url": url,
        "state": str(state),
        "status": received.status,
        "headers": dump_headers(headers),
        "media_type": media_type_in(headers),
        "body_sha256": received.sha256,
        "size": len(received.body),
        "fetched_at": at or now(),
    }
