"""What happened to a record, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue.changes import Change
from corpus.corrections import LISTS
from corpus.fields import field_edited
from corpus.values import shorten
from search_app.correcting.form import in_words
from search_app.messages import MESSAGES, say

LONGEST_VALUE = 200
"""Characters of a value in the history; the list of changes keeps all of it."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A change, and what it did in words, one text a field or tag."""

    change: Change
    details: tuple[str, ...]


def history_lines(changes: Sequence[Change], language: str) -> list[HistoryLine]:
    return [HistoryLine(change, _details(change, language)) for change in changes]


def _details(change: Change, language: str) -> tuple[str, ...]:
    lines = tuple(change.detail.splitlines())
    if change.what not in ("edit", "changed"):
        return lines
    return tuple(_detail(line, language) for line in lines)


def _detail(line: str, language: str) -> str:
    """A line of `corpus.catalogue.changes.edit_detail`, or names of fields between commas."""
    name, equals, value = line.partition(" = ")
    if equals and (field := field_edited(name)):
        values = "\n".join(value.split(" | ")) if name in LISTS else value
        words = ", ".join(in_words(field, values, language).splitlines())
        said = say("history_value", language, value=shorten(words, LONGEST_VALUE)) if words else ""
        return say(
            "history_written",
            language,
            field=_label(name, language),
            value=said or say("conflict_empty", language),
        )
    if line.endswith(" ←"):
        return say("history_taken_back", language, field=_label(line[:-2], language))
    return ", ".join(_label(name, language) for name in line.split(", "))


def _label(name: str, language: str) -> str:
    """The words for a field of the record; its name where there are none."""
    if field := field_edited(name):
        return field.label.in_(language)
    key = f"record_field_{name}"
    return say(key, language) if key in MESSAGES else name
