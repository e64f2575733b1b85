"""Finding the words of a stem in a long text with `str.find`, thousands of times a second.

A copy of the text is folded one character for one; a stem gives the beginnings its words have in
such a copy; what is found is then confirmed by `word_at`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from functools import lru_cache

from indexer.analysis.codes import article_heads
from indexer.analysis.folding import latin_table, one_for_one, without_signs
from indexer.analysis.french import INSTEAD
from indexer.analysis.inclusive import FEMININES
from indexer.analysis.noise import repaired
from indexer.analysis.stemming import stem

# Bytes of C1 controls, which a clean text has not, stand for the letters of other alphabets.
_OTHERS = range(0x80, 0xA0)
_LATIN = bytes(code if code in _OTHERS else byte for code, byte in enumerate(latin_table()))


def search_copy(text: str, *, noisy: bool = False) -> str:
    """A copy to look for words in with `str.find`: folded, and a space for all that is no word.

    It begins with one space more; then each character stands for one of the text (`œ` gives `o`),
    so that a space and a word found at `n` are a word that begins at `n` in the text. It can be
    written in Latin-1 whatever the text: letters of other alphabets are each given a byte, which
    several may share.
    """
    if noisy:
        text = repaired(text)
    plain = without_signs(text).replace("œ", "o").replace("Œ", "o")
    return " " + plain.encode("latin-1", _ONE_BYTE).translate(_LATIN).decode("latin-1")


@lru_cache(maxsize=100_000)
def heads(term: str) -> tuple[str, ...]:
    """Beginnings of folded words, one of which every word of this stem has in a `search_copy`.

    The stemmer rewrites endings (`application` gives `appliqu`), hence the shorter beginnings. A
    feminine may be the ending of its masculine (`acteur·rice`), hence those of the masculine.
    """
    words = [term, *_REWRITTEN.get(term, ())]
    found = {_head(word) for word in words} | set(_HEADS_ASIDE.get(term, ()))
    if term.endswith(("tric", "dric")):
        found.add(term[:-3])
    if term.startswith("entr") and len(term) > 6:
        found.add("entr " + _head(term)[4:])
    if term.startswith("prudhom"):
        found.add("prud hom")
    if "-" in term or (term[0] in "lrda" and term[1:].isdecimal()):
        found.update(article_heads(term))
    for word in tuple(found):
        for pair in ("oe", "ae"):
            if pair in word:
                found.add(word.replace(pair, pair[0]))
    return _shortest(map(_written, found))


def _shortest(found: Iterable[str]) -> tuple[str, ...]:
    """Without those another one begins: they would find nothing more."""
    kept: list[str] = []
    for head in sorted(found):
        if not kept or not head.startswith(kept[-1]):
            kept.append(head)
    return tuple(kept)


def _head(word: str) -> str:
    if len(word) > 2 and word.endswith("i"):
        return word[: max(2, len(word) - 2)]  # the stemmer makes `loi` of `loy`
    return word if not word.isalpha() else word[: max(min(3, len(word)), len(word) - 2)]


def _written(head: str) -> str:
    """A beginning as a copy has it."""
    if head.isascii():
        return head.replace("-", " ")
    return "".join(map(_byte, head))


def _rewritten() -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for form, instead in INSTEAD.items():
        forms[stem(instead)] = (*forms.get(stem(instead), ()), form)
    return forms


_REWRITTEN = _rewritten()
_HEADS_ASIDE = {
    "aujourdhui": ("hui",),
    **{stem(feminine): (base,) for base, feminine in FEMININES.items()},
}


@lru_cache(maxsize=70_000)
def _byte(character: str) -> str:
    plain = one_for_one(character).replace("μ", "µ")
    if ord(plain) < 0x100:
        return plain
    return chr(_OTHERS[ord(plain) % len(_OTHERS)])


def _one_byte(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_byte, error.object[error.start : error.end])).encode("latin-1"), error.end


_ONE_BYTE = "souffleur.copy"
codecs.register_error(_ONE_BYTE, _one_byte)
