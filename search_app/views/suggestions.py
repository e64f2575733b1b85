"""What somebody may be about to type: a page of links, and the same for browsers and the box."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from indexer.query import Completion
from search_app.asking.query_args import clean
from search_app.holdings import holdings
from search_app.interface import results_url
from search_app.shown.answer_view import completion_query

blueprint = Blueprint("suggestions", __name__)

LONGEST = 100
ON_THE_PAGE = 20
IN_THE_BOX = 10
FRESH = "public, max-age=300"
"""A browser asks again for what was typed five minutes ago: the base changes by the day."""


@blueprint.get("/suggestions")
def page() -> str:
    typed, found = _found(ON_THE_PAGE)
    return render_template(
        "suggestions.html",
        typed=typed,
        found=[(completion, completion_query(completion)) for completion in found],
    )


@blueprint.get("/suggestions.json")
def as_json() -> Response:
    """The shape of OpenSearch: what was typed, the completions, what each is."""
    typed, found = _found(IN_THE_BOX)
    answer = jsonify([typed, [one.text for one in found], [one.field for one in found]])
    answer.mimetype = "application/x-suggestions+json"
    answer.headers["Cache-Control"] = FRESH
    return answer


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """Lets a browser search here from its own bar."""
    answer = make_response(render_template("opensearch.xml", template=_template))
    answer.mimetype = "application/opensearchdescription+xml"
    return answer


def _template(endpoint: str) -> str:
    """The address of a page, with the place where a browser puts the words."""
    address = results_url((("q", _WORDS),), endpoint, external=True)
    return address.replace(_WORDS, "{searchTerms}")


_WORDS = "0-words-0"


def _found(size: int) -> tuple[str, tuple[Completion, ...]]:
    """Too long to be the beginning of anything is cut, not refused: a person is typing."""
    typed = clean(request.args.get("q", ""))[:LONGEST]
    return typed, holdings().engine.complete(typed, size) if typed else ()
