"""Inclusive writing: found by either gender, marked whole; what only looks like it left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import GAP, fold, heads, positions, search_copy, stem, tokens, word_at, words
from indexer.analysis.inclusive import MIDDLE_DOTS

FORMS = """
praticien·nes: praticien praticienne praticiens praticiennes
praticien·ne·s: praticien praticiennes
praticien·ne: praticien praticienne
praticien.nes: praticien praticienne
praticien.ne.s: praticiens praticiennes
praticien(ne)s: praticien praticienne
praticien(nes): praticien praticiennes
praticien-ne-s: praticien praticienne
praticien-nes: praticien praticienne
praticien•ne•s: praticien praticienne
praticien‧ne‧s: praticien praticienne
praticien⋅ne⋅s: praticien praticienne
praticien∙ne∙s: praticien praticienne
praticien・ne・s: praticien praticienne
praticien･ne･s: praticien praticienne
praticien᛫ne᛫s: praticien praticienne
praticien/ne: praticien praticienne
praticien/ne/s: praticien praticienne
praticiens/nes: praticien praticienne
PRATICIEN·NE·S: praticien praticiennes
PRATICIEN.NE.S: praticien praticiennes
PRATICIEN-NE-S: praticien praticiennes
PRATICIEN(NE)S: praticien praticiennes
acteur·rice·s: acteur actrice acteurs actrices
acteur·rices: acteur actrice
acteurs·rices: acteurs actrices
acteur·trice·s: acteur actrice
acteur.rice.s: acteur actrice
acteur-rice-s: acteur actrice
acteur-trice-s: acteur actrice
acteur/rice: acteur actrice
acteurs/trices: acteur actrice
acteur(rice)s: acteur actrice
acteur·ice·s: acteur actrice
acteur·actrice: acteur actrice
ACTEUR·RICE·S: acteur actrice
chercheur·euse·s: chercheur chercheuse
chercheur/euse: chercheur chercheuse chercheuses
chercheurs/euses: chercheur chercheuse
chercheur-euse-s: chercheur chercheuse
chercheur.euse.s: chercheur chercheuse
chercheur·se·s: chercheur
chercheur·e·s: chercheur chercheure
infirmier·ère·s: infirmier infirmière
infirmier·ères: infirmier infirmières
infirmier·ière: infirmier infirmière
infirmier-ère-s: infirmier infirmière
infirmier.ère.s: infirmier infirmière
infirmier(ère)s: infirmier infirmière
copain·ines: copain copine
copain·ine·s: copain copine
copain·copine: copain copine
beau·belle: beau belle
nouveau·elle: nouveau nouvelle
nouveaux·elles: nouveau nouvelles
nouveaux·nouvelles: nouveau nouvelles
nouveau/elle: nouveau nouvelle
fou·folle: fou folle
fou·olle: fou folle
vieux·vieille: vieux vieille
roi·reine: roi reine
jumeau·elle: jumeau jumelle
compagnon·agne: compagnon compagne
chacun·e: chacun chacune
chacun.e: chacun chacune
chacun(e): chacun chacune
chacun-e: chacun chacune
chacun/e: chacun chacune
Français·e·s: français françaises
français·es: français françaises
Français(e)s: français françaises
Lyonnais·e: lyonnais lyonnaise
expert·e·s: expert experte
expert·es: expert expertes
expert.e.s: expert experte
expert-e-s: expert experte
expert(e)s: expert experte
expert/e/s: expert experte
élu·e·s: élu élue élus élues
élu·es: élu élues
élus·es: élu élues
élu.e.s: élu élues
élu.es: élu élues
élu-e-s: élu élues
élu-es: élu élues
élu(e)s: élu élues
élu/e/s: élu élues
élus/es: élu élues
Élu·e·s: élu élues
ÉLU·E·S: élu élues
ELU.E.S: élu élues
salarié·e·s: salarié salariée
salarié(e)s: salarié salariée
salarié.e: salarié salariée
salarié-e: salarié salariées
salarié·ée: salarié salariée
agriculteur(trice)s: agriculteur agricultrice
agriculteurs(trices): agriculteur agricultrice
agriculteur·rice·s: agriculteur agricultrice
agriculteur-trice: agriculteur agricultrice
agriculteur(-trice): agriculteur agricultrice
agriculteur/-trice: agriculteur agricultrice
adhérent-e-s: adhérent adhérente
adhérent-es: adhérent adhérentes
adhérent·ente: adhérent adhérente
conseiller/ère: conseiller conseillère conseillères
conseiller·ère·s: conseiller conseillère
conseillers/ères: conseiller conseillère
conseiller(ère)s: conseiller conseillère
conseiller·e·s: conseiller conseillère
directeur/trice: directeur directrice
directeur·rice: directeur directrice
directeur.trice: directeur directrice
directeur(trice): directeur directrice
technicien/ne/s: technicien technicienne
technicien·ienne: technicien technicienne
technicien·enne·s: technicien technicienne
citoyen·ne·s: citoyen citoyenne citoyens citoyennes
citoyen.ne.s: citoyen citoyenne
citoyens·nes: citoyen citoyenne
citoyens-nes: citoyen citoyenne
citoyen.nes: citoyen citoyenne
habitant·e·s: habitant habitante
habitant·es: habitant habitantes
habitants·es: habitant habitantes
habitant-e-s: habitant habitante
habitants-es: habitant habitante
habitant.e.s: habitant habitante
habitant(e)s: habitant habitante
habitants-tes: habitant habitante
habitant·ante·s: habitant habitante
participant·e·s: participant participante
participant.e: participant participante
étudiant·e: étudiant étudiante
étudiant·e·x·s: étudiant étudiante
étudiant/e: étudiant étudiante
usager·ère·s: usager usagère
usager·e·s: usager usagère
usagers/ères: usager usagère
animateur·rices: animateur animatrice
animateur·atrice: animateur animatrice
facilitateur·rice·s: facilitateur facilitatrice
facilitateur·ice·s: facilitateur facilitatrice
médiateur·trice: médiateur médiatrice
médiateur/trice: médiateur médiatrice
coordinateur-trice: coordinateur coordinatrice
ambassadeur·rice: ambassadeur ambassadrice
ambassadeur-drice: ambassadeur
auteur·rice·s: auteur autrice
auteur·e·s: auteur auteure
auteur·es: auteur auteures
lecteur·rice: lecteur lectrice
électeur·rice·s: électeur électrice
entrepreneur·euse·s: entrepreneur entrepreneuse
travailleur·euse·s: travailleur travailleuse
travailleur-se-s: travailleur
créatif·ve·s: créatif créative
créatif·ive: créatif créative
créatif-ve: créatif créative
sportif·ve: sportif sportive
administratif(ve)s: administratif administrative
heureux·se·s: heureux heureuse
heureux·euse: heureux heureuse
nombreux·ses: nombreux nombreuses
époux·se: époux épouse
professionnel·le·s: professionnel professionnelle
professionnel-le-s: professionnel professionnelle
professionnel.les: professionnel professionnelles
professionnels·les: professionnel professionnelles
intellectuel(le)s: intellectuel intellectuelle
local·e·s: local locale locaux
locaux·ales: locaux locales local
régional·e: régional régionale
municipaux·ales: municipal municipales
paysan·ne·s: paysan paysanne
artisan·e·s: artisan artisane
breton·ne: breton bretonne
président·e: président présidente
président-e-s: président présidente
vice-[président·e]: président présidente
sous-[préfet-e]: préfet préfète
rapporteur-e: rapporteur rapporteure
membres-[expert·e·s]: expert experte
maire·sse: maire mairesse
maître·sse·s: maître maîtresse
hôte·sse: hôte hôtesse
chef·fe·s: chef
juif·ve: juif juive
grec·que: grec grecque
public·que: public publique
franc·he: franc
favori·te: favori favorite
gros·se: gros grosse
ami·e·s: ami amie amis
ami(e)s: ami amie
inscrit·e·s: inscrit inscrite
concerné·e·s: concerné concernée
engagé.e.s: engagé engagée
intéressé·es: intéressé intéressées
invité(e): invité invitée
motivé·e·s: motivé motivée
formé-e-s: formé formée
lu·es: lu lue
né·e·s: née
né(e): née
entré(e)s: entrée
époux(se): époux épouse
médicaux(ales): médical médicale
salariés.es: salarié salariées
Coiffeur(se): coiffeur coiffeuse
vendeur(se)s: vendeur vendeuse
veuf(ve): veuf veuve
certain·e·s: certain certaine
collègue·s: collègue collègues
collectivité(s): collectivité collectivités
étudiantE: étudiant étudiante
étudiantEs: étudiant étudiante étudiantes
citoyenNEs: citoyen citoyenne
l'acteur·rice: acteur actrice
d’acteur·rice·s: acteur actrice
jusqu'aux [élu·e·s]: élu élues
"""

SMALL_WORDS = [
    "tous·tes", "tous.tes", "tou·te·s", "tou.te.s", "tou·s·tes", "tout·e·s", "tout.e", "toutes·tous",
    "toustes", "ceux·elles", "ceux·celles", "ceux/celles", "celui·celle", "celleux", "iel", "iels",
    "iel·s", "il·elle", "ils·elles", "il/elle", "elle·lui", "un·e", "un.e", "un(e)", "un/e", "un-e",
    "une·un", "le·la", "la·le", "le/la", "du·de la", "du/de la", "au·à la", "leur(s)", "le(s)",
    "quel·le·s", "quel(le)s", "cet·te", "mon·ma", "quelqu'un·e", "quelqu’un.e",
]  # fmt: skip
"""Forms of words with no meaning of their own: one place, which matches any of them."""

ALONE = """
etc. | v2.0 | M. Martin | dit-elle | donne-les | peut-être | est-ce | sont-elles | va-t-elle
prends-le | dis-le | parle-lui | fais-le | vient-elle | rappelle-les | habitue-toi
http://exemple.fr/page.e | https://exemple.es | www.site.fr/page | site.fr/acteur/e
jean.e@exemple.fr | contact@elu.es | prenom.nom@site.ne | rapport-e.pdf | index.html | fichier.tar.gz
12/05/2019 | 2019-2020 | 12.5 | 3,14 | 1.000 | et/ou | km/h | m/s | lieu/temps | (s) | (e) | 3(s)
rendez-vous | c.-à-d. | S.A.R.L. | p. ex. | porte-à-porte | vis-à-vis | c'est-à-dire | main-d'œuvre
fin.Une | accord.Les | mot.Elle | Paris·Lyon·Marseille | accueil·contact | document-e-learning
libre-e | col·lectiu | snake_case(e) | COVID-19 | week-end | Aix-en-Provence | oui/non | Nord/Sud
entrée/sortie | père/mère | frère·sœur | porte-parole | après-midi | eux-mêmes | vingt-et-une | n.e
habitants/habitantes | citoyens/citoyennes | a.b.c | lui-même | demi-heure | extra-ordinaire | f(x)
"""

CASES = [line.split(": ") for line in FORMS.strip().splitlines()]
LEFT = [text for line in ALONE.strip().splitlines() for text in line.split(" | ")]


def sentence(form: str) -> tuple[str, str]:
    """A text that holds the form, and what is to be marked: all of it, or what is in brackets."""
    whole = form.split("[")[1].split("]")[0] if "[" in form else form
    return f"avec {form.replace('[', '').replace(']', '')}, ici", whole


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len({form for form, _ in CASES}) + len(set(SMALL_WORDS)) >= 150
    assert len(set(LEFT)) >= 50


@pytest.mark.parametrize(("form", "expected"), CASES)
def test_a_form_is_found_by_either_gender_and_marked_whole(form: str, expected: str) -> None:
    text, whole = sentence(form)
    (token,) = [t for t in tokens(text) if text[t.start : t.end] == whole]
    stems_found = {stem(word) for word in token.words}
    assert {stem(fold(word)) for word in expected.split()} <= stems_found
    assert len(stems_found) == len(token.words)


@pytest.mark.parametrize(("form", "expected"), CASES)
def test_a_form_is_found_in_a_long_text_by_either_gender(form: str, expected: str) -> None:
    text, _ = sentence(form)
    copy = search_copy(text)
    for word in expected.split():
        term = stem(fold(word))
        at = [copy.find(" " + head) for head in heads(term)]
        assert any(n >= 0 and word_at(text, n, term) for n in at)


@pytest.mark.parametrize("form", SMALL_WORDS)
def test_the_form_of_a_small_word_is_one_gap(form: str) -> None:
    assert words(f"avec Anne {form} Anne") == [GAP, "anne", GAP, "anne"]
    assert positions(f"Anne {form} Anne")[1].end == 5 + len(form)


@pytest.mark.parametrize("text", LEFT)
def test_what_only_looks_inclusive_is_left_alone(text: str) -> None:
    apart = "".join(c if c.isalnum() or c in "'’" else " " for c in text)
    assert words(f"Anne {text} Anne") == ["anne", *words(apart), "anne"]


@given(
    st.sampled_from(["acteur", "élu", "chercheur", "citoyen", "conseiller"]),
    st.sampled_from(MIDDLE_DOTS),
)
def test_every_look_alike_of_the_middle_dot_is_one(base: str, dot: str) -> None:
    assert tokens(f"{base}{dot}e{dot}s")[0].end == len(base) + 4
