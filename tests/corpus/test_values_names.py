"""Names, and the lines that credit them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.record import Credit, Role
from corpus.values import (
    clean_name,
    looks_like_a_person,
    parse_credit_line,
    parse_organisation,
    split_names,
)

FIRST = st.sampled_from(["Anne", "Élodie", "Jean-Marc", "Loïc", "Ève", "Ñusta"])
LAST = st.sampled_from(["Roy", "Le Guen", "de La Fontaine", "D’Amico", "MARTIN", "Ba", "Ôta"])
people = st.builds("{} {}".format, FIRST, LAST)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A. Roy ; B. Ba", ("A. Roy", "B. Ba")),
        ("Anne Roy, Loïc Ba et Ève Le Guen", ("Anne Roy", "Loïc Ba", "Ève Le Guen")),
        ("Ministère de l'Écologie et du Climat", ("Ministère de l'Écologie et du Climat",)),
        ("Anne Roy ; Anne Roy", ("Anne Roy",)),
        ("Association des riverains, Nantes", ("Association des riverains, Nantes",)),
        ("", ()),
    ],
)
def test_names_are_parted_only_where_that_is_sure(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


def test_a_name_keeps_its_case_and_its_particles() -> None:
    assert clean_name(" Mme DUPONT-de la Tour Anne,") == "DUPONT-de la Tour Anne"


@pytest.mark.parametrize(
    "name", ["Jean de La Fontaine", "MARTIN Paul", "A. Mazo", "Élodie Le Guen"]
)
def test_two_capitalised_words_look_like_a_person(name: str) -> None:
    assert looks_like_a_person(name)


@pytest.mark.parametrize(
    "name", ["Ville de Nantes", "ICPC", "CPIE des Rives", "la mairie", "Institut Clair"]
)
def test_a_body_does_not_look_like_a_person(name: str) -> None:
    assert not looks_like_a_person(name)


@pytest.mark.parametrize(
    ("text", "acronym", "name"),
    [
        (
            "CNDP - Commission nationale du débat public",
            "CNDP",
            "Commission nationale du débat public",
        ),
        (
            "Commission nationale du débat public (CNDP)",
            "CNDP",
            "Commission nationale du débat public",
        ),
        ("Ville de Nantes", "", "Ville de Nantes"),
    ],
)
def test_an_organisation_parts_from_its_acronym(text: str, acronym: str, name: str) -> None:
    found = parse_organisation(text)
    assert (found.acronym, found.name) == (acronym, name)


def credit(name: str, role: Role = Role.AUTHOR, organisation: str = "") -> Credit:
    return Credit(name, role, organisation)


@pytest.mark.parametrize(
    ("line", "credits_", "date"),
    [
        (
            "Entretien réalisé par Anne Roy dans le cadre de l’étude Rives (2018)",
            [credit("Anne Roy", Role.INTERVIEWER)],
            "2018",
        ),
        ("Note établie par Anne Roy, ICPC, mars 2019", [credit("Anne Roy", Role.AUTHOR, "ICPC")], "2019-03"),
        ("Auteur(s) : Anne Roy ; Loïc Ba", [credit("Anne Roy"), credit("Loïc Ba")], ""),
        ("Auteur·rice·s : Anne Roy", [credit("Anne Roy")], ""),
        ("Proposé par : Ifrée ; Ville de Nantes", [credit("Ifrée", Role.PROPOSER), credit("Ville de Nantes", Role.PROPOSER)], ""),
        ("Anne Roy, GEPOG – 2017", [credit("Anne Roy", Role.AUTHOR, "GEPOG")], "2017"),
        ("ANNE ROY – 2012", [credit("ANNE ROY")], "2012"),
        ("Anne Roy et Loïc Ba – 2017", [credit("Anne Roy"), credit("Loïc Ba")], "2017"),
        ("Par Anne Roy", [credit("Anne Roy")], ""),
        ("Fiche rédigée par Anne Roy (CPIE), juin 2018", [credit("Anne Roy", Role.AUTHOR, "CPIE")], "2018-06"),
        (
            "Auteur : Direction des fiches (DDF). Fiche F1 mise à jour le 19 février 2019. Licence Ouverte 2.0.",
            [credit("Direction des fiches (DDF)")],
            "2019-02-19",
        ),
    ],
)  # fmt: skip
def test_a_credit_line_says_who_and_when(line: str, credits_: list[Credit], date: str) -> None:
    found = parse_credit_line(line)
    assert found is not None
    assert list(found.credits) == credits_
    assert (found.date.value if found.date else "") == date


def test_the_frame_of_an_interview_is_kept() -> None:
    found = parse_credit_line("Entretien réalisé par Anne Roy dans le cadre du projet Rives (2018)")
    assert found is not None
    assert found.context == "du projet Rives"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Par exemple, la mairie a réuni les riverains.",
        "La loi – 2017",
        "Participation – 2019",
        "Une réunion publique, le 3 mai – 2017",
        "Texte de démonstration, écrit pour essayer.",
        "x" * 400,
    ],
)
def test_a_line_of_text_credits_nobody(line: str) -> None:
    assert parse_credit_line(line) is None


@given(st.lists(people, min_size=1, max_size=4, unique=True))
def test_a_list_of_people_is_read_back_however_it_is_joined(names: list[str]) -> None:
    assert split_names(" ; ".join(names)) == tuple(names)
    assert split_names(", ".join(names)) == tuple(names)


@given(people, st.integers(1950, 2050))
def test_a_signature_is_read_back(name: str, year: int) -> None:
    found = parse_credit_line(f"{name} – {year}")
    assert found is not None
    assert [credit.name for credit in found.credits] == [name]
    assert found.date is not None
    assert found.date.value == str(year)


@given(st.text(max_size=60))
def test_cleaning_a_name_twice_changes_nothing_more(text: str) -> None:
    once = clean_name(text)
    assert clean_name(once) == once
