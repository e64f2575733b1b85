"""The librarians' list of synonyms, read from a text, one fact a line (pure).

# a comment
CNDP = Commission nationale du débat public        equivalents, as many as one likes
Cemagref -> Irstea -> INRAE                        renames, the oldest name first
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NoReturn, TypeVar

from corpus.errors import BadImport
from indexer.synonyms.names import Key, key_of, means, words_of

Node = TypeVar("Node", bound=Hashable)

LONGEST_LABEL = 150
"""Characters of a label of the list: longer ones are a forgotten line end or a pasted sentence."""

_EQUAL = re.compile(r"\s*=\s*")
_ARROW = re.compile(r"\s*(?:->|→)\s*")
_COMMENT = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True, slots=True)
class SynonymList:
    """The list as read: groups of equivalents, and (former name, later name) pairs."""

    equivalents: tuple[tuple[str, ...], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()


NO_SYNONYMS = SynonymList()


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
            key = key_of(words_of(label))
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
        if old in reached(new, self.later):
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
        return self.group_of.setdefault(key_of(words_of(label)), lone)


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
    if not any(means(word) for word in words_of(label)):
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


def reached(start: Node, links: Mapping[Node, Iterable[Node]]) -> dict[Node, None]:
    """`start` and all that is reached from it, the nearest first."""
    seen = {start: None}
    queue = [start]
    while queue:
        new = [node for node in links.get(queue.pop(0), ()) if node not in seen]
        seen.update(dict.fromkeys(new))
        queue += new
    return seen
