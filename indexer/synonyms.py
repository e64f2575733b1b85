"""What else is searched when something is typed: synonyms, acronyms and names that changed.

Three sources, each marked on what it brings: the librarians' list, the thesaurus, and acronyms read
in the texts. The list is a text, one fact a line:

    # a comment
    CNDP = Commission nationale du débat public        equivalents, as many as one likes
    Cemagref -> Irstea -> INRAE                        renames, the oldest name first

Of the thesaurus, an acronym stands for the names of its concept and a label for the same label in
French for an English label; two French words for one concept are never taken for one another, and what is
related, broader or narrower is only offered. Pure: nothing here is read from an index, so that a
saved list counts from the next query on.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, zip_longest
from types import MappingProxyType
from typing import Generic, NamedTuple, NoReturn, TypeVar

from corpus.errors import BadImport
from corpus.folding import fold
from corpus.thesaurus import Concept, Thesaurus
from indexer.analysis import GAP, term_of
from indexer.query import Origin

LONGEST_LABEL = 150
"""Characters of a label of the list: longer ones are a forgotten line end or a pasted sentence."""

MOST_RELATED = 8

_WORD = re.compile(r"[^\W_]+")
_EQUAL = re.compile(r"\s*=\s*")
_ARROW = re.compile(r"\s*(?:->|→)\s*")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_ACRONYM = re.compile(r"(?=(?:.*[^\W\d_a-zà-öø-ÿ]){2})[^\W_]{2,10}")

Node = TypeVar("Node", bound=Hashable)
Thing = TypeVar("Thing")

Key = tuple[str, ...]
"""What two spellings of a label share: a lone word as it is folded, several as their terms."""


@dataclass(frozen=True, slots=True)
class SynonymList:
    """The list as read: groups of equivalents, and (former name, later name) pairs."""

    equivalents: tuple[tuple[str, ...], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()


NO_SYNONYMS = SynonymList()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Searched beside what was typed: `label` as it is written, `words` folded, in order."""

    label: str
    words: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Expansion:
    """`words[start:end]` of what was typed are `label`, for which `alternatives` stand too."""

    start: int
    end: int
    label: str
    alternatives: tuple[Alternative, ...]


# --- reading the list ------------------------------------------------------------------------------


def parse_synonyms(text: str) -> SynonymList:
    """Reads a list. Raises `BadImport` with the first line that is at fault, and what to do.

    Besides what cannot be read, a label said equivalent on two lines is refused, and so are a
    rename that is repeated and one that leads back to its own beginning.
    """
    reader = _Reader()
    lines = list(_lines(text))
    for line in lines:
        if not line.is_rename:
            reader.take_equivalents(line)
    for line in lines:
        if line.is_rename:
            reader.take_renames(line)
    return SynonymList(tuple(reader.equivalents), tuple(reader.renames))


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def is_rename(self) -> bool:
        return bool(_ARROW.search(self.text))

    def refuse(self, french: str, english: str) -> NoReturn:
        shown = self.text if len(self.text) <= LONGEST_LABEL else f"{self.text[:LONGEST_LABEL]}…"
        raise BadImport(
            f"Ligne {self.number} (« {shown} ») : {french}",
            f"Line {self.number} (“{shown}”): {english}",
        )


def _lines(text: str) -> Iterator[_Line]:
    for number, written in enumerate(text.splitlines(), 1):
        if said := _COMMENT.sub("", written.lstrip("\ufeff")).strip():
            yield _Line(number, said)


