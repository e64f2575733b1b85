"""The harvests: all of them, each with what it found, live while it runs, and the decision on it."""

from __future__ import annotations

import json

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from corpus.errors import ReaderError
from corpus.harvests.decisions import Decisions
from corpus.harvests.reports import Reports, seconds_of
from corpus.harvests.runs import Run, Runs, RunState
from corpus.harvests.states import RecordState
from corpus.sources import source_label
from search_app.asking.paging import page_count
from search_app.holdings import holdings
from search_app.interface import language
from search_app.messages import say
from search_app.shown.run_view import (
    duration_text,
    figure_groups,
    progress_text,
    record_table,
    standing_of,
    summary,
    told_counts,
)
from search_app.views.bureau import sign_in_first, user_name
from search_app.views.desk import INDEX_WAIT_SECONDS

blueprint = Blueprint("harvests", __name__, url_prefix="/bureau/moissons")
blueprint.before_request(sign_in_first)

PAUSE_MILLISECONDS = 1_500
"""After which a browser that follows a harvest asks where it is again."""

RUNS_A_PAGE = 30
CHANGES_A_PAGE = 20
NOTES_SHOWN = 100


@blueprint.get("")
def listed() -> str:
    reports, source = _reports(), request.args.get("source", "")
    pages = page_count(reports.count(source), RUNS_A_PAGE)
    page = _page(pages)
    runs = reports.runs(source, RUNS_A_PAGE, (page - 1) * RUNS_A_PAGE)
    return render_template(
        "runs.html",
        rows=[(run, _standing(run), _summary(run)) for run in runs],
        sources=reports.sources(),
        source=source,
        source_label=source_label,
        page=page,
        pages=pages,
    )


@blueprint.get("/<int:run_id>")
def show(run_id: int) -> str:
    run, reports = _run(run_id), _reports()
    counts = reports.record_counts(run)
    told = told_counts(counts)
    state = _state(tuple(told))
    pages = page_count(told.get(state, 0) if state else 0, CHANGES_A_PAGE)
    page = _page(pages)
    runs = Runs(holdings().database)
    seconds = seconds_of(run)
    return render_template(
        "run.html",
        run=run,
        source=source_label(run.source, language()),
        standing=_standing(run),
        decidable=reports.is_decidable(run),
        progress=reports.progress(run) if run.state is RunState.RUNNING else None,
        progress_text=progress_text,
        duration="" if seconds is None else duration_text(seconds, language()),
        groups=list(figure_groups(run, language())),
        table=record_table(counts, language()),
        told=told,
        state=state,
        changes=reports.changes(run_id, [state], CHANGES_A_PAGE, (page - 1) * CHANGES_A_PAGE)
        if state
        else [],
        page=page,
        pages=pages,
        objections=reports.objections(run_id),
        notes=runs.notes(run_id, NOTES_SHOWN),
        notes_left=max(0, runs.count_notes(run_id) - NOTES_SHOWN),
    )


@blueprint.get("/<int:run_id>/suivi")
def follow(run_id: int) -> Response:
    """A server-sent event: where the run is. The browser asks again by itself, until the `end`.

    One event an answer, so that no page that follows a harvest holds a process of the server.
    """
    _run(run_id)
    progress = _reports().progress(Runs(holdings().database).get(run_id))
    told = progress_text(progress, language())
    news = {"done": progress.done, "known": progress.known, "told": told}
    said = f"retry: {PAUSE_MILLISECONDS}\ndata: {json.dumps(news, ensure_ascii=False)}\n\n"
    if not progress.held:
        said += "event: end\ndata: {}\n\n"
    return Response(said, mimetype="text/event-stream")


@blueprint.post("/<int:run_id>/decision")
def decide(run_id: int) -> AnyResponse:
    decisions, choice = Decisions(holdings().database), request.form.get("choice", "")
    if choice == "accept":
        decisions.accept(run_id, user_name())
        holdings().index_follows(INDEX_WAIT_SECONDS)
        flash(say("run_accepted", language(), number=run_id))
    elif choice == "discard":
        decisions.discard(run_id, user_name())
        flash(say("run_discarded", language(), number=run_id))
    else:
        raise ReaderError(f"« {choice[:20]} » n'est pas une décision. Rechargez la page.")
    return redirect(url_for("harvests.show", run_id=run_id), 303)


def _run(run_id: int) -> Run:
    return Runs(holdings().database).get(run_id)


def _reports() -> Reports:
    return Reports(holdings().database)


def _standing(run: Run) -> str:
    return standing_of(run, _reports().is_decidable(run))


def _summary(run: Run) -> str:
    return summary(_reports().record_counts(run), language())


def _state(known: tuple[RecordState, ...]) -> RecordState | None:
    """The state asked for when there is something in it, else the first with something in it."""
    asked = request.args.get("etat", "")
    return next((state for state in known if state.value == asked), known[0] if known else None)


def _page(pages: int) -> int:
    """The page asked for, or the nearest there is."""
    written = request.args.get("page", "")
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 1
    return min(max(number, 1), pages)
