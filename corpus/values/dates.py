"""Read French (and English) dates as precisely as they are written, and never more.

« 24 septembre 2020 » gives a day, « septembre 2020 » a month, « 2018 » a year. « 32 mars 2019 »
and « 24 septembre » give no date but a reason: a part that was not written is never invented, and
a part that cannot be right spoils the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from corpus.record import PartialDate
from corpus.values.text import clean_text, fold, fold_in_place

FIRST_YEAR, LAST_YEAR = 1800, 2099


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text says of when: a start, an end when it says one, or why there is none.

    `problem` is empty or a French sentence naming the value. `value` is the words that were read.
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    value: str = ""
    problem: str = ""


_MONTH_NAMES = (
    ("janvier", "janv", "january", "jan"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "september", "sep"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
_MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
)
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?<![\w.,/-])(?P<{0}>\d{{1,2}})(?:er|st|nd|rd|th)?"
_MONTH = rf"(?P<{{0}}>{_NAME})\b\.?"
_YEAR = r"(?P<{0}>\d{{4}})(?![\w/]|[-.,]\d)"
_AND = r"\s*(?:au|et|a|-|–|—|to|and|&)\s*(?:le\s+)?"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts))


def _month_year(month: str = "m", year: str = "y") -> str:
    return _MONTH.format(month) + r",?\s+(?:de\s+)?" + _YEAR.format(year)


Groups = Mapping[str, str]
Reader = Callable[[Groups], tuple[str, str]]


def _day_of(y: str, m: str, d: str) -> str:
    """ISO day of three numbers; raises `ValueError` when there is no such day."""
    return date(_year(y), int(m), int(d)).isoformat()


def _month_of(y: str, m: str) -> str:
    return date(_year(y), int(m), 1).isoformat()[:7]


def _year(text: str) -> int:
    year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"year {year} is out of bounds")
    return year


def _month(name: str) -> str:
    return str(_MONTHS[name])


def _days_over_years(g: Groups) -> tuple[str, str]:
    start = _day_of(g["y"], _month(g["m"]), g["d"])
    return start, _day_of(g["y2"], _month(g["m2"]), g["d2"])


def _days_over_months(g: Groups) -> tuple[str, str]:
    start = _day_of(g["y"], _month(g["m"]), g["d"])
    return start, _day_of(g["y"], _month(g["m2"]), g["d2"])


def _days_in_month(g: Groups) -> tuple[str, str]:
    return tuple(_day_of(g["y"], _month(g["m"]), g[day]) for day in ("d", "d2"))  # type: ignore[return-value] # two days in, two out


def _numeric_days(g: Groups) -> tuple[str, str]:
    return _day_of(g["y"], g["n"], g["d"]), _day_of(g["y2"], g["n2"], g["d2"])


def _day(g: Groups) -> tuple[str, str]:
    return _day_of(g["y"], _month(g["m"]), g["d"]), ""


def _numeric_day(g: Groups) -> tuple[str, str]:
    return _day_of(g["y"], g["n"], g["d"]), ""


def _months(g: Groups) -> tuple[str, str]:
    return _month_of(g["y"], _month(g["m"])), _month_of(g["y"], _month(g["m2"]))


def _month_alone(g: Groups) -> tuple[str, str]:
    return _month_of(g["y"], _month(g["m"])), ""


def _iso_month(g: Groups) -> tuple[str, str]:
    return _month_of(g["y"], g["n"]), ""


def _years(g: Groups) -> tuple[str, str]:
    return str(_year(g["y"])), str(_year(g["y2"]))


def _year_alone(g: Groups) -> tuple[str, str]:
    return str(_year(g["y"])), ""


def _no_year(g: Groups) -> tuple[str, str]:
    raise ValueError("no year")


_NUMERIC = r"(?<![\w.,/-])(?P<{0}>\d{{1,2}})(?P<{3}>[/.-])(?P<{1}>\d{{1,2}})(?P={3})(?P<{2}>\d{{4}})(?!\w|[-/.,]\d)"
_ISO_DAY = r"(?<![\w/.-])(?P<y>\d{4})-(?P<n>\d{2})-(?P<d>\d{2})(?=t\d\d|[^\w]|$)(?![-/]\d)"
_WEEKDAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?"
_YEARS_OF_ALL_TIMES = r"(?P<y>(?:1[89]|20)\d\d)"

# In order: an earlier pattern covers more than a later one that starts at the same place.
_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        _pattern(_DAY.format("d"), r"\s+", _month_year(), _AND, _WEEKDAY, r"(?P<d2>\d{1,2})(?:er)?\s+", _month_year("m2", "y2")),
        _days_over_years,
    ),
    (
        _pattern(_DAY.format("d"), r"\s+", _MONTH.format("m"), _AND, _WEEKDAY, r"(?P<d2>\d{1,2})(?:er)?\s+", _month_year("m2")),
        _days_over_months,
    ),
    (_pattern(_DAY.format("d"), r"(?:\s*,\s*\d{1,2})*", _AND, _WEEKDAY, r"(?P<d2>\d{1,2})(?:er)?\s+", _month_year()), _days_in_month),
    (_pattern(_NUMERIC.format("d", "n", "y", "s"), _AND, _WEEKDAY, _NUMERIC.format("d2", "n2", "y2", "s2")), _numeric_days),
    (_pattern(_DAY.format("d"), r"\s+(?:de\s+)?", _month_year()), _day),
    (_pattern(r"(?<!\w)", _MONTH.format("m"), r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,\s+", _YEAR.format("y")), _day),
    (_pattern(_NUMERIC.format("d", "n", "y", "s")), _numeric_day),
    (_pattern(_ISO_DAY), _numeric_day),
    (_pattern(r"(?<!\w)", _MONTH.format("m"), _AND, _month_year("m2")), _months),
    (_pattern(r"(?<!\w)", _month_year()), _month_alone),
    (_pattern(r"(?<![\w/.-])(?P<y>\d{4})-(?P<n>\d{2})(?![\w/]|-\d)"), _iso_month),
    (_pattern(_DAY.format("d"), r"\s+", _MONTH.format("m"), r"(?!\s+\d{4})"), _no_year),
    (
        _pattern(r"(?<![\w.,/-])", _YEARS_OF_ALL_TIMES, r"\s*(?:-|–|—|à|a|et)\s*(?P<y2>(?:1[89]|20)\d\d)(?![\w/]|[-.,]\d)"),
        _years,
    ),
    (_pattern(r"(?<![\w.,/-])(?<!\d )", _YEARS_OF_ALL_TIMES, r"(?![\w/]|[-.,]\d)"), _year_alone),
)  # fmt: skip

_COUNTED = (
    "habitant|personne|participant|logement|euro|€|km|metre|m2|m²|ha\\b|hectare|agent|adherent|page|"
    "document|citoyen|electeur|foyer|menage|exemplaire|signature|ans\\b|kg|tonne|%|eur\\b"
)
_IS_A_COUNT = re.compile(rf"\s*(?:{_COUNTED})")


def read_dates(text: str, found_in: str = "") -> DateReading:
    """The first date written in a text, and the end when it is a period.

    A period that ends before it starts is not one; a start equal to the end means that the end is
    unknown, and is left out.
    """
    cleaned = clean_text(text)
    for found, read in _expressions(fold_in_place(cleaned)):
        return _reading(found, read, cleaned, found_in)
    return DateReading()


def _expressions(folded: str) -> Iterator[tuple[re.Match[str], Reader]]:
    """The date expressions of a folded text, in order, the longest first at each place."""
    position = 0
    while found := _next_expression(folded, position):
        match, read = found
        position = match.end()
        if not (read is _year_alone and _IS_A_COUNT.match(folded, match.end())):
            yield match, read


def _next_expression(folded: str, position: int) -> tuple[re.Match[str], Reader] | None:
    matches = ((pattern.search(folded, position), read) for pattern, read in _PATTERNS)
    found = [(match, read) for match, read in matches if match]
    return min(found, key=lambda pair: pair[0].start(), default=None)


def _reading(found: re.Match[str], read: Reader, text: str, found_in: str) -> DateReading:
    value = text[found.start() : found.end()].strip()
    try:
        start, end = read(found.groupdict())
    except ValueError:
        return DateReading(value=value, problem=_problem(value, read))
    if end and end < start:
        return DateReading(value=value, problem=f"« {value} » finit avant d'avoir commencé.")
    last = PartialDate(end, found_in) if end and end != start else None
    return DateReading(PartialDate(start, found_in), last, value)


def _problem(value: str, read: Reader) -> str:
    if read is _no_year:
        return f"« {value} » ne dit pas l'année."
    return f"« {value} » n'est pas une date du calendrier."


def find_date(text: str, found_in: str = "") -> PartialDate | None:
    """The first date written in a text, or the start of the first period; see `read_dates`."""
    return read_dates(text, found_in).start


def parse_date(text: str, found_in: str = "") -> PartialDate | None:
    """The date that a text is, the whole of it (a weekday and « le » may stand before)."""
    folded = re.sub(rf"^(?:le\s+)?{_WEEKDAY}", "", fold(text)).removesuffix("z")
    bare = re.sub(r"[t ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:[+-]\d{2}:?\d{2})?$", "", folded)
    reading = read_dates(bare, found_in)
    is_whole = reading.value == clean_text(bare)
    return reading.start if is_whole and reading.end is None else None


_INTRODUCED_YEAR = re.compile(
    r"(?:\b(?:en|depuis|des|fin|debut|annee|annees|l'annee|printemps|ete|automne|hiver|courant)\s+"
    rf"|\(){_YEARS_OF_ALL_TIMES}(?![\w/]|[-.,]\d)(?:\b(?!\s*(?:{_COUNTED})))"
)


def find_date_in_prose(text: str, found_in: str = "body") -> PartialDate | None:
    """The first date of running text: a day or a month, or a year that a word introduces.

    A bare number such as the 2030 of « Agenda 2030 » is no date of the work; « en 2017 »,
    « depuis 2014 » and « (2018) » are.
    """
    cleaned = clean_text(text)
    folded = fold_in_place(cleaned)
    finer = (
        (match.start(), reading.start)
        for match, read in _expressions(folded)
        if read not in (_year_alone, _years)
        and (reading := _reading(match, read, cleaned, found_in)).start is not None
    )
    years = (
        (match.start(), PartialDate(match["y"], found_in))
        for match in _INTRODUCED_YEAR.finditer(folded)
    )
    found = [next(finer, None), next(years, None)]
    first = min((pair for pair in found if pair), key=lambda pair: pair[0], default=None)
    return first[1] if first else None


_WHOLE_DAYS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_pattern(_DAY.format("d"), r"\s+(?:de\s+)?", _month_year()), _day),
    (_pattern(_NUMERIC.format("d", "n", "y", "s")), _numeric_day),
)


def impossible_dates(text: str) -> tuple[str, ...]:
    """The days written in a text that no calendar has, such as « 32 mars 2019 », in order."""
    cleaned = clean_text(text)
    folded = fold_in_place(cleaned)
    readings = (
        (found.start(), _reading(found, read, cleaned, ""))
        for pattern, read in _WHOLE_DAYS
        for found in pattern.finditer(folded)
    )
    wrong = sorted((start, reading.value) for start, reading in readings if reading.problem)
    return tuple(dict.fromkeys(value for _, value in wrong))


ALL_DAY = "Toute la journée"
_CLOCK = r"(?<![\d:.,])(\d{1,2})\s?(?:[h:]\s?(\d{2})?)(?::\d{2})?(?![\d:])"
_TIMES = re.compile(rf"{_CLOCK}(?:\s*(?:-|–|—|a|to)\s*{_CLOCK})?")


def find_time(text: str) -> str:
    """The hours written in a text: `14:00`, `14:00-16:30`, « Toute la journée » or nothing.

    Seconds are dropped. A start equal to the end is how a form says « unknown »: nothing.
    """
    folded = fold(text)
    if "toute la journee" in folded:
        return ALL_DAY
    for match in _TIMES.finditer(folded):
        start, end = _clock(match[1], match[2]), _clock(match[3], match[4])
        if start:
            return _hours(start, end)
    return ""


def _clock(hours: str | None, minutes: str | None) -> str:
    if hours is None or int(hours) > 24 or int(minutes or 0) > 59:
        return ""
    return f"{int(hours):02}:{int(minutes or 0):02}"


def _hours(start: str, end: str) -> str:
    if start == end:
        return ""
    return f"{start}-{end}" if end else start
