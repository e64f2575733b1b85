"""Query string ⇄ Query; pure. For every query in normal form, `read(write(query)) == query`.

Parameters: `q`, one per facet of the table of fields (repeatable: `kind=method&kind=memo`), `sort`
(`tri` says the same), `page`, `size`. What is not understood is said, not guessed; parameters that
trackers add to links are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.errors import QueryError
from corpus.fields import FIELDS, Field, facets
from indexer.query import MAX_SIZE, Query, Sort
from search_app.messages import DEFAULT_LANGUAGE, say

Pairs = tuple[tuple[str, str], ...]

DEFAULT_SIZE = 20
MOST_PAGE = 10_000
MOST_VALUES = 60
LONGEST_VALUE = 300

SORT_NAMES = ("sort", "tri")
SINGLE = ("q", "page", "size")
RESERVED = frozenset((*SINGLE, *SORT_NAMES, "lang"))
_TRACKERS = ("utm_", "mtm_", "pk_", "piwik_", "at_", "mc_", "hsa_", "_ga", "_gl")
_TRACKER_NAMES = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "xtor", "ref")
)


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
    return Query(
        text=clean(_single(given, "q")),
        chosen=_chosen(given, fields),
        sort=_sort(given),
        page=page,
        size=size,
    )


def write(query: Query, fields: Sequence[Field] = FIELDS) -> Pairs:
    """The shortest pairs that `read` turns back into `query`."""
    pairs = [("q", query.text)] if query.text else []
    for facet in facets(fields):
        pairs += [(facet.name, value) for value in query.chosen.get(facet.name, ())]
    if query.sort is not Sort.RELEVANCE:
        pairs.append(("sort", query.sort.value))
    if query.page != 1:
        pairs.append(("page", str(query.page)))
    if query.size != DEFAULT_SIZE:
        pairs.append(("size", str(query.size)))
    return tuple(pairs)


def clean(text: str) -> str:
    """One line of printable text: runs of blanks are one space, control characters are none."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _given(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if not _is_tracker(name):
            given["sort" if name in SORT_NAMES else name].append(value)
    return dict(given)


def _is_tracker(name: str) -> bool:
    return name in _TRACKER_NAMES or name.startswith(_TRACKERS)


def _refuse_unknown(given: Mapping[str, Sequence[str]], fields: Sequence[Field]) -> None:
    known = [facet.name for facet in facets(fields)]
    unknown = [name for name in given if name not in RESERVED and name not in known]
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


def _whole_number(given: Mapping[str, Sequence[str]], name: str, default: int, most: int) -> int:
    written = _single(given, name).strip()
    if not written:
        return default
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0
    if not 1 <= number <= most:
        raise BadParameter(
            "bad_number",
            _without(given, name),
            name=name,
            value=_short(written),
            least=1,
            most=most,
        )
    return number


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


def _chosen(
    given: Mapping[str, Sequence[str]], fields: Sequence[Field]
) -> dict[str, tuple[str, ...]]:
    chosen = {}
    for facet in facets(fields):
        values = dict.fromkeys(clean(value) for value in given.get(facet.name, ()))
        values.pop("", None)
        if values:
            chosen[facet.name] = tuple(values)
    _refuse_too_much(chosen, given)
    return chosen


def _refuse_too_much(
    chosen: Mapping[str, Sequence[str]], given: Mapping[str, Sequence[str]]
) -> None:
    count = sum(len(values) for values in chosen.values())
    if count > MOST_VALUES:
        raise BadParameter("bad_many", (), count=count, most=MOST_VALUES)
    for name, values in chosen.items():
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
