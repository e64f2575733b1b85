"""The page of one record."""

from __future__ import annotations

from flask import Blueprint, render_template

from corpus.thesaurus import default_thesaurus
from search_app.holdings import holdings
from search_app.interface import language
from search_app.record_view import record_view

LATEST_CHANGES = 6
"""Changes in sight; the older ones are a click away."""

blueprint = Blueprint("records", __name__, url_prefix="/fiche")


@blueprint.get("/<record_id>")
def record(record_id: str) -> str:
    entry = holdings().catalogue.entry(record_id)
    return render_template(
        "record.html",
        entry=entry,
        view=record_view(entry, holdings().catalogue, holdings().texts, language()),
        history=holdings().catalogue.history(record_id),
        latest=LATEST_CHANGES,
        concepts=[concept.label(language()) for concept in default_thesaurus().concepts],
    )
