"""Home, results, their JSON, help, and the page that says whether all is well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request

from corpus.errors import SouffleurError
from corpus.fields import FIELDS
from indexer.language import MAX_CHARACTERS, MAX_PHRASE, MAX_WORDS, MIN_PREFIX
from indexer.query import MISSING, Query, Results, Sort
from search_app.answers import as_json
from search_app.asking.facet_links import (
    Group,
    asking,
    chips,
    exactly,
    on_page,
    sidebar,
    sorted_by,
    without_choices,
)
from search_app.asking.help_examples import EXAMPLES, filter_names
from search_app.asking.paging import GAP, page_count, page_window
from search_app.asking.query_args import Pairs, read, write
from search_app.holdings import holdings
from search_app.interface import hit_addresses, language
from search_app.shown.answer_view import applied_sentence, related, relaxations, understanding
from search_app.shown.hit_view import HitView, hit_views, ids_of

blueprint = Blueprint("search", __name__)

ON_HOME = ("kind", "theme", "place", "source", "year")
MOST_BARS = 8
SUGGESTED = 10
"""Values that the search box proposes before anything is typed."""


@blueprint.get("/")
def home() -> str:
    everything = Query(size=1)
    results = holdings().engine.search(everything)
    found = sidebar(
        results.facets, everything, language(), sizes=results.facet_sizes, shown=MOST_BARS
    )
    groups = {group.name: group for group in found}
    return render_template(
        "home.html",
        total=results.total,
        groups=[groups[name] for name in ON_HOME if name in groups],
        proposed=_proposed(found),
    )


@blueprint.get("/recherche")
def results() -> Response:
    query = read(request.args.items(multi=True))
    engine, here = holdings().engine, language()
    found = engine.search(query, holdings().synonyms)
    pages = page_count(found.total, query.size)
    known = holdings().facts(ids_of(found.hits))
    hits = hit_views(found.hits, known, hit_addresses(query), here)
    groups = sidebar(found.facets, query, here, sizes=found.facet_sizes)
    mingled = are_mingled(hits, query, found.complete)
    page = render_template(
        "results.html",
        query=query,
        results=found,
        hits=hits,
        split=where_others_begin(hits, query, found.complete),
        all_words_first=sorted_by(query, Sort.COMPLETE) if mingled else None,
        groups=groups,
        carried=carried(query, groups),
        chips=chips(query, here),
        unfiltered=without_choices(query),
        understood=understanding(query.text, found.remarks, here),
        applied=[applied_sentence(applied, here) for applied in found.applied],
        related=related(query, found),
        relaxations=relaxations(found.relaxations, here),
        suggested=asking(query, found.suggestion.text) if found.suggestion else None,
        other_exactness=exactly(query, exact=not query.exact),
        proposed=_proposed(groups) or _completions(query.text),
        sorts=_sorts(query, found),
        pages=pages,
        window=page_window(min(query.page, pages), pages),
        gap=GAP,
    )
    return make_response(page, 200 if query.page <= pages else 404)


@blueprint.get("/recherche.json")
def results_json() -> Response:
    query = read(request.args.items(multi=True))
    found = holdings().engine.search(query, holdings().synonyms)
    return jsonify(as_json(query, found, language(), FIELDS))


def _sorts(query: Query, found: Results) -> tuple[Sort, ...]:
    """The orders that a reader may choose: all the words first only where it changes something."""
    differ = 0 < found.complete < found.total
    return tuple(s for s in Sort if s is not Sort.COMPLETE or differ or s is query.sort)


def where_others_begin(hits: Sequence[HitView], query: Query, complete: int) -> int:
    """The rank on the page of the first answer without all the words, when those that have them all
    come before it and no other does; the number of hits when there is none to set apart, or when
    they are mingled.
    """
    first = _first_without(hits)
    begins_here = complete > 0 and _before(query) + first == complete
    return first if begins_here and not any(v.hit.complete for v in hits[first:]) else len(hits)


def are_mingled(hits: Sequence[HitView], query: Query, complete: int) -> bool:
    """Whether answers with all the words come after one of this page that has not."""
    first = _first_without(hits)
    return first < len(hits) and _before(query) + first < complete


def _first_without(hits: Sequence[HitView]) -> int:
    """The rank on the page of the first answer without all the words; their number if all have."""
    return next((rank for rank, view in enumerate(hits) if not view.hit.complete), len(hits))


def _before(query: Query) -> int:
    """How many answers the pages before hold."""
    return (query.page - 1) * query.size


def carried(query: Query, groups: Iterable[Group]) -> Pairs:
    """What the search form must carry besides the fields that people see."""
    seen = {("q", query.text)}
    for group in groups:
        seen |= {(row.facet, row.written) for row in group.rows if row.chosen}
        if group.years:
            seen |= {("year_min", str(query.years.first)), ("year_max", str(query.years.last))}
    return tuple(pair for pair in write(on_page(query, 1)) if pair not in seen)


def _completions(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    return tuple(found.text for found in holdings().engine.complete(text, SUGGESTED))


def _proposed(groups: Iterable[Group]) -> tuple[str, ...]:
    """The most frequent themes and places."""
    places = (group for group in groups if group.name in ("theme", "place"))
    rows = [row for group in places for row in group.rows if row.value != MISSING]
    rows.sort(key=lambda row: -row.count)
    return tuple(dict.fromkeys(row.label for row in rows))[:SUGGESTED]


@blueprint.get("/aide")
def help_page() -> str:
    limits = {
        "characters": MAX_CHARACTERS,
        "words": MAX_WORDS,
        "phrase": MAX_PHRASE,
        "letters": MIN_PREFIX,
    }
    names = filter_names(language())
    return render_template("help.html", examples=EXAMPLES, filter_names=names, limits=limits)


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """For those who ask for it without reading the page."""
    return current_app.send_static_file("icon.svg")


@blueprint.get("/healthz")
def health() -> Response:
    """`ok` says that the catalogue and the index both answer; 503 with the sentence otherwise."""
    try:
        revision = holdings().catalogue.revision()
        position = holdings().engine.position()
        return jsonify(
            ok=True,
            records=holdings().catalogue.figures().records,
            index={
                "documents": holdings().engine.count(),
                "position": position,
                "up_to_date": position == revision,
            },
        )
    except SouffleurError as error:
        body = jsonify(ok=False, error={"code": error.code, "message": error.message})
        return make_response(body, 503)
