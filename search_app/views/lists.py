"""The lists that librarians keep: shown, changed and compared, for signed-in people only."""

from __future__ import annotations

from itertools import islice

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import BadImport, EditConflict
from corpus.lists import NAMES, KeptList, clean_text
from search_app.errors import said_in, status_of
from search_app.holdings import holdings
from search_app.interface import current_user, language
from search_app.lists.checks import CHECKS, changes_of, line_changes
from search_app.messages import say
from search_app.unsaved import to_sign_in
from search_app.views.desk import asked_version

blueprint = Blueprint("lists", __name__)

VERSIONS_SHOWN = 30


@blueprint.get("/bureau/listes/<name>")
def show(name: str) -> Response:
    if current_user() is None:
        return _sign_in(name)
    kept = holdings().lists.current(name)
    return make_response(_page(kept, kept.text))


@blueprint.post("/bureau/listes/<name>")
def save(name: str) -> Response:
    """A text that cannot be read or that was made from an older version comes back whole."""
    user = current_user()
    if user is None:
        return _sign_in(name)
    text, version = request.form.get("text", ""), asked_version()
    try:
        kept = holdings().lists.save(name, text, user.name, version, CHECKS.get(name))
    except BadImport as error:
        page = _page(holdings().lists.current(name), text, error, version)
        return make_response(page, status_of(error))
    except EditConflict as error:
        return make_response(_conflict(name, text), status_of(error))
    flash(say("list_saved" if kept.version != version else "list_unchanged", language()))
    return redirect(url_for("lists.show", name=name), 303)


def _sign_in(name: str) -> Response:
    return to_sign_in(url_for("lists.show", name=name))


def _page(
    kept: KeptList, text: str, problem: BadImport | None = None, version: int | None = None
) -> str:
    """`version` is the one that `text` was made from, when it is not the one that is kept."""
    return render_template(
        "list.html",
        kept=kept,
        names=NAMES,
        text=text,
        problem=said_in(problem, language()) if problem else None,
        version=kept.version if version is None else version,
        history=list(islice(changes_of(holdings().lists.history(kept.name)), VERSIONS_SHOWN)),
    )


def _conflict(name: str, text: str) -> str:
    kept = holdings().lists.current(name)
    return render_template(
        "list_conflict.html",
        kept=kept,
        text=text,
        changes=line_changes(kept.text, clean_text(text)),
    )
