"""The fingerprint of the whole chain: an index written with another must be made anew."""

from __future__ import annotations

import hashlib

from indexer.analysis import codes, folding, inclusive, noise
from indexer.analysis.french import ELIDED, INSTEAD, INVARIABLE, STOP_WORDS, WHOLE
from indexer.analysis.stemming import rules as stemming_rules
from indexer.analysis.stemming import stem
from indexer.analysis.tokenizer import ALTERNATIVE, GAP, MAX_WORD, words

CHAIN_VERSION = 2

_PROBE = (
    "L'évaluation des concertations : les praticien·nes, aujourd'hui, cherchent-ils un accord ? "
    "Œuvrer, animée, évaluées, communication, territoriaux, fréquence, citoyenneté, W-2, A69, 2026. "
    "Les acteur·rice·s et conseiller/ère(s), L. 121-15, prud'hommes, revenus, crédits, première."
)


def chain_hash() -> str:
    """Changes whenever the same text may give other words or stems: then the index is rebuilt."""
    found = words(_PROBE)
    parts = [
        str(CHAIN_VERSION), GAP, ALTERNATIVE, str(MAX_WORD), folding.MARKS,
        " ".join(sorted(STOP_WORDS)), " ".join(sorted(ELIDED)), repr(sorted(INSTEAD.items())),
        " ".join(sorted(WHOLE)), " ".join(sorted(INVARIABLE)), stemming_rules(),
        inclusive.rules(), codes.rules(), noise.rules(),
        " ".join(found), " ".join(stem(w) for item in found for w in item.split(ALTERNATIVE)),
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
