"""Doubles: listed, compared and judged, for signed-in people only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from corpus.doubles.canonical import Member
from corpus.doubles.clusters import Verdict
from corpus.doubles.finding import How, Pair
from corpus.doubles.store import Case, Doubles, binding
from corpus.errors import EditConflict
from corpus.harvests.differences import Columns, side_by_side
from corpus.sources import source_label
from search_app.asking.paging import page_count
from search_app.errors import status_of
from search_app.holdings import holdings
from search_app.interface import current_user, language
from search_app.messages import say
from search_app.unsaved import to_sign_in
from search_app.views.desk import INDEX_WAIT_SECONDS

blueprint = Blueprint("doubles", __name__)

PAGE_SIZE = 50
PAIRS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Compared:
    """A record beside the canonical one. `others` are those it is told apart from, or joined to."""

    member: Member
    link: Pair | Verdict | None
    differences: Columns
    others: tuple[str, ...]
    inside: bool


@dataclass(frozen=True, slots=True)
class Couple:
    """Two records of a list, and what links them."""

    one: Member
    other: Member
    link: Pair | Verdict


@blueprint.get("/bureau/doublons")
def listed() -> Response:
    if current_user() is None:
        return to_sign_in(url_for("doubles.listed"))
    doubles = holdings().doubles
    clusters = doubles.clusters()
    pages = page_count(len(clusters), PAGE_SIZE)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    answer = render_template(
        "doubles.html",
        clusters=clusters[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(clusters),
        page=page,
        pages=pages,
        lists=_lists(doubles) if page == 1 else {},
        source_label=_source_label,
    )
    return make_response(answer)


@blueprint.get("/bureau/doublons/<record_id>")
def case(record_id: str) -> Response:
    if current_user() is None:
        return _sign_in(record_id)
    return make_response(_page(record_id))


@blueprint.post("/bureau/doublons/<record_id>")
def judge(record_id: str) -> Response:
    """What was judged from a page that somebody else changed meanwhile comes back to be seen again."""
    user = current_user()
    if user is None:
        return _sign_in(record_id)
    said, state = request.form.get("say", ""), request.form.get("state", "")
    try:
        if said == "choose":
            holdings().doubles.choose(record_id, user.name, state)
        elif said in ("same", "distinct"):
            others = request.form.getlist("other")
            holdings().doubles.judge(record_id, others, said == "same", user.name, state)
        else:
            abort(400)
    except EditConflict as error:
        return make_response(_page(record_id, error.message), status_of(error))
    holdings().index_follows(INDEX_WAIT_SECONDS)
    flash(say("doubles_saved", language()))
    return redirect(url_for("doubles.case", record_id=record_id), 303)


def _sign_in(record_id: str) -> Response:
    return to_sign_in(url_for("doubles.case", record_id=record_id))


def _page(record_id: str, problem: str = "") -> str:
    seen = holdings().doubles.case(record_id)
    return render_template(
        "double.html",
        case=seen,
        record_id=record_id,
        compared=_compared(seen),
        problem=problem,
        source_label=_source_label,
    )


def _compared(seen: Case) -> list[Compared]:
    kept = seen.cluster.canonical
    ids = [member.id for member in seen.cluster.members]
    texts = _texts([*ids, *(beside.member.id for beside in seen.beside)])
    found = []
    for member in seen.cluster.others:
        others = tuple(id_ for id_ in ids if id_ != member.id)
        link = binding(seen.cluster, kept.id, member.id)
        found.append(Compared(member, link, _between(texts, kept, member), others, inside=True))
    for beside in seen.beside:
        link = beside.verdict or beside.pair
        changes = _between(texts, kept, beside.member)
        found.append(Compared(beside.member, link, changes, (beside.within,), inside=False))
    return found


def _texts(ids: list[str]) -> Mapping[str, str]:
    entries = holdings().catalogue.entries(ids)
    return {id_: entry.record.text for id_, entry in entries.items()}


def _between(texts: Mapping[str, str], kept: Member, other: Member) -> Columns:
    return side_by_side(texts.get(kept.id, ""), texts.get(other.id, ""))


def _lists(doubles: Doubles) -> dict[str, list[Couple]]:
    """What is not folded and may be worth a look, by the key of its heading."""
    apart = [verdict for verdict in doubles.verdicts() if not verdict.same]
    judged = {(verdict.one, verdict.other) for verdict in doubles.verdicts()}
    links: dict[str, list[Pair | Verdict]] = {
        "doubles_alike": [*_unjudged(doubles.pairs(How.ALIKE), judged)],
        "doubles_within": [*_unjudged(doubles.pairs(How.PART), judged)],
        "doubles_told_apart": [*apart],
    }
    shown = {key: found[:PAIRS_SHOWN] for key, found in links.items()}
    ids = {id_ for found in shown.values() for link in found for id_ in (link.one, link.other)}
    members = doubles.members(ids)
    return {
        key: [Couple(members[link.one], members[link.other], link) for link in found]
        for key, found in shown.items()
        if found
    }


def _unjudged(pairs: list[Pair], judged: set[tuple[str, str]]) -> list[Pair]:
    return [pair for pair in pairs if not judged & {(pair.one, pair.other), (pair.other, pair.one)}]


def _source_label(member: Member) -> str:
    return source_label(member.source, language())
