"""What a page says around its hits: what was understood, what else to try, why a document answers.

Pure but for the words of the interface; engines give values, this gives sentences and searches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.fields import field_named
from indexer.document import FILE
from indexer.language import Note, NoteKind, explanation
from indexer.language.cleaning import clean
from indexer.query import (
    Applied,
    Completion,
    Explanation,
    Query,
    Relaxation,
    Remark,
    Results,
    Spans,
    TermReason,
)
from search_app.asking.facet_links import asking
from search_app.asking.facet_rows import value_label
from search_app.messages import MESSAGES, number_text, say, say_number


@dataclass(frozen=True, slots=True)
class Understanding:
    """How the words typed were read: `text` with the parts that the sentences are about marked."""

    text: str = ""
    spans: Spans = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Try:
    """Another search to offer: its words, how many answers it has (when known), and what it is."""

    label: str
    query: Query
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the explanation; `width` is its share of the greatest, in hundredths."""

    label: str
    origin: str
    forms: tuple[str, ...]
    found_in: tuple[str, ...]
    score: str
    width: float
    parts: tuple[tuple[str, str], ...]


def understanding(text: str, remarks: Iterable[Remark], language: str) -> Understanding:
    """Spans of remarks point into the text as the query language cleans it."""
    told = tuple(remarks)
    if not told:
        return Understanding()
    typed = clean(text)
    spans: Spans = tuple((remark.start, remark.end) for remark in told)
    sentences = dict.fromkeys(_sentence(remark, typed, language) for remark in told)
    return Understanding(typed, spans, tuple(sentences))


def _sentence(remark: Remark, typed: str, language: str) -> str:
    part = remark.values.get("text", typed[remark.start : remark.end])
    if remark.code in set(NoteKind):
        note = Note(NoteKind(remark.code), part, remark.start, remark.end)
        return explanation(note).in_(language)
    return say("remark_other", language, part=part)


def applied_sentence(applied: Applied, language: str) -> str:
    """« pqr → plan de quartier rénové (sigle) »."""
    return say(
        "applied_one",
        language,
        typed=applied.typed,
        instead=", ".join(applied.instead),
        origin=say(f"origin_{applied.origin.value}", language),
    )


def relaxations(found: Iterable[Relaxation], language: str) -> tuple[Try, ...]:
    return tuple(Try(_dropped(one, language), one.query, one.total) for one in found)


def _dropped(relaxation: Relaxation, language: str) -> str:
    if not relaxation.facet:
        return say("relax_words", language, words=relaxation.dropped)
    label = facet_label(relaxation.facet, language)
    if not relaxation.dropped:
        return say("relax_facet", language, facet=label)
    value = value_label(relaxation.facet, relaxation.dropped, language)
    return say("relax_value", language, facet=label, value=value)


def related(query: Query, results: Results) -> tuple[Try, ...]:
    return tuple(Try(words, asking(query, words)) for words in results.related)


def facet_label(name: str, language: str) -> str:
    """The name of a facet, or of a place words were found in (`file` for attached files)."""
    if name == FILE:
        return say("in_files", language)
    field = field_named("year" if name == "years" else name)
    return field.label.in_(language) if field else name


def reasons(found: Explanation, language: str) -> tuple[Reason, ...]:
    """What each thing asked for brings, the most first."""
    most = max((reason.score for reason in found.reasons), default=0.0)
    ordered = sorted(found.reasons, key=lambda reason: -reason.score)
    return tuple(_reason(reason, most, language) for reason in ordered)


def _reason(reason: TermReason, most: float, language: str) -> Reason:
    return Reason(
        label=_reason_label(reason, language),
        origin=say(f"origin_{reason.origin.value}", language) if reason.origin else "",
        forms=reason.forms,
        found_in=tuple(
            say_number("found_in", one.count, language, place=facet_label(one.field, language))
            for one in reason.found_in
        ),
        score=score_text(reason.score, language),
        width=round(100 * reason.score / most, 1) if most > 0 else 0.0,
        parts=_parts(reason.parts, language),
    )


def _reason_label(reason: TermReason, language: str) -> str:
    """What was typed, or the name of what belongs to no single word."""
    of_no_word = not reason.forms and f"reason_{reason.label}" in MESSAGES
    return say(f"reason_{reason.label}", language) if of_no_word else reason.label


def _parts(parts: Mapping[str, float], language: str) -> tuple[tuple[str, str], ...]:
    ordered = sorted(parts.items(), key=lambda pair: -pair[1])
    return tuple((_part_label(name, language), score_text(n, language)) for name, n in ordered)


def _part_label(name: str, language: str) -> str:
    if f"part_{name}" in MESSAGES:
        return say(f"part_{name}", language)
    return facet_label(name, language)


def score_text(score: float, language: str) -> str:
    """Two decimals, with the mark of the language."""
    whole, _, rest = f"{score:.2f}".partition(".")
    mark = "," if language == "fr" else "."
    return f"{number_text(int(whole), language)}{mark}{rest}"


def completion_query(completion: Completion) -> Query:
    """What choosing a completion asks for: the value of its facet, else its words."""
    field = field_named(completion.field)
    if field and field.facet and completion.value:
        return Query(chosen={completion.field: (completion.value,)})
    return Query(completion.text)
