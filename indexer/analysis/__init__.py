"""French text to words and stems: one analysis, used on documents and on what readers type.

Two layers. A text gives its *words*: folded (lower case, no accent, no ligature), in order, stop
words kept as gaps (`tokenizer`). A word gives its *stem*, shared with its inflections (`stemming`).
`compounds` says what is one word though signs cut it, `finding` finds words back in a long text.
"""

from __future__ import annotations

from indexer.analysis.finding import heads, search_copy
from indexer.analysis.fingerprint import CHAIN_VERSION, chain_hash
from indexer.analysis.folding import clean, fold
from indexer.analysis.stemming import stem, stems
from indexer.analysis.tokenizer import (
    ALTERNATIVE,
    GAP,
    MAX_WORD,
    Token,
    positions,
    tokens,
    word_at,
    words,
    words_with_starts,
)

__all__ = [
    "ALTERNATIVE",
    "CHAIN_VERSION",
    "GAP",
    "MAX_WORD",
    "Token",
    "chain_hash",
    "clean",
    "fold",
    "heads",
    "positions",
    "search_copy",
    "stem",
    "stems",
    "term_of",
    "tokens",
    "word_at",
    "words",
    "words_with_starts",
]


def term_of(word: str) -> str:
    """The stem of one word as typed: `GAP` for a stop word, empty for what only elides."""
    item = next(iter(words(word)), "")
    return item if item in ("", GAP) else stem(item.split(ALTERNATIVE)[0])
