"""The query language: what readers type, to a tree and back (pure).

    query    any, side by side              all of them (`ET` and `AND` say the same)
    any      one OU other                   one at least (`OR`, `|`)
    one      -part, SAUF part, NOT part     excluded
    part     word  "a phrase"  begin*  field:value  field:(query)  (query)

The same for every engine; analysis into terms comes later and elsewhere.
"""

from indexer.language.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_PHRASE, MAX_WORDS, MIN_PREFIX
from indexer.language.parser import parse
from indexer.language.sentences import explanation
from indexer.language.tree import (
    And,
    In,
    Leaf,
    Node,
    Not,
    Note,
    NoteKind,
    Or,
    Parsed,
    Phrase,
    Prefix,
    Range,
    Word,
    leaves,
)
from indexer.language.writing import without, written

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "MAX_PHRASE",
    "MAX_WORDS",
    "MIN_PREFIX",
    "And",
    "In",
    "Leaf",
    "Node",
    "Not",
    "Note",
    "NoteKind",
    "Or",
    "Parsed",
    "Phrase",
    "Prefix",
    "Range",
    "Word",
    "explanation",
    "leaves",
    "parse",
    "without",
    "written",
]
