"""Which field a reader means by the name typed before a colon, and which years (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from corpus.fields import FIELDS, Field
from corpus.folding import fold

_YEARS = re.compile(r"(?P<only>[0-9]{4})|(?P<low>[0-9]{4})?(?:\.\.\.?|…)(?P<high>[0-9]{4})?")
_HYPHENATED = re.compile(r"(?P<low>[0-9]{4})[-–—](?P<high>[0-9]{4})")


def names_of(fields: Sequence[Field]) -> Mapping[str, Field]:
    """Every name of every field that something can be asked of, folded; a canonical name is never
    another field's typed name."""
    return _names_of_table() if fields is FIELDS else _names_of(fields)


@lru_cache(maxsize=1)
def _names_of_table() -> Mapping[str, Field]:
    return _names_of(FIELDS)


def _names_of(fields: Sequence[Field]) -> Mapping[str, Field]:
    asked = [field for field in fields if field.facet or field.boost > 0]
    typed = {fold(name): field for field in asked for name in field.typed}
    return MappingProxyType(typed | {fold(field.name): field for field in asked})


def shown_name(name: str, fields: Sequence[Field] = FIELDS) -> str:
    """How the field of that canonical name is written in a query: as a French reader would."""
    found = next((field for field in fields if field.name == name), None)
    return found.typed[0] if found and found.typed else name


def shown_names(fields: Sequence[Field] = FIELDS) -> tuple[str, ...]:
    """The usual name of each field that has one."""
    return tuple(field.typed[0] for field in fields if field.typed)


def years(value: str) -> tuple[int | None, int | None] | None:
    """The first and last year of `2018`, `2015..2020`, `2015-2020`, `2015..` or `..2020`.

    Nothing when it is not years; the first may come after the last.
    """
    match = _YEARS.fullmatch(value) or _HYPHENATED.fullmatch(value)
    if match is None:
        return None
    found = match.groupdict()
    if found.get("only"):
        return int(found["only"]), int(found["only"])
    low, high = found["low"], found["high"]
    if not (low or high):
        return None
    return int(low) if low else None, int(high) if high else None