@dataclass(slots=True)
class _Reader:
    """What was read so far, with the line of each fact, to point at it when it comes again."""

    equivalents: list[tuple[str, ...]] = field(default_factory=list)
    renames: list[tuple[str, str]] = field(default_factory=list)
    group_of: dict[Key, int] = field(default_factory=dict)
    line_of: dict[Key, int] = field(default_factory=dict)
    line_of_rename: dict[tuple[int, int], int] = field(default_factory=dict)
    later: dict[int, set[int]] = field(default_factory=dict)

    def take_equivalents(self, line: _Line) -> None:
        labels = _labels(line, _EQUAL)
        for label in labels:
            key = _key(_words(label))
            if (before := self.line_of.get(key)) is not None:
                line.refuse(*_said_again(label, before, line.number))
            self.line_of[key] = line.number
            self.group_of[key] = len(self.equivalents)
        self.equivalents.append(labels)

    def take_renames(self, line: _Line) -> None:
        if _EQUAL.search(line.text):
            line.refuse(
                "elle mêle « = » et « -> ». Écrivez deux lignes, une pour chaque signe : "
                "les équivalents d'abord, le changement de nom ensuite.",
                "it mixes “=” and “->”. Write two lines, one for each sign: the equivalents first, "
                "then the change of name.",
            )
        for former, latter in pairwise(_labels(line, _ARROW)):
            self._take_rename(line, former, latter)

    def _take_rename(self, line: _Line, former: str, latter: str) -> None:
        old, new = self._group(former), self._group(latter)
        if (before := self.line_of_rename.get((old, new))) is not None:
            line.refuse(
                f"le passage de « {former} » à « {latter} » est déjà dit à la ligne {before}. "
                "Supprimez l'une des deux.",
                f"that “{former}” became “{latter}” is on line {before} already. Remove either.",
            )
        if old in _reached(new, self.later):
            line.refuse(
                f"« {former} » devient « {latter} », qui redevient « {former} » par cette ligne ou "
                "une autre. Gardez un seul sens : l'ancien nom, puis « -> », puis le nouveau.",
                f"“{former}” becomes “{latter}”, which becomes “{former}” again by this line or "
                "another. Keep one way only: the former name, then “->”, then the new one.",
            )
        self.line_of_rename[old, new] = line.number
        self.later.setdefault(old, set()).add(new)
        self.renames.append((former, latter))

    def _group(self, label: str) -> int:
        """Names said equivalent are renamed together; one that stands alone is its own group."""
        lone = -1 - len(self.group_of)
        return self.group_of.setdefault(_key(_words(label)), lone)


def _labels(line: _Line, separator: re.Pattern[str]) -> tuple[str, ...]:
    labels = tuple(" ".join(part.split()) for part in separator.split(line.text))
    if len(labels) < 2:
        line.refuse(
            "il n'y a qu'un nom. Écrivez « CNDP = Commission nationale du débat public » pour des "
            "équivalents, « Irstea -> INRAE » pour un changement de nom, « # » devant une remarque.",
            "there is only one name. Write “CNDP = Commission nationale du débat public” for "
            "equivalents, “Irstea -> INRAE” for a change of name, “#” before a remark.",
        )
    for label in labels:
        _check(line, label)
    return labels


def _check(line: _Line, label: str) -> None:
    if not label:
        line.refuse(
            "un nom manque à côté d'un signe. Complétez-le, ou retirez le signe de trop.",
            "a name is missing beside a sign. Write it, or take the sign away.",
        )
    if len(label) > LONGEST_LABEL:
        line.refuse(
            f"un nom a {len(label)} caractères. Raccourcissez-le : {LONGEST_LABEL} au plus.",
            f"a name has {len(label)} characters. Shorten it: {LONGEST_LABEL} at most.",
        )
    if not any(_means(word) for word in _words(label)):
        line.refuse(
            f"« {label} » n'a que des mots trop courants pour être cherchés. "
            "Retirez-le, ou écrivez un nom plus précis.",
            f"“{label}” has only words too common to be searched. Take it away, or write a more "
            "precise name.",
        )


def _said_again(label: str, before: int, number: int) -> tuple[str, str]:
    """In French and in English."""
    if before == number:
        return (
            f"« {label} » y est deux fois. Supprimez-en un : singulier et pluriel, majuscules et "
            "accents ne comptent pas.",
            f"“{label}” is there twice. Remove one: singular and plural, capitals and accents make "
            "no difference.",
        )
    return (
        f"« {label} » est déjà à la ligne {before}. Mettez tous les équivalents sur une seule "
        "ligne, séparés par « = », ou supprimez l'une des deux.",
        f"“{label}” is on line {before} already. Put all equivalents on one line, separated by "
        "“=”, or remove either.",
    )


# --- looking up ------------------------------------------------------------------------------------


