"""`souffleur harvest`: gets the records of a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from corpus.config import Config
from corpus.harvests.figures import total_of
from corpus.harvests.runs import RunNote, RunState
from crawler.archives.opening import KEPT
from crawler.described.parsing import read_description
from crawler.report import HarvestReport
from crawler.run import harvest
from crawler.silence import READER_SILENT
from search_app.cli.archive import FILE, require_ending, show_written, write_archive
from search_app.cli.output import counted, print_json, progress_bar
from search_app.stores import open_stores

_STATES = {
    RunState.FINISHED: "terminée",
    RunState.INTERRUPTED: "interrompue ; relancez la même commande, elle reprendra",
    RunState.QUARANTINED: "en quarantaine ; la base reste comme elle était",
    RunState.FAILED: "en échec",
    RunState.RUNNING: "en cours",
}
_NOTES_SHOWN = 10


@click.command("harvest", epilog="Exemple / example: souffleur harvest comedie")
@click.argument("source", required=False)
@click.option("--start-url", help="Où commencer (site : obligatoire). / Where to start.")
@click.option("--base-url", help="Où la source est servie, si ailleurs. / Where it is served.")
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Hôte permis en plus ; répétable. / A host to allow as well.",
)
@click.option(
    "--from",
    "archive",
    metavar="PATH",
    help="Une archive Web (WARC, WACZ), un dossier de wget, ou « kept » (les réponses gardées), "
    "au lieu du site. / A web archive, a folder saved by wget, or what was kept, not the site.",
)
@click.option(
    "--warc",
    type=FILE,
    help="Écrit aussi ce qui a été reçu : .warc.gz ou .wacz. / Writes what was received as well.",
)
@click.option(
    "--description",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier qui décrit la source. / A file that describes the source.",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def command(
    ctx: click.Context,
    source: str | None,
    start_url: str | None,
    base_url: str | None,
    allow_hosts: tuple[str, ...],
    archive: str | None,
    warc: Path | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Moissonne SOURCE (comedie, icpc, une source décrite, ou site avec --start-url).

    Harvests SOURCE, or the one that --description describes.
    Exits with 1 when the harvest could not be ended; running it again takes it up.
    """
    config: Config = ctx.obj
    if warc:
        require_ending(warc)
    key = _key_of(source, file)
    with progress_bar(f"Moisson de {key}") as progress:
        report = harvest(
            config,
            key,
            start_url=start_url,
            base_url=base_url,
            allow_hosts=allow_hosts,
            archive=_whole_path(archive),
            progress=progress,
            description=str(file) if file else None,
        )
    notes = read_notes(config, report)
    if as_json:
        print_json(_as_json(report, notes))
    else:
        show_report(report, notes)
    if warc:
        written = write_archive(config, report.run_id, warc)
        show_written(written, warc, err=as_json)
    if report.state is not RunState.FINISHED:
        ctx.exit(1)


def _whole_path(archive: str | None) -> str:
    """The same archive wherever the next command is given from."""
    if not archive or archive == KEPT:
        return archive or ""
    return str(Path(archive).expanduser().resolve())


def _key_of(source: str | None, file: Path | None) -> str:
    """The source to harvest: the one named, else the one the file describes."""
    if file is None and source is None:
        raise click.UsageError(
            "Quelle source ? souffleur harvest comedie. "
            "/ Which source? souffleur source list names them."
        )
    described = read_description(file).key if file else source
    if source and source != described:
        raise click.UsageError(
            f"{file} décrit « {described} », et non « {source} ». / It describes another source."
        )
    return str(described)


def read_notes(config: Config, report: HarvestReport) -> list[RunNote]:
    """The remarks of the run, in the order they were made."""
    with open_stores(config) as stores:
        return list(stores.runs.notes(report.run_id))


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
        click.echo(f"  … et {more} : souffleur harvest --json les donne toutes.", err=True)


_FIGURES = (
    ("pages", "pages par statut HTTP"),
    ("refused", "adresses non demandées, par raison"),
    ("failed", "adresses sans réponse, par raison"),
    ("charsets", "pages par jeu de caractères"),
    ("links_refused", "liens laissés, par raison"),
)
_NEWS = (("new", "nouvelles"), ("changed", "changées"), ("unchanged", "inchangées"))


def _figure_lines(report: HarvestReport) -> Iterator[str]:
    records = report.figures.get("records", {})
    kept = (f"{total_of(records, name)} {label}" for name, label in _NEWS)
    yield f"{counted(report.pages, 'page')}, fiches : {', '.join(kept)}"
    for name, label in _FIGURES:
        if counts := report.figures.get(name):
            shown = ", ".join(f"{key} : {count}" for key, count in sorted(counts.items()))
            yield f"{label} : {shown}"


def _as_json(report: HarvestReport, notes: list[RunNote]) -> dict[str, Any]:
    return {
        "run": report.run_id,
        "source": report.source,
        "state": report.state.value,
        "resumed": report.resumed,
        "figures": dict(report.figures),
        "notes": [
            {
                "code": note.code,
                "url": note.url,
                "message": note.message,
                "value": note.value,
                "remedy": note.remedy,
            }
            for note in notes
        ],
    }
