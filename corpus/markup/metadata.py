"""What a page says of itself in its machine-readable parts, as one flat mapping.

Names are lower-cased and keep the prefix of their vocabulary: `og:title`, `dc.creator`,
`citation_author`, `description`, `ld:author.name`, `mf2:entry.name`, `http-equiv:last-modified`.
Each name has a tuple of values, in page order, without repeats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bs4 import BeautifulSoup, Tag

from corpus.markup.soup import Parsed, attribute
from corpus.markup.text import clean
from corpus.record import PartialDate

Values = dict[str, list[str]]

_MAX_VALUES = 200
_LD_DEPTH = 6
_MICROFORMAT = re.compile(
    r"(?<![\w-])h-(?:entry|event|card|cite|feed|item|review|resume|adr)(?![\w-])"
)
_DATE_NAMES = re.compile(
    r"published|modified|created|issued|updated|datepublished|datemodified|dc(?:terms)?\.date"
    r"|citation_(?:publication_|online_)?date|startdate|enddate|uploaddate|mf2:.*(?:start|end)$"
    r"|(?:^|[.:_-])date$"
)
_ISO = re.compile(r"^\s*(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?!\d))?)?(?![\d])")


def metadata_of(parsed: Parsed, metas: Iterable[Tag]) -> dict[str, tuple[str, ...]]:
    """Every metadata value of a page; `metas` are its `<meta>` elements."""
    values: Values = {}
    for tag in metas:
        _read_meta(tag, values)
    for script in parsed.json_ld:
        for name, value in _read_json_ld(script):
            _add(values, name, value)
    if any("class" in tag.attrs and _is_microformat(tag) for tag in parsed.tags):
        for name, value in _read_microformats(parsed.soup):
            _add(values, name, value)
    return {name: tuple(dict.fromkeys(found)) for name, found in values.items()}


def dates_in(metadata: Mapping[str, tuple[str, ...]]) -> tuple[PartialDate, ...]:
    """The dates that metadata names as such, as precise as written, each once, in page order."""
    dates = (
        iso_date(value, "meta")
        for name, values in metadata.items()
        if _DATE_NAMES.search(name)
        for value in values
    )
    return tuple(dict.fromkeys(found for found in dates if found))


def iso_date(text: str, found_in: str) -> PartialDate | None:
    """The ISO date a text starts with (`2018`, `2018-06`, `2018/06/24T10:00`), if it is real."""
    match = _ISO.match(text)
    if match is None or not 1000 <= int(match[1]) <= 2999:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 1, month or 1, day or 1)
    except ValueError:
        return None
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return PartialDate("-".join(parts), found_in)


def _is_microformat(tag: Tag) -> bool:
    return _MICROFORMAT.search(attribute(tag, "class")) is not None


def _add(values: Values, name: str, value: str) -> None:
    kept = values.setdefault(name, [])
    if (value := clean(value)) and len(kept) < _MAX_VALUES:
        kept.append(value)
    elif not kept:
        del values[name]


def _read_meta(tag: Tag, values: Values) -> None:
    content = attribute(tag, "content")
    for source in ("name", "property", "itemprop"):
        for name in attribute(tag, source).lower().split():
            _add(values, name, content)
    if named := attribute(tag, "http-equiv"):
        _add(values, f"http-equiv:{named.lower()}", content)


def _read_json_ld(script: str) -> Iterator[tuple[str, str]]:
    """JSON-LD, flattened; a script that is not JSON says nothing."""
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    yield from _flatten(data, "ld:", 0)


def _flatten(data: object, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _LD_DEPTH:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            step = "" if key == "@graph" else str(key).lower()
            joint = "." if step and not name.endswith(":") else ""
            yield from _flatten(value, f"{name}{joint}{step}", depth + 1)
    elif isinstance(data, list):
        for item in data:
            yield from _flatten(item, name, depth + 1)
    elif isinstance(data, (str, int, float)):
        yield name, str(data)


def _read_microformats(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    # Imported here because few pages need it and it takes longer to load than a page to read.
    from mf2py import Parser

    for item in Parser(doc=soup, html_parser="lxml").to_dict()["items"]:
        kind = str(item["type"][0]).removeprefix("h-")
        for name, values in item["properties"].items():
            for value in values:
                yield f"mf2:{kind}.{name}", _mf2_text(value)


def _mf2_text(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("value") or value.get("alt") or "")
    return str(value)
