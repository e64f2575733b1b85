"""What somebody may be about to type: titles, names, and words of the texts that begin so.

Titles and names are held as one string of bytes each, folded, the most frequent first: what begins as
typed is found by looking through it, and the search stops as soon as there is enough. Nothing else is
kept of a title (what is shown is read from its document), so that a hundred thousand documents take
some ten megabytes, and never more than `LONGEST` bytes each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import numpy as np

from corpus.fields import Field
from corpus.folding import fold_lines
from indexer.analysis import GAP, fold, stem
from indexer.analysis.french import ELIDED, STOP_WORDS
from indexer.answering.segments import Numbers
from indexer.answering.snapshot import Facet
from indexer.answering.terms import Terms, Words, documents_at, phrase_places
from indexer.answering.wording import displayed
from indexer.query import MISSING, Completion

if TYPE_CHECKING:
    from indexer.answering.answer import Searcher

LEAST_TYPED = 2
"""Letters under which anything may come."""
MOST_TYPED = 100
MOST_COMPLETIONS = 50
LONGEST = 200
"""Bytes of a title or a name that are looked in."""
MOST_LOOKED = 2_000
"""Places where a word is, looked at for the other words typed."""
LEAST_DOCUMENTS = 2
RARE = 500
"""A word is offered when it is in two documents, and in one of so many."""
MOST_FORMS = 4
"""Words read for each one that may be offered: those of one stem are offered once."""
MOST_READ = 40
LONGEST_READ = 20_000
"""Documents read for what follows a word, and their longest, in words."""

MOST_GAP = 3
"""Places from the word typed before to the one that is completed, small words between them counted."""

TITLE = "title"
WORD = "word"

_NO_WORD = re.compile(r"[\W_]+")
_LAST_WORD = re.compile(r"[^\W_]+[\W_]*\Z")
_ELIDED = re.compile(r"(?:[ld]|qu)(?=[aeiouyh]..)|[jmnstc](?=[aeiouy]..)")
_BEGIN = b"\n"
_ASCII = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(range(128, 256))


@dataclass(frozen=True, slots=True)
class _Found:
    """A completion, and whether it begins as typed or only one of its later words does."""

    made: Completion
    later: bool

    @property
    def order(self) -> tuple[bool, int, str, str]:
        return (self.later, -self.made.count, fold(self.made.text), self.made.field)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Entries side by side, the most frequent first: each is a line end, then its words with a space
    before every one. Entry `n` begins at `starts[n]`."""

    text: bytes
    starts: Numbers

    @classmethod
    def of(cls, folded: Iterable[str]) -> _Shelf:
        lines = [b"\n " + _plain(entry)[:LONGEST] for entry in folded]
        ends = np.cumsum([0, *map(len, lines)])
        return cls(b"".join([*lines, _BEGIN]), ends[:-1])

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.text) + self.starts.nbytes

    def found(self, typed: str, most: int) -> list[tuple[int, bool]]:
        """(rank of an entry, whether it only has it later): those that begin so, then those that have
        it at the beginning of a later word, then those that have all its words apart."""
        whole, last = _bytes(typed), _bytes(typed.rpartition(" ")[2])
        before = [_bytes(word) + b" " for word in _telling(typed.split()[:-1])]
        ranks = dict.fromkeys(self._first(self._having(_BEGIN + whole), most), False)
        later = [self._having(whole)] if whole != last else []
        for found in (*later, self._holding(before, last)):
            for rank in self._first(found, most):
                ranks.setdefault(rank, True)
        return list(ranks.items())

    def _having(self, wanted: bytes) -> Iterator[int]:
        return map(self._rank, self._places(wanted))

    def _holding(self, before: Sequence[bytes], last: bytes) -> Iterator[int]:
        """Entries with a word that begins with `last`, and all the words of `before`. Alone, it must
        begin more than a small word: there is nothing to be found by those."""
        wanted = (*before, last)
        for at in self._places(max(wanted, key=len).rstrip()):
            rank = self._rank(at)
            entry = self._entry(rank)
            if all(word in entry for word in wanted) and (before or not self._is_small(at)):
                yield rank

    def _first(self, ranks: Iterator[int], most: int) -> list[int]:
        """The first of them, each once."""
        found: dict[int, None] = {}
        for rank in ranks:
            found[rank] = None
            if len(found) == most:
                break
        return list(found)

    def _places(self, wanted: bytes) -> Iterator[int]:
        at = self.text.find(wanted)
        for _ in range(MOST_LOOKED):
            if at < 0:
                return
            yield at
            at = self.text.find(wanted, at + 1)

    def _rank(self, at: int) -> int:
        return int(np.searchsorted(self.starts, at, side="right")) - 1

    def _entry(self, rank: int) -> bytes:
        start = int(self.starts[rank])
        return self.text[start : self.text.index(_BEGIN, start + 1)] + b" "

    def _is_small(self, at: int) -> bool:
        word = self.text[at + 1 : at + 12].split(maxsplit=1)
        return bool(word) and _is_small(word[0].decode("utf-8", "ignore"))


