"""The page of one record, and the page that says why it answers a search."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from corpus.errors import RecordNotFound, StorageError
from corpus.record import Entry, Standing
from corpus.thesaurus import default_thesaurus
from indexer.query import Explanation, Query, Similar
from search_app.answers import explanation_json, similar_json
from search_app.asking.facet_links import exactly
from search_app.asking.query_args import read
from search_app.holdings import holdings
from search_app.interface import current_user, language
from search_app.shown.answer_view import reasons, score_text
from search_app.shown.history_view import history_lines
from search_app.shown.record_view import record_view

LATEST_CHANGES = 6
"""Changes in sight; the older ones are a click away."""

blueprint = Blueprint("records", __name__, url_prefix="/fiche")


@blueprint.get("/<record_id>")
def record(record_id: str) -> AnyResponse:
    """A record that moved sends to where it is now; one that was withdrawn is gone but for staff."""
    entry = _where_it_is(holdings().catalogue.entry(record_id))
    if entry.standing is not Standing.PRESENT and current_user() is None:
        abort(410)
    if entry.record.id != record_id:
        return redirect(url_for("records.record", record_id=entry.record.id), 301)
    return make_response(_page(entry))


def _where_it_is(entry: Entry) -> Entry:
    """The entry at the end of the moves; a chain that comes back on itself ends where it began."""
    seen = {entry.record.id}
    at = entry
    while at.standing is Standing.MOVED:
        if at.moved_to in seen:
            return entry
        seen.add(at.moved_to)
        at = holdings().catalogue.entry(at.moved_to)
    return at


def _page(entry: Entry) -> str:
    record_id = entry.record.id
    return render_template(
        "record.html",
        entry=entry,
        view=record_view(entry, holdings().catalogue, holdings().texts, language()),
        history=history_lines(holdings().catalogue.history(record_id), language()),
        latest=LATEST_CHANGES,
        concepts=[concept.label(language()) for concept in default_thesaurus().concepts],
        similar=_similar(record_id),
    )


@blueprint.get("/<record_id>/proches.json")
def similar(record_id: str) -> Response:
    return jsonify(similar_json(record_id, holdings().engine.similar(record_id)))


@blueprint.get("/<record_id>/pourquoi")
def why(record_id: str) -> str:
    query = read(request.args.items(multi=True))
    found = _explained(query, record_id)
    return render_template(
        "why.html",
        record_id=record_id,
        query=query,
        found=found,
        reasons=reasons(found, language()),
        total=score_text(found.score, language()),
        exact=exactly(query, exact=True),
    )


@blueprint.get("/<record_id>/pourquoi.json")
def why_json(record_id: str) -> Response:
    query = read(request.args.items(multi=True))
    return jsonify(explanation_json(query, _explained(query, record_id)))


def _explained(query: Query, record_id: str) -> Explanation:
    found = holdings().engine.explain(query, record_id, holdings().synonyms)
    if found is None:
        raise RecordNotFound(f"La fiche « {record_id} » n'est pas dans l'index.")
    return found


def _similar(record_id: str) -> tuple[Similar, ...]:
    """None when the index cannot answer: the record is shown all the same."""
    try:
        return holdings().engine.similar(record_id)
    except StorageError as error:
        current_app.logger.warning("%s: %s", error.code, error.message)
        return ()
