"""The withdrawals: records that their source has no more, and those taken from readers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import ReaderError
from corpus.harvests.decisions import Decisions
from corpus.sources import source_label
from search_app.holdings import holdings
from search_app.interface import language
from search_app.messages import say
from search_app.views.bureau import sign_in_first, user_name
from search_app.views.desk import INDEX_WAIT_SECONDS

blueprint = Blueprint("withdrawals", __name__, url_prefix="/bureau/retraits")
blueprint.before_request(sign_in_first)


@blueprint.get("")
def show() -> str:
    decisions = Decisions(holdings().database)
    return render_template(
        "withdrawals.html",
        proposed=decisions.proposed(),
        withdrawn=decisions.withdrawn(),
        source_label=source_label,
    )


@blueprint.post("/<record_id>")
def decide(record_id: str) -> Response:
    choice, decisions = request.form.get("choice", ""), Decisions(holdings().database)
    if choice == "withdraw":
        decisions.withdraw(record_id, user_name())
    elif choice == "restore":
        decisions.restore(record_id, user_name())
    else:
        raise ReaderError(f"« {choice[:20]} » n'est pas une décision. Rechargez la page.")
    holdings().index_follows(INDEX_WAIT_SECONDS)
    titles = holdings().catalogue.titles([record_id])
    said = "withdrawals_withdrawn_done" if choice == "withdraw" else "withdrawals_restored_done"
    flash(say(said, language(), title=titles[record_id]))
    return redirect(url_for("withdrawals.show"), 303)
