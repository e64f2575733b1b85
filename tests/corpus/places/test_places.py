from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import ancestors, find_place, homonyms, place_by_code, place_label
from corpus.places.gazetteer import Gazetteer, PlaceKind, gazetteer


def code_of(name: str, within: str = "") -> str:
    place = find_place(name, within)
    return place.code if place else ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Nantes", "com-44109"),
        ("  nantes ", "com-44109"),
        ("L'Hay les Roses", "com-94038"),
        ("l’haÿ-les-roses", "com-94038"),
        ("St-Aubin-du-Cormier", "com-35253"),
        ("St. Aubin du Cormier", "com-35253"),
        ("Ste-Marie-aux-Mines", "com-68298"),
        ("Châlons s/ Marne", "com-51108"),
        ("Havre", "com-76351"),
        ("le Havre", "com-76351"),
        ("le Jura", "dep-39"),
        ("CORREZE", "dep-19"),
        ("Ile de France", "reg-11"),
        ("Provence Alpes Côte d’Azur", "reg-93"),
        ("belgique", "pays-BE"),
    ],
)
def test_spelling_does_not_hide_a_place(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Saint-Aubin (Jura)", "com-39476"),
        ("Saint-Aubin (39)", "com-39476"),
        ("Saint-Aubin (39410)", "com-39476"),
        ("39410 Saint-Aubin", "com-39476"),
        ("Saint-Aubin, Jura, France", "com-39476"),
        ("Saint-Aubin (dans le département du Jura)", "com-39476"),
        ("Nantes, Loire-Atlantique", "com-44109"),
        ("Valence - Drôme", "com-26362"),
        ("Saint-Pierre, La Réunion", "com-97416"),
        ("Ajaccio (20000)", "com-2A004"),
        ("Vienne (Isère)", "com-38544"),
        ("Mayenne (Mayenne)", "com-53147"),
        ("Mayenne (53)", "dep-53"),
        ("Mayenne (53100)", "com-53147"),
        ("Paris (département)", "dep-75"),
        ("Guadeloupe (région)", "reg-01"),
        ("Nantes (quartier de la Bottière)", "com-44109"),
        ("Saint-Aubin (Suisse)", ""),
        ("Nantes (Jura)", ""),
    ],
)
def test_what_stands_beside_a_name_tells_which(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize("within", ["Jura", "39", "dep-39", "le département du Jura"])
def test_the_place_around_may_be_given_apart(within: str) -> None:
    assert code_of("Saint-Aubin", within) == "com-39476"


@pytest.mark.parametrize("name", ["Saint-Aubin", "Valence", "Saint-Martin", "Château-Chinon"])
def test_a_homonym_without_context_is_never_guessed(name: str) -> None:
    assert find_place(name) is None
    assert len(homonyms(name)) > 1


def test_homonyms_are_given_the_most_inhabited_first() -> None:
    found = homonyms("Saint-Denis")
    assert [place.label for place in found[:2]] == [
        "Saint-Denis (La Réunion)",
        "Saint-Denis (Seine-Saint-Denis)",
    ]
    assert [place.population for place in found] == sorted(
        (place.population for place in found), reverse=True
    )


def test_homonyms_keep_to_their_context() -> None:
    assert [place.code for place in homonyms("Saint-Aubin (Jura)")] == ["com-39476"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Paris", "com-75056"),  # commune and département are one territory: the smaller
        ("Réunion", "dep-974"),  # département and région are one territory, and a commune
        ("Mayenne", "dep-53"),  # the département is wider than its town
        ("Vienne", "dep-86"),
        ("Bretagne", "reg-53"),  # the région is wider than two villages
    ],
)
def test_of_places_of_several_kinds_the_widest_is_meant_unless_it_is_the_same_land(
    name: str, code: str
) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Aquitaine", "reg-75"),
        ("PACA", "reg-93"),
        ("Loire-Inférieure", "dep-44"),
        ("Châlons-sur-Marne", "com-51108"),
        ("Arbignieu", "comd-01015"),
    ],
)
def test_former_names_are_understood(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Paris 11e", "arm-75111"),
        ("11e arrondissement de Paris", "arm-75111"),
        ("Lyon 3ème", "arm-69383"),
        ("Marseille 1er", "arm-13201"),
        ("Lyon 12e", ""),
        ("Paris 21e", ""),
    ],
)
def test_municipal_arrondissements_are_places(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize("name", ["", "   ", "(", ")", ",", "()", "Nulle-Part-sur-Rien", "12345"])
def test_what_is_no_place_is_none(name: str) -> None:
    assert find_place(name) is None
    assert homonyms(name) == ()


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_makes_the_search_for_a_place_fail(name: str, within: str) -> None:
    place = find_place(name, within)
    assert place is None or place_by_code(place.code) == place


def test_a_place_counts_for_what_it_lies_in() -> None:
    assert ancestors("com-44109") == ("dep-44", "reg-52")
    assert ancestors("arm-75111") == ("com-75056", "dep-75", "reg-11")
    assert ancestors("comd-01015") == ("com-01015", "dep-01", "reg-84")
    assert ancestors("dep-988") == ()
    assert ancestors("pays-BE") == ()
    assert ancestors("com-00000") == ()


def test_a_label_tells_a_place_from_every_other_and_finds_it_again() -> None:
    known = gazetteer()
    places = [place for code in known.codes() if (place := known.place(code))]
    assert len({place.label for place in places}) == len(places) > 37_000
    lost = [p.label for p in places if (found := find_place(p.label)) is None or found != p]
    assert lost == []


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("com-44109", "Nantes (Loire-Atlantique)"),
        ("com-75056", "Paris"),
        ("dep-75", "Paris (département)"),
        ("dep-44", "Loire-Atlantique"),
        ("dep-974", "La Réunion"),
        ("reg-04", "La Réunion (région)"),
        ("arm-75111", "Paris 11e arrondissement"),
        ("Quelque part", "Quelque part"),
    ],
)
def test_labels_read_as_people_write(code: str, label: str) -> None:
    assert place_label(code, "fr") == label
    assert place_label(code, "en") == label


def test_the_code_is_whole() -> None:
    known = gazetteer()
    kinds = [place.kind for code in known.codes() if (place := known.place(code))]
    assert kinds.count(PlaceKind.REGION) == 18
    assert kinds.count(PlaceKind.DEPARTEMENT) == 101 + 8  # and overseas collectivities
    assert kinds.count(PlaceKind.COMMUNE) > 34_900
    assert kinds.count(PlaceKind.ARRONDISSEMENT) == 45


def test_every_parent_is_a_place() -> None:
    known = gazetteer()
    parents = {place.parent for code in known.codes() if (place := known.place(code))} - {""}
    assert [code for code in parents if known.place(code) is None] == []


def test_the_gazetteer_is_read_once() -> None:
    assert gazetteer() is gazetteer()


def test_a_table_of_its_own_makes_a_gazetteer() -> None:
    table = "# made here\nreg-1\tPays\t\t9\tb\ndep-1\tVal\treg-1\t9\tp\n=dep-1\tVallée\t\t0\tn\n"
    small = Gazetteer.parse(table)
    found = small.find("vallee")
    assert found is not None
    assert (found.code, found.name, found.ancestors) == ("dep-1", "Val", ("reg-1",))
    assert len(small) == 2
