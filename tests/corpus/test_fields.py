from __future__ import annotations

import re

import pytest

from corpus.fields import (
    FIELDS,
    KINDS,
    Field,
    FieldKind,
    editable,
    facet_values,
    facets,
    field_named,
)
from corpus.folding import fold
from corpus.record import EDITABLE, Credit, Edit, Entry, FileRef, Role, Tag
from corpus.thesaurus import default_thesaurus
from tests.corpus.samples import record

WANTED_FACETS = {"kind", "theme", "place", "year", "author", "source", "language", "file_type"}


def values(name: str, entry: Entry) -> tuple[str, ...]:
    field = field_named(name)
    assert field is not None
    return tuple(field.values(entry))


def test_every_field_has_a_name_once_and_a_label_in_each_language() -> None:
    names = [field.name for field in FIELDS]
    assert len(names) == len(set(names))
    for field in FIELDS:
        assert re.fullmatch(r"[a-z_]+", field.name)
        assert field.label.fr
        assert field.label.en


def test_every_field_people_search_or_narrow_by_has_names_to_type() -> None:
    for field in FIELDS:
        if field.facet or field.boost:
            assert field.typed, field.name


def test_no_name_to_type_is_shared_by_two_fields() -> None:
    owners: dict[str, set[str]] = {}
    for field in FIELDS:
        for name in (field.name, *field.typed):
            owners.setdefault(fold(name), set()).add(field.name)
    assert {name: fields for name, fields in owners.items() if len(fields) > 1} == {}


def test_names_to_type_are_lower_case_words_each_said_once() -> None:
    for field in FIELDS:
        assert len(set(field.typed)) == len(field.typed)
        assert all(re.fullmatch(r"[a-zà-ÿ·-]{2,}", name) for name in field.typed)


@pytest.mark.parametrize(
    ("names", "field"),
    [
        ("auteur auteure autrice auteurs author", "author"),
        ("titre title", "title"),
        ("lieu place", "place"),
        ("thème theme themes", "theme"),
        ("année annee year an", "year"),
        ("nature type kind", "kind"),
        ("organisme organisation org", "organisation"),
        ("méthode method", "method"),
        ("étiquette tag", "tag"),
        ("mot-clé motcle keyword", "keyword"),
        ("langue language", "language"),
        ("source", "source"),
        ("fichier format file", "file_type"),
        ("texte text", "body"),
        ("résumé summary", "summary"),
        ("sous-titre subtitle", "subtitle"),
        ("acteur actor", "actor"),
    ],
)
def test_fields_go_by_the_names_people_give_them(names: str, field: str) -> None:
    found = field_named(field)
    assert found is not None
    known = {fold(name) for name in (found.name, *found.typed)}
    assert {fold(name) for name in names.split()} <= known


def test_the_facets_people_narrow_by_are_there() -> None:
    assert {field.name for field in facets()} >= WANTED_FACETS


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_reads_strings_from_an_empty_and_a_full_entry(field) -> None:  # type: ignore[no-untyped-def]
    bare = Entry(record(blocks=(), credits=(), date=None, places=(), themes=(), files=()))
    for entry in (bare, Entry(record(), (Tag("Relecture"),))):
        read = field.values(entry)
        assert all(isinstance(value, str) and value for value in read)
        assert all(field.label_of(value, lang) for value in read for lang in ("fr", "en"))


def test_every_kind_of_the_requirement_has_its_labels() -> None:
    assert len(KINDS) == 18
    assert all(label.fr and label.en for label in KINDS.values())


def test_a_place_counts_for_what_it_lies_in() -> None:
    assert values("place", Entry(record())) == ("com-44109", "dep-44", "reg-52")


def test_a_place_is_read_with_its_departement() -> None:
    field = field_named("place")
    assert field is not None
    assert field.label_of("com-44109", "fr") == "Nantes (Loire-Atlantique)"
    assert field.label_of("Quelque part", "fr") == "Quelque part"


def test_an_editor_s_correction_is_what_the_fields_read() -> None:
    entry = Entry(record(), edits=(Edit("title", "Corrigé"), Edit("kind", "memo")))
    assert values("title", entry) == ("Corrigé",)
    assert values("kind", entry) == ("memo",)


def test_authors_are_those_who_made_the_work() -> None:
    people = (
        Credit("Autrice"),
        Credit("Interrogé", Role.INTERVIEWEE),
        Credit("Association", Role.PROPOSER),
    )
    assert values("author", Entry(record(credits=people))) == ("Autrice", "Interrogé")


def test_a_tag_that_is_a_theme_is_also_a_theme() -> None:
    entry = Entry(record(themes=()), (Tag("Énergie"), Tag("À relire")))
    assert values("theme", entry) == ("energie",)
    assert values("tag", entry) == ("Énergie", "À relire")


def test_the_words_for_one_theme_are_one_value_and_other_words_stay() -> None:
    entry = Entry(record(themes=("Gestion de l'eau", "eau", "Son, bruit")))
    assert values("theme", entry) == ("eau", "Son, bruit")


def test_a_facet_counts_a_theme_under_the_themes_it_lies_in() -> None:
    theme = field_named("theme")
    assert theme is not None
    entry = Entry(record(themes=("inondations",)))
    assert facet_values(theme, entry) == ("inondations", "eau", "environnement")
    assert theme.ancestors("concertation") == ()


def test_a_mark_is_no_value_of_a_facet() -> None:
    theme = field_named("theme")
    assert theme is not None
    assert facet_values(theme, Entry(record(themes=("-", "?", "eau")))) == ("eau", "environnement")


@pytest.mark.parametrize("field", facets(), ids=lambda field: field.name)
def test_a_stored_value_is_its_own_stored_value(field: Field) -> None:
    entry = Entry(record(), (Tag("Relecture"),))
    concepts = [concept.key for concept in default_thesaurus()]
    for value in (*facet_values(field, entry), *concepts):
        assert field.value_of(value) == value


def test_file_types_are_short_names() -> None:
    files = (
        FileRef("https://x/a.pdf", media_type="application/pdf"),
        FileRef("https://x/b", media_type="application/x-unknown"),
    )
    entry = Entry(record(files=files))
    assert values("file_type", entry) == ("pdf",)


def test_years_sort_as_numbers() -> None:
    field = field_named("year")
    assert field is not None
    assert field.kind is FieldKind.YEAR
    assert values("year", Entry(record())) == ("2018",)


def test_the_table_says_of_every_field_people_may_edit_where_it_is_corrected() -> None:
    assert sorted(field.edits for field in editable()) == sorted(EDITABLE)
    assert all(hasattr(record(), name) for name in EDITABLE)
