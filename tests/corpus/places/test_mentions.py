from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import places_in


def codes(text: str) -> list[str]:
    return [place.code for place in places_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une rencontre à Nantes et en Charente-Maritime.", ["com-44109", "dep-17"]),
        ("Nantes accueille un débat", ["com-44109"]),
        ("de Dijon à Besançon – Lyon", ["com-21231", "com-25056", "com-69123"]),
        ("le maire de La Roche-sur-Yon", ["com-85191"]),
        ("L’Haÿ-les-Roses", ["com-94038"]),
        ("Au Havre, les habitants du Mans", ["com-76351", "com-72181"]),
        ("à la Rochelle", ["com-17300"]),
        ("CONCERTATION À NANTES", ["com-44109"]),
        ("A Angoulême, l’Agenda 21", ["com-16015"]),
        ("les Côtes-d'Armor et le Val-d'Oise", ["dep-22", "dep-95"]),
        ("Provence Alpes Côte d’Azur, Île de France, PACA", ["reg-93", "reg-11"]),
        ("dans la région Centre-Val de Loire", ["reg-24"]),
        ("en Loire-\nAtlantique, en Pays\nde la Loire", ["dep-44", "reg-52"]),
        ("en Aquitaine et en Belgique", ["reg-75", "pays-BE"]),
        ("Saint-Aubin-du-Cormier, à St Aubin du Cormier", ["com-35253"]),
        ("Paris 11e, le 3e arrondissement de Lyon", ["arm-75111", "arm-69383"]),
        ("préfet du Rhône, conseil départemental de la Somme", ["dep-69", "dep-80"]),
    ],
)
def test_a_plain_mention_is_found(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le prince d'Orange et une Orange", []),
        ("une fête à Orange", ["com-84087"]),
        ("Les Tours de la ville", []),
        ("un atelier à Tours", ["com-37261"]),
        ("L'Avion passe", []),
        ("les habitants d'Avion", ["com-62065"]),
        ("la Vienne coule, le Nord est loin", []),
        ("à Vienne", ["com-38544"]),
        ("dans la Vienne", ["dep-86"]),
        ("dans le Nord", ["dep-59"]),
        ("Nord (59)", ["dep-59"]),
        ("dans le Nord de la France", []),
        ("de A à Y, le cas Y", []),
        ("la commune de Y", ["com-80829"]),
        ("le long de la Loire, face à la Loire", []),
        ("dans l'Aude, en Ardèche", ["dep-11", "dep-07"]),
        ("l'Argent-Double (Aude)", ["dep-11"]),
        ("La Réunion publique a lieu à 18 h", []),
        ("à La Réunion", ["dep-974"]),
        ("au Port, à l'Union européenne, aux Moulins, à la Fontaine", []),
        ("Corps de métier. Armes et Vertus. Pis encore", []),
    ],
)
def test_a_name_that_is_also_a_word_needs_its_preposition(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bruno Latour, Pierre Laval et Nancy Fraser ont écrit",
        "Michel Bordeaux répond",
        "12, rue de Paris ; avenue de Nantes ; lycée de Brest",
        "l'accord de Paris et le traité de Versailles",
        "Long Island, à Long Island, à Venise, à Bangor",
        "Lyon-Part-Dieu, Paris-Saclay",
        "nantes et bordeaux en minuscules",
        "À SENS UNIQUE. PAU, GAP ET DAX",
        "en France",
        "PORT (1)",
    ],
)
def test_what_only_looks_like_a_place_is_not_one(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("à Saint-Aubin (Jura)", ["com-39476"]),
        ("Saint-Aubin (39)", ["com-39476"]),
        ("à Saint-Aubin, dans le Jura", ["com-39476", "dep-39"]),
        ("à Saint-Aubin", []),
        ("à Saint-Aubin, ni dans le Jura, ni en Essonne", ["dep-39", "dep-91"]),
        ("Corrèze (19), Mayenne (53), Paris (75)", ["dep-19", "dep-53", "com-75056"]),
        ("Nantes (12)", ["com-44109"]),
    ],
)
def test_a_homonym_is_told_by_its_departement_or_left(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_commune_said_to_be_where_it_is_not_is_no_mention() -> None:
    assert "com-44109" not in codes("Nantes (Jura)")


def test_places_come_once_in_the_order_of_the_text() -> None:
    assert codes("Rennes, Nantes, Rennes") == ["com-35238", "com-44109"]


@given(st.text(max_size=200))
def test_no_text_makes_the_reading_fail(text: str) -> None:
    found = places_in(text)
    assert len({place.code for place in found}) == len(found)


FRAGMENTS = [
    "à ",
    "dans le ",
    "Saint-",
    "Nantes",
    "Jura",
    " (",
    ")",
    "39",
    "Paris",
    " 11e",
    "\n",
    "L'",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12))
def test_pieces_of_mentions_in_any_order_are_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    for place in places_in(text):
        assert place.name.split(" ")[0].split("-")[0] in text


def test_a_long_run_of_capitals_is_read_like_its_parts() -> None:
    assert codes("Saint La Le Les " * 300 + "Nantes.") == []
    assert codes("Saint La Le Les, " * 300 + "à Nantes.") == ["com-44109"]
