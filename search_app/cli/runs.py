"""`souffleur runs`: the harvests, what each found, and what a person decides about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

import click

from corpus.config import Config
from corpus.harvests.decisions import Decisions
from corpus.harvests.reports import Reports, RunChange, seconds_of
from corpus.harvests.runs import Run, RunState
from corpus.sources import source_label
from search_app.cli.output import print_json
from search_app.formats import size_text
from search_app.messages import say
from search_app.shown.run_view import (
    change_json,
    duration_text,
    field_label,
    figure_groups,
    kind_label,
    note_json,
    plain_difference,
    progress_text,
    record_table,
    run_json,
    standing_of,
    summary,
    told_counts,
)
from search_app.stores import Stores, open_stores

AS_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Pour un programme. / For a program."
)
RUN = click.argument("run_id", metavar="ID", type=click.IntRange(min=1))
BY = click.option("--by", required=True, help="Au nom de qui. / On whose behalf.")


@click.group(
    "runs", invoke_without_command=True, epilog="Exemple / example: souffleur runs --source comedie"
)
@click.option("--source", default="", help="Une seule source. / One source only.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@AS_JSON
@click.pass_context
def command(ctx: click.Context, source: str, limit: int, as_json: bool) -> None:
    """Les moissons, la dernière d'abord. / The harvests, latest first."""
    if ctx.invoked_subcommand:
        return
    with open_stores(ctx.obj) as stores:
        reports = Reports(stores.database)
        runs = reports.runs(source, limit)
        if as_json:
            print_json([run_json(run, reports.is_decidable(run)) for run in runs])
            return
        for run in runs:
            click.echo(_line(run, reports))
        if not runs:
            click.echo("Aucune moisson. Lancez-en une : souffleur harvest comedie.")


def _line(run: Run, reports: Reports) -> str:
    found = summary(reports.record_counts(run), "fr") or "rien de nouveau"
    label = source_label(run.source)
    return f"n° {run.id:<5} {run.started_at}  {label:<20} {_state(run, reports)} ({found})"


def _state(run: Run, reports: Reports) -> str:
    return say(f"run_state_{standing_of(run, reports.is_decidable(run))}", "fr").lower()


# --- one run -----------------------------------------------------------------------------------


@command.command("show", epilog="Exemple / example: souffleur runs show 12")
@RUN
@AS_JSON
@click.pass_obj
def show(config: Config, run_id: int, as_json: bool) -> None:
    """Tout ce que dit une moisson. / All that is said of a harvest."""
    with open_stores(config) as stores:
        run, reports = stores.runs.get(run_id), Reports(stores.database)
        if as_json:
            print_json(_whole(run, stores, reports))
            return
        for line in _lines(run, stores, reports):
            click.echo(line)


def _whole(run: Run, stores: Stores, reports: Reports) -> dict[str, Any]:
    return {
        **run_json(run, reports.is_decidable(run)),
        "records": reports.record_counts(run),
        "figures": dict(run.figures),
        "notes": [note_json(note) for note in stores.runs.notes(run.id)],
    }


def _lines(run: Run, stores: Stores, reports: Reports) -> Iterator[str]:
    standing = standing_of(run, reports.is_decidable(run))
    yield f"Moisson n° {run.id} de « {source_label(run.source)} » : {_state(run, reports)}."
    yield f"  {say(f'run_about_{standing}', 'fr')}"
    yield from (f"  {name} : {value}" for name, value in _facts(run) if value)
    if run.state is RunState.RUNNING:
        yield f"  {progress_text(reports.progress(run), 'fr')}"
    for group in figure_groups(run, "fr"):
        counts = ", ".join(f"{count.label} : {count.number}" for count in group.counts)
        yield f"  {say(f'run_of_{group.key}', 'fr')} : {counts}"
    table = record_table(reports.record_counts(run), "fr")
    for label, numbers in table.rows:
        named = zip(table.states, numbers, strict=True)
        told = (f"{say(f'record_state_{s}', 'fr').lower()} : {n}" for s, n in named if n)
        yield f"  {label} – {', '.join(told)}"
    for note in stores.runs.notes(run.id):
        yield f"  ! {note.message} {note.url} {note.remedy}".rstrip()
    if reports.is_decidable(run):
        yield f"Décidez : souffleur runs accept {run.id} --by NOM, ou souffleur runs discard {run.id} --by NOM."


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    seconds = seconds_of(run)
    yield "Début", run.started_at
    yield "Fin", run.ended_at
    yield "Durée", "" if seconds is None else duration_text(seconds, "fr")
    if received := run.figures.get("bytes"):
        yield "Reçu", size_text(received, "fr")
    yield "Fichiers", str(run.figures.get("files") or "")
    yield "Entrée dans la base", run.applied_at
    if run.decision:
        said = f"run_decided_{run.decision}"
        yield "Décision", say(said, "fr", by=run.decided_by, at=run.decided_at)
    yield "Adresse du site", str(run.settings.get("base_url", ""))
    yield "Départ", ", ".join(run.settings.get("start_urls", ()))
    yield "Hôtes permis en plus", ", ".join(run.settings.get("allow_hosts", ()))
    yield "Archive", str(run.settings.get("archive", ""))


