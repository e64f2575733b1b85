"""Query string ⇄ Query; pure. For every query in normal form, `read(write(query)) == query`.

Parameters: `q`; one per facet of the table of fields, repeatable (`kind=method&kind=memo`); `not-`
before a facet's name leaves a value out (`not-theme=eau`); `year_min` and `year_max`; `exact=1`;
`sort`, `page`, `size`. `-` as the value of a facet stands for having none (`theme=-`, « sans
thème »): no stored value is a mark alone. `ALIASES` are the other names each parameter answers to.
What is not understood is said, not guessed; parameters that trackers add to links are left out, and
so are those of the page of a facet's values (`OF_A_LIST`), whose form asks for results too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from corpus.errors import QueryError
from corpus.fields import FIELDS, Field, facets
from corpus.folding import fold
from indexer.query import MAX_SIZE, MISSING, Query, Sort, Years
from search_app.messages import DEFAULT_LANGUAGE, say

Pairs = tuple[tuple[str, str], ...]

DEFAULT_SIZE = 20
MOST_PAGE = 10_000
MOST_VALUES = 60
LONGEST_VALUE = 300
EARLIEST, LATEST = 1, 9999
"""The years that can be asked for."""

NOT = "not-"
NONE = "-"
"""Stands for `MISSING` in an address."""

_OTHER_NAMES = {
    "s": "q",
    "tri": "sort",
    "thématique": "theme",
    "thematique": "theme",
    "de": "year_min",
    "depuis": "year_min",
    "à": "year_max",
    "a": "year_max",
    "exacte": "exact",
    "taille": "size",
}


def _aliases() -> Iterator[tuple[str, str]]:
    """The names of each facet that can be typed in a query, with and without their accents."""
    for facet in facets():
        for name in facet.typed:
            yield name, facet.name
            yield fold(name), facet.name


ALIASES: Mapping[str, str] = MappingProxyType({**dict(_aliases()), **_OTHER_NAMES})
"""Old, French and other sites' names of parameters → ours (`s` is what WordPress calls `q`)."""

OF_A_LIST = ("filtre", "partie")
"""What the page of a facet's values has beside the search: words that labels hold, part of the list."""

SINGLE = ("q", "year_min", "year_max", "exact", "sort", "page", "size")
RESERVED = frozenset((*SINGLE, "lang"))
_TRACKERS = ("utm_", "mtm_", "pk_", "piwik_", "at_", "mc_", "hsa_", "_ga", "_gl")
_TRACKER_NAMES = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "xtor", "ref")
)
_TRUE, _FALSE = frozenset(("1", "true", "oui", "yes", "on")), frozenset(("0", "false", "non", "no"))


class BadParameter(QueryError):
    """A parameter is not understood; says itself in either language and knows how to leave it out.

    `remedy` is the query string's pairs without what is at fault.
    """

    code = "bad_parameter"

    def __init__(self, key: str, remedy: Pairs, **values: object) -> None:
        super().__init__(say(key, DEFAULT_LANGUAGE, **values))
        self._key = key
        self._values = values
        self.remedy = remedy

    def in_(self, language: str) -> str:
        return say(self._key, language, **self._values)


def read(pairs: Iterable[tuple[str, str]], fields: Sequence[Field] = FIELDS) -> Query:
    """The query that the pairs of a query string ask for.

    Raises `BadParameter` for what is not understood, `QueryError` for words that are not.
    """
    given = _given(pairs)
    _refuse_unknown(given, fields)
    page = _whole_number(given, "page", 1, MOST_PAGE)
    size = _whole_number(given, "size", DEFAULT_SIZE, MAX_SIZE)
    chosen, excluded = _choices(given, fields, ""), _choices(given, fields, NOT)
    _refuse_too_many({**chosen, **{NOT + name: values for name, values in excluded.items()}})
    return Query(
        text=clean(_single(given, "q")),
        chosen=chosen,
        sort=_sort(given),
        page=page,
        size=size,
        excluded=excluded,
        years=_years(given),
        exact=_exact(given),
    )


def write(query: Query, fields: Sequence[Field] = FIELDS) -> Pairs:
    """The shortest pairs that `read` turns back into `query`."""
    pairs = [("q", query.text)] if query.text else []
    for prefix, choices in (("", query.chosen), (NOT, query.excluded)):
        if choices:  # a page writes dozens of queries, and most choose nothing
            for facet in facets(fields):
                values = choices.get(facet.name, ())
                pairs += [value_pair(prefix + facet.name, value) for value in values]
    if query.years.first is not None:
        pairs.append(("year_min", str(query.years.first)))
    if query.years.last is not None:
        pairs.append(("year_max", str(query.years.last)))
    if query.exact:
        pairs.append(("exact", "1"))
    if query.sort is not Sort.RELEVANCE:
        pairs.append(("sort", query.sort.value))
    if query.page != 1:
        pairs.append(("page", str(query.page)))
    if query.size != DEFAULT_SIZE:
        pairs.append(("size", str(query.size)))
    return tuple(pairs)


