"""The best French analysis known to us that the peers can be given, apart from Souffleur's own.

Words of letters and digits, elided articles and small words left out, accents folded, `ée(s)` to
`e(s)`, then Snowball: what measured best on the question sets, accents typed or not. It is a copy
on purpose, so that a change of Souffleur's analysis shows against something that stays.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae"})
STOP_WORDS = frozenset(
    """
    a ai aie aient ait as au auront aura aurait aux avaient avait avec avoir avons ayant c car ce
    ceci cela celle celles celui ces cet cette ceux chaque chez ci combien comme comment d dans de
    des donc dont du elle elles en entre es est et etaient etait etant ete etre eu eue eut eux fut
    furent h il ils j je l la laquelle le lequel les lesquelles lesquels leur leurs lors lui m ma
    mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou par parce pas plus pour
    pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera seraient serait
    seront ses si soi soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes tu un
    une vos votre vous y
    jusqu lorsqu puisqu quoiqu presqu aujourd
    """.split()  # noqa: SIM905 (a list of words is read as words)
)
_STEMMER = Stemmer.Stemmer("french")


def terms(text: str) -> list[str]:
    """The terms of a text in order, without those of small words."""
    normal = unicodedata.normalize("NFKC", text)
    return [term for word in _WORD.findall(normal) if (term := _term(word))]


def without_accents(text: str) -> str:
    """As typed by someone who types none: everything else is kept."""
    decomposed = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=400_000)
def _term(word: str) -> str:
    folded = without_accents(word.lower().translate(_LETTERS))
    if folded in STOP_WORDS:
        return ""
    if len(folded) > 4 and folded.endswith(("ee", "ees")):
        folded = folded.removesuffix("s")[:-1] + ("s" if folded.endswith("s") else "")
    return str(_STEMMER.stemWord(folded))
