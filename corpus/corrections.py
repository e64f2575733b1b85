"""What people write over a field: read as harvested values are, or refused with a sentence.

Pure. A correction is a text, as `corpus.record.written` writes it; lists have one value a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from corpus.errors import BadCorrection, StaffError
from corpus.fields import KINDS, LANGUAGES, Field, Label, editable
from corpus.folding import fold
from corpus.places import Place, find_place, homonyms, place_by_code
from corpus.record import Credit, Role
from corpus.values import clean_name, clean_text, parse_date, read_credit, read_dates

LONGEST_LINE, LONGEST_TEXT, LONGEST_VALUE, MOST_VALUES = 500, 5_000, 300, 60
"""Characters of a title, of a summary, of one value of a list; values of a list."""

REQUIRED = frozenset(("title", "kind"))
"""Fields that no record is without."""

LISTS = frozenset(("credits", "organisations", "places", "themes", "methods", "actors", "keywords"))
"""Fields of a record that hold several values, one a line; ` | ` parts them too, as exports do."""

_HOMONYMS_SHOWN = 5
_MOST_PASSES = 3
_PARTED = re.compile(r"\s+\|\s+")
_DATE_LEAD = re.compile(r"^(?:du|des|de|le|from)\s+", re.IGNORECASE)
_CODED = re.compile(r"(?P<name>.+?)\s*\[(?P<code>[^\[\]]+)\]")


def read_correction(field: Field, typed: str) -> str:
    """The value that `typed` stands for in that field, empty when nothing is left of it.

    Reading what it gives gives the same. Raises `BadCorrection` with the value and the remedy.
    """
    read = _READERS[field.edits]
    value = read(field, typed)
    for _ in range(_MOST_PASSES):  # each takes a mark off: « et :Léa » → « :Léa » → « Léa »
        value = read(field, value)
    if not value and field.edits in REQUIRED:
        raise BadCorrection(
            f"Le champ « {field.label.fr} » ne peut pas être vide : écrivez-y quelque chose.",
            f"The field “{field.label.en}” cannot be empty: write something.",
        )
    return value


def field_to_correct(name: str) -> Field:
    """The field that people may correct under that name, in French or English, accents optional.

    Raises `StaffError` that lists the names.
    """
    found = _names().get(fold(name.strip()))
    if found is None:
        known = ", ".join(field.name for field in editable())
        raise StaffError(
            f"« {name} » n'est pas un champ qui se corrige. Champs possibles : {known}.",
            f"“{name}” is no field that can be corrected. Possible fields: {known}.",
        )
    return found


def lines_of(text: str) -> tuple[str, ...]:
    """The values of a list as typed, cleaned, without blank ones."""
    pieces = (piece for line in text.splitlines() for piece in _PARTED.split(line))
    return tuple(filter(None, map(clean_text, pieces)))


def same_text(field: Field, one: str, other: str) -> bool:
    """Whether two texts of a field differ by nothing a form may have changed: spaces, line ends."""
    if field.edits in LISTS:
        return lines_of(one) == lines_of(other)
    return clean_text(one) == clean_text(other)


@cache
def _names() -> Mapping[str, Field]:
    names: dict[str, Field] = {}
    for field in editable():
        for name in (field.name, field.edits, field.label.fr, field.label.en, *field.typed):
            names.setdefault(fold(name), field)
    return MappingProxyType(names)


# --- one reader a kind of field ------------------------------------------------------------------


def _line(field: Field, typed: str) -> str:
    text = clean_text(typed)
    most = LONGEST_TEXT if field.edits == "summary" else LONGEST_LINE
    if len(text) > most:
        raise BadCorrection(
            f"« {text[:40]}… » a {len(text)} caractères. Raccourcissez : {most} au plus.",
            f"“{text[:40]}…” has {len(text)} characters. Shorten it: {most} at most.",
        )
    return text


def _choice(known: Mapping[str, Label]) -> Callable[[Field, str], str]:
    def read(field: Field, typed: str) -> str:
        wanted = fold(clean_text(typed))
        for value, label in known.items():
            if wanted in (value, fold(label.fr), fold(label.en)):
                return value
        if not wanted:
            return ""
        labels = [", ".join(label.in_(language) for label in known.values()) for language in _BOTH]
        raise BadCorrection(
            f"« {typed[:60]} » n'est pas une valeur de « {field.label.fr} ». "
            f"Valeurs possibles : {labels[0]}.",
            f"“{typed[:60]}” is no value of “{field.label.en}”. Possible values: {labels[1]}.",
        )

    return read


_BOTH = ("fr", "en")


def _date(_field: Field, typed: str) -> str:
    """A date or a period, as precise as it is typed."""
    text = clean_text(typed)
    if not text:
        return ""
    if date := parse_date(text):
        return date.value
    ends = [date.value for part in text.split("/") if (date := parse_date(part))]
    if len(ends) == 2 == len(text.split("/")) and ends[0] < ends[1]:
        return "/".join(ends)
    bare = _DATE_LEAD.sub("", text)
    reading = read_dates(bare)
    if reading.start and reading.end and reading.value == bare:
        return f"{reading.start.value}/{reading.end.value}"
    why = reading.problem or f"« {text[:60]} » n'est pas une date."
    raise BadCorrection(
        f"{why} Écrivez par exemple 2018, juin 2018, 24/06/2018 ou du 3 au 5 mars 2019.",
        f"“{text[:60]}” is no date. Write for instance 2018, 2018-06, 24/06/2018 "
        "or 2019-03-03/2019-03-05.",
    )


def _people(_field: Field, typed: str) -> str:
    found = [credit for line in lines_of(typed) for credit in _credits(line)]
    names = (f"{c.name} ; {c.organisation}".removesuffix(" ; ") for c in found if c.name)
    return _listed(names)


def _credits(line: str) -> list[Credit]:
    """One person and their organisation after a semicolon; else as a credit line says it."""
    name, of, organisation = line.partition(";")
    if of:
        return [Credit(clean_name(name), Role.AUTHOR, clean_name(organisation.replace(";", ",")))]
    return read_credit(line, Role.AUTHOR)


def _bodies(_field: Field, typed: str) -> str:
    return _listed(map(clean_name, lines_of(typed)))


def _words(_field: Field, typed: str) -> str:
    return _listed(line.strip(" .") for line in lines_of(typed))


def _places(_field: Field, typed: str) -> str:
    return _listed(map(_place, lines_of(typed)))


def _place(line: str) -> str:
    """`Nantes` → `Nantes [com-44109]`; a name that no gazetteer has stays a bare name."""
    if coded := _CODED.fullmatch(line):
        if place_by_code(coded["code"]) is None:
            raise BadCorrection(
                f"« {coded['code']} » n'est pas un code de lieu. Écrivez le nom seul, "
                "ou un code comme com-44109.",
                f"“{coded['code']}” is no code of a place. Write the name alone, or a code "
                "such as com-44109.",
            )
        return f"{coded['name']} [{coded['code']}]"
    if place := find_place(line):
        return f"{line} [{place.code}]"
    if several := homonyms(line):
        shown = [_told_apart(place) for place in several[:_HOMONYMS_SHOWN]]
        raise BadCorrection(
            f"Plusieurs lieux s'appellent « {line} ». Écrivez celui qui convient, par exemple : "
            f"{' ; '.join(shown)}.",
            f"Several places are named “{line}”. Write the right one, for instance: "
            f"{' ; '.join(shown)}.",
        )
    return line


def _told_apart(place: Place) -> str:
    """What to write so that this place is meant and no homonym of it."""
    return place.label if find_place(place.label) == place else f"{place.name} [{place.code}]"


def _listed(values: Iterator[str] | map[str]) -> str:
    """The values, each once, one a line."""
    kept = tuple(dict.fromkeys(value for value in values if value))
    if len(kept) > MOST_VALUES:
        raise BadCorrection(
            f"Il y a {len(kept)} valeurs. Gardez-en {MOST_VALUES} au plus.",
            f"There are {len(kept)} values. Keep {MOST_VALUES} at most.",
        )
    if long := next((value for value in kept if len(value) > LONGEST_VALUE), ""):
        raise BadCorrection(
            f"« {long[:40]}… » a {len(long)} caractères. Une valeur par ligne, "
            f"{LONGEST_VALUE} caractères au plus.",
            f"“{long[:40]}…” has {len(long)} characters. One value a line, "
            f"{LONGEST_VALUE} characters at most.",
        )
    return "\n".join(kept)


_READERS: Mapping[str, Callable[[Field, str], str]] = MappingProxyType(
    {
        "title": _line,
        "subtitle": _line,
        "summary": _line,
        "rights": _line,
        "kind": _choice(KINDS),
        "language": _choice(LANGUAGES),
        "date": _date,
        "credits": _people,
        "organisations": _bodies,
        "places": _places,
        "themes": _words,
        "methods": _words,
        "actors": _words,
        "keywords": _words,
    }
)
