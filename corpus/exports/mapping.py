"""An entry as an article of WordPress: the same for the file and for the REST interface.

WordPress wants a day and a time for what a source dates by its year: the first day of the period
is sent, and the date as it was read is kept in the custom field `souffleur_date`. A date still to
come when the record was first seen is that of an event, not of a text: the day it was first seen is
sent, so that nothing is scheduled by mistake.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from corpus.exports.content import NO_ADDRESSES, content_html, legible
from corpus.exports.names import post_slug, slug_of, time_of_day
from corpus.fields import FIELDS, facet_values, field_named
from corpus.record import Entry, FileState, Record

CATEGORY, TAG = "category", "post_tag"
TAXONOMIES: Mapping[str, str] = MappingProxyType(
    {
        "kind": CATEGORY,
        "theme": TAG,
        "place": TAG,
        "method": TAG,
        "actor": TAG,
        "keyword": TAG,
        "tag": TAG,
    }
)
"""The taxonomy each field of `corpus.fields` goes to: by default those every WordPress has."""

LONGEST_TERM = 200


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term; `slug` is what tells it from the others of its taxonomy, `name` is HTML."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file we hold: `url` is where its source serves it."""

    url: str
    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Post:
    """An article. `key` is the id of its record; `title` and `content` are HTML, `excerpt` too.

    `date` is local to the site, `2018-06-01T14:03:09`. `meta` are its custom fields.
    """

    key: str
    slug: str
    title: str
    content: str
    excerpt: str
    date: str
    terms: tuple[Term, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def sha256(self) -> str:
        """What tells whether there is anything new to send; addresses given by a site apart."""
        told = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def post_of(
    entry: Entry,
    taxonomies: Mapping[str, str] = TAXONOMIES,
    addresses: Mapping[str, str] = NO_ADDRESSES,
) -> Post:
    """The article for an entry; `addresses` gives the new addresses of files by their old ones."""
    record = entry.shown
    return Post(
        key=record.id,
        slug=post_slug(record),
        title=_inline(record.title.strip()),  # WordPress takes the spaces off too
        content=content_html(record, addresses),
        excerpt=_inline(record.summary),
        date=date_of(record),
        terms=tuple(_terms(entry, taxonomies)),
        meta=tuple((name, legible(value)) for name, value in _meta(record) if value),
        attachments=tuple(_attachments(record)),
    )


def _inline(text: str) -> str:
    return html.escape(legible(text), quote=False)


def date_of(record: Record) -> str:
    seen = record.first_seen[:10]
    read = f"{record.date.value}-01-01"[:10] if record.date else ""
    day = seen if seen and (not read or read > seen) else read or "2000-01-01"
    return f"{day}T{time_of_day(record.id)}"


def _terms(entry: Entry, taxonomies: Mapping[str, str]) -> Iterator[Term]:
    """The terms of an entry, each once; a place counts for the department and region it lies in."""
    given: set[tuple[str, str]] = set()
    for name, taxonomy in taxonomies.items():
        field = field_named(name, FIELDS)
        for value in facet_values(field, entry) if field else ():
            label = field.label_of(value, "fr") if field else ""
            term = Term(taxonomy, slug_of(label), _term_name(label))
            if term.slug and (taxonomy, term.slug) not in given:
                given.add((taxonomy, term.slug))
                yield term


def _term_name(label: str) -> str:
    """As HTML, cut where WordPress has no room, and never inside of `&amp;`."""
    kept = label.strip()[:LONGEST_TERM]
    while len(_inline(kept)) > LONGEST_TERM:
        kept = kept[:-1]
    return _inline(kept).strip()


def _meta(record: Record) -> Iterator[tuple[str, str]]:
    yield "souffleur_id", record.id
    yield "souffleur_url", record.url
    yield "souffleur_source", record.source
    yield "souffleur_kind", record.kind
    yield "souffleur_type", record.type_term
    yield "souffleur_subtitle", record.subtitle
    yield "souffleur_date", record.date.value if record.date else ""
    yield "souffleur_end_date", record.end_date.value if record.end_date else ""
    yield "souffleur_authors", "; ".join(credit.name for credit in record.credits)
    yield "souffleur_organisations", "; ".join((*record.organisations, *record.partners))
    yield "souffleur_language", record.language
    yield "souffleur_rights", record.rights
    yield "souffleur_extracted_from", record.extracted_from.url if record.extracted_from else ""


def _attachments(record: Record) -> Iterator[Attachment]:
    """The files we hold; those of other hosts stay there, and failed ones are only links."""
    for file in {file.url: file for file in record.files}.values():
        if file.state is FileState.KEPT and file.sha256:
            name = legible(file.name or file.url.rstrip("/").rsplit("/", 1)[-1])
            yield Attachment(file.url, name, file.media_type, file.sha256)
