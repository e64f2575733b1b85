"""The one table of fields, and the kinds of record.

Crawler, index, sidebar, exports and the JSON answers all read `FIELDS`: a new facet is one line
there (a test adds one and searches by it). Values are what is stored, counted and put in URLs;
`label` turns a value into what people read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from corpus.places import ancestors, place_label
from corpus.record import Entry, Role
from corpus.sources import source_label
from corpus.thesaurus import Concept, Scheme, default_thesaurus


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
AncestorsOf = Callable[[str], tuple[str, ...]]
ValueOf = Callable[[str], str]


def _as_is(value: str, language: str) -> str:
    return value


def in_nothing(value: str) -> tuple[str, ...]:
    """The `ancestors` of a field whose values do not lie in each other."""
    return ()


def _itself(value: str) -> str:
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry.

    `values` reads it from an entry, always as strings. `label_of(value, language)` gives the words
    shown for a value. `dublin_core` is the dcterms name, empty where none fits. `boost` is the
    weight in relevance of a searched text field; 0 means that words in it are not searched.
    `ancestors(value)` are the wider values a value lies in, the nearest first: a facet counts an
    entry under them too. `value_of` gives the stored value for one written another way (an old
    link, another label); it leaves a stored value as it is.
    `typed` are the names that readers may write before a colon, the usual French one first; they
    are compared folded, and `name` itself always works too. `settled`: a value has the same labels for
    as long as the program runs, so that they may be remembered.
    `edits` is the field of the record that a person's correction is laid over (one of
    `corpus.record.EDITABLE`), empty where none can be made.
    """

    name: str
    label: Label
    kind: FieldKind
    values: ValuesOf
    dublin_core: str = ""
    facet: bool = False
    boost: float = 0.0
    label_of: LabelOf = _as_is
    ancestors: AncestorsOf = in_nothing
    value_of: ValueOf = _itself
    typed: tuple[str, ...] = ()
    settled: bool = True
    edits: str = ""


def _kind_label(value: str, language: str) -> str:
    label = KINDS.get(value)
    return label.in_(language) if label else value


def _language_label(value: str, language: str) -> str:
    label = LANGUAGES.get(value)
    return label.in_(language) if label else value


def _file_type_label(value: str, language: str) -> str:
    label = _FILE_TYPE_LABELS.get(value)
    return label.in_(language) if label else value.upper()


def _concept_of(value: str) -> Concept | None:
    """The concept of a key, or that any of its labels names."""
    return default_thesaurus().concept(value) or default_thesaurus().find(value)


def _concept_label(value: str, language: str) -> str:
    concept = _concept_of(value)
    return concept.label(language) if concept else value


def _concept_key(value: str) -> str:
    """The key of the concept that a word names, so that its synonyms are one value; else the word."""
    concept = _concept_of(value)
    return concept.key if concept else value