class Synonyms:
    """What stands for what, ready to be asked; never changes once made.

    `acronyms` maps those read in the texts to their long form: they count only where neither the
    list nor the thesaurus knows the acronym.
    """

    def __init__(
        self,
        kept: SynonymList,
        thesaurus: Thesaurus,
        acronyms: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._thesaurus = thesaurus
        table = _Table()
        for label, others, origin in (*_of_list(kept), *_of_thesaurus(thesaurus)):
            table.add(label, others, origin)
        for acronym, long in acronyms.items():
            if not table.knows(acronym):
                table.add(acronym, (long,), Origin.TEXT)
                table.add(long, (acronym,), Origin.TEXT)
        self._names = _Known(table.names)
        self._concepts = _Known(
            {_key(_words(label)): concept for concept in thesaurus for label in concept.labels}
        )

    def expansions(self, words: Sequence[str]) -> tuple[Expansion, ...]:
        """What else to search for these words, in their order.

        `words` are those typed, in order, small words included. The longest names are found first
        and none overlap: a word inside a known name is not a name of its own. Small words and
        elisions do not count, singular and plural are the same in names of several words; a name of
        one word is found as it is written, whatever its case and accents.
        """
        return tuple(
            Expansion(start, end, name.label, name.alternatives)
            for start, end, name in self._names.found_in(words)
            if name.alternatives
        )

    def related(self, words: Sequence[str], language: str = "fr") -> tuple[str, ...]:
        """Labels to offer beside a query that names concepts; they are never searched for it.

        Related concepts first, then broader and narrower ones, `MOST_RELATED` at most; not those
        that the words name already.
        """
        named = {concept.key: concept for _, _, concept in self._concepts.found_in(words)}
        near = (
            key
            for links in ("related", "broader", "narrower")
            for concept in named.values()
            for key in getattr(concept, links)
        )
        offered = [key for key in dict.fromkeys(near) if key not in named][:MOST_RELATED]
        concepts = (self._thesaurus.concept(key) for key in offered)
        return tuple(concept.label(language) for concept in concepts if concept)


@dataclass(slots=True)
class _Name:
    """A known name and what stands for it; the first to bring an alternative says its origin."""

    label: str
    terms: Key
    alternatives: tuple[Alternative, ...] = ()

    def add(self, label: str, origin: Origin) -> None:
        words = _words(label)
        terms = _terms(words)
        seen = (self.terms, *(_terms(a.words) for a in self.alternatives))
        if terms and terms not in seen and not _holds(terms, self.terms):
            self.alternatives += (Alternative(label, words, origin),)


class _Table:
    """Names by key, while they are gathered."""

    def __init__(self) -> None:
        self.names: dict[Key, _Name] = {}

    def knows(self, label: str) -> bool:
        return _key(_words(label)) in self.names

    def add(self, label: str, others: Iterable[str], origin: Origin) -> None:
        """A label without others is known all the same: what lies inside it is no name then."""
        words = _words(label)
        if not any(map(_means, words)):
            return
        name = self.names.setdefault(_key(words), _Name(label, _terms(words)))
        for other in others:
            name.add(other, origin)


_Facts = Iterator[tuple[str, Iterable[str], Origin]]


def _of_list(kept: SynonymList) -> _Facts:
    """Equivalents first, then the names before and after, those of their equivalents included."""
    groups = {_key(_words(label)): group for group in kept.equivalents for label in group}
    for group in kept.equivalents:
        for label in group:
            yield label, group, Origin.LIST
    later: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    former: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for old, new in kept.renames:
        before, after = (groups.setdefault(_key(_words(name)), (name,)) for name in (old, new))
        later.setdefault(before, []).append(after)
        former.setdefault(after, []).append(before)
    for group in dict.fromkeys((*later, *former)):
        linked = (*_reached(group, later), *_reached(group, former))
        names = [name for other in linked if other != group for name in other]
        for label in group:
            yield label, names, Origin.RENAME


def _of_thesaurus(thesaurus: Thesaurus) -> _Facts:
    for concept in thesaurus:
        acronyms = [label for label in concept.labels if _ACRONYM.fullmatch(label)]
        full = [label for label in concept.labels if len(_terms(_words(label))) > 1]
        for label in concept.labels:
            others = full if label in acronyms else [*acronyms, *_other_language(concept, label)]
            yield label, others, Origin.THESAURUS


def _other_language(concept: Concept, label: str) -> Iterator[str]:
    """The French for an English label: alternative labels stand in the same order in both.

    An English one more is told by the preferred French label. Never the reverse: the texts are French,
    and a common word typed would bring its translation with it each time.
    """
    if label in (concept.pref_fr, *concept.alt_fr):
        return
    if label == concept.pref_en:
        yield concept.pref_fr
    french = (a for a in concept.alt_fr if not _ACRONYM.fullmatch(a))
    for ours, theirs in zip_longest(french, concept.alt_en):
        if label == theirs:
            yield ours or concept.pref_fr


def _reached(start: Node, links: Mapping[Node, Iterable[Node]]) -> dict[Node, None]:
    """`start` and all that is reached from it, the nearest first."""
    seen = {start: None}
    queue = [start]
    while queue:
        new = [node for node in links.get(queue.pop(0), ()) if node not in seen]
        seen.update(dict.fromkeys(new))
        queue += new
    return seen


# --- words -----------------------------------------------------------------------------------------


def _words(label: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(label)))


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """Labels share most of their words, and each is looked at several times."""
    return term_of(word)


