"""The fields of a record from what the selectors of a shape find, each read as its values are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.markup import iso_date
from corpus.values import clean_text, parse_credit_line, shorten, split_names
from crawler.described.compiled import ReadyShape
from crawler.described.description import FIELDS
from crawler.pages.draft import Draft
from crawler.pages.labels import place_refs, put_credits, put_dates, split_values

if TYPE_CHECKING:
    from bs4 import Tag

_LONGEST_SUMMARY = 400
_ELSEWHERE = ("title", "body", "files")  # see reading.py

Put = Callable[[Draft, str, Sequence[str], str], None]
"""Fills a field of a draft with values, and says how they were found."""


def put_fields(draft: Draft, shape: ReadyShape, root: Tag) -> None:
    """Fill every field of the shape but its title, body and files."""
    for name in FIELDS:
        if name in _ELSEWHERE:
            continue
        if selector := shape.finding(name, root):
            _PUT[name](draft, name, selector.values(root), f"selector {selector.text}")


def _put_text(draft: Draft, name: str, values: Sequence[str], how: str) -> None:
    draft.put(name, clean_text(values[0]), how)


def _put_summary(draft: Draft, name: str, values: Sequence[str], how: str) -> None:
    draft.put(name, shorten(clean_text(" ".join(values)), _LONGEST_SUMMARY), how)


def _put_language(draft: Draft, name: str, values: Sequence[str], how: str) -> None:
    draft.put(name, values[0][:2].lower(), how)


def _put_authors(draft: Draft, _name: str, values: Sequence[str], how: str) -> None:
    """« Par Jeanne Martin, juin 2018 » is a credit line; « Jeanne Martin » is a name."""
    for value in values:
        if line := parse_credit_line(value):
            draft.add("credits", line.credits, how)
            draft.put_date(line.date, how)
        else:
            put_credits(draft, value, "", how)


def _put_date(draft: Draft, _name: str, values: Sequence[str], how: str) -> None:
    """The date as a machine reads it, else as people write it."""
    if found := iso_date(values[0], "body"):
        draft.put_date(found, how)
    else:
        put_dates(draft, values[0], how)


def _put_names(draft: Draft, name: str, values: Sequence[str], how: str) -> None:
    draft.add(name, [each for value in values for each in split_names(value)], how)


def _put_places(draft: Draft, name: str, values: Sequence[str], how: str) -> None:
    draft.add(name, [place for value in values for place in place_refs(value)], how)


def _put_words(draft: Draft, name: str, values: Sequence[str], how: str) -> None:
    draft.add(name, [word for value in values for word in split_values(value)], how)


_PUT: Mapping[str, Put] = MappingProxyType(
    {
        "subtitle": _put_text,
        "summary": _put_summary,
        "date": _put_date,
        "type_term": _put_text,
        "language": _put_language,
        "rights": _put_text,
        "authors": _put_authors,
        "organisations": _put_names,
        "partners": _put_names,
        "places": _put_places,
        "themes": _put_words,
        "actors": _put_words,
        "methods": _put_words,
        "keywords": _put_words,
    }
)
