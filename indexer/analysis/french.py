"""The small words and the odd forms of French, folded: data for the analysis."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STOP_WORDS = frozenset(
    """
    a au aux avec ayant c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci
    combien comme comment d dans de des donc dont du elle elles en entre es est et etaient etais
    etait etant etes etre eu eue eut eux fut furent h il ils j je l la laquelle le lequel les
    lesquelles lesquels leur leurs lors lui m ma mais me meme memes mes moi mon n ne ni nos notre
    nous on ont or ou par parce pas plus pour pourquoi qu quand que quel quelle quelles quels qui
    quoi s sa sans se sera seraient serait seront ses si soi soit son sont sous suis sur t ta te
    tes toi ton tous tout toute toutes tu un une vos votre vous y
    avait avaient avoir avons avez aura auront aurait ayez etions etiez
    auquel auxquels auxquelles duquel desquels desquelles
    toustes touxtes celleux ceulles cellui iel iels ielle ielles ellui
    """.split()  # noqa: SIM905 (a list of words is read as words)
)
"""Folded. Not `ete`: the summer and « été » as a verb cannot be told apart, and readers type it."""

ELIDED = frozenset(
    """
    l d c j m n s t qu jusqu lorsqu puisqu quoiqu presqu quelqu entr aujourd
    """.split()  # noqa: SIM905
)
"""What stands before an apostrophe without being a word."""

_IN_IT = (
    "petit interdit prescrit inscrit souscrit ecrit decrit transcrit proscrit satisfait parfait"
    " imparfait abstrait credit debit conflit deficit delit profit"
)
"""Names and adjectives the stemmer takes for verbs (`petit` as `finit`), but not in the feminine."""

INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        **{word + ending: f"{word}e" for word in _IN_IT.split() for ending in ("", "s")},
        "elus": "elu", "elue": "elu", "elues": "elu",
        "travaux": "travail", "baux": "bail", "vitraux": "vitrail", "coraux": "corail",
        "emaux": "email", "soupiraux": "soupirail", "ventaux": "vantail", "aspiraux": "aspirail",
        "ideaux": "ideal", "maux": "mal",
        "yeux": "oeil", "cieux": "ciel", "aieux": "aieul",
        "lieux": "lieu", "milieux": "milieu", "jeux": "jeu", "enjeux": "enjeu", "feux": "feu",
        "voeux": "voeu", "aveux": "aveu", "cheveux": "cheveu", "neveux": "neveu",
        "essieux": "essieu", "pneus": "pneu", "bleus": "bleu", "bleue": "bleu", "bleues": "bleu",
        "bijoux": "bijou", "cailloux": "caillou", "choux": "chou", "genoux": "genou",
        "hiboux": "hibou", "poux": "pou",
        "loyers": "loyer", "foyers": "foyer",
        "lois": "loi", "emplois": "emploi", "envois": "envoi", "renvois": "renvoi",
        "convois": "convoi", "tournois": "tournoi", "octrois": "octroi", "desarrois": "desarroi",
        "beffrois": "beffroi", "parois": "paroi", "rois": "roi",
        "essais": "essai", "delais": "delai", "quais": "quai", "balais": "balai",
        "deblais": "deblai", "remblais": "remblai", "geais": "geai",
        "amis": "ami", "amie": "ami", "amies": "ami",
        "publique": "public", "publiques": "public",
        "etrangere": "etranger", "etrangeres": "etranger", "usagere": "usager",
        "usageres": "usager", "passagere": "passager", "passageres": "passager",
        "menagere": "menager", "menageres": "menager", "legere": "leger", "legeres": "leger",
        "boulangere": "boulanger", "boulangeres": "boulanger",
    }
)  # fmt: skip
"""Folded forms the stemmer would part from their singular, and what is stemmed in their place."""

WHOLE = frozenset(("loyer", "foyer", "aujourdhui"))
"""Words the stemmer would confuse with others (`loyer` with `loi`), or need not touch."""

INVARIABLE = frozenset(
    """
    abus accus campus bonus bus clos concours chaos confus consensus corpus cosmos cours cursus
    dessous dessus diffus discours divers dos eclos enclos envers exclus focus fois gros heros
    inclus infus intrus jus malus mois nimbus obtus obus olympus opus parcours pervers plus
    processus propos recours reclus refus repos revers secours sinus surplus tetanos toujours
    travers univers velours vers versus virus volontiers
    """.split()  # noqa: SIM905
)
"""Words in -s that are no plural, among the endings whose plural the stemmer leaves."""
