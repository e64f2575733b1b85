"""The home of the desk, for signed-in people: what waits for them, and where it is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.catalogue.conflicts import Conflicts
from corpus.harvests.decisions import Decisions
from corpus.harvests.reports import Reports
from search_app.holdings import holdings
from search_app.interface import current_user
from search_app.unsaved import to_sign_in

blueprint = Blueprint("bureau", __name__)


def sign_in_first() -> Response | None:
    """Before any page of the desk: sends who is not signed in to do so, and back here after."""
    if current_user() is not None:
        return None
    if request.method == "POST":
        return to_sign_in(url_for("bureau.home"))
    return to_sign_in(request.full_path if request.query_string else request.path)


blueprint.before_request(sign_in_first)


def user_name() -> str:
    """Who decides; `sign_in_first` has seen to it that there is somebody."""
    user = current_user()
    return user.name if user else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of each kind waits for a decision."""

    runs: int
    conflicts: int
    withdrawals: int

    @property
    def total(self) -> int:
        return self.runs + self.conflicts + self.withdrawals


@blueprint.get("/bureau")
def home() -> str:
    return render_template("desk.html", waiting=_waiting())


def _waiting() -> Waiting:
    database = holdings().database
    return Waiting(
        runs=len(Reports(database).waiting()),
        conflicts=Conflicts(database).count(),
        withdrawals=len(Decisions(database).proposed()),
    )
