"""What signed-in people do to a record: for now, its tags."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.clock import now
from corpus.errors import EditConflict, ReaderError
from corpus.tagging import TagEdit, apply, clean_tag
from search_app.errors import status_of
from search_app.holdings import holdings
from search_app.interface import current_user, language
from search_app.messages import say
from search_app.unsaved import to_sign_in

blueprint = Blueprint("desk", __name__)

INDEX_WAIT_SECONDS = 1.5
"""How long a save waits for the index; beyond, the follower goes on without the reader."""


@blueprint.post("/fiche/<record_id>/etiquettes")
def save_tags(record_id: str) -> Response:
    user = current_user()
    record_page = url_for("records.record", record_id=record_id)
    if user is None:
        return to_sign_in(record_page)
    edit = _edit(record_id, user.name)
    if not edit.add and not edit.remove:
        flash(say("tag_nothing", language()))
        return redirect(f"{record_page}#etiquettes", 303)
    try:
        holdings().catalogue.save_tags(edit)
    except EditConflict as error:
        return _conflict(edit, status_of(error))
    found = holdings().index_follows(INDEX_WAIT_SECONDS)
    flash(say("tag_saved" if found else "tag_saved_later", language()))
    return redirect(f"{record_page}#etiquettes", 303)


def _edit(record_id: str, by: str) -> TagEdit:
    return TagEdit(
        record_id=record_id,
        version=asked_version(),
        add=_tags("add"),
        remove=_tags("remove"),
        by=by,
    )


def asked_version() -> int:
    """The version that a form was made from. Raises `ReaderError` for what is no number."""
    written = request.form.get("version", "")
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise ReaderError(
            f"Le numéro de version « {written[:20]} » ne convient pas. "
            "Rechargez la page et recommencez.",
            f"The version number “{written[:20]}” will not do. Reload the page and start again.",
        )
    return int(written)


def _tags(name: str) -> tuple[str, ...]:
    return tuple(clean_tag(value) for value in request.form.getlist(name) if value.strip())


def _conflict(edit: TagEdit, status: int) -> Response:
    entry = holdings().catalogue.entry(edit.record_id)
    saved = [change for change in holdings().catalogue.history(edit.record_id) if change.by]
    page = render_template(
        "conflict.html",
        entry=entry,
        edit=edit,
        last=saved[0] if saved else None,
        result=apply(entry.tags, edit, now()),
    )
    return make_response(page, status)
