"""Home, results, their JSON, help, and the page that says whether all is well."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request

from corpus.errors import SouffleurError
from corpus.fields import FIELDS
from indexer.query import Query, Sort
from search_app.answers import as_json
from search_app.facet_links import chips, sidebar, without_choices
from search_app.hit_view import hit_views
from search_app.holdings import holdings
from search_app.interface import language
from search_app.paging import GAP, page_count, page_window
from search_app.query_args import DEFAULT_SIZE, read

blueprint = Blueprint("search", __name__)

ON_HOME = ("kind", "theme", "place", "source", "year")
MOST_BARS = 8


@blueprint.get("/")
def home() -> str:
    everything = Query(size=1)
    results = holdings().engine.search(everything)
    groups = {group.name: group for group in sidebar(results.facets, everything, language())}
    return render_template(
        "home.html",
        total=results.total,
        groups=[groups[name] for name in ON_HOME if name in groups],
        most_bars=MOST_BARS,
    )


@blueprint.get("/recherche")
def results() -> Response:
    query = read(request.args.items(multi=True))
    found = holdings().engine.search(query)
    pages = page_count(found.total, query.size)
    page = render_template(
        "results.html",
        query=query,
        results=found,
        hits=hit_views(found.hits, holdings().catalogue, language()),
        groups=sidebar(found.facets, query, language()),
        chips=chips(query, language()),
        unfiltered=without_choices(query),
        sorts=tuple(Sort),
        pages=pages,
        window=page_window(min(query.page, pages), pages),
        gap=GAP,
        default_size=DEFAULT_SIZE,
    )
    return make_response(page, 200 if query.page <= pages else 404)


@blueprint.get("/recherche.json")
def results_json() -> Response:
    query = read(request.args.items(multi=True))
    return jsonify(as_json(query, holdings().engine.search(query), language(), FIELDS))


@blueprint.get("/aide")
def help_page() -> str:
    return render_template("help.html")


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
