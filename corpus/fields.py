"""The one table of fields, and the kinds of record.

Crawler, index, sidebar, exports and the JSON answers all read `FIELDS`: a new facet is one line
there (a test adds one and searches by it). Values are what is stored, counted and put in URLs;
`label` turns a value into what people read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from corpus.places import ancestors, place_label
from corpus.record import Entry, Role
from corpus.sources import source_label
from corpus.thesaurus import default_thesaurus


@dataclass(frozen=True, slots=True)
class Label:
    """Words for people, in the two languages of the interface."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.fr


KINDS: Mapping[str, Label] = MappingProxyType(
    {
        "experience": Label("Expérience", "Experience"),
        "case_study": Label("Étude de cas", "Case study"),
        "method": Label("Méthode", "Method"),
        "memo": Label("Mémo", "Memo"),
        "step": Label("Étape de parcours", "Step of a path"),
        "popup": Label("Définition ou objection", "Definition or objection"),
        "interview": Label("Entretien", "Interview"),
        "reading_note": Label("Note de lecture", "Reading note"),
        "video": Label("Vidéo", "Video"),
        "bibliography": Label("Bibliographie", "Bibliography"),
        "document": Label("Document", "Document"),
        "event": Label("Évènement", "Event"),
        "job": Label("Emploi ou stage", "Job offer"),
        "training": Label("Formation", "Training"),
        "news": Label("Actualité", "News"),
        "newsletter": Label("Lettre d'information", "Newsletter"),
        "article": Label("Article", "Article"),
        "page": Label("Page", "Page"),
    }
)

LANGUAGES: Mapping[str, Label] = MappingProxyType(
    {
        "fr": Label("Français", "French"),
        "en": Label("Anglais", "English"),
        "de": Label("Allemand", "German"),
        "es": Label("Espagnol", "Spanish"),
        "it": Label("Italien", "Italian"),
    }
)

FILE_TYPES: Mapping[str, tuple[str, Label]] = MappingProxyType(
    {
        "application/pdf": ("pdf", Label("PDF", "PDF")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
            "docx",
            Label("Word (DOCX)", "Word (DOCX)"),
        ),
        "application/vnd.oasis.opendocument.text": (
            "odt",
            Label("Texte OpenDocument", "OpenDocument text"),
        ),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
            "pptx",
            Label("Diaporama (PPTX)", "Slides (PPTX)"),
        ),
        "text/plain": ("txt", Label("Texte brut", "Plain text")),
        "text/html": ("html", Label("Page web", "Web page")),
    }
)
_FILE_TYPE_LABELS = MappingProxyType(dict(FILE_TYPES.values()))


class FieldKind(StrEnum):
    """How a field is compared: analysed `text`, exact `keyword`, a `year`, or a `date`."""

    TEXT = "text"
    KEYWORD = "keyword"
    YEAR = "year"
    DATE = "date"


ValuesOf = Callable[[Entry], Sequence[str]]
LabelOf = Callable[[str, str], str]


