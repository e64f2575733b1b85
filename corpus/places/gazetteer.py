"""The official geographic code of France: places, and how a name is told to be one of them.

The data are `corpus/data/places.tsv.gz`, rebuilt by `tools/build_places.py`: régions,
départements, communes, communes déléguées and associées, municipal arrondissements, a few dozen
countries, and former names.

How a name is decided (`Gazetteer.find`):

1. Case, accents, hyphens, apostrophes, « St » for « Saint » and a leading article do not count.
2. What stands in parentheses or after a comma narrows: « Saint-Aubin (39) », « Nantes,
   Loire-Atlantique ». A context that is not understood is ignored.
3. Two places with the same inhabitants, one inside the other, are the same territory: the smaller
   is meant, since its ancestors say the rest. « Paris » is the commune, « La Réunion » the
   département.
4. Otherwise the wider place is meant: « Mayenne » is the département, « Bretagne » the région.
   A commune that exists today is meant before one that was merged into another.
5. What is still several is nothing: a homonym without context is never guessed.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple

from corpus.folding import fold, fold_lines

ARTICLES = ("le ", "la ", "les ", "l ")


class PlaceKind(StrEnum):
    COUNTRY = "country"
    REGION = "region"
    DEPARTEMENT = "departement"
    COMMUNE = "commune"
    FORMER_COMMUNE = "former_commune"
    ARRONDISSEMENT = "arrondissement"


KIND_OF_PREFIX = {
    "pays": PlaceKind.COUNTRY,
    "reg": PlaceKind.REGION,
    "dep": PlaceKind.DEPARTEMENT,
    "com": PlaceKind.COMMUNE,
    "comd": PlaceKind.FORMER_COMMUNE,
    "coma": PlaceKind.FORMER_COMMUNE,
    "arm": PlaceKind.ARRONDISSEMENT,
}
_WIDEST_FIRST = tuple(PlaceKind)
_KIND_WORDS = {
    "pays": PlaceKind.COUNTRY,
    "region": PlaceKind.REGION,
    "departement": PlaceKind.DEPARTEMENT,
    "dep": PlaceKind.DEPARTEMENT,
    "dept": PlaceKind.DEPARTEMENT,
    "collectivite": PlaceKind.DEPARTEMENT,
    "commune": PlaceKind.COMMUNE,
    "ville": PlaceKind.COMMUNE,
    "village": PlaceKind.COMMUNE,
}


class Mention(StrEnum):
    """What a mention of a name in prose needs, to be believed; from least to most."""

    BARE = "b"
    HYPHENS = "h"
    PREPOSITION = "p"
    NEVER_BARE = "n"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the official code.

    `code`: `reg-52`, `dep-44`, `com-44109`, `comd-…` and `coma-…` for communes merged into
    another, `arm-75111` for an arrondissement of Paris, Lyon or Marseille, `pays-BE` for a
    country (ISO 3166). `parent` is the code of the place around it, `ancestors` all of them, the
    nearest first; a région has none (France is not an ancestor: it would tell nothing).
    `label` tells homonyms apart: « Saint-Aubin (Jura) ». `population` is 0 when unknown.
    """

    code: str
    name: str
    kind: PlaceKind
    parent: str = ""
    ancestors: tuple[str, ...] = ()
    label: str = ""
    population: int = 0


class _Row(NamedTuple):
    name: str
    parent: str
    population: int
    mention: str


class Context(NamedTuple):
    """What stands beside a name: the places it must be in, and the kind it must be of.

    `or_itself`: the name may be that of the context itself, as in « Mayenne (53) », where
    « Mayenne (Mayenne) » and « Mayenne (53100) » are the town.
    """

    codes: frozenset[str] = frozenset()
    kind: PlaceKind | None = None
    or_itself: bool = False

    def __bool__(self) -> bool:
        return bool(self.codes or self.kind)