@lru_cache(maxsize=10_000)
def _broader_themes(value: str) -> tuple[str, ...]:
    """The themes a theme lies in, the nearest first; a method may be a theme of its source, but
    what is broader than it is none.
    """
    thesaurus = default_thesaurus()
    found = [value]
    for key in found:
        concept = thesaurus.concept(key)
        above = map(thesaurus.concept, concept.broader) if concept else ()
        themes = (c.key for c in above if c and c.scheme is Scheme.THEME)
        found += [key for key in themes if key not in found]
    return tuple(found[1:])


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
    tagged = (tag.value for tag in entry.tags)
    themes = (t for t in tagged if (c := _concept_of(t)) and c.scheme is Scheme.THEME)
    return _some(*map(_concept_key, (*entry.shown.themes, *themes)))


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
    Field("title", Label("Titre", "Title"), _T, _title, "title", boost=4.0, typed=("titre", "titres", "title", "titles"), edits="title"),
    Field("subtitle", Label("Sous-titre", "Subtitle"), _T, _subtitle, "alternative", boost=2.0, typed=("sous-titre", "sous-titres", "subtitle", "subtitles"), edits="subtitle"),
    Field("summary", Label("Résumé", "Summary"), _T, lambda e: _some(e.shown.summary), "abstract", boost=1.5, typed=("résumé", "résumés", "summary", "summaries", "abstract"), edits="summary"),
    Field("body", Label("Texte", "Text"), _T, lambda e: _some(e.shown.text), "", boost=1.0, typed=("texte", "textes", "text", "texts")),
    Field("kind", Label("Nature", "Kind"), _K, lambda e: (e.shown.kind,), "type", facet=True, label_of=_kind_label, typed=("nature", "natures", "type", "types", "kinds"), edits="kind"),
    Field("theme", Label("Thème", "Theme"), _K, _themes, "subject", facet=True, boost=2.0, label_of=_concept_label, ancestors=_broader_themes, value_of=_concept_key, typed=("thème", "thèmes", "themes"), edits="themes"),
    Field("tag", Label("Étiquette", "Tag"), _K, lambda e: _some(*(t.value for t in e.tags)), "subject", facet=True, boost=2.0, label_of=_concept_label, typed=("étiquette", "étiquettes", "tags")),
    Field("place", Label("Lieu", "Place"), _K, _place_codes, "spatial", facet=True, boost=1.5, label_of=place_label, ancestors=ancestors, typed=("lieu", "lieux", "place", "places"), edits="places"),
    Field("year", Label("Année", "Year"), _Y, _year, "issued", facet=True, typed=("année", "années", "an", "ans", "years")),
    Field("author", Label("Auteur·rice", "Author"), _K, _authors, "creator", facet=True, boost=2.0, typed=("auteur", "auteure", "autrice", "auteurs", "auteures", "autrices", "auteurice", "auteurices", "auteur·rice", "auteur·rices", "authors"), edits="credits"),
    Field("organisation", Label("Organisme", "Organisation"), _K, _organisations, "contributor", facet=True, boost=1.5, typed=("organisme", "organismes", "organisations", "organization", "organizations", "org", "orgs"), edits="organisations"),
    Field("method", Label("Méthode", "Method"), _K, lambda e: _some(*e.shown.methods), "subject", facet=True, boost=1.5, label_of=_concept_label, typed=("méthode", "méthodes", "methods"), edits="methods"),
    Field("actor", Label("Acteurs", "Stakeholders"), _K, lambda e: _some(*e.shown.actors), "subject", boost=1.0, typed=("acteur", "actrice", "acteurs", "actrices", "acteurice", "acteurices", "actors", "stakeholder", "stakeholders"), edits="actors"),
    Field("keyword", Label("Mot-clé", "Keyword"), _K, lambda e: _some(*e.shown.keywords), "subject", boost=1.5, typed=("mot-clé", "mots-clés", "motclé", "motsclés", "keywords"), edits="keywords"),
    Field("source", Label("Source", "Source"), _K, lambda e: (e.shown.source,), "isPartOf", facet=True, label_of=source_label, typed=("source", "sources"), settled=False),
    Field("language", Label("Langue", "Language"), _K, lambda e: _some(e.shown.language), "language", facet=True, label_of=_language_label, typed=("langue", "langues", "languages"), edits="language"),
    Field("file_type", Label("Type de fichier", "File type"), _K, _file_types, "format", facet=True, label_of=_file_type_label, typed=("fichier", "fichiers", "format", "formats", "file", "files")),
    Field("type_term", Label("Type dans la source", "Type in the source"), _K, lambda e: _some(e.shown.type_term), "type"),
    Field("date", Label("Date", "Date"), _D, _date, "issued", edits="date"),
    Field("rights", Label("Droits", "Rights"), _K, lambda e: _some(e.shown.rights), "rights", edits="rights"),
)  # fmt: skip


def facet_values(field: Field, entry: Entry) -> tuple[str, ...]:
    """All that a facet counts an entry under: its values and what they lie in, each once.

    A value without a letter or a digit names nothing and is left out, so that a mark (`-`) may
    stand for « none » wherever values are written.
    """
    values = field.values(entry)
    wider = (above for value in values for above in field.ancestors(value))
    named = (v for v in (*values, *wider) if any(c.isalnum() for c in v))
    return _some(*named)


def facets(fields: Sequence[Field] = FIELDS) -> tuple[Field, ...]:
    """The fields people narrow by, in the order of the sidebar."""
    return tuple(field for field in fields if field.facet)


def editable(fields: Sequence[Field] = FIELDS) -> tuple[Field, ...]:
    """The fields people may correct, in the order of the table."""
    return tuple(field for field in fields if field.edits)


def field_edited(edits: str, fields: Sequence[Field] = FIELDS) -> Field | None:
    """The field whose corrections are laid over that field of the record."""
    return next((field for field in fields if field.edits == edits), None)


def field_named(name: str, fields: Sequence[Field] = FIELDS) -> Field | None:
    if fields is FIELDS:
        return _BY_NAME.get(name)
    return next((field for field in fields if field.name == name), None)


_BY_NAME = {field.name: field for field in FIELDS}