def _means(word: str) -> bool:
    return _term(word) not in ("", GAP)


def _terms(words: Iterable[str]) -> Key:
    return tuple(_term(word) for word in words if _means(word))


def _key(words: Iterable[str]) -> Key:
    """Stems would take « SAGE » for « sages » and « ENS » for « en »: a lone word stays whole."""
    telling = tuple(filter(_means, words))
    return telling if len(telling) == 1 else tuple(map(_term, telling))


def _holds(terms: Key, part: Key) -> bool:
    """Whether `part` stands in `terms`, in order and together."""
    return any(terms[at : at + len(part)] == part for at in range(len(terms) - len(part) + 1))


class _Part(NamedTuple):
    """A telling part of the word at `place`; `opens` and `closes` say that it is an end of it."""

    place: int
    word: str
    term: str
    opens: bool
    closes: bool


def _parts(words: Sequence[str]) -> Iterator[_Part]:
    """A typed word has several when it is written with a hyphen or an apostrophe."""
    for place, word in enumerate(words):
        telling = _telling(word)
        for rank, (part, term) in enumerate(telling):
            yield _Part(place, part, term, rank == 0, rank == len(telling) - 1)


@lru_cache(maxsize=20_000)
def _telling(word: str) -> tuple[tuple[str, str], ...]:
    """The telling parts of a typed word, with their terms."""
    return tuple((part, _term(part)) for part in _words(word) if _means(part))


class _Known(Generic[Thing]):
    """Things by the key of their names, and where these stand in what is typed."""

    def __init__(self, things: Mapping[Key, Thing]) -> None:
        self._things = things
        self._sizes: dict[str, set[int]] = {}
        for key in things:
            self._sizes.setdefault(key[0], set()).add(len(key))

    def found_in(self, words: Sequence[str]) -> list[tuple[int, int, Thing]]:
        """(start, end, thing) in order: the longest names are taken first and none overlap."""
        parts = list(_parts(words))
        free = [True] * len(parts)
        found: list[tuple[int, int, Thing]] = []
        for size, at, thing in sorted(self._names_in(parts), key=lambda name: -name[0]):
            if all(free[at : at + size]):
                free[at : at + size] = [False] * size
                found.append((parts[at].place, parts[at + size - 1].place + 1, thing))
        return sorted(found, key=lambda place: place[0])

    def _names_in(self, parts: Sequence[_Part]) -> Iterator[tuple[int, int, Thing]]:
        """(size, place among the parts, thing) of every name, whether or not they overlap."""
        terms = tuple(part.term for part in parts)
        for at, part in enumerate(parts):
            if not part.opens:
                continue
            if part.closes and (thing := self._things.get((part.word,))) is not None:
                yield 1, at, thing
            for size in self._sizes.get(part.term, ()):
                key = terms[at : at + size]
                if len(key) == size > 1 and parts[at + size - 1].closes and key in self._things:
                    yield size, at, self._things[key]
