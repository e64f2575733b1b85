"""What the WordPress REST API of i-cpc.org says, as records: the same as its pages give."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from corpus.markup.charset import undouble
from corpus.record import Block, BlockKind, Link, LinkPlace
from corpus.values import clean_text, parse_date
from crawler.addresses import Addresses
from crawler.pages.aggregates import read_aggregate
from crawler.pages.draft import Draft, PageReading, finished, repaired_note
from crawler.pages.icpc import (
    KIND_OF_SHAPE,
    Shape,
    aggregate_shape,
    fill_event,
    fill_job,
    put_when,
    set_type,
    shape_at,
)
from crawler.pages.labels import put_credits, put_dates, put_labels
from crawler.pages.sheet import Sheet, read_fragment
from crawler.pages.works import fill

_TAG = re.compile(r"<[^>]+>")

SHAPE_OF_TYPE: Mapping[str, Shape] = MappingProxyType(
    {
        "document": Shape.DOCUMENT,
        "evenement": Shape.EVENT,
        "formation": Shape.TRAINING,
        "emploi": Shape.JOB,
        "post": Shape.NEWS,
        "page": Shape.PAGE,
    }
)
"""The WordPress types we read, and the shape of their pages."""

_TYPE_TAXONOMIES = ("type_de_document", "emploi_type")
_THEME_TAXONOMIES = ("thematique", "theme", "thematiques")


@dataclass(frozen=True, slots=True)
class Known:
    """What the API said before the works themselves, carried from request to request as JSON.

    `types`: WordPress type → name of its collection. `terms`: taxonomy → id → name. `files`: id of
    a work → its attached files (address, title, media type). `covered`: the ids of the records
    that the API gives, whose pages need not be asked for.
    """

    types: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    covered: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "types": dict(self.types),
            "terms": {name: dict(terms) for name, terms in self.terms.items()},
            "files": {owner: [list(f) for f in files] for owner, files in self.files.items()},
            "covered": list(self.covered),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Known:
        return cls(**values)

    def with_terms(self, taxonomy: str, terms: Sequence[Mapping[str, Any]]) -> Known:
        names = {str(term["id"]): _plain(term.get("name", "")) for term in terms}
        merged = {**self.terms.get(taxonomy, {}), **names}
        return replace(self, terms={**self.terms, taxonomy: merged})

    def with_media(self, media: Sequence[Mapping[str, Any]]) -> Known:
        """Files attached to a work; pictures that illustrate it are not its documents."""
        files = {owner: [*kept] for owner, kept in self.files.items()}
        for item in media:
            owner, media_type = item.get("post"), str(item.get("mime_type", ""))
            if owner and item.get("source_url") and not media_type.startswith("image/"):
                title = _plain(_rendered(item, "title"))
                files.setdefault(str(owner), []).append([item["source_url"], title, media_type])
        return replace(self, files=files)

    def with_works(self, works: Sequence[Mapping[str, Any]], site: Addresses) -> Known:
        ids = [site.record_id(str(work["link"])) for work in works if work.get("link")]
        return replace(self, covered=[*self.covered, *ids])


def _rendered(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name) or ""
    return str(value.get("rendered", "")) if isinstance(value, Mapping) else str(value)


def _plain(rendered: str) -> str:
    """A rendered title or name as plain text: entities read, tags dropped."""
    return clean_text(html.unescape(_TAG.sub("", rendered)))


def read_item(item: Mapping[str, Any], site: Addresses, known: Known) -> PageReading:
    """The records of one item of a collection: one, several for an aggregate page, or none.

    Items that are not published, and pages that only list works, give none.
    """
    if item.get("status", "publish") != "publish" or not item.get("link"):
        return PageReading()
    url = str(item["link"])
    sheet = _sheet(item, url, site, known)
    shape = _shape(item, site)
    if shape is None:
        return PageReading(links=sheet.everywhere)
    if shape is Shape.AGGREGATE:
        items = read_aggregate(sheet, url, site, aggregate_shape(url, site))
        return replace(items, links=sheet.everywhere)
    draft = Draft(site, KIND_OF_SHAPE[shape], url)
    draft.told_by("kind", "rest")
    draft.put("content_sha256", _sha256(item), "rest")
    _put_terms(draft, item, known)
    _fill(draft, sheet, shape, item)
    if repaired := undouble(_rendered(item, "content"))[1]:
        draft.notes.append(repaired_note(draft.url, repaired))
    return replace(finished(draft), links=sheet.everywhere)


def _shape(item: Mapping[str, Any], site: Addresses) -> Shape | None:
    of_type = SHAPE_OF_TYPE.get(str(item.get("type", "")))
    if of_type is None:
        return None
    if of_type is not Shape.PAGE:
        return of_type
    shape = shape_at(str(item["link"]), site)
    return shape if shape in (Shape.PAGE, Shape.AGGREGATE) else None


def _sha256(item: Mapping[str, Any]) -> str:
    written = json.dumps(item, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _sheet(item: Mapping[str, Any], url: str, site: Addresses, known: Known) -> Sheet:
    """The content of an item, with the links that its page shows beside it."""
    title, _ = undouble(_plain(_rendered(item, "title")))
    content, _ = undouble(_rendered(item, "content"))
    sheet = read_fragment(content, url, title)
    beside = [*_attached(item, known), *_offsite_link(item)]
    return replace(sheet, aside_links=(*beside, *sheet.aside_links))


def _attached(item: Mapping[str, Any], known: Known) -> list[Link]:
    files = known.files.get(str(item.get("id", "")), ())
    return [Link(url, title, LinkPlace.ASIDE) for url, title, _ in files]


def _offsite_link(item: Mapping[str, Any]) -> list[Link]:
    url = _own_field(item, "lien")
    return [Link(url, "Consulter le document", LinkPlace.ASIDE)] if url else []


def _own_field(item: Mapping[str, Any], name: str) -> str:
    """A field that the site added to its type; the API gives them under `acf` or `meta`."""
    for group in ("acf", "meta"):
        values = item.get(group)
        if isinstance(values, Mapping) and values.get(name):
            return clean_text(str(values[name]))
    return ""


def _put_terms(draft: Draft, item: Mapping[str, Any], known: Known) -> None:
    """Terms by name: the type, and the themes."""
    for taxonomy in _TYPE_TAXONOMIES:
        set_type(draft, next(iter(_terms(item, taxonomy, known)), ""), "rest")
    for taxonomy in _THEME_TAXONOMIES:
        draft.add("themes", _terms(item, taxonomy, known), "rest")


def _terms(item: Mapping[str, Any], taxonomy: str, known: Known) -> list[str]:
    names = known.terms.get(taxonomy, {})
    found = (names.get(str(id_), "") for id_ in item.get(taxonomy) or ())
    return [name for name in found if name]


_LABELS = MappingProxyType({"organisme": "organisations", "lieu": "places", "dates": "dates"})
_KEPT_LABELS = MappingProxyType(
    {"duree": "Durée", "public": "Public", "tarif": "Tarif", "niveau": "Niveau"}
)


def _fill(draft: Draft, sheet: Sheet, shape: Shape, item: Mapping[str, Any]) -> None:
    put_credits(draft, _own_field(item, "auteurs"), _own_field(item, "propose_par"), "rest")
    if shape is Shape.EVENT:
        put_when(draft, _own_field(item, "dates"), _own_field(item, "horaires"), "rest")
    elif shape is Shape.NEWS:
        draft.put("date", parse_date(str(item.get("date", "")), "rest"), "rest")
    put_dates(draft, _own_field(item, "annee"), "rest", "rest")
    labelled = {ours: _own_field(item, theirs) for theirs, ours in _LABELS.items()}
    if shape is Shape.EVENT:
        labelled.pop("dates")
    put_labels(draft, labelled, "rest")
    if shape is Shape.JOB:
        fill_job(draft, sheet)
    elif shape is Shape.EVENT:
        fill_event(draft, sheet)
    else:
        fill(draft, sheet, (*_kept_lines(item), *sheet.blocks))


def _kept_lines(item: Mapping[str, Any]) -> tuple[Block, ...]:
    """The labelled lines that no field holds, as the page of a training prints them."""
    found = ((label, _own_field(item, name)) for name, label in _KEPT_LABELS.items())
    lines = tuple(f"{label} : {value}" for label, value in found if value)
    return (Block(BlockKind.LIST, items=lines),) if lines else ()
