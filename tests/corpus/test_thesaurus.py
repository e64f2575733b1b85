from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.errors import BadImport
from corpus.folding import fold
from corpus.thesaurus import COLUMNS, Concept, Scheme, Thesaurus, default_thesaurus

WATER = Concept("eau", Scheme.THEME, "Eau", "Water")
RIVER = Concept("riviere", Scheme.THEME, "Rivière", "River", ("Cours d'eau",), broader=("eau",))
FLOOD = Concept("crue", Scheme.THEME, "Crue", "Flood", broader=("riviere",), related=("eau",))


def table(*rows: str) -> str:
    return "\n".join((",".join(COLUMNS), *rows))


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("EnR", "enr"),
        ("énergies renouvelables", "enr"),
        ("ENERGIES  RENOUVELABLES", "enr"),
        ("renewable energies", "enr"),
        ("Papiers - Citoyenneté", "papiers-citoyennete"),
        ("carte d’acteurs", "cartographie-acteurs"),
        ("CNDP", "cndp"),
        ("QPV", "qpv"),
    ],
)
def test_a_concept_is_found_by_any_of_its_labels(label: str, key: str) -> None:
    concept = default_thesaurus().find(label)
    assert concept is not None
    assert concept.key == key


@pytest.mark.parametrize("label", ["", " ", "enr.", "poésie", "enr eolien"])
def test_a_word_of_no_concept_finds_none(label: str) -> None:
    assert default_thesaurus().find(label) is None
    assert default_thesaurus().expand(label) == ()


def test_the_ways_of_taking_part_are_related_and_never_synonyms() -> None:
    known = default_thesaurus()
    words = ["concertation", "consultation", "médiation", "négociation", "débat public"]
    found = [concept for word in words if (concept := known.find(word))]
    assert len({concept.key for concept in found}) == len(words)
    concertation = found[0]
    assert {"consultation", "mediation", "negociation"} <= set(concertation.related)
    assert "Médiation" not in known.expand("concertation")


@pytest.mark.parametrize(
    "subject",
    [
        *("Logement", "Justice", "Transports", "Travail", "Famille", "Argent", "Loisirs"),
        *("Social - Santé", "Papiers - Citoyenneté", "Étranger", "Fiscalité"),
    ],
)
def test_the_subjects_of_public_service_sheets_are_themes(subject: str) -> None:
    concept = default_thesaurus().find(subject)
    assert concept is not None
    assert concept.scheme == "theme"
    assert concept.label("fr") == subject


def test_every_concept_is_described_in_both_languages() -> None:
    for concept in default_thesaurus():
        assert concept.label("fr") == concept.pref_fr
        assert concept.label("en") == concept.pref_en
        assert concept.definition("fr")
        assert concept.definition("en")
        assert concept.definition("fr") != concept.definition("en")


def test_the_tree_shows_every_concept_once_under_its_own_axis() -> None:
    known = default_thesaurus()
    shown = list(known.tree())
    assert sorted(concept.key for _, concept in shown) == sorted(c.key for c in known.concepts)
    by_scheme = [concept for scheme in Scheme for _, concept in known.tree(scheme)]
    assert len(by_scheme) == len(known)
    for concept in known:
        above = [parent for key in concept.broader if (parent := known.concept(key))]
        assert {parent.scheme for parent in above} <= {concept.scheme}


def test_links_go_both_ways() -> None:
    known = default_thesaurus()
    for concept in known:
        for key in concept.related:
            other = known.concept(key)
            assert other is not None
            assert concept.key in other.related
        for key in concept.narrower:
            below = known.concept(key)
            assert below is not None
            assert concept.key in below.broader


def test_expanding_gives_the_words_of_all_that_is_narrower() -> None:
    small = Thesaurus([WATER, RIVER, FLOOD])
    assert small.expand("eau") == (
        "Eau", "Water", "Rivière", "River", "Cours d'eau", "Crue", "Flood",
    )  # fmt: skip
    assert small.expand("cours d eau") == ("Rivière", "River", "Cours d'eau", "Crue", "Flood")


def test_the_tree_gives_the_depth() -> None:
    small = Thesaurus([FLOOD, RIVER, WATER])
    assert [(depth, c.key) for depth, c in small.tree()] == [
        (0, "eau"),
        (1, "riviere"),
        (2, "crue"),
    ]


@pytest.mark.parametrize(
    ("concepts", "said"),
    [
        ([WATER, WATER], "Two concepts have the key « eau »"),
        ([WATER, replace(WATER, key="eaux")], "names both « eau » and « eaux »"),
        ([RIVER], "points to « eau »"),
        ([replace(WATER, broader=("riviere",)), RIVER], "is broader than itself"),
        ([replace(WATER, pref_en="")], "lacks its key or its label"),
    ],
)
def test_a_thesaurus_that_contradicts_itself_is_refused(concepts: list[Concept], said: str) -> None:
    with pytest.raises(BadImport, match=said):
        Thesaurus(concepts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no column « key"),
        ("key,scheme\n", "has no column « pref_fr"),
        (table("a,topic,A,A,,,,,,"), "Line 2 of the thesaurus is in « topic »"),
        (table("a,theme,A"), "Line 2 of the thesaurus has fewer cells"),
    ],
)
def test_a_table_that_cannot_be_read_names_its_line(text: str, said: str) -> None:
    with pytest.raises(BadImport, match=said):
        Thesaurus.from_csv(text)


def test_several_values_of_a_cell_are_separated_by_a_bar() -> None:
    known = Thesaurus.from_csv(table('a,theme,A,Aa,"un | deux, trois |",,,,,'))
    concept = known.find("deux, trois")
    assert concept is not None
    assert concept.alt_fr == ("un", "deux, trois")
    assert fold("un") in {fold(label) for label in concept.labels}


def test_the_thesaurus_is_read_once() -> None:
    assert default_thesaurus() is default_thesaurus()
