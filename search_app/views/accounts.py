"""Signing in and out."""

from __future__ import annotations

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from corpus.errors import SignInRefused
from search_app.errors import status_of
from search_app.formats import local_path
from search_app.holdings import holdings
from search_app.interface import SESSION_TOKEN, current_user, language
from search_app.messages import say

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/connexion")
def sign_in() -> Response:
    if current_user():
        return redirect(_next(), 303)
    return make_response(render_template("sign_in.html", next=_next(), name="", problem=""))


@blueprint.post("/connexion")
def sign_in_submitted() -> Response:
    """The cookie of before is thrown away whole: a session fixed by somebody else opens nothing."""
    name = request.form.get("name", "")
    try:
        token = holdings().accounts.sign_in(
            name, request.form.get("password", ""), request.remote_addr or ""
        )
    except SignInRefused as error:
        page = render_template("sign_in.html", next=_next(), name=name, problem=error.message)
        return make_response(page, status_of(error))
    session.clear()
    session[SESSION_TOKEN] = token
    return redirect(_next(), 303)


@blueprint.post("/deconnexion")
def sign_out() -> Response:
    if token := session.get(SESSION_TOKEN):
        holdings().accounts.sign_out(token)
    session.clear()
    flash(say("signed_out", language()))
    return redirect(url_for("search.home"), 303)


def _next() -> str:
    return local_path(request.values.get("next", "")) or url_for("search.home")
