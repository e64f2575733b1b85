"""Walk a spider's requests over real HTTP without Scrapy's engine: fetch, call back, go on.

What the machinery adds (robots, politeness, the frontier) is tested with the machinery.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from corpus.record import Record
from crawler.items import FetchedFile, LostFile, Note
from crawler.spiders.base import SourceSpider


@dataclass
class Harvest:
    """What a walk gave. `dead` are the addresses that answered with an error nobody asked for."""

    records: dict[str, Record] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    files: dict[str, FetchedFile] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    dead: dict[str, int] = field(default_factory=dict)

    def kinds(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for record in self.records.values():
            counts[record.kind] = counts.get(record.kind, 0) + 1
        return dict(sorted(counts.items()))

    def codes(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for note in self.notes:
            counts[note.code] = counts.get(note.code, 0) + 1
        return dict(sorted(counts.items()))


def walk(spider: SourceSpider, limit: int = 10_000) -> Harvest:
    """Everything a spider asks for, first asked first answered (files last), each address once."""
    return asyncio.run(_walk(spider, limit))


async def _walk(spider: SourceSpider, limit: int) -> Harvest:
    harvest = Harvest()
    waiting = [request async for request in spider.start()]
    known: set[str] = set()
    connections: dict[str, HTTPConnection] = {}
    while waiting and len(harvest.asked) < limit:
        waiting.sort(key=lambda request: -request.priority)
        request = waiting.pop(0)
        if request.url in known:
            continue
        known.add(request.url)
        json.dumps([request.cb_kwargs, request.meta])  # what the frontier has to keep
        harvest.asked.append(request.url)
        response = _fetch(request, connections)
        waiting += _take(spider, request, response, harvest)
    for connection in connections.values():
        connection.close()
    return harvest


def _take(
    spider: SourceSpider, request: Request, response: Response, harvest: Harvest
) -> list[Request]:
    meta = request.meta
    wanted = meta.get("handle_httpstatus_all") or response.status in meta.get(
        "handle_httpstatus_list", []
    )
    if response.status >= 300 and not wanted:
        harvest.dead[request.url] = response.status
        return []
    callback = request.callback or spider.parse
    found: list[Request] = []
    for thing in callback(response, **request.cb_kwargs):
        if isinstance(thing, Request):
            found.append(thing)
        elif isinstance(thing, Record):
            harvest.records[thing.id] = thing
        elif isinstance(thing, Note):
            harvest.notes.append(thing)
        elif isinstance(thing, FetchedFile):
            harvest.files[thing.url] = thing
        elif isinstance(thing, LostFile):
            harvest.lost[thing.url] = thing.message
        else:
            raise TypeError(f"{spider.name} yielded {thing!r}")
    return found


def _fetch(request: Request, connections: dict[str, HTTPConnection]) -> Response:
    parts = urlsplit(request.url)
    connection = connections.setdefault(parts.netloc, HTTPConnection(parts.netloc, timeout=10))
    connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    answer = connection.getresponse()
    return HtmlResponse(
        request.url,
        status=answer.status,
        headers=[(name, value) for name, value in answer.getheaders()],
        body=answer.read(),
        request=request,
    )
