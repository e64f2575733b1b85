"""The links that are not well, page by page; for signed-in people only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.links.bad_links import FAULTS
from corpus.links.choosing import choose, told
from corpus.links.report import read_report
from corpus.links.standing import Shown
from search_app.asking.paging import GAP, page_count, page_window
from search_app.holdings import holdings
from search_app.interface import current_user, language
from search_app.shown.link_words import as_csv, why
from search_app.unsaved import to_sign_in

blueprint = Blueprint("links", __name__)

PAGES_SHOWN = 25
HOSTS_SHOWN = 200
EVERY_STATE = "tous"
STATES = tuple(state for state in Shown if state is not Shown.OK)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the page was asked for: a state, `tous`, or nothing for the faults; a host; a page."""

    state: str
    host: str
    page: int

    @property
    def states(self) -> Collection[Shown]:
        if self.state == EVERY_STATE:
            return STATES
        return (Shown(self.state),) if self.state else FAULTS

    @property
    def pairs(self) -> dict[str, str]:
        """What the address of the same choice says."""
        pairs = {"etat": self.state, "hote": self.host}
        return {name: value for name, value in pairs.items() if value}


@blueprint.get("/bureau/liens")
def show() -> Response:
    if current_user() is None:
        return _sign_in("links.show")
    asked = _asked()
    database = holdings().database
    chosen = choose(database, asked.states, asked.host)
    last = page_count(len(chosen.pages), PAGES_SHOWN)
    number = min(asked.page, last)
    first = (number - 1) * PAGES_SHOWN
    return make_response(
        render_template(
            "links.html",
            figures=chosen.figures,
            shown=told(database, chosen.pages[first : first + PAGES_SHOWN]),
            first=first + 1,
            total=len(chosen.pages),
            asked=asked,
            states=STATES,
            every_state=EVERY_STATE,
            hosts=chosen.hosts[:HOSTS_SHOWN],
            page=number,
            pages=last,
            window=page_window(number, last),
            gap=GAP,
            why=partial(why, language=language()),
        )
    )


@blueprint.get("/bureau/liens.csv")
def table() -> Response:
    """The same choice, whole."""
    if current_user() is None:
        return _sign_in("links.table")
    asked = _asked()
    pages = read_report(holdings().database).narrowed(asked.states, asked.host)
    response = make_response(as_csv(pages))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="liens.csv"'
    return response


def _asked() -> _Asked:
    """What cannot be understood in the address counts as not said."""
    state, page = request.args.get("etat", ""), request.args.get("page", "1")
    is_number = page.isascii() and page.isdecimal() and len(page) < 7
    return _Asked(
        state=state if state in (EVERY_STATE, *STATES) else "",
        host=request.args.get("hote", "").strip().lower(),
        page=max(1, int(page)) if is_number else 1,
    )


def _sign_in(endpoint: str) -> Response:
    return to_sign_in(url_for(endpoint))
