"""An answer of the search as JSON values, in the shape that scripts rely on; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.fields import FIELDS, Field, facets
from indexer.query import FacetCount, Hit, Query, Results


def as_json(
    query: Query, results: Results, language: str = "fr", fields: Sequence[Field] = FIELDS
) -> dict[str, Any]:
    """The keys and their meaning are kept from version to version; keys may be added."""
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
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": hit.title,
        "kind": hit.kind,
        "url": hit.url,
        "score": round(hit.score, 4),
        "snippets": [
            {
                "field": snippet.field,
                "text": snippet.text,
                "spans": [list(span) for span in snippet.spans],
            }
            for snippet in hit.snippets
        ],
        "pages": [
            {"file_url": page.file_url, "sha256": page.file_sha256, "number": page.number}
            for page in hit.pages
        ],
    }


def _count(field: Field, count: FacetCount, language: str) -> dict[str, Any]:
    return {
        "value": count.value,
        "label": field.label_of(count.value, language),
        "count": count.count,
        "chosen": count.chosen,
    }
