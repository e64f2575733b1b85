"""An answer of the search as JSON values, in the shape that scripts rely on; pure.

The keys and their meaning are kept from version to version; keys may be added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corpus.fields import FIELDS, Field, facets
from indexer.query import (
    MISSING,
    Copy,
    Explanation,
    FacetCount,
    Hit,
    Query,
    Relaxation,
    Remark,
    Results,
    Similar,
    Snippet,
)
from search_app.asking.facet_rows import label_in
from search_app.asking.query_args import NONE, write
from search_app.shown.answer_view import understanding


def as_json(
    query: Query, results: Results, language: str = "fr", fields: Sequence[Field] = FIELDS
) -> dict[str, Any]:
    suggestion = results.suggestion
    return {
        "query": query.text,
        "total": results.total,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {
            field.name: [
                _count(field, count, language) for count in results.facets.get(field.name, ())
            ]
            for field in facets(fields)
        },
        "facet_sizes": dict(results.facet_sizes),
        "complete": results.complete,
        "ignored": list(results.ignored),
        "applied": [
            {"typed": one.typed, "instead": list(one.instead), "origin": one.origin.value}
            for one in results.applied
        ],
        "related": list(results.related),
        "remarks": [_remark(remark, query.text, language) for remark in results.remarks],
        "suggestion": {"text": suggestion.text, "total": suggestion.total} if suggestion else None,
        "relaxations": [_relaxation(one, fields) for one in results.relaxations],
        "out_of_time": results.out_of_time,
        "asked": asked_json(query, fields),
    }


def asked_json(query: Query, fields: Sequence[Field] = FIELDS) -> dict[str, Any]:
    """The parameters of a search: name → value, or values for what may be repeated."""
    repeated = {*(f.name for f in facets(fields)), *(f"not-{f.name}" for f in facets(fields))}
    asked: dict[str, Any] = {}
    for name, value in write(query, fields):
        if name in repeated:
            asked.setdefault(name, []).append(value)
        else:
            asked[name] = value
    return asked


def explanation_json(query: Query, found: Explanation) -> dict[str, Any]:
    """Why a document answers: the scores of the reasons make up that of the document."""
    return {
        "query": query.text,
        "id": found.id,
        "title": found.title,
        "score": round(found.score, 4),
        "reasons": [
            {
                "label": reason.label,
                "forms": list(reason.forms),
                "found_in": {place.field: place.count for place in reason.found_in},
                "score": round(reason.score, 4),
                "parts": _rounded(reason.parts),
                "origin": reason.origin.value if reason.origin else None,
            }
            for reason in found.reasons
        ],
        "missing": list(found.missing),
    }


def similar_json(id_: str, found: Iterable[Similar]) -> dict[str, Any]:
    return {
        "id": id_,
        "similar": [
            {
                "id": one.id,
                "title": one.title,
                "kind": one.kind,
                "url": one.url,
                "score": round(one.score, 4),
                "shared": list(one.shared),
            }
            for one in found
        ],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": hit.title,
        "kind": hit.kind,
        "url": hit.url,
        "score": round(hit.score, 4),
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
        "pages": [
            {
                "file_url": page.file_url,
                "sha256": page.file_sha256,
                "number": page.number,
                "matches": page.matches,
            }
            for page in hit.pages
        ],
        "date": hit.date,
        "complete": hit.complete,
        "copies": [_copy(copy) for copy in hit.copies],
    }


def _snippet(snippet: Snippet) -> dict[str, Any]:
    return {
        "field": snippet.field,
        "text": snippet.text,
        "spans": [list(span) for span in snippet.spans],
        "page": snippet.page or None,
    }


def _copy(copy: Copy) -> dict[str, str]:
    return {"id": copy.id, "title": copy.title, "url": copy.url}


def _count(field: Field, count: FacetCount, language: str) -> dict[str, Any]:
    return {
        "value": NONE if count.value == MISSING else count.value,
        "label": label_in(field, count.value, language),
        "count": count.count,
        "chosen": count.chosen,
        "excluded": count.excluded,
    }


def _remark(remark: Remark, text: str, language: str) -> dict[str, Any]:
    return {
        "code": remark.code,
        "start": remark.start,
        "end": remark.end,
        "message": " ".join(understanding(text, (remark,), language).sentences),
    }


def _relaxation(found: Relaxation, fields: Sequence[Field]) -> dict[str, Any]:
    return {
        "dropped": found.dropped,
        "facet": found.facet or None,
        "total": found.total,
        "asked": asked_json(found.query, fields),
    }


def _rounded(parts: Mapping[str, float]) -> dict[str, float]:
    return {name: round(amount, 4) for name, amount in parts.items()}