def open_ended(address: str) -> str:
    """An address to which one more pair can be added."""
    return f"{address}{'&' if '?' in address else '?'}"


def value_pair(name: str, value: str) -> tuple[str, str]:
    """A facet's value as a pair of a query string."""
    return name, NONE if value == MISSING else value


def stored_value(field: Field, written: str) -> str:
    """The value of a facet that is meant by what stands in an address; empty for a blank."""
    cleaned = clean(written)
    return MISSING if cleaned in (NONE, MISSING) else cleaned and field.value_of(cleaned)


def clean(text: str) -> str:
    """One line of printable text: runs of blanks are one space, control characters are none."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def our_name(name: str) -> str:
    """The name that a parameter goes by here: `not-thème` → `not-theme`, `tri` → `sort`."""
    if name.startswith(NOT):
        return NOT + ALIASES.get(name.removeprefix(NOT), name.removeprefix(NOT))
    return ALIASES.get(name, name)


def _given(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if not _is_tracker(name) and name not in OF_A_LIST:
            given[our_name(name)].append(value)
    return dict(given)


def _is_tracker(name: str) -> bool:
    return name in _TRACKER_NAMES or name.startswith(_TRACKERS)


def _refuse_unknown(given: Mapping[str, Sequence[str]], fields: Sequence[Field]) -> None:
    known = [facet.name for facet in facets(fields)]
    unknown = [n for n in given if n not in RESERVED and n.removeprefix(NOT) not in known]
    if unknown:
        raise BadParameter(
            "bad_facet",
            _without(given, *unknown),
            name=_short(unknown[0]),
            known=", ".join(known),
        )


def _single(given: Mapping[str, Sequence[str]], name: str) -> str:
    values = [value for value in given.get(name, ()) if value.strip()]
    if len(values) > 1:
        raise BadParameter("bad_repeat", _without(given, name), name=name, count=len(values))
    return values[0] if values else ""


def _number_or_none(
    given: Mapping[str, Sequence[str]], name: str, least: int, most: int
) -> int | None:
    written = _single(given, name).strip()
    if not written:
        return None
    is_number = written.isascii() and written.isdecimal() and len(written) < 9
    number = int(written) if is_number else -1
    if not least <= number <= most:
        raise BadParameter(
            "bad_number",
            _without(given, name),
            name=name,
            value=_short(written),
            least=least,
            most=most,
        )
    return number


def _whole_number(given: Mapping[str, Sequence[str]], name: str, default: int, most: int) -> int:
    return _number_or_none(given, name, 1, most) or default


def _years(given: Mapping[str, Sequence[str]]) -> Years:
    first = _number_or_none(given, "year_min", EARLIEST, LATEST)
    last = _number_or_none(given, "year_max", EARLIEST, LATEST)
    if first is not None and last is not None and first > last:
        raise BadParameter(
            "bad_years", _without(given, "year_min", "year_max"), first=first, last=last
        )
    return Years(first, last)


def _exact(given: Mapping[str, Sequence[str]]) -> bool:
    written = _single(given, "exact").strip().casefold()
    if written and written not in _TRUE | _FALSE:
        raise BadParameter("bad_exact", _without(given, "exact"), value=_short(written))
    return written in _TRUE


def _sort(given: Mapping[str, Sequence[str]]) -> Sort:
    written = _single(given, "sort").strip()
    if not written:
        return Sort.RELEVANCE
    known = {sort.value: sort for sort in Sort}
    if written not in known:
        raise BadParameter(
            "bad_sort", _without(given, "sort"), value=_short(written), known=", ".join(known)
        )
    return known[written]


def _choices(
    given: Mapping[str, Sequence[str]], fields: Sequence[Field], prefix: str
) -> dict[str, tuple[str, ...]]:
    found = {}
    for facet in facets(fields):
        name = prefix + facet.name
        values = dict.fromkeys(stored_value(facet, value) for value in given.get(name, ()))
        values.pop("", None)
        if values:
            _refuse_too_long(tuple(values), name, given)
            found[facet.name] = tuple(values)
    return found


def _refuse_too_many(choices: Mapping[str, Sequence[str]]) -> None:
    count = sum(len(values) for values in choices.values())
    if count > MOST_VALUES:
        raise BadParameter("bad_many", (), count=count, most=MOST_VALUES)


def _refuse_too_long(values: Sequence[str], name: str, given: Mapping[str, Sequence[str]]) -> None:
    longest = max(len(value) for value in values)
    if longest > LONGEST_VALUE:
        raise BadParameter(
            "bad_long", _without(given, name), name=name, count=longest, most=LONGEST_VALUE
        )


def _without(given: Mapping[str, Sequence[str]], *at_fault: str) -> Pairs:
    kept = ((name, values) for name, values in given.items() if name not in at_fault)
    return tuple((name, value) for name, values in kept for value in values)


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}…"
