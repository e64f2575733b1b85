"""Holdings as a harvest of a few pages leaves them, without any network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.config import Config, read_config
from corpus.database import Database
from corpus.harvests.applying import conclude
from corpus.harvests.frontier import Frontier
from corpus.harvests.outcomes import Batch, Outcome, PageFacts, RowState, Target
from corpus.harvests.responses import Received
from corpus.harvests.runs import Runs
from corpus.record import Block, BlockKind, Record

BASE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Page:
    """What the site answered at a path, and the records that were read there."""

    path: str
    html: str = ""
    records: tuple[Record, ...] = ()
    status: int = 200
    media_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = field(default=())

    def outcome(self) -> Outcome:
        body = self.html.encode()
        received = Received(self.status, self.headers, body)
        facts = PageFacts(
            BASE + self.path,
            self.status,
            self.media_type,
            sha256=received.sha256,
            size=len(body),
            charset_used="utf-8",
        )
        key = hashlib.sha256(self.path.encode()).hexdigest()
        return Outcome(
            key,
            RowState.DONE,
            self.status,
            page=facts,
            records=self.records,
            received=received,
            reading="r",
        )


def sheet(title: str, *paragraphs: str, menu: str = "") -> str:
    """A page with a menu and an article."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><body><nav><a href='/'>Accueil</a> {menu}</nav>"
        f"<main><h1>{title}</h1>{text}</main></body></html>"
    )


def read(path: str, title: str, *paragraphs: str, source: str = "icpc", **values: Any) -> Record:
    """The record that a faithful reader makes of `sheet`."""
    name = hashlib.sha256(path.encode()).hexdigest()[:12]
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    more: dict[str, Any] = {"kind": "document", "blocks": blocks, **values}
    return Record(f"{source}-{name}", source, url=BASE + path, title=title, **more)


def rest(path: str, items: Iterable[dict[str, Any]], total: int, *records: Record) -> Page:
    """A page of a collection of the API, whose server announces `total` items."""
    return Page(
        path,
        json.dumps(list(items)),
        records,
        media_type="application/json",
        headers=(("X-WP-Total", str(total)),),
    )


def config_at(home: Path) -> Config:
    return read_config(home, {})


def harvested(database: Database, *pages: Page, source: str = "icpc") -> None:
    """One applied run that met these pages."""
    run = Runs(database).start(source, {"base_url": BASE, "start_urls": []})
    frontier = Frontier(database, run)
    outcomes = tuple(page.outcome() for page in pages)
    targets = tuple(
        Target(o.key, BASE + p.path, "{}") for o, p in zip(outcomes, pages, strict=True)
    )
    frontier.commit(Batch(targets=targets), take=len(targets))
    frontier.commit(Batch(outcomes))
    conclude(database, run, frontier.figures)
