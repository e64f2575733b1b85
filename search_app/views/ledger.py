"""The ledger of addresses, and people's verdicts on them; for signed-in people only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from corpus.errors import ReaderError
from corpus.ledger import Fate, Ledger, Verdict
from corpus.ledger.fates import TO_LOOK_AT
from corpus.ledger.outlines import Place
from corpus.sources import source_label
from search_app.asking.paging import GAP, page_count, page_window
from search_app.holdings import holdings
from search_app.interface import language
from search_app.messages import say
from search_app.views.bureau import sign_in_first, user_name

blueprint = Blueprint("ledger", __name__)
blueprint.before_request(sign_in_first)

LINES_SHOWN = 25
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the page was asked for; what cannot be understood in the address counts as not said."""

    source: str
    fate: str
    to_look_at: bool
    page: int

    @property
    def pairs(self) -> dict[str, Any]:
        """What the address of the same choice says."""
        pairs: dict[str, Any] = {
            "source": self.source,
            "sort": self.fate,
            "regarder": "1" * self.to_look_at,
        }
        return {name: value for name, value in pairs.items() if value}


@blueprint.get("/bureau/registre")
def show() -> Response:
    asked = _asked(request.args)
    ledger = Ledger(holdings().database)
    sources = ledger.sources()
    doubles = holdings().doubles.canonical()
    of = [asked.source] if asked.source in sources else sources
    total, places = _chosen(ledger, of, asked, doubles)
    last = page_count(total, LINES_SHOWN)
    number = min(asked.page, last)
    first = (number - 1) * LINES_SHOWN
    shown = ledger.told(places(first, LINES_SHOWN), doubles)
    return make_response(
        render_template(
            "ledger.html",
            shown=shown,
            titles=holdings().catalogue.titles([line.because for line in shown]),
            first=first + 1,
            total=total,
            asked=asked,
            sources=sources,
            source_label=source_label,
            fates=tuple(Fate),
            verdicts=tuple(Verdict),
            longest_note=LONGEST_NOTE,
            page=number,
            pages=last,
            window=page_window(number, last),
            gap=GAP,
        )
    )


@blueprint.post("/bureau/registre")
def judge() -> Response:
    """Keeps a verdict, and comes back to the same choice of lines."""
    asked = _asked(request.form)
    note = " ".join(request.form.get("note", "").split())[:LONGEST_NOTE]
    of, url = request.form.get("of", ""), request.form.get("url", "")
    Ledger(holdings().database).judge(of, url, _verdict(request.form), note, user_name())
    flash(say("ledger_judged", language(), url=url))
    return redirect(url_for("ledger.show", page=asked.page, **asked.pairs), 303)


def _chosen(
    ledger: Ledger, sources: Sequence[str], asked: _Asked, doubles: Mapping[str, str]
) -> tuple[int, Callable[[int, int], Sequence[Place]]]:
    """How many lines are asked for, and which from one on, a number of them.

    The fate of an address is told by looking at all that is known of it: only when it is asked for.
    """
    if not asked.fate and not asked.to_look_at:
        return sum(map(ledger.count, sources)), partial(ledger.places, sources)
    fates = {Fate(asked.fate)} if asked.fate else set(Fate)
    if asked.to_look_at:
        fates.intersection_update(TO_LOOK_AT)
    found = [
        outline.place
        for source in sources
        for outline in ledger.outlines(source, doubles, fates)
        if outline.waits or not asked.to_look_at
    ]
    return len(found), lambda first, size: found[first : first + size]


def _asked(said: MultiDict[str, str]) -> _Asked:
    fate, page = said.get("sort", ""), said.get("page", "1")
    is_number = page.isascii() and page.isdecimal() and len(page) < 7
    return _Asked(
        source=said.get("source", ""),
        fate=fate if fate in tuple(Fate) else "",
        to_look_at=said.get("regarder") == "1",
        page=max(1, int(page)) if is_number else 1,
    )


def _verdict(form: MultiDict[str, str]) -> Verdict:
    """Raises `ReaderError` for what is no verdict."""
    said = form.get("verdict", "")
    if said not in tuple(Verdict):
        raise ReaderError(
            f"« {said[:20]} » n'est pas un avis. Choisissez-en un dans la liste.",
            f"“{said[:20]}” is no verdict. Choose one from the list.",
        )
    return Verdict(said)
