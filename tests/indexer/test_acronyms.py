"""The acronyms a text explains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.acronyms import LONGEST, explained_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "La Commission nationale du débat public (CNDP) répond.",
            [("cndp", "commission nationale du debat public")],
        ),
        ("l'Agence de l'eau Loire-Bretagne (AELB)", [("aelb", "agence de l eau loire bretagne")]),
        (
            "un Plan local d'urbanisme (PLU) et un SCoT (nouveau)",
            [("plu", "plan local d urbanisme")],
        ),
        ("des énergies renouvelables (EnR)", []),
        ("la zone humide (ZH), puis la zone humide (ZH)", [("zh", "zone humide")] * 2),
        ("la réunion publique (CNDP)", []),
        ("un comité très large des usagers (CU)", []),
        ("(CNDP)", []),
        ("sans rien", []),
        ("le maire (M)", []),
        ("le dossier (PDF)", []),
    ],
)
def test_the_words_just_before_the_brackets_spell_the_acronym(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert list(explained_in(text)) == expected


@given(st.text(alphabet="ABcdé ('-)\n", max_size=80))
def test_an_acronym_is_spelt_by_the_first_letters_of_its_words(text: str) -> None:
    for acronym, long_form in explained_in(text):
        assert 2 <= len(acronym) <= LONGEST
        initials = iter(word[0] for word in long_form.split(" "))
        assert all(letter in initials for letter in acronym)
        assert long_form[0] == acronym[0]
