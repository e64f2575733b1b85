"""Texts for the tests of the analysis."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from hypothesis import strategies as st

from indexer.analysis import clean

SHEETS = Path(__file__).parents[3] / "corpus" / "sample" / "service-public.jsonl.gz"

pieces = st.lists(
    st.sampled_from(
        [
            "praticien", "acteur", "élu", "ACTEUR", "fou", "locaux", "tous", "le", "L", "l", "d",
            "U", "lInstitut", "Ulnstitut", "œuvre", "prud", "entr", "hommes", "aide", "jusqu",
            "quelqu", "un", "la", "de la", "nes", "ne", "rice", "e", "s", "ère", "euse", "121",
            "15", "W", "2", "2019", "·", "•", ".", "-", "/", "(", ")", "'", "’", " ", "\n", "*",
            "@", "_", "½", "Ž", "→", "λόγος", "\u0301", "\u00ad", "\x07", "fr", "É", "|",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip
typed = st.one_of(
    pieces,
    st.text(
        alphabet=st.one_of(
            st.sampled_from("aeéèêçœæÉLldqu'’ʼ-·.()/ 0123456789\u0301\u00ad_&½²µß€ﬁ\n"),
            st.characters(),
        )
    ),
)
"""What a reader may type, and what a text may hold, clean or not."""


def sheets(step: int) -> list[str]:
    """The texts of one in `step` of the State's sheets that ship with the demonstration."""
    with gzip.open(SHEETS) as lines:
        return [clean(json.loads(line)["text"]) for line in lines][::step]