@dataclass(frozen=True, slots=True)
class _Titles:
    """`numbers` has the first document with each title, `counts` how many have it."""

    shelf: _Shelf
    numbers: Numbers
    counts: Numbers


@dataclass(frozen=True, slots=True)
class _Names:
    """Labels of facet values, in both languages; `made[n]` is what entry `n` completes to."""

    shelf: _Shelf
    made: tuple[Completion, ...]


def completions(searcher: Searcher, typed: str, size: int) -> tuple[Completion, ...]:
    """`size` completions at most, each group of them (names, titles, words) having its share.

    Those that begin as typed first, then those of which a later word does; the most frequent first,
    equals by their text. Accents, case, apostrophes and hyphens do not count. Of several words the
    last is completed, where the others are too. Nothing for fewer than `LEAST_TYPED` letters.
    """
    size = min(size, MOST_COMPLETIONS)
    key = _key(typed[: 2 * MOST_TYPED])
    if size < 1 or len(key) > MOST_TYPED or len(key.replace(" ", "")) < LEAST_TYPED:
        return ()
    found = _groups(searcher, typed, key, size)
    if not any(found) and (apart := _with_apostrophe(typed, key)):
        found = _groups(searcher, apart, _key(apart), size)
    shared = _shared(found, size)
    return tuple(one.made for one in sorted(shared, key=lambda one: one.order))


