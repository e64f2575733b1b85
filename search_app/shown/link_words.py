"""What is said of a link that is not well, for people and for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from corpus.links.bad_links import BadLink, PageWithLinks
from corpus.links.report import LinkFigures, LinkReport
from search_app.messages import say

WHYS = (
    "unknown_host",
    "connection_refused",
    "tls",
    "redirect_loop",
    "bad_redirect",
    "address_refused",
    "robots_forbidden",
    "robots_unavailable",
    "timeout",
    "no_name_server",
    "says_not_found",
    "lands_on_home",
    "same_as_random",
)
"""The reasons that have a sentence of their own; `connection_failed` stands for all others."""

_COLUMNS = (
    "page",
    "record",
    "title",
    "link",
    "internal",
    "times",
    "state",
    "since",
    "status",
    "reason",
    "moved_to",
    "hops",
    "copy",
    "copy_verified",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def why(link: BadLink, language: str) -> str:
    """Why a link is in its state; empty when the state says it all."""
    if link.reason.startswith("http_"):
        return say("link_http", language, status=link.status)
    if not link.reason:
        return ""
    known = link.reason if link.reason in WHYS else "connection_failed"
    return say(f"link_why_{known}", language)


def as_json(report: LinkReport, never_asked: int, pages: Iterable[PageWithLinks]) -> dict[str, Any]:
    """The figures, and these pages of the report."""
    figures = {**_figures(report.figures), "never_asked": never_asked}
    return {"figures": figures, "pages": [_page(page) for page in pages]}


def _figures(figures: LinkFigures) -> dict[str, Any]:
    names = [name for name in LinkFigures.__dataclass_fields__ if name != "by_state"]
    states = {state.value: number for state, number in sorted(figures.by_state.items())}
    return {**{name: getattr(figures, name) for name in names}, "by_state": states}


def as_csv(pages: Iterable[PageWithLinks]) -> str:
    """One line a page and a link, for spreadsheets: what they would take for a formula is quoted."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(_COLUMNS)
    rows.writerows([_cell(value) for value in _row(p, link)] for p in pages for link in p.links)
    return written.getvalue()


def _page(page: PageWithLinks) -> dict[str, Any]:
    links = [_link(link) for link in page.links]
    return {"url": page.url, "record": page.record_id, "title": page.title, "links": links}


def _link(link: BadLink) -> dict[str, Any]:
    copy = {"url": link.copy.url, "verified": link.copy.verified} if link.copy else None
    return {
        "url": link.url,
        "internal": link.internal,
        "times": link.times,
        "state": link.state.value,
        "since": link.since,
        "status": link.status,
        "reason": link.reason,
        "detail": link.detail,
        "hops": [{"url": hop.url, "status": hop.status} for hop in link.hops],
        "moved_to": link.moved_to,
        "copy": copy,
    }


def _row(page: PageWithLinks, link: BadLink) -> tuple[object, ...]:
    return (
        page.url,
        page.record_id,
        page.title,
        link.url,
        int(link.internal),
        link.times,
        link.state.value,
        link.since,
        link.status or "",
        link.reason,
        link.moved_to,
        " → ".join(f"{hop.status} {hop.url}" for hop in link.hops),
        link.copy.url if link.copy else "",
        int(link.copy.verified) if link.copy else "",
    )


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
