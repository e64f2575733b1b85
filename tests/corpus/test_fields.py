from __future__ import annotations

import re

import pytest

from corpus.fields import FIELDS, KINDS, FieldKind, facets, field_named
from corpus.record import EDITABLE, Credit, Edit, Entry, FileRef, Role, Tag
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
    assert values("theme", entry) == ("Énergie",)
    assert values("tag", entry) == ("Énergie", "À relire")


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


def test_what_people_may_edit_are_plain_strings_of_a_record() -> None:
    assert all(isinstance(getattr(record(), name), str) for name in EDITABLE)