def _as_is(value: str, language: str) -> str:
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry.

    `values` reads it from an entry, always as strings. `label_of(value, language)` gives the words
    shown for a value. `dublin_core` is the dcterms name, empty where none fits. `boost` is the
    weight in relevance of a searched text field; 0 means that words in it are not searched.
    """

    name: str
    label: Label
    kind: FieldKind
    values: ValuesOf
    dublin_core: str = ""
    facet: bool = False
    boost: float = 0.0
    label_of: LabelOf = _as_is


def _kind_label(value: str, language: str) -> str:
    label = KINDS.get(value)
    return label.in_(language) if label else value


def _language_label(value: str, language: str) -> str:
    label = LANGUAGES.get(value)
    return label.in_(language) if label else value


def _file_type_label(value: str, language: str) -> str:
    label = _FILE_TYPE_LABELS.get(value)
    return label.in_(language) if label else value.upper()


def _concept_label(value: str, language: str) -> str:
    concept = default_thesaurus().find(value)
    return concept.label(language) if concept else value


def _title(entry: Entry) -> Sequence[str]:
    return (entry.shown.title,)


def _subtitle(entry: Entry) -> Sequence[str]:
    return _some(entry.shown.subtitle)


def _some(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _names(entry: Entry, *roles: Role) -> tuple[str, ...]:
    credits_ = entry.shown.credits
    return _some(*(credit.name for credit in credits_ if credit.role in roles))


def _authors(entry: Entry) -> Sequence[str]:
    return _names(entry, Role.AUTHOR, Role.INTERVIEWER, Role.INTERVIEWEE, Role.EDITOR)


def _organisations(entry: Entry) -> Sequence[str]:
    record = entry.shown
    of_people = (credit.organisation for credit in record.credits)
    return _some(*record.organisations, *record.partners, *of_people)


def _themes(entry: Entry) -> Sequence[str]:
    """The source's themes, and the librarians' tags that are themes of the thesaurus."""
    thesaurus = default_thesaurus()
    tagged = (tag.value for tag in entry.tags)
    themes = (t for t in tagged if (c := thesaurus.find(t)) and c.scheme == "theme")
    return _some(*entry.shown.themes, *themes)


def _place_codes(entry: Entry) -> Sequence[str]:
    """Each place with what it lies in; the bare name of a place without a code."""
    found: list[str] = []
    for place in entry.shown.places:
        found += (place.code, *ancestors(place.code)) if place.code else (place.name,)
    return _some(*found)


def _year(entry: Entry) -> Sequence[str]:
    year = entry.shown.year
    return (str(year),) if year else ()


def _date(entry: Entry) -> Sequence[str]:
    return (entry.shown.date.value,) if entry.shown.date else ()


def _file_types(entry: Entry) -> Sequence[str]:
    known = (FILE_TYPES.get(file.media_type) for file in entry.shown.files)
    return _some(*(found[0] for found in known if found))


_T, _K, _Y, _D = FieldKind.TEXT, FieldKind.KEYWORD, FieldKind.YEAR, FieldKind.DATE

FIELDS: tuple[Field, ...] = (
    Field("title", Label("Titre", "Title"), _T, _title, "title", boost=4.0),
    Field("subtitle", Label("Sous-titre", "Subtitle"), _T, _subtitle, "alternative", boost=2.0),
    Field("summary", Label("Résumé", "Summary"), _T, lambda e: _some(e.shown.summary), "abstract", boost=1.5),
    Field("body", Label("Texte", "Text"), _T, lambda e: _some(e.shown.text), "", boost=1.0),
    Field("kind", Label("Nature", "Kind"), _K, lambda e: (e.shown.kind,), "type", facet=True, label_of=_kind_label),
    Field("theme", Label("Thème", "Theme"), _K, _themes, "subject", facet=True, boost=2.0, label_of=_concept_label),
    Field("tag", Label("Étiquette", "Tag"), _K, lambda e: _some(*(t.value for t in e.tags)), "subject", facet=True, boost=2.0, label_of=_concept_label),
    Field("place", Label("Lieu", "Place"), _K, _place_codes, "spatial", facet=True, boost=1.5, label_of=place_label),
    Field("year", Label("Année", "Year"), _Y, _year, "issued", facet=True),
    Field("author", Label("Auteur·rice", "Author"), _K, _authors, "creator", facet=True, boost=2.0),
    Field("organisation", Label("Organisme", "Organisation"), _K, _organisations, "contributor", facet=True, boost=1.5),
    Field("method", Label("Méthode", "Method"), _K, lambda e: _some(*e.shown.methods), "subject", facet=True, boost=1.5, label_of=_concept_label),
    Field("actor", Label("Acteurs", "Stakeholders"), _K, lambda e: _some(*e.shown.actors), "subject", boost=1.0),
    Field("keyword", Label("Mot-clé", "Keyword"), _K, lambda e: _some(*e.shown.keywords), "subject", boost=1.5),
    Field("source", Label("Source", "Source"), _K, lambda e: (e.shown.source,), "isPartOf", facet=True, label_of=source_label),
    Field("language", Label("Langue", "Language"), _K, lambda e: _some(e.shown.language), "language", facet=True, label_of=_language_label),
    Field("file_type", Label("Type de fichier", "File type"), _K, _file_types, "format", facet=True, label_of=_file_type_label),
    Field("type_term", Label("Type dans la source", "Type in the source"), _K, lambda e: _some(e.shown.type_term), "type"),
    Field("date", Label("Date", "Date"), _D, _date, "issued"),
    Field("rights", Label("Droits", "Rights"), _K, lambda e: _some(e.shown.rights), "rights"),
)  # fmt: skip


def facets(fields: Sequence[Field] = FIELDS) -> tuple[Field, ...]:
    """The fields people narrow by, in the order of the sidebar."""
    return tuple(field for field in fields if field.facet)


def field_named(name: str, fields: Sequence[Field] = FIELDS) -> Field | None:
    return next((field for field in fields if field.name == name), None)
