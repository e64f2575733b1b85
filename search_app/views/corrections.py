"""What signed-in people correct in a record, and the record they take from readers."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.catalogue.conflicts import Conflicts
from corpus.errors import EditConflict
from corpus.fields import editable
from corpus.harvests.decisions import Decisions
from corpus.record import Entry, Standing, written
from search_app.correcting.form import Asked, clashes, read_asked, rows_of
from search_app.errors import said_in
from search_app.holdings import holdings
from search_app.interface import current_user, language
from search_app.messages import say
from search_app.unsaved import to_sign_in
from search_app.views.bureau import user_name
from search_app.views.desk import INDEX_WAIT_SECONDS, asked_version

ABOUT_RECORD = "record"
"""The category of notices that stand at the top of a record's page."""

blueprint = Blueprint("corrections", __name__, url_prefix="/fiche")


@blueprint.before_request
def _sign_in_first() -> Response | None:
    """Leads back to the page: each address here answers a GET too."""
    return None if current_user() else to_sign_in(request.path)


@blueprint.get("/<record_id>/corriger")
def show(record_id: str) -> Response:
    entry = holdings().catalogue.entry(record_id)
    if entry.standing is Standing.MOVED:
        return _to_record(record_id)
    return make_response(_form(entry, entry.version))


@blueprint.post("/<record_id>/corriger")
def save(record_id: str) -> Response:
    """A bad value, or a save by somebody else meanwhile, loses nothing of what was typed."""
    entry, asked, version = holdings().catalogue.entry(record_id), _asked(), asked_version()
    if asked.problems:
        return make_response(_form(entry, version, asked), 400)
    if request.form.get("look"):
        return make_response(_form(entry, version, asked))
    if not asked.values:
        flash(say("correct_nothing", language()), ABOUT_RECORD)
        return _to_record(record_id)
    if asked.is_outdated(entry):
        return _conflict(entry, asked)
    try:
        _save(entry, asked, version)
    except EditConflict:
        return _conflict(holdings().catalogue.entry(record_id), asked)
    found = holdings().index_follows(INDEX_WAIT_SECONDS)
    flash(say("correct_saved" if found else "correct_saved_later", language()), ABOUT_RECORD)
    return _to_record(record_id)


@blueprint.get("/<record_id>/retirer")
def ask_withdrawal(record_id: str) -> Response:
    entry = holdings().catalogue.entry(record_id)
    if entry.standing is not Standing.PRESENT:
        return _to_record(record_id)
    return make_response(render_template("withdraw.html", entry=entry))


@blueprint.post("/<record_id>/retirer")
def withdraw(record_id: str) -> Response:
    entry = holdings().catalogue.entry(record_id)
    if entry.standing is Standing.PRESENT:
        Decisions(holdings().database).withdraw(record_id, user_name())
        holdings().index_follows(INDEX_WAIT_SECONDS)
        done = say("withdrawals_withdrawn_done", language(), title=entry.shown.title)
        flash(done, ABOUT_RECORD)
    return _to_record(record_id)


def _asked() -> Asked:
    return read_asked(request.form)


def _save(entry: Entry, asked: Asked, version: int) -> None:
    """Raises `EditConflict`, also when a harvest changed a field since `entry` was read."""
    seen = {name: written(entry.shown, name) for name in asked.values}
    holdings().catalogue.save_edits(entry.record.id, version, asked.values, user_name(), seen)


def _to_record(record_id: str) -> Response:
    return redirect(url_for("records.record", record_id=record_id), 303)


def _form(entry: Entry, version: int, asked: Asked | None = None) -> str:
    waiting = Conflicts(holdings().database).waiting(len(editable()), entry.record.id)
    rows = rows_of(entry, language(), {one.field: one.id for one in waiting}, asked)
    return render_template(
        "correct.html",
        entry=entry,
        version=version,
        rows=rows,
        problems=[(row, said_in(row.problem, language())) for row in rows if row.problem],
        said_in=said_in,
    )


def _conflict(entry: Entry, asked: Asked) -> Response:
    saved = [change for change in holdings().catalogue.history(entry.record.id) if change.by]
    page = render_template(
        "correct_conflict.html",
        entry=entry,
        clashes=clashes(entry, asked, language()),
        last=saved[0] if saved else None,
    )
    return make_response(page, 409)
