"""The small words and the odd plurals of French, folded: data for `indexer.analysis`."""

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
    """.split()  # noqa: SIM905 (a list of words is read as words)
)
"""Folded. Not `ete`: the summer and « été » as a verb cannot be told apart, and readers type it."""

ELIDED = frozenset(
    (
        "l",
        "d",
        "c",
        "j",
        "m",
        "n",
        "s",
        "t",
        "qu",
        "jusqu",
        "lorsqu",
        "puisqu",
        "quoiqu",
        "presqu",
        "aujourd",
    )
)
"""What stands before an apostrophe without being a word."""

INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "hui": "aujourdhui",
        "travaux": "travail",
        "yeux": "oeil",
        "elus": "elu",
        "elue": "elu",
        "elues": "elu",
        "lieux": "lieu",
        "milieux": "milieu",
        "jeux": "jeu",
        "enjeux": "enjeu",
        "feux": "feu",
        "voeux": "voeu",
        "aveux": "aveu",
        "cheveux": "cheveu",
        "neveux": "neveu",
        "baux": "bail",
        "vitraux": "vitrail",
        "coraux": "corail",
        "emaux": "email",
        "cieux": "ciel",
        "aieux": "aieul",
        "bijoux": "bijou",
        "cailloux": "caillou",
        "choux": "chou",
        "genoux": "genou",
        "hiboux": "hibou",
        "poux": "pou",
        "loyers": "loyer",
        "foyers": "foyer",
    }
)
"""Folded forms the stemmer would part from their singular, and what is stemmed in their place."""

WHOLE = frozenset(("loyer", "foyer", "aujourdhui"))
"""Words the stemmer would confuse with others (`loyer` with `loi`), or need not touch."""
