"""The most frequent words of French and English prose, enough to tell prose from glyph codes.

Function words mostly, with some of what administrations and associations write about.
"""

from __future__ import annotations

_FRENCH = """
de la le et les des en un une du à au aux que qui dans est pour par sur pas plus ne se ce il elle
on nous vous ils elles je tu me te lui leur leurs y l d s c n j m t qu son sa ses mon ma mes ton ta
tes notre nos votre vos cette ces cet ou où mais donc or ni car si comme avec sans sous entre vers
chez depuis pendant avant après contre jusqu dès lors ainsi aussi alors puis encore déjà toujours
jamais souvent parfois très trop peu beaucoup bien mal mieux moins tout toute tous toutes autre
autres même mêmes quelque quelques chaque plusieurs certains certaines aucun aucune tel telle dont
quand quoi quel quelle quels quelles être été est sont était étaient sera seront soit serait ont a
avait avoir avons ai fait faire font faut peut peuvent doit doivent pouvoir devoir permet permettre
il y non oui ici là cela ceci ça celui celle ceux celles afin selon lorsque puisque parce tandis
tant rien chose deux trois quatre cinq dix cent mille premier première second fois jour jours an ans
année années mois temps moment date lieu page pages partie exemple cas point points nombre mise
travail projet projets public publique publics plan ville commune communes état pays région
département territoire territoires local locale service services groupe groupes association
débat concertation participation citoyens citoyen habitants acteurs réunion conseil action actions
document documents information informations texte titre article loi droit code règles règle
question questions réponse réponses nom voir note figure tableau chapitre section annexe suivant
suivante suivants grand grande grands petit petite nouveau nouvelle nouveaux bon bonne haut général
générale important différents différentes possible nécessaire ensemble niveau forme type mesure
sein cours fin début suite rapport effet compte place rôle objet objectif objectifs enjeux méthode
vie monde homme femme personne personnes enfants eau environnement paysage paysages
données utiliser utilisation utilisé utilisée fichier fichiers nombreux chacun soi
"""

_ENGLISH = """
the of and to in a is that for it as with was on are be this by an not or from at which but have
has had were they their its can will would if you your we our he she his her all one there when
what who how more some other than then these those into only also may such any no do does been each
about over after before between most should must where while use used using see new first two
section chapter table figure page text file example time following
"""

FRENCH = frozenset(_FRENCH.split())
ENGLISH = frozenset(_ENGLISH.split())
