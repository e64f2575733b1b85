"""Words to the stems their inflections share."""

from __future__ import annotations

import pytest

from indexer.analysis import fold, stem, stems, words
from tests.indexer.analysis.samples import sheets

FAMILIES = """
travail travaux | œil yeux | élu élus élue élues | enjeu enjeux | lieu lieux | milieu milieux
local locaux locale locales | national nationaux nationale | régional régionaux régionale
principal principaux principale | social sociaux sociale | journal journaux | idéal idéaux
municipal municipaux | territorial territoriaux | canal canaux | mal maux | aïeul aïeuls aïeux
vitrail vitraux | bail baux | soupirail soupiraux | tribunal tribunaux | hôpital hôpitaux
réseau réseaux | bureau bureaux | niveau niveaux | bijou bijoux | pneu pneus | bleu bleue bleus
animer animée animées animateur animatrice | donnée données | évaluation évaluer évaluées évalué
citoyen citoyenne citoyens citoyennes | concertation concertations concerter concertée
métropole métropoles | loi lois | emploi emplois | envoi envois | délai délais | essai essais
revenu revenus | contenu contenus contenue | prévu prévus prévue prévues | reçu reçus reçue
vidéo vidéos | photo photos | numéro numéros | euro euros | crédit crédits | petit petits petite petites
conflit conflits | déficit déficits | commission commissions | opinion opinions
réflexion réflexions | usager usagers usagère usagères | étranger étrangers étrangère
premier première premiers premières | particulier particulière particulières
financier financière financiers | conseiller conseillers conseillère conseillères
infirmier infirmière infirmières | foncier foncière | danger dangers | ami amis amie amies
public publics publique publiques | loyer loyers | foyer foyers | salarié salariée salariés
praticien praticienne praticiens praticiennes | professionnel professionnelle professionnels
""".replace("\n", "|").split("|")  # fmt: skip


@pytest.mark.parametrize("family", [family for family in FAMILIES if family.strip()])
def test_a_family_has_one_stem_with_or_without_accents(family: str) -> None:
    assert len({stem(fold(form)) for form in family.split()}) == 1


@pytest.mark.parametrize(
    "others",
    [
        ("loi", "loyer", "foi", "foyers", "fois"), ("retrait", "retraite"),
        ("mois", "moi"), ("concertation", "médiation", "négociation", "consultation"),
        ("univers", "universel"), ("évaluation", "valeur"),
    ],
)  # fmt: skip
def test_words_the_stemmer_would_confuse_are_kept_apart(others: tuple[str, ...]) -> None:
    assert len({stem(fold(form)) for form in others}) == len(others)


@pytest.mark.parametrize("code", ["w-2", "a69", "l121-15", "2026", "aujourdhui"])
def test_a_code_is_kept_whole(code: str) -> None:
    assert stem(code) == code


def test_many_words_have_the_stems_they_have_alone() -> None:
    vocabulary = sorted({word for text in sheets(60) for word in words(text)})
    assert len(vocabulary) > 1_500
    assert stems(vocabulary) == [stem(word) for word in vocabulary]
