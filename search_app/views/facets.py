"""All the values of one facet, for the current search: looked through, ticked, left out."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request

from corpus.fields import facets, field_named
from indexer.query import Query
from search_app.asking.facet_links import on_page
from search_app.asking.facet_rows import Row, rows_of
from search_app.asking.paging import page_count
from search_app.asking.query_args import OF_A_LIST, Pairs, clean, read, write
from search_app.holdings import holdings
from search_app.interface import language

blueprint = Blueprint("facets", __name__, url_prefix="/recherche/facette")

FILTER, PART = OF_A_LIST
SIZE = 100
LONGEST_FILTER = 100


@blueprint.get("/<name>")
def values(name: str) -> Response:
    field = field_named(name)
    if field is None or field not in facets():
        abort(404)
    query = read(request.args.items(multi=True))
    holding = clean(request.args.get(FILTER, ""))[:LONGEST_FILTER]
    counts = holdings().engine.facet(query, name, holdings().synonyms)
    rows = rows_of(field, counts, language(), holding)
    pages = page_count(len(rows), SIZE)
    page = _part(request.args.get(PART, ""), pages)
    shown = rows[(page - 1) * SIZE : page * SIZE]
    answer = render_template(
        "facet.html",
        field=field,
        query=query,
        holding=holding,
        total=len(counts),
        found=len(rows),
        rows=shown,
        carried=_carried(query, shown),
        page=page,
        pages=pages,
    )
    return make_response(answer)


def _part(written: str, pages: int) -> int:
    """The part asked for; the nearest there is, since filtering makes the list shorter."""
    asked = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 1
    return min(max(asked, 1), pages)


def _carried(query: Query, rows: tuple[Row, ...]) -> Pairs:
    """What the form carries: all the search but the values that can be ticked in it."""
    shown = {(row.facet, row.written) for row in rows}
    return tuple(pair for pair in write(on_page(query, 1)) if pair not in shown)