_BESIDE = re.compile(r"^(?P<name>[^(,]*[^(,\s])\s*(?:\(|,|\s[-–—]\s)\s*(?P<beside>[^()]+?)\s*\)?$")
_POSTCODE_FIRST = re.compile(r"^(?P<beside>\d{5})\s+(?P<name>\D+)$")
_SHORT_SAINT = re.compile(r"\bs(t|te|ts|tes)\b\.? ?")
_SHORT_SUR = re.compile(r"\bs/ ?")
_LEADING = re.compile(
    r"^(?:dans |en |a )?(?:(?:le |la |les |l )?(?P<kind>departement|region|dept?|pays|commune"
    r"|ville|village|collectivite)\b ?)?(?:de |du |des |d )?(?:le |la |les |l )?"
)
_ARRONDISSEMENT = re.compile(
    r"^(?:(?P<before>\d{1,2})(?:er|e|eme|nd)? arrondissement (?:de |a )?)?"
    r"(?P<city>paris|lyon|marseille)(?: (?P<after>\d{1,2})(?:er|e|eme)(?: arrondissement)?)?$"
)
_ARRONDISSEMENT_CODES = {"paris": "arm-751", "lyon": "arm-6938", "marseille": "arm-132"}
FRANCE = "pays-FR"


def fold_name(text: str) -> str:
    """Fold the name of a place: « St.-Aubin s/ Mer » and « Saint-Aubin-sur-Mer » become one."""
    folded = _SHORT_SUR.sub("sur ", fold(text))
    return _SHORT_SAINT.sub(lambda short: f"sain{short[1]} ", folded).strip()


