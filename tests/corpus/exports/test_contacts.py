from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exports.contacts import (
    NO_EMAIL,
    NO_TELEPHONE,
    entry_without_contacts,
    without_contacts,
)
from corpus.interchange import to_lines
from corpus.record import Block, BlockKind, Credit, Edit, Entry, Link, Tag
from tests.corpus.samples import record


@pytest.mark.parametrize(
    "address",
    ["p.nom@exemple.org", "Prenom.Nom+offres@mairie-de-x.gouv.fr", "nom [at] exemple.org"],
)
def test_an_email_address_is_taken_out(address: str) -> None:
    assert without_contacts(f"Écrire à {address}, merci.") == f"Écrire à {NO_EMAIL}, merci."


@pytest.mark.parametrize(
    "number",
    [
        "01 23 45 67 89",
        "0123456789",
        "01.23.45.67.89",
        "01-23-45-67-89",
        "01\u00a023\u00a045\u00a067\u00a089",
        "+33 1 23 45 67 89",
        "+33 (0)1 23 45 67 89",
        "0033 1 23 45 67 89",
        "+32 475 12 34 56",
    ],
)
def test_a_telephone_number_is_taken_out(number: str) -> None:
    assert without_contacts(f"Tél. {number}.") == f"Tél. {NO_TELEPHONE}."


@pytest.mark.parametrize(
    "text",
    [
        "La loi n° 2010-788 du 12 juillet 2010, article 01.",
        "SIRET 123 456 789 00012",
        "12 000 habitants, 3 456 789 euros en 2018 2019 2020",
        "https://exemple.org/fiche/0123456789/",
        "un budget @ la main",
        "ISBN 978-2-01-234567-8",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert without_contacts(text) == text


@given(st.text(max_size=200))
def test_taking_out_twice_changes_nothing(text: str) -> None:
    once = without_contacts(text)
    assert without_contacts(once) == once


def test_a_long_run_of_letters_is_read_in_one_go() -> None:
    text = "a" * 200_000
    assert without_contacts(text) == text  # a search that begins at each letter would never end


def test_nothing_people_read_keeps_an_address() -> None:
    mail, call = "qui@exemple.org", "06 12 34 56 78"
    told = f"{mail} ou {call}"
    whole = record(
        title=told,
        subtitle=told,
        summary=told,
        part_label=told,
        rights=told,
        blocks=(Block(BlockKind.PARAGRAPH, told), Block(BlockKind.LIST, items=(told,))),
        credits=(Credit(told, organisation=told),),
        organisations=(told,),
        partners=(told,),
        keywords=(told,),
        files=tuple(replace(file, name=told) for file in record().files),
        links_out=(Link(f"mailto:{mail}", told), Link("https://exemple.org/a", told)),
    )
    entry = Entry(whole, (Tag(told, "camille"),), (Edit("rights", told, "camille"),))
    line = b"".join(to_lines([entry_without_contacts(entry)])).decode()
    assert mail not in line
    assert call not in line
    kept = entry_without_contacts(entry)
    assert kept.record.id == whole.id
    assert [link.url for link in kept.record.links_out] == ["https://exemple.org/a"]
