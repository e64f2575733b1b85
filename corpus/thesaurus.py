"""The thesaurus: the concepts people file under, and the words that find them.

The shipped one is `corpus/data/thesaurus.csv`: themes, methods and actors of public participation,
in French and English, one row a concept, several values in a cell separated by ` | `. Words are
labels of one concept only when they mean the same; near ones are `related`, so that consultation,
concertation and mediation are never taken for one another.

Alternative labels stand in the same order in both languages, acronyms apart: the first in English
says what the first in French says, so that a search can cross from one language to the other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

from corpus.errors import BadImport
from corpus.folding import fold

COLUMNS = (
    "key",
    "scheme",
    "pref_fr",
    "pref_en",
    "alt_fr",
    "alt_en",
    "broader",
    "related",
    "definition_fr",
    "definition_en",
)
_SEPARATOR = "|"


class Scheme(StrEnum):
    """The axes of the thesaurus; a concept is on one of them."""

    THEME = "theme"
    METHOD = "method"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept, named as SKOS names its parts; `broader`, `narrower`, `related` hold keys.

    `narrower` is the converse of `broader` and `related` goes both ways: `Thesaurus` sees to it.
    """

    key: str
    scheme: Scheme
    pref_fr: str
    pref_en: str
    alt_fr: tuple[str, ...] = ()
    alt_en: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    definition_fr: str = ""
    definition_en: str = ""

    def label(self, language: str) -> str:
        """The preferred label; French for any language but English."""
        return self.pref_en if language == "en" else self.pref_fr

    def definition(self, language: str) -> str:
        return self.definition_en if language == "en" else self.definition_fr

    @property
    def labels(self) -> tuple[str, ...]:
        """Every word for it, the preferred ones first, each once."""
        return tuple(dict.fromkeys((self.pref_fr, self.pref_en, *self.alt_fr, *self.alt_en)))


class Thesaurus:
    """Concepts by key and by any label; in the order they were given."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Raises `BadImport` when a key or a label is taken twice, a key is unknown, a concept
        has no label in French or English, or a concept is broader than itself.
        """
        given = list(concepts)
        self._concepts = _by_key(given)
        _check_links(self._concepts)
        self._labels = _by_label(given)
        self._concepts = {c.key: _completed(c, given) for c in given}

    @classmethod
    def from_csv(cls, text: str) -> Thesaurus:
        """Read the columns of `COLUMNS`; raises `BadImport` with the line at fault."""
        rows = csv.DictReader(io.StringIO(text), strict=True)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise BadImport(
                f"The thesaurus has no column « {', '.join(missing)} ». "
                f"Its first line must name: {', '.join(COLUMNS)}."
            )
        return cls(_concept(row, rows.line_num) for row in rows)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        return tuple(self._concepts.values())

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def concept(self, key: str) -> Concept | None:
        """The concept of this key, or None."""
        return self._concepts.get(key)

    def find(self, label: str) -> Concept | None:
        """The concept this word names, whatever its case, accents and hyphens; or None."""
        key = self._labels.get(fold(label))
        return self._concepts[key] if key else None

    def expand(self, label: str) -> tuple[str, ...]:
        """Every word for what `label` names and for all that is narrower; empty when unknown."""
        found = self.find(label)
        if found is None:
            return ()
        below = (self._concepts[key] for key in self._below(found.key))
        return tuple(dict.fromkeys(word for concept in below for word in concept.labels))

    def tree(self, scheme: Scheme | None = None) -> Iterator[tuple[int, Concept]]:
        """Depth (from 0) and concept, each under its first broader one, in the given order."""
        for concept in self:
            if not concept.broader and scheme in (None, concept.scheme):
                yield from self._branch(concept, 0)

    def _branch(self, concept: Concept, depth: int) -> Iterator[tuple[int, Concept]]:
        yield depth, concept
        for key in concept.narrower:
            if self._concepts[key].broader[0] == concept.key:
                yield from self._branch(self._concepts[key], depth + 1)

    def _below(self, key: str) -> Iterator[str]:
        return _walk(key, lambda k: self._concepts[k].narrower)


def _walk(key: str, following: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    """`key`, then all that is reached from it, each once, the nearest first."""
    seen = {key: None}
    queue = [key]
    while queue:
        current = queue.pop(0)
        yield current
        new = [k for k in following(current) if k not in seen]
        seen.update(dict.fromkeys(new))
        queue += new


def _concept(row: Mapping[str, str | None], line: int) -> Concept:
    if any(row.get(name) is None for name in COLUMNS):
        raise BadImport(f"Line {line} of the thesaurus has fewer cells than the first line.")
    cells = {name: (row[name] or "").strip() for name in COLUMNS}
    if cells["scheme"] not in set(Scheme):
        raise BadImport(
            f"Line {line} of the thesaurus is in « {cells['scheme']} ». "
            f"Write one of: {', '.join(Scheme)}."
        )
    return Concept(
        key=cells["key"],
        scheme=Scheme(cells["scheme"]),
        pref_fr=cells["pref_fr"],
        pref_en=cells["pref_en"],
        alt_fr=_several(cells["alt_fr"]),
        alt_en=_several(cells["alt_en"]),
        broader=_several(cells["broader"]),
        related=_several(cells["related"]),
        definition_fr=cells["definition_fr"],
        definition_en=cells["definition_en"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(_SEPARATOR) if part.strip())


def _by_key(concepts: Iterable[Concept]) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for concept in concepts:
        if not (concept.key and concept.pref_fr and concept.pref_en):
            raise BadImport(
                f"The concept « {concept.key or concept.pref_fr} » lacks its key or its label "
                "in French or English. Give all three."
            )
        if concept.key in found:
            raise BadImport(f"Two concepts have the key « {concept.key} ». Rename one.")
        found[concept.key] = concept
    return found


def _by_label(concepts: Iterable[Concept]) -> dict[str, str]:
    """Folded label → key."""
    found: dict[str, str] = {}
    for concept in concepts:
        for label in concept.labels:
            other = found.setdefault(fold(label), concept.key)
            if other != concept.key:
                raise BadImport(
                    f"« {label} » names both « {other} » and « {concept.key} ». "
                    "Keep it on one of them, and relate the two."
                )
    return found


def _check_links(concepts: Mapping[str, Concept]) -> None:
    for concept in concepts.values():
        for key in (*concept.broader, *concept.related):
            if key not in concepts:
                raise BadImport(f"« {concept.key} » points to « {key} », which no concept is.")
    for concept in concepts.values():
        above = (_walk(key, lambda k: concepts[k].broader) for key in concept.broader)
        if any(concept.key in keys for keys in above):
            raise BadImport(f"« {concept.key} » is broader than itself. Break the circle.")


def _completed(concept: Concept, given: list[Concept]) -> Concept:
    """The concept with what the others say of it."""
    back = [c.key for c in given if concept.key in c.related]
    return replace(
        concept,
        narrower=tuple(c.key for c in given if concept.key in c.broader),
        related=tuple(dict.fromkeys((*concept.related, *back))),
    )


@cache
def default_thesaurus() -> Thesaurus:
    """The thesaurus that ships with the package, read at the first call."""
    shipped = resources.files("corpus").joinpath("data/thesaurus.csv")
    return Thesaurus.from_csv(shipped.read_text(encoding="utf-8"))