def _groups(searcher: Searcher, typed: str, key: str, size: int) -> tuple[list[_Found], ...]:
    terms = searcher.terms
    names = _names_found(_names(terms, searcher.fields), key, size)
    titles = _titles_found(terms, key, size)
    left = max(size - len(names) - len(titles), -(-size // 3))
    groups = (names, titles, _words_found(terms, typed, key, left))
    return tuple(sorted(group, key=lambda one: one.order) for group in groups)


def _shared(groups: Sequence[Sequence[_Found]], size: int) -> list[_Found]:
    """One of each group in turn, what begins as typed before the rest; the same text once."""
    kept: dict[str, _Found] = {}
    for later in (False, True):
        for row in zip_longest(*([one for one in g if one.later is later] for g in groups)):
            for one in row:
                if one is not None and len(kept) < size:
                    kept.setdefault(_key(one.made.text), one)
    return list(kept.values())


# --- names and titles ------------------------------------------------------------------------------


def _names_found(names: _Names, key: str, size: int) -> list[_Found]:
    """A value whose labels in both languages begin so comes once, with the first of them."""
    found: dict[tuple[str, str], _Found] = {}
    for rank, later in names.shelf.found(key, 2 * size):
        made = names.made[rank]
        found.setdefault((made.field, made.value), _Found(made, later))
    return list(found.values())


def _titles_found(terms: Terms, key: str, size: int) -> list[_Found]:
    titles = _titles(terms)
    found = []
    for rank, later in titles.shelf.found(key, size):
        head = terms.snapshot.head(int(titles.numbers[rank]))
        made = Completion(head.title, TITLE, int(titles.counts[rank]), head.id)
        found.append(_Found(made, later))
    return found


def _titles(terms: Terms) -> _Titles:
    def make() -> _Titles:
        snapshot = terms.snapshot
        keys = [key for segment in snapshot.segments for key in segment.heads.title_keys]
        live = np.flatnonzero(snapshot.live).tolist()
        firsts: dict[str, int] = {}
        counts: Counter[str] = Counter()
        for number in live:
            counts[keys[number]] += 1
            firsts.setdefault(keys[number], number)
        order = sorted(firsts, key=lambda one: (-counts[one], one))
        return _Titles(
            _Shelf.of(order),
            np.array([firsts[key] for key in order], np.int64),
            np.array([counts[key] for key in order], np.int64),
        )

    return terms.derived(
        "titles to complete", make, lambda made: made.shelf.size + 16 * len(made.numbers)
    )


def _names(terms: Terms, fields: Sequence[Field]) -> _Names:
    def make() -> _Names:
        facets = terms.snapshot.facets
        named = [(rank, f) for rank, f in enumerate(fields) if f.facet and f.boost > 0]
        labels = chain.from_iterable(
            _labels(rank, field, facets[field.name], terms) for rank, field in named
        )
        made = tuple(one for _, _, one in sorted(labels, key=_by_frequency))
        return _Names(_Shelf.of(_folded(one.text for one in made)), made)

    return terms.derived(
        "names to complete", make, lambda made: made.shelf.size + 300 * len(made.made)
    )


_Label = tuple[int, int, Completion]
"""The rank of a field, that of a language, and a label."""


def _by_frequency(label: _Label) -> tuple[int, int, str, int]:
    field, language, made = label
    return (-made.count, field, made.value, language)


def _labels(rank: int, field: Field, facet: Facet, terms: Terms) -> Iterator[_Label]:
    """The labels of the values that some document has, in French, then in English."""
    codes = facet.codes[terms.snapshot.live[facet.numbers]]
    counts = np.bincount(codes, minlength=len(facet.values)).tolist()
    for value, count in zip(facet.values, counts, strict=True):
        if count and value != MISSING:
            labels = dict.fromkeys((field.label_of(value, "fr"), field.label_of(value, "en")))
            for language, label in enumerate(labels):
                yield rank, language, Completion(label, field.name, count, value)


# --- words -----------------------------------------------------------------------------------------


def _words_found(terms: Terms, typed: str, key: str, size: int) -> list[_Found]:
    """Frequent words that begin as the last word typed; after other words, those that follow them."""
    *before, last = key.split()
    written = _LAST_WORD.sub("", typed)
    if _telling(before):
        least = LEAST_DOCUMENTS
        counted = _following(terms, before, last, size)
    else:
        least = max(LEAST_DOCUMENTS, terms.snapshot.count // RARE)
        words = terms.snapshot.vocabulary.most_frequent(last, MOST_FORMS * size)
        counted = {word: len(terms.of((word,)).numbers) for word in _one_a_stem(words)[:size]}
    return [
        _Found(Completion(f"{written}{displayed(word, terms)}", WORD, count), later=False)
        for word, count in counted.items()
        if count >= least
    ]


def _following(terms: Terms, before: Sequence[str], last: str, size: int) -> dict[str, int]:
    """Words that begin with `last` and follow those typed before, and in how many documents."""
    gap = next(n for n, word in enumerate(reversed(before), 1) if not _is_small(word))
    if gap > MOST_GAP:
        return {}
    forms = terms.snapshot.vocabulary.by_stem.get(stem(before[-gap]), ())
    if not forms:
        return {}
    met = [(word, n) for word, n in _followers(terms, forms, gap).items() if word.startswith(last)]
    words = [word for word, _ in sorted(met, key=lambda pair: (-pair[1], pair[0]))]
    return {word: _together(terms, forms, gap, word) for word in _one_a_stem(words)[:size]}


def _followers(terms: Terms, forms: Words, gap: int) -> Counter[str]:
    """The words at that distance after one of `forms`, counted in the documents that have it most."""

    def make() -> Counter[str]:
        snapshot, term = terms.snapshot, terms.of(forms)
        short = snapshot.whole_lengths[term.numbers] < LONGEST_READ
        order = np.argsort(-term.counts[short], kind="stable")[:MOST_READ]
        found: Counter[str] = Counter()
        for number in term.numbers[short][order].tolist():
            found.update(_after(snapshot.body_words(number), frozenset(forms), gap))
        return found

    return terms.derived(("after", forms, gap), make, lambda made: 100 * len(made))


def _after(words: Sequence[str], forms: frozenset[str], gap: int) -> set[str]:
    pairs = zip(words, words[gap:], strict=False)
    return {after for word, after in pairs if word in forms and after not in ("", GAP)}


def _together(terms: Terms, forms: Words, gap: int, word: str) -> int:
    places = phrase_places(terms, ((0, forms), (gap, (word,))))
    return len(np.unique(documents_at(terms.snapshot, places)))


def _one_a_stem(words: Sequence[str]) -> list[str]:
    """The first word of each stem."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(stem(word), word)
    return list(found.values())


# --- keys ------------------------------------------------------------------------------------------


def _key(text: str) -> str:
    """What is compared: folded words with a space between them."""
    return _NO_WORD.sub(" ", fold(text)).strip()


def _plain(folded: str) -> bytes:
    """The bytes of `_key` for what is folded already; five times as quick on plain letters."""
    if folded.isascii():
        return b" ".join(folded.encode().translate(_ASCII).split())
    return _NO_WORD.sub(" ", folded).strip().encode("utf-8", "replace")


def _with_apostrophe(typed: str, key: str) -> str:
    """With the apostrophe that was forgotten in the last word (`leau`); empty when none was."""
    last = key.rpartition(" ")[2]
    elided = _ELIDED.match(last)
    if not elided:
        return ""
    return f"{_LAST_WORD.sub('', typed)}{elided[0]}'{last[elided.end() :]}"


def _folded(texts: Iterable[str]) -> list[str]:
    """All at once, which is quicker."""
    return fold_lines("\n".join(" ".join(text.split()) for text in texts)).split("\n")


def _bytes(words: str) -> bytes:
    return b" " + words.encode("utf-8", "replace")


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if not _is_small(word)]


def _is_small(word: str) -> bool:
    return word in STOP_WORDS or word in ELIDED
