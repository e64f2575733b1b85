"""What optical recognition does to French, when it reads it as English, undone.

Only for pages whose text is known to be poor: on good text these rules would join words that are
right. Accents read wrong (`trés`, `derniére`) need nothing here, since folding takes them away.
"""

from __future__ import annotations

import re
from functools import lru_cache

_START = r"(?<![^\W_])(?<!['’‘`´])"
_VOWEL = "AEÉÈÊIÎOÔUŒH"
_LOWER = "a-zà-öø-ÿœ"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # U'ICPC, I'Institut, 1'eau, |'eau: the article was read as another upright stroke.
    (re.compile(r"(?:(?<![^\W_])[U1I]|\|)(?=['’‘`´][^\W\d_])"), "l"),
    # Ulnstitut, UEtat: the article and its apostrophe were read as a U, and I as l.
    (re.compile(rf"{_START}U(?=l[nmd][{_LOWER}]{{2}}|[{_VOWEL}][{_LOWER}]{{2}})"), "'"),
    # lInstitut, dEtat, LÉtat: the apostrophe was lost.
    (re.compile(rf"{_START}[lLdD](?=[{_VOWEL}][{_LOWER}]{{2}}|l[nm][{_LOWER}]{{2}})"), "'"),
    # lnstitut, lmage, after an apostrophe too: I was read as l.
    (re.compile(rf"(?<![^\W_])l(?=[nm][{_LOWER}]{{2}})"), "I"),
    (re.compile(rf"(?<=')l(?=d[{_LOWER}]{{2}})"), "I"),
    # ceuvre, cceur, sceur: œ was read as ce.
    (re.compile(r"c(?=euvr|eur(?<=cceu.)|eil(?<=(?<![^\W_])ce.l)s?(?![^\W_]))"), "o"),
    (re.compile(r"(?<=(?<![^\W_])s)c(?=eurs?(?![^\W_]))"), "o"),
    # vil1e, c0mmune: a digit among small letters.
    (re.compile(rf"(?<=[{_LOWER}])1(?=[{_LOWER}])"), "l"),
    (re.compile(rf"(?<=[{_LOWER}])0(?=[{_LOWER}])"), "o"),
)


@lru_cache(maxsize=8)
def repaired(text: str) -> str:
    """The text as it should have been read, each character in its place.

    A lost apostrophe takes the place of the article it was glued to: ` lInstitut` gives
    ` 'Institut`.
    """
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def rules() -> str:
    """All that decides what is repaired, for the fingerprint of the chain."""
    return repr([(pattern.pattern, instead) for pattern, instead in _RULES])
