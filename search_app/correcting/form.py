"""The form that corrects a record: its rows, and what a person asks by sending it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.corrections import LISTS, read_correction, same_text
from corpus.errors import BadCorrection
from corpus.fields import KINDS, LANGUAGES, Field, editable
from corpus.places import place_label
from corpus.record import Edit, Entry, written
from search_app.formats import date_text

WAS, BACK = "was-", "back-"
"""Before a field's name: what the form showed in it, and whether to follow the source again."""

_CODED = re.compile(r"^.+ \[(?P<code>[a-z]+-\w+)\]$", re.MULTILINE)
_CHOICES = {"kind": KINDS, "language": LANGUAGES}
_FEWEST_LINES, _MOST_LINES, _LINES_OF_SUMMARY = 2, 12, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person sent: by name of field what was typed and what the form had shown in it.

    `values` is what changes, by field of the record, None where the source is to be followed again;
    `problems` holds one error a field whose text is no value of it.
    """

    typed: Mapping[str, str]
    was: Mapping[str, str]
    back: frozenset[str]
    values: Mapping[str, str | None]
    problems: Mapping[str, BadCorrection]

    def is_outdated(self, entry: Entry) -> bool:
        """Whether a field to change no longer says what the form had shown."""
        return any(
            field.edits in self.values
            and not same_text(field, self.was[field.name], written(entry.shown, field.edits))
            for field in editable()
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the form. `text` is what stands in it, `was` what it is compared with.

    `options` are the values of a choice with their words; `lines` the height of a text of several
    lines, 0 for one line. `source` is what the source says, in words, where `edit` hides it.
    """

    field: Field
    label: str
    text: str
    was: str
    lines: int
    options: tuple[tuple[str, str], ...]
    edit: Edit | None
    source: str
    back: bool
    problem: BadCorrection | None
    conflict: int

    @property
    def has_hint(self) -> bool:
        return self.field.edits in LISTS or self.field.edits == "date"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody changed meanwhile, or that a person wants changed; texts in words.

    `mine` is None where nothing was asked; `typed` is what to send again for it.
    """

    field: Field
    label: str
    before: str
    theirs: str
    mine: str | None
    typed: str
    back: bool
    now: str


def read_asked(form: Mapping[str, str]) -> Asked:
    """What was sent; a field that was not shown, or that nobody touched, asks for nothing."""
    typed: dict[str, str] = {}
    was: dict[str, str] = {}
    values: dict[str, str | None] = {}
    problems: dict[str, BadCorrection] = {}
    back = frozenset(field.name for field in editable() if form.get(BACK + field.name))
    for field in editable():
        if (shown := form.get(WAS + field.name)) is None:
            continue
        was[field.name] = _lines(shown)
        typed[field.name] = text = _lines(form.get(field.name, shown))
        if field.name in back:
            values[field.edits] = None
        elif not same_text(field, text, shown):
            try:
                values[field.edits] = read_correction(field, text)
            except BadCorrection as error:
                problems[field.name] = error
    return Asked(typed, was, back, values, problems)


def _lines(text: str) -> str:
    """A text as we write it: forms send `\\r\\n`."""
    return "\n".join(text.splitlines())


def rows_of(
    entry: Entry, language: str, conflicts: Mapping[str, int], asked: Asked | None = None
) -> list[Row]:
    """The form, with what was sent still in it; `conflicts` has the number of the one of a field."""
    return [_row(field, entry, language, conflicts, asked) for field in editable()]


def _row(
    field: Field, entry: Entry, language: str, conflicts: Mapping[str, int], asked: Asked | None
) -> Row:
    shown = written(entry.shown, field.edits)
    was = asked.was.get(field.name, shown) if asked else shown
    text = asked.typed.get(field.name, shown) if asked else shown
    return Row(
        field=field,
        label=field.label.in_(language),
        text=text,
        was=was,
        lines=_height(field, text),
        options=tuple(_options(field, text, language)),
        edit=next((edit for edit in entry.edits if edit.field == field.edits), None),
        source=in_words(field, written(entry.record, field.edits), language),
        back=bool(asked and field.name in asked.back),
        problem=asked.problems.get(field.name) if asked else None,
        conflict=conflicts.get(field.edits, 0),
    )


def _height(field: Field, text: str) -> int:
    if field.edits == "summary":
        return _LINES_OF_SUMMARY
    if field.edits not in LISTS:
        return 0
    return min(max(text.count("\n") + 2, _FEWEST_LINES), _MOST_LINES)


def _options(field: Field, text: str, language: str) -> Iterator[tuple[str, str]]:
    """The values to choose from; one of the source's that is not ours can stay."""
    known = _CHOICES.get(field.edits)
    if known is None:
        return
    if field.edits == "language":
        yield "", ""
    if text and text not in known:
        yield text, text
    for value, label in known.items():
        yield value, label.in_(language)


def clashes(entry: Entry, asked: Asked, language: str) -> list[Clash]:
    """Every field that says something else than the form had shown, or that is to be changed."""
    return list(_clashes(entry, asked, language))


def _clashes(entry: Entry, asked: Asked, language: str) -> Iterator[Clash]:
    for field in editable():
        name, now = field.name, written(entry.shown, field.edits)
        wanted = field.edits in asked.values
        if name not in asked.was or (not wanted and same_text(field, asked.was[name], now)):
            continue
        mine = asked.values.get(field.edits)
        if wanted and mine is None:
            mine = written(entry.record, field.edits)
        yield Clash(
            field=field,
            label=field.label.in_(language),
            before=in_words(field, asked.was[name], language),
            theirs=in_words(field, now, language),
            mine=None if mine is None else in_words(field, mine, language),
            typed=mine or "",
            back=name in asked.back,
            now=now,
        )


def in_words(field: Field, text: str, language: str) -> str:
    """A value as people read it: dates in words, choices and places by their label, lists one a line."""
    if field.edits == "date":
        return " – ".join(date_text(day, language) for day in text.split("/"))
    if field.edits == "places":
        return _CODED.sub(lambda line: place_label(line["code"], language), text)
    return field.label_of(text, language) if text and field.edits in _CHOICES else text
