"""What somebody may be about to type: titles, names, and words of the texts that begin so.

Titles and names stand on shelves (`indexer/answering/shelves.py`); what is shown of a title is read
from its document. After the name of a field and a colon (`auteur:dup`), only its names come.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np

from corpus.fields import Field
from corpus.folding import fold_lines
from indexer.analysis import GAP, fold, stem
from indexer.completing.shelves import MOST_LOOKED, Shelf, is_small, key_of, telling_words
from indexer.language import MAX_PHRASE
from indexer.language.names import names_of
from indexer.query import MISSING, Completion
from indexer.snapshot.segments import Numbers
from indexer.snapshot.snapshot import Facet
from indexer.snapshot.terms import Terms, Words, documents_at, phrase_places
from indexer.snapshot.wording import displayed

LEAST_TYPED = 2
"""Letters under which anything may come."""
MOST_TYPED = 100
MOST_COMPLETIONS = 50
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

_LAST_WORD = re.compile(r"[^\W_]+[\W_]*\Z")
_FIELD = re.compile(r'(?P<before>(?:.*[\s(-])?)(?P<name>[^\W\d_]+):(?P<begun>"[^"]*|[^\s":()]*)')
_ONE_WORD = re.compile(r"[\w'’-]+")
_ELIDED = re.compile(r"(?:[ld]|qu)(?=[aeiouyh]..)|[jmnstc](?=[aeiouy]..)")


@dataclass(frozen=True, slots=True)
class _Found:
    """A completion, and whether it begins as typed or only one of its later words does."""

    made: Completion
    later: bool

    @property
    def order(self) -> tuple[bool, int, str, str]:
        return (self.later, -self.made.count, fold(self.made.text), self.made.field)


@dataclass(frozen=True, slots=True)
class _Titles:
    """`numbers` has the first document with each title, `counts` how many have it."""

    shelf: Shelf
    numbers: Numbers
    counts: Numbers


@dataclass(frozen=True, slots=True)
class _Names:
    """Labels of facet values, in both languages; `made[n]` is what entry `n` completes to."""

    shelf: Shelf
    made: tuple[Completion, ...]

    @property
    def all(self) -> Sequence[int]:
        return range(len(self.made))


def completions(
    terms: Terms, fields: Sequence[Field], typed: str, size: int
) -> tuple[Completion, ...]:
    """`size` completions at most, each group of them (names, titles, words) having its share.

    Those that begin as typed first, then those of which a later word does; the most frequent first,
    equals by their text. Accents, case, apostrophes and hyphens do not count. Of several words the
    last is completed, where the others are too. Nothing for fewer than `LEAST_TYPED` letters, but
    after the name of a field.
    """
    size = min(size, MOST_COMPLETIONS)
    if size > 0 and (asked := _FIELD.fullmatch(typed[: 2 * MOST_TYPED])):
        field = names_of(fields).get(fold(asked["name"]))
        if field:
            return tuple(_in_field(_names(terms, fields), field, asked, size))
    key = key_of(typed[: 2 * MOST_TYPED])
    if size < 1 or len(key) > MOST_TYPED or len(key.replace(" ", "")) < LEAST_TYPED:
        return ()
    found = _groups(terms, fields, typed, key, size)
    if not any(found) and (apart := _with_apostrophe(typed, key)):
        found = _groups(terms, fields, apart, key_of(apart), size)
    shared = _shared(found, size)
    return tuple(one.made for one in sorted(shared, key=lambda one: one.order))


def _groups(
    terms: Terms, fields: Sequence[Field], typed: str, key: str, size: int
) -> tuple[list[_Found], ...]:
    names = _names_found(_names(terms, fields), key, size)
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
                    kept.setdefault(key_of(one.made.text), one)
    return list(kept.values())


# --- a field ---------------------------------------------------------------------------------------


def _in_field(names: _Names, field: Field, asked: re.Match[str], size: int) -> Iterator[Completion]:
    """The names of one field that have what follows the colon, each as it would be asked for.

    One that stands alone has its value; after other words it is words too.
    """
    key = key_of(asked["begun"])
    ranks = [rank for rank, _ in names.shelf.found(key, MOST_LOOKED)] if key else names.all
    found: dict[str, Completion] = {}
    for made in map(names.made.__getitem__, ranks):
        if made.field == field.name and len(found) < size:
            text = f"{asked['before']}{asked['name']}:{_quoted(made.text)}"
            value = "" if asked["before"].strip() else made.value
            found.setdefault(made.value, Completion(text, field.name, made.count, value))
    yield from found.values()


def _quoted(name: str) -> str:
    """As a name is written in a query: a phrase has so many words at most."""
    if _ONE_WORD.fullmatch(name):
        return name
    return f'"{" ".join(name.replace(chr(34), " ").split()[:MAX_PHRASE])}"'


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
            Shelf.of(order),
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
        return _Names(Shelf.of(_folded(one.text for one in made)), made)

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
    if telling_words(before):
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
    gap = next(n for n, word in enumerate(reversed(before), 1) if not is_small(word))
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


# --- apostrophes ------------------------------------------------------------------------------------------


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
