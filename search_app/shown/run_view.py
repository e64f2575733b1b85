"""How a run of a harvest is told to people and to programs: its state, its counts, its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from corpus.clock import now
from corpus.fields import KINDS
from corpus.harvests.differences import PieceKind
from corpus.harvests.reports import TOLD, Progress, RunChange, seconds_of, waits
from corpus.harvests.runs import Run, RunNote, RunState
from corpus.harvests.states import PageState, RecordState
from search_app.messages import number_text, say, say_number

STATES = (
    *("running", "silent", "interrupted", "quarantined", "tried"),
    *("applied", "discarded", "superseded", "failed"),
)
"""In which state people find a run; each has its messages."""

FIGURES = (
    *("pages", "page_states", "media_types", "charsets"),
    *("refused", "failed", "links_refused"),
)
"""The figures of a run that count something by name, in the order they are told."""


def standing_of(run: Run, decidable: bool = True) -> str:
    """One of `STATES`. A run that waited is superseded when it is no longer `decidable`."""
    if run.applied_at:
        return "applied"
    if run.decision:
        return "discarded"
    if run.state is RunState.RUNNING:
        return "running" if run.lease_until > now() else "silent"
    if waits(run):
        waiting = "quarantined" if run.state is RunState.QUARANTINED else "tried"
        return waiting if decidable else "superseded"
    # Runs that ended before runs were applied whole wrote into the catalogue as they went.
    return "applied" if run.state is RunState.FINISHED else run.state.value


@dataclass(frozen=True, slots=True)
class Count:
    """A number under its words."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class CountGroup:
    key: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class RecordTable:
    """How many records of each kind in each state: `rows` are a kind's label and its numbers."""

    states: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    totals: tuple[int, ...]


def figure_groups(run: Run, language: str) -> Iterator[CountGroup]:
    """The groups that have something in them, the largest number of each first."""
    for key in FIGURES:
        counted = sorted(run.figures.get(key, {}).items(), key=lambda item: (-item[1], item[0]))
        if counted:
            label = _page_state if key == "page_states" else _as_it_is
            yield CountGroup(key, tuple(Count(label(n, language), count) for n, count in counted))


def _page_state(name: str, language: str) -> str:
    return say(f"page_state_{name}", language) if name in list(PageState) else name


def _as_it_is(name: str, _language: str) -> str:
    return name


def record_table(counts: Mapping[str, Mapping[str, int]], language: str) -> RecordTable:
    states = tuple(state.value for state in RecordState if sum(counts.get(state, {}).values()))
    kinds = {kind for of_state in counts.values() for kind in of_state}
    named = sorted((kind_label(kind, language), kind) for kind in kinds)
    rows = tuple(
        (label, tuple(counts[state].get(kind, 0) for state in states)) for label, kind in named
    )
    return RecordTable(states, rows, tuple(sum(counts[state].values()) for state in states))


def told_counts(counts: Mapping[str, Mapping[str, int]]) -> dict[RecordState, int]:
    """How many records are in each state that has something to say, but for the empty ones."""
    sums = {state: sum(counts.get(state, {}).values()) for state in TOLD}
    return {state: number for state, number in sums.items() if number}


def summary(counts: Mapping[str, Mapping[str, int]], language: str) -> str:
    """`3 nouvelles, 1 absente` in words that fit any number; empty when nothing is new."""
    told = (
        f"{say(f'record_state_{state.value}', language).lower()}\u00a0: {number_text(count, language)}"
        for state, count in told_counts(counts).items()
    )
    return ", ".join(told)


def kind_label(kind: str, language: str) -> str:
    return KINDS[kind].in_(language) if kind in KINDS else kind


def field_label(name: str, language: str) -> str:
    return say(f"record_field_{name}", language)


def duration_text(seconds: int, language: str) -> str:
    """As precise as it matters: `42 secondes`, `3 minutes`, `2 heures 5 minutes`."""
    if seconds < 60:
        return say_number("run_seconds", seconds, language)
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [say_number("run_hours", hours, language)] if hours else []
    if minutes:
        parts.append(say_number("run_minutes", minutes, language))
    return " ".join(parts)


def progress_text(progress: Progress, language: str) -> str:
    """`120 adresses sur 400 connues, encore environ 3 minutes…`"""
    done, known = (number_text(n, language) for n in (progress.done, progress.known))
    count = say("run_progress_count", language, done=done, known=known)
    if progress.seconds_left is None:
        return count
    if progress.seconds_left < 60:
        return f"{count}, {say('run_progress_soon', language)}"
    minutes = round(progress.seconds_left / 60)
    return f"{count}, {say_number('run_progress_left', minutes, language)}"


# --- for programs ------------------------------------------------------------------------------


def run_json(run: Run, decidable: bool) -> dict[str, Any]:
    """The run without its figures, under the names that scripts rely on (see the README)."""
    return {
        "id": run.id,
        "source": run.source,
        "state": standing_of(run, decidable),
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "seconds": seconds_of(run),
        "applied_at": run.applied_at,
        "waits": decidable,
        "decision": run.decision,
        "decided_by": run.decided_by,
        "settings": dict(run.settings),
    }


def note_json(note: RunNote) -> dict[str, str]:
    return asdict(note)


def change_json(change: RunChange) -> dict[str, Any]:
    return {
        "id": change.record_id,
        "kind": change.kind,
        "state": change.state.value,
        "title": change.title,
        "url": change.url,
        "moved_to": change.moved_to,
        "fields": [
            {
                "field": one.field,
                "pieces": [[piece.kind.value, piece.text] for piece in one.pieces],
            }
            for one in change.differences
        ],
    }


def plain_difference(change: RunChange) -> Iterator[tuple[str, str]]:
    """Each changed field and its text: `le [-chat-]{+chien+} noir`, `[…]` for what is left out."""
    marks = {
        PieceKind.SAME: "{}",
        PieceKind.REMOVED: "[-{}-]",
        PieceKind.ADDED: "{{+{}+}}",
        PieceKind.LEFT_OUT: " […] ",
    }
    for one in change.differences:
        yield one.field, "".join(marks[piece.kind].format(piece.text) for piece in one.pieces)