class Gazetteer:
    """The places of the code by code and by folded name. Read-only once made."""

    def __init__(
        self, rows: dict[str, str], index: dict[str, str], aliases: dict[str, str]
    ) -> None:
        """`rows`: code → its line of the table; `index`: folded name → its codes, spaced;
        `aliases`: code and folded alias, spaced → the letter of its `Mention`.
        """
        self._rows = rows
        self._index = index
        self._aliases = aliases

    @classmethod
    def load(cls) -> Gazetteer:
        """Read the data that ship with the package (about 38,000 places)."""
        packed = resources.files("corpus").joinpath("data/places.tsv.gz").read_bytes()
        return cls.parse(gzip.decompress(packed).decode())

    @classmethod
    def parse(cls, table: str) -> Gazetteer:
        """Read the table described in `tools/build_places.py`."""
        lines = [line for line in table.splitlines() if not line.startswith("#")]
        cells = [line.split("\t", 2) for line in lines]
        rows = {cell[0]: line for cell, line in zip(cells, lines, strict=True) if line[0] != "="}
        names = fold_lines("\n".join([cell[1] for cell in cells])).split("\n")
        index: dict[str, str] = {}
        aliases: dict[str, str] = {}
        for (code, _, rest), key in zip(cells, names, strict=True):
            if code[0] == "=":
                code = code[1:]
                aliases[f"{code} {key}"] = rest[-1]
            index[key] = f"{index[key]} {code}" if key in index else code
        return cls(rows, index, aliases)

    def __len__(self) -> int:
        return len(self._rows)

    def codes(self) -> Iterable[str]:
        """Every code, from the widest places to the smallest."""
        return self._rows.keys()

    @cached_property
    def _without_article(self) -> dict[str, str]:
        """Folded name without its article → the folded names that have one."""
        bare: dict[str, str] = {}
        for key in self._index:
            if key.startswith(ARTICLES):
                short = key.partition(" ")[2]
                bare[short] = f"{bare[short]}\n{key}" if short in bare else key
        return bare

    @cached_property
    def first_words(self) -> dict[str, int]:
        """First folded word of a name, with or without its article → words in the longest."""
        longest: dict[str, int] = {}
        for key in (*self._index, *self._without_article):
            first = key.partition(" ")[0]
            length = key.count(" ") + 1
            if length > longest.get(first, 0):
                longest[first] = length
        return longest

    def place(self, code: str) -> Place | None:
        """The place of this code, or None."""
        if code not in self._rows:
            return None
        row = self._row(code)
        return Place(
            code=code,
            name=row.name,
            kind=kind_of(code),
            parent=row.parent,
            ancestors=self.ancestors(code),
            label=self._label(code, row),
            population=row.population,
        )

    def _row(self, code: str) -> _Row:
        _, name, parent, population, mention = self._rows[code].split("\t")
        return _Row(name, parent, int(population), mention)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes around this one, the nearest first; empty for an unknown code."""
        found: list[str] = []
        while code := self._parent(code):
            found.append(code)
        return tuple(found)

    def _parent(self, code: str) -> str:
        line = self._rows.get(code)
        return line.split("\t", 3)[2] if line else ""

    def mention(self, code: str, key: str) -> Mention:
        """What a mention of this place by this folded name needs."""
        return Mention(self._aliases.get(f"{code} {key}") or self._row(code).mention)

    def name(self, code: str) -> str:
        return self._row(code).name

    def _label(self, code: str, row: _Row) -> str:
        beside = self._told_apart_by(code, row)
        return f"{row.name} ({beside})" if beside else row.name

    def _told_apart_by(self, code: str, row: _Row) -> str:
        """What `find` needs beside the name to come back to this place, or nearly always."""
        kind = kind_of(code)
        twins = [c for c in self.codes_named(fold(row.name)) if c != code]
        if kind in (PlaceKind.REGION, PlaceKind.DEPARTEMENT):
            has_twin = any(self._parent(c) == code and self._same_extent(code, c) for c in twins)
            return _word_for(kind, bool(row.parent)) if has_twin else ""
        around = next((a for a in self.ancestors(code) if a.startswith("dep-")), "")
        if not around or "(" in row.name or kind is PlaceKind.ARRONDISSEMENT:
            return ""
        alone = self._same_extent(around, code) and all(kind_of(c) is not kind for c in twins)
        return "" if alone else self.name(around)

    def codes_named(self, key: str) -> tuple[str, ...]:
        """The codes of the places with exactly this folded name, article included."""
        return tuple(self._index.get(key, "").split())

    def codes_without_article(self, key: str) -> tuple[str, ...]:
        """The codes of the places whose folded name is this one after « le », « la » …"""
        full = self._without_article.get(key)
        return tuple(c for k in full.split("\n") for c in self.codes_named(k)) if full else ()

    def _named(self, name: str) -> tuple[str, ...]:
        key = fold_name(name)
        codes = self.codes_named(key) or self.codes_without_article(key)
        if not codes and key.startswith(ARTICLES):
            codes = self.codes_named(key.partition(" ")[2])
        return codes or self._arrondissement(key)

    def _arrondissement(self, key: str) -> tuple[str, ...]:
        found = _ARRONDISSEMENT.match(key)
        if not found or bool(found["before"]) == bool(found["after"]):
            return ()
        code = arrondissement_code(found["city"], int(found["before"] or found["after"]))
        return (code,) if code in self._rows else ()

    def homonyms(self, name: str) -> tuple[Place, ...]:
        """Every place that bears this name (and stands in its context), the largest first."""
        codes, context = self._candidates(name, "")
        places = [place for c in self.within(codes, context) if (place := self.place(c))]
        return tuple(sorted(places, key=lambda place: (-place.population, place.code)))

    def find(self, name: str, within: str = "") -> Place | None:
        """The one place this name means, by the rules of the module; None when none or several.

        `within` is the name, number or code of a place around it, as parentheses would give.
        """
        codes, context = self._candidates(name, within)
        code = self.choose(self.within(codes, context))
        return self.place(code) if code else None

    def _candidates(self, name: str, within: str) -> tuple[tuple[str, ...], Context]:
        context = self.context(within) if within else Context()
        codes = self._named(name)
        split = _BESIDE.match(name.strip()) or _POSTCODE_FIRST.match(name.strip())
        if codes or not split:
            return codes, context
        return self._named(split["name"]), context or self.context(split["beside"])

    def context(self, text: str) -> Context:
        """What « 39 », « 39190 », « dans le Jura », « dep-39 » or « commune » asks of a place."""
        asked = Context()
        for part in re.split(r"[,;/]", text):
            found = self._context_part(part.strip())
            if not asked.codes:
                asked = found._replace(kind=found.kind or asked.kind)
        return asked

    def _context_part(self, text: str) -> Context:
        if text in self._rows:
            return Context(frozenset((text,)))
        if numbered := self._numbered(text):
            return Context(numbered, or_itself=len(text) <= 3)
        folded = fold(text)
        lead = _LEADING.match(folded)
        kind = _KIND_WORDS.get(lead["kind"] or "") if lead else None
        rest = folded[lead.end() :] if lead else folded
        if not rest:
            return Context(kind=kind)
        codes = self._named(text) or self._named(rest)
        wide = [c for c in codes if kind_of(c) in _WIDEST_FIRST[:3]]
        return Context(frozenset(wide or codes))

    def _numbered(self, text: str) -> frozenset[str]:
        """The département of a number or of a postcode (Corsican postcodes tell two)."""
        if not re.fullmatch(r"\d{1,3}|2[abAB]|\d{5}", text):
            return frozenset()
        digits = text.upper().zfill(2)
        if len(digits) == 5:
            digits = digits[:3] if digits[:2] in ("97", "98") else digits[:2]
        numbers = ("2A", "2B") if digits == "20" else (digits,)
        return frozenset(code for n in numbers if (code := f"dep-{n}") in self._rows)

    def within(self, codes: Iterable[str], context: Context) -> tuple[str, ...]:
        """Those of `codes` that stand inside the context; the context itself if nothing else."""
        kept = [c for c in codes if context.kind in (None, kind_of(c))]
        if not context.codes:
            return tuple(kept)
        if FRANCE in context.codes:
            return tuple(c for c in kept if kind_of(c) is not PlaceKind.COUNTRY)
        inside = [c for c in kept if context.codes.intersection(self.ancestors(c))]
        itself = [c for c in kept if c in context.codes]
        return tuple(itself + inside if context.or_itself else inside or itself)

    def choose(self, codes: Iterable[str]) -> str:
        """The one code meant by a name that all of these bear, or '' (rules 3 to 5)."""
        codes = tuple(dict.fromkeys(codes))
        if len(codes) < 2:
            return "".join(codes)
        wrappers = {a for c in codes for a in self.ancestors(c) if self._same_extent(a, c)}
        remaining = [c for c in codes if c not in wrappers]
        for kind in _WIDEST_FIRST:
            of_kind = [c for c in remaining if kind_of(c) is kind]
            if of_kind:
                return of_kind[0] if len(of_kind) == 1 else ""
        return ""

    def _same_extent(self, outer: str, inner: str) -> bool:
        return self._row(outer).population == self._row(inner).population


def kind_of(code: str) -> PlaceKind:
    """The kind of place a code names, by its prefix."""
    return KIND_OF_PREFIX[code.partition("-")[0]]


def _word_for(kind: PlaceKind, inside_a_region: bool) -> str:
    if kind is PlaceKind.REGION:
        return "région"
    return "département" if inside_a_region else "collectivité"


def arrondissement_code(city: str, number: int) -> str:
    """`("paris", 11)` → `arm-75111`; whether it exists is for the gazetteer to say."""
    prefix = _ARRONDISSEMENT_CODES[city]
    return f"{prefix}{number:0{9 - len(prefix)}d}"


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package, read at the first call."""
    return Gazetteer.load()
