"""How much may be asked at once, and the sentence for what is more (pure).

Words are counted before any analysis: by spaces, and one more for every three parts that hyphens,
apostrophes and the like join beyond the first three. Words of at most three letters carry little
and cost little: they count against `MAX_WORDS` only when there are three times as many words in all.
What is typed twice counts once, but in a phrase.
"""

from __future__ import annotations

import re

from corpus.errors import QueryError
from indexer.language.cleaning import clean
from indexer.language.tree import And, In, Leaf, Node, Not, Or, Phrase, Prefix, Range, leaves

MAX_CHARACTERS = 300
MAX_WORDS = 16
MAX_PHRASE = 8
MAX_DEPTH = 3
MIN_PREFIX = 3

_SMALL = 3
_MOST_WITH_SMALL = 3 * MAX_WORDS
_PARTS_OF_A_WORD = 3
_PART = re.compile(r"[^\W_]+")


def check_length(typed: str) -> None:
    """Raises `QueryError` for more characters than are read."""
    if len(typed) > MAX_CHARACTERS:
        beginning = clean(typed[:40])
        raise QueryError(
            f"La recherche fait {len(typed)} caractères, pour {MAX_CHARACTERS} au plus "
            f"(elle commence par « {beginning} »). Gardez les mots les plus précis.",
            f"The search has {len(typed)} characters; {MAX_CHARACTERS} is the most "
            f"(it begins with “{beginning}”). Keep the most precise words.",
        )


def check_tree(node: Node, text: str) -> None:
    """Raises `QueryError` for too many words, too long a phrase, or nothing but exclusions."""
    if len(_PART.findall(text)) > MAX_PHRASE:  # else no count can be too high
        asked = [leaf for leaf, _ in leaves(node)]
        for leaf in asked:
            if isinstance(leaf, Phrase):
                _check_phrase(leaf)
        _check_words(asked, text)
    if _only_excludes(node):
        raise QueryError(
            f"« {_short(text)} » dit seulement ce qu'il ne faut pas trouver. "
            "Ajoutez au moins un mot à chercher.",
            f"“{_short(text)}” only says what not to find. Add at least one word to search for.",
        )


def impossible_range(typed: str, low: int, high: int) -> QueryError:
    """The error of years given the wrong way round."""
    return QueryError(
        f"« {typed} » va de {low} à {high}, à rebours. Écrivez l'année la plus ancienne "
        f"d'abord : {high}..{low}.",
        f"“{typed}” goes from {low} back to {high}. Write the earlier year first: {high}..{low}.",
    )


def count_words(text: str) -> int:
    """How many words a text counts for, the small ones included."""
    return sum(map(_weight, text.split()))


def is_long_enough(prefix: str) -> bool:
    """Whether the beginning that a star completes has the letters it needs.

    What comes before an apostrophe or a hyphen is a word of its own and does not help.
    """
    parts = _PART.findall(prefix)
    return bool(parts) and prefix.endswith(parts[-1]) and len(parts[-1]) >= MIN_PREFIX


def _weight(piece: str) -> int:
    return -(-len(_PART.findall(piece)) // _PARTS_OF_A_WORD)


def _is_small(piece: str) -> bool:
    """Whether a piece is a small word; a prefix (with its star) and years never are."""
    return not piece.endswith("*") and all(len(part) <= _SMALL for part in _PART.findall(piece))


def _check_phrase(phrase: Phrase) -> None:
    count = count_words(phrase.text)
    if count > MAX_PHRASE:
        raise QueryError(
            f"La phrase « {_short(phrase.text)} » compte {count} mots, pour {MAX_PHRASE} au plus. "
            "Gardez-en les mots les plus rares, ou enlevez les guillemets.",
            f"The phrase “{_short(phrase.text)}” has {count} words; {MAX_PHRASE} is the most. "
            "Keep its rarest words, or take the quotes away.",
        )


def _check_words(asked: list[Leaf], text: str) -> None:
    counts: dict[str, int] = {}
    for leaf in asked:
        counts |= _counts(leaf)
    every = sum(counts.values())
    long = sum(weight for piece, weight in counts.items() if not _is_small(piece))
    if long > MAX_WORDS:
        raise QueryError(
            f"La recherche « {_short(text)} » compte {long} mots de plus de {_SMALL} lettres, "
            f"pour {MAX_WORDS} au plus. Gardez les mots les plus précis.",
            f"The search “{_short(text)}” has {long} words of more than {_SMALL} letters; "
            f"{MAX_WORDS} is the most. Keep the most precise words.",
        )
    if every > _MOST_WITH_SMALL:
        raise QueryError(
            f"La recherche « {_short(text)} » compte {every} mots, pour {_MOST_WITH_SMALL} au plus "
            "même quand ils sont courts. Gardez les mots les plus précis.",
            f"The search “{_short(text)}” has {every} words; {_MOST_WITH_SMALL} is the most even "
            "when they are short. Keep the most precise words.",
        )


def _counts(leaf: Leaf) -> dict[str, int]:
    """What each thing that a leaf looks for counts for; a prefix and years are never small."""
    if isinstance(leaf, Range):
        return {f"{leaf.low}..{leaf.high}": 1}
    if isinstance(leaf, Prefix):
        return {f"{leaf.text.casefold()}*": 1}
    return {piece: _weight(piece) for piece in leaf.text.casefold().split()}


def _only_excludes(node: Node) -> bool:
    match node:
        case Not():
            return True
        case And() | Or():
            return all(map(_only_excludes, node.nodes))
        case In():
            return _only_excludes(node.node)
        case _:
            return False


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
