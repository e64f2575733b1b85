from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.corrections import field_to_correct, read_correction, same_text
from corpus.errors import BadCorrection, StaffError
from corpus.fields import Field, editable
from corpus.record import EDITABLE, Credit, Edit, Entry, PartialDate, PlaceRef, Role, written
from tests.corpus.samples import record


def corrected(field: str, value: str) -> Entry:
    return Entry(record(), edits=(Edit(field, value),))


@pytest.mark.parametrize("field", EDITABLE)
def test_what_a_record_says_laid_over_it_changes_nothing(field: str) -> None:
    kept = record(organisations=("Atelier des rives",), end_date=PartialDate("2018-07"))
    assert Entry(kept, edits=(Edit(field, written(kept, field)),)).shown == kept


@pytest.mark.parametrize("field", sorted(set(EDITABLE) - {"title", "kind"}))
def test_an_empty_correction_empties_the_field(field: str) -> None:
    assert written(corrected(field, "").shown, field) == ""


TRICKY = st.lists(
    st.sampled_from(
        ["Léa", "Paul", "ORG", "Nantes", *";|[](),.-–\n ", " ; ", " | ", "et", "com-44109"]
    )
).map("".join)


@given(field=st.sampled_from(editable()), typed=st.text(max_size=60) | TRICKY)
def test_what_is_read_is_read_the_same_again_and_shown_as_it_was_read(
    field: Field, typed: str
) -> None:
    try:
        value = read_correction(field, typed)
    except BadCorrection:
        return
    assert read_correction(field, value) == value
    assert written(corrected(field.edits, value).shown, field.edits) == value


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("juin 2018", "2018-06", None),
        ("24/06/2018", "2018-06-24", None),
        ("du 3 au 5 mars 2019", "2019-03-03", "2019-03-05"),
        ("2019-03-03/2019-03-05", "2019-03-03", "2019-03-05"),
    ],
)
def test_a_date_is_as_precise_as_typed_and_may_be_a_period(
    typed: str, start: str, end: str | None
) -> None:
    shown = corrected("date", read_correction(field_to_correct("date"), typed)).shown
    assert shown.date == PartialDate(start)
    assert shown.end_date == (PartialDate(end) if end else None)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("titre", "  ", "ne peut pas être vide"),
        ("titre", "x" * 501, "501 caractères"),
        ("date", "32 mars 2019", "« 32 mars 2019 » n'est pas une date du calendrier"),
        ("date", "24 septembre", "ne dit pas l'année"),
        ("date", "bientôt", "« bientôt » n'est pas une date"),
        ("lieu", "Saint-Aubin", r"Saint-Aubin \(Jura\) ; "),
        ("lieu", "Nantes [com-0]", "« com-0 » n'est pas un code"),
        ("nature", "poème", "Valeurs possibles : Expérience"),
        ("langue", "volapük", "Valeurs possibles : Français"),
        ("mot-clé", "\n".join(map(str, range(61))), "61 valeurs"),
    ],
)
def test_a_bad_value_is_refused_with_the_value_and_the_remedy(
    name: str, typed: str, said: str
) -> None:
    with pytest.raises(BadCorrection, match=said):
        read_correction(field_to_correct(name), typed)


def test_places_get_their_code_and_unknown_ones_stay_names() -> None:
    field = field_to_correct("lieu")
    value = read_correction(field, "Nantes\nSaint-Aubin (39)\nVallée des Trois Saules")
    assert corrected("places", value).shown.places == (
        PlaceRef("Nantes", "com-44109"),
        PlaceRef("Saint-Aubin (39)", "com-39476"),
        PlaceRef("Vallée des Trois Saules"),
    )


def test_authors_are_read_as_credit_lines_are_and_who_did_something_else_stays() -> None:
    value = read_correction(
        field_to_correct("auteur"),
        "Camille Dupont (Ville de Nantes)\nSacha Modèle et Léa Paul\nLéa Roy ; Atelier",
    )
    guest = Credit("Dominique Exemple", Role.INTERVIEWEE)
    kept = replace(record(), credits=(Credit("Quelqu'un"), guest))
    assert Entry(kept, edits=(Edit("credits", value),)).shown.credits == (
        Credit("Camille Dupont", Role.AUTHOR, "Ville de Nantes"),
        Credit("Sacha Modèle"),
        Credit("Léa Paul"),
        Credit("Léa Roy", Role.AUTHOR, "Atelier"),
        guest,
    )


@pytest.mark.parametrize("name", ["author", "credits", "Auteur·rice", "AUTEURS", "autrice"])
def test_a_field_is_named_in_either_language(name: str) -> None:
    assert field_to_correct(name).name == "author"


def test_a_field_that_nobody_corrects_is_refused_with_those_that_are() -> None:
    with pytest.raises(StaffError, match="« source » n'est pas un champ qui se corrige"):
        field_to_correct("source")


def test_line_ends_and_blank_lines_of_a_form_are_no_change() -> None:
    assert same_text(field_to_correct("thème"), "eau\nson", "eau\r\n\r\nson\r\n")
    assert not same_text(field_to_correct("thème"), "eau\nson", "eau son")
    assert same_text(field_to_correct("titre"), "Un\ntitre", "Un titre")
