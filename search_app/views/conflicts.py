"""The conflicts: a source that changed what somebody had corrected; which of both is kept."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.catalogue.conflicts import Conflict, Conflicts
from corpus.errors import ReaderError
from corpus.fields import field_edited
from corpus.harvests.differences import compare, shortened
from search_app.correcting.form import in_words
from search_app.holdings import holdings
from search_app.interface import language
from search_app.messages import say
from search_app.views.bureau import sign_in_first, user_name
from search_app.views.desk import INDEX_WAIT_SECONDS

blueprint = Blueprint("conflicts", __name__, url_prefix="/bureau/conflits")
blueprint.before_request(sign_in_first)

SHOWN = 30


@blueprint.get("")
def show() -> str:
    conflicts = Conflicts(holdings().database)
    waiting = [_in_words(one) for one in conflicts.waiting(SHOWN)]
    return render_template(
        "conflicts.html",
        rows=[(one, shortened(compare(one.before, one.after))) for one in waiting],
        left=max(0, conflicts.count() - len(waiting)),
    )


def _in_words(one: Conflict) -> Conflict:
    """The conflict with its values as people read them."""
    field = field_edited(one.field)
    if field is None:
        return one
    before, after, edited = (
        in_words(field, text, language()) for text in (one.before, one.after, one.edited)
    )
    return replace(one, before=before, after=after, edited=edited)


@blueprint.post("/<int:conflict_id>")
def settle(conflict_id: int) -> Response:
    choice = request.form.get("choice", "")
    if choice not in ("keep", "source"):
        raise ReaderError(f"« {choice[:20]} » n'est pas une décision. Rechargez la page.")
    take_source = choice == "source"
    Conflicts(holdings().database).settle(conflict_id, take_source=take_source, by=user_name())
    if take_source:
        holdings().index_follows(INDEX_WAIT_SECONDS)
    flash(say("conflict_taken" if take_source else "conflict_kept", language()))
    return redirect(url_for("conflicts.show"), 303)