@command.command("diff", epilog="Exemple / example: souffleur runs diff 12")
@RUN
@AS_JSON
@click.pass_obj
def diff(config: Config, run_id: int, as_json: bool) -> None:
    """Ce qu'une moisson change, fiche par fiche. / What a harvest changes, record by record."""
    with open_stores(config) as stores:
        show_changes(stores, run_id, as_json=as_json)


def show_changes(stores: Stores, run_id: int, *, as_json: bool = False) -> None:
    """Prints the changes of a run, by state; raises `RunNotFound`."""
    run, reports = stores.runs.get(run_id), Reports(stores.database)
    if as_json:
        print_json([change_json(change) for change in reports.changes(run.id)])
        return
    for state, number in told_counts(reports.record_counts(run)).items():
        click.echo(f"{say(f'record_state_{state.value}', 'fr')} : {number}")
        for change in reports.changes(run.id, [state]):
            for line in _change_lines(change):
                click.echo(f"  {line}")
    if not reports.changes(run.id, limit=1):
        click.echo("Rien de nouveau.")


def _change_lines(change: RunChange) -> Iterator[str]:
    title = click.style(change.title, bold=True)
    yield f"{title}  [{kind_label(change.kind, 'fr')}] {change.record_id}"
    if change.moved_to:
        yield f"  → {change.moved_to}"
    for field, text in plain_difference(change):
        yield f"  {field_label(field, 'fr')} : {_indented(text)}"


def _indented(text: str) -> str:
    return text.replace("\n", "\n      ")


@command.command("export", epilog="Exemple / example: souffleur runs export 12 --to moisson.jsonl")
@RUN
@click.option(
    "--to",
    "output",
    required=True,
    type=click.File("w", encoding="utf-8", lazy=True, atomic=True),
    help="Fichier à écrire, en entier ou pas du tout. / File, written whole or not at all.",
)
@click.pass_obj
def export(config: Config, run_id: int, output: TextIO) -> None:
    """La moisson, ses adresses, ses fiches, ses remarques, une par ligne. / As JSON Lines."""
    with open_stores(config) as stores:
        lines = Reports(stores.database).lines(stores.runs.get(run_id))
        output.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    click.echo(f"La moisson n° {run_id} est écrite dans {output.name}.", err=True)


@command.command("accept", epilog="Exemple / example: souffleur runs accept 12 --by camille")
@RUN
@BY
@click.pass_obj
def accept(config: Config, run_id: int, by: str) -> None:
    """Fait entrer dans la base ce que la moisson a trouvé. / Brings it into the base."""
    with open_stores(config) as stores:
        run = Decisions(stores.database).accept(run_id, by)
    click.echo(f"La moisson n° {run.id} est dans la base. Pour la trouver : souffleur index.")


@command.command("discard", epilog="Exemple / example: souffleur runs discard 12 --by camille")
@RUN
@BY
@click.pass_obj
def discard(config: Config, run_id: int, by: str) -> None:
    """Laisse la base comme elle est ; la moisson reste lisible. / Leaves the base as it is."""
    with open_stores(config) as stores:
        run = Decisions(stores.database).discard(run_id, by)
    click.echo(f"La moisson n° {run.id} est écartée ; la base n'a pas changé.")
