"""What a harvest came to, as `souffleur harvest` and `souffleur demo` say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import click

from corpus.config import Config
from corpus.database import Database
from corpus.harvests.figures import total_of
from corpus.harvests.reports import Reports
from corpus.harvests.runs import RunNote, Runs, RunState
from corpus.harvests.states import RecordState
from corpus.harvests.vanishing import OBJECTIONS
from crawler.report import HarvestReport
from crawler.silence import READER_SILENT
from search_app.cli.output import counted
from search_app.shown.run_view import note_json

_STATES = {
    RunState.FINISHED: "terminée",
    RunState.INTERRUPTED: "interrompue ; relancez la même commande, elle reprendra",
    RunState.QUARANTINED: "en quarantaine ; la base reste comme elle était",
    RunState.FAILED: "en échec",
    RunState.RUNNING: "en cours",
}
_NOTES_SHOWN = 10


def read_notes(config: Config, report: HarvestReport) -> list[RunNote]:
    """The remarks of the run: first why it must wait, then in the order they were made."""
    with closing(Database.open(config.catalogue_url)) as database:
        return notes_of(database, report.run_id)


def notes_of(database: Database, run_id: int) -> list[RunNote]:
    """The same, from a catalogue that is open."""
    objections = Reports(database).objections(run_id)
    others = (note for note in Runs(database).notes(run_id) if note.code not in OBJECTIONS)
    return [*objections, *others]


def show_report(report: HarvestReport, notes: list[RunNote]) -> None:
    """The figures of a harvest and its first remarks."""
    click.echo(f"Moisson n° {report.run_id} de « {report.source} » {_STATES[report.state]}.")
    for line in _figure_lines(report):
        click.echo(f"  {line}")
    first = sorted(notes, key=lambda note: note.code != READER_SILENT)  # what failed the run
    for note in first[:_NOTES_SHOWN]:
        click.echo(f"  ! {note.message} {note.url} {note.remedy}".rstrip(), err=True)
    if len(notes) > _NOTES_SHOWN:
        more = counted(len(notes) - _NOTES_SHOWN, "autre remarque", "autres remarques")
        click.echo(f"  … et {more} : souffleur runs show {report.run_id}.", err=True)
    if report.state is RunState.QUARANTINED:
        click.echo(f"  Ce qui changerait : souffleur runs diff {report.run_id}.", err=True)


_FIGURES = (
    ("pages", "pages par statut HTTP"),
    ("refused", "adresses non demandées, par raison"),
    ("failed", "adresses sans réponse, par raison"),
    ("charsets", "pages par jeu de caractères"),
    ("links_refused", "liens laissés, par raison"),
)
_NEWS = (("new", "nouvelles"), ("changed", "changées"), ("unchanged", "inchangées"))
_RARER_NEWS = (
    (RecordState.MOVED, "déplacées"),
    (RecordState.ABSENT, "absentes"),
    (RecordState.ERROR, "en erreur"),
)


def _figure_lines(report: HarvestReport) -> Iterator[str]:
    records = report.figures.get("records", {})
    kept = [f"{total_of(records, name)} {label}" for name, label in _NEWS]
    kept += [f"{n} {label}" for name, label in _RARER_NEWS if (n := total_of(records, name))]
    yield f"{counted(report.pages, 'page')}, fiches : {', '.join(kept)}"
    for name, label in _FIGURES:
        if counts := report.figures.get(name):
            shown = ", ".join(f"{key} : {count}" for key, count in sorted(counts.items()))
            yield f"{label} : {shown}"


def report_json(report: HarvestReport, notes: list[RunNote]) -> dict[str, Any]:
    return {
        "run": report.run_id,
        "source": report.source,
        "state": report.state.value,
        "resumed": report.resumed,
        "figures": dict(report.figures),
        "notes": [note_json(note) for note in notes],
    }
