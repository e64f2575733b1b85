"""`souffleur harvest`: gets the records of one source, or of several in turn."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from corpus.config import Config
from corpus.database import Database
from corpus.errors import SouffleurError, SourceUnreachable, StorageError
from corpus.harvests.figures import total_of
from corpus.harvests.reports import Reports
from corpus.harvests.runs import Run, RunNote, Runs, RunState
from corpus.harvests.states import RecordState
from corpus.harvests.vanishing import OBJECTIONS
from corpus.sources import find_source
from crawler.archives.base import KEPT
from crawler.described.parsing import read_description
from crawler.described.registry import described_keys
from crawler.report import HarvestReport
from crawler.run import harvest
from crawler.silence import READER_SILENT
from search_app.cli.output import counted, print_json, progress_bar
from search_app.notifying import Ending, notify, read_targets
from search_app.run_view import note_json

_STATES = {
    RunState.FINISHED: "terminée",
    RunState.INTERRUPTED: "interrompue ; relancez la même commande, elle reprendra",
    RunState.QUARANTINED: "en quarantaine ; la base reste comme elle était",
    RunState.FAILED: "en échec",
    RunState.RUNNING: "en cours",
}
_NOTES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """How the sources are to be harvested; see `crawler.run.harvest`.

    What is received is written to `warc` as well.
    """

    start_url: str | None = None
    base_url: str | None = None
    allow_hosts: tuple[str, ...] = ()
    dry_run: bool = False
    archive: str = ""
    warc: Path | None = None
    description: str | None = None


@click.command("harvest", epilog="Exemple / example: souffleur harvest comedie icpc --index")
@click.argument("sources", metavar="SOURCE…", nargs=-1)
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
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrit aussi ce qui a été reçu : .warc.gz ou .wacz. / Writes what was received as well.",
)
@click.option(
    "--description",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier qui décrit la source. / A file that describes the source.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Dit ce qui changerait, sans rien changer. / Says what would change.",
)
@click.option(
    "--index", "then_index", is_flag=True, help="Puis met l'index à jour. / Then indexes."
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    start_url: str | None,
    base_url: str | None,
    allow_hosts: tuple[str, ...],
    archive: str | None,
    warc: Path | None,
    file: Path | None,
    dry_run: bool,
    then_index: bool,
    as_json: bool,
) -> None:
    """Moissonne chaque SOURCE (comedie, icpc, une source décrite, ou site avec --start-url).

    Harvests each SOURCE, or the one that --description describes.
    Exits with 1 when a harvest could not be ended or waits in quarantine; running it again takes
    up an interrupted one. A source that fails stops none of the others.
    """
    config: Config = ctx.obj
    sources = _keys_of(sources, file)
    _check_usage(config, sources, bool(start_url or base_url or warc), dry_run and then_index)
    if warc:
        _require_ending(warc)
    asked = Asked(
        start_url,
        base_url,
        allow_hosts,
        dry_run,
        _whole_path(archive),
        warc,
        str(file) if file else None,
    )
    told = [_harvest_and_tell(config, source, asked, as_json, len(sources)) for source in sources]
    if as_json:
        print_json(told[0] if len(told) == 1 else told)
    if then_index:
        _index(config)
    if not all(one["state"] == RunState.FINISHED for one in told):
        ctx.exit(1)


# What follows a harvest is imported when it is asked for: numpy, Whoosh and warcio take longer to
# import than a site that has not changed takes to harvest.


def _require_ending(path: Path) -> None:
    from search_app.cli.archive import require_ending

    require_ending(path)


def _write_archive(config: Config, run_id: int, path: Path, as_json: bool) -> None:
    from search_app.cli.archive import show_written, write_archive

    show_written(write_archive(config, run_id, path), path, err=as_json)


def _index(config: Config) -> None:
    from search_app.cli.index import bring_up_to_date, say_readable_anew

    say_readable_anew(bring_up_to_date(config))


def _whole_path(archive: str | None) -> str:
    """The same archive wherever the next command is given from."""
    if not archive or archive == KEPT:
        return archive or ""
    return str(Path(archive).expanduser().resolve())


def _keys_of(sources: tuple[str, ...], file: Path | None) -> tuple[str, ...]:
    """The sources to harvest: those named, else the one the file describes."""
    if file is None and not sources:
        raise click.UsageError(
            "Quelle source ? souffleur harvest comedie. "
            "/ Which source? souffleur source list names them."
        )
    if file is None:
        return sources
    described = read_description(file).key
    if sources not in ((), (described,)):
        raise click.UsageError(
            f"{file} décrit « {described} », et non « {', '.join(sources)} ». "
            "/ It describes another source."
        )
    return (described,)


def _check_usage(config: Config, sources: Sequence[str], for_one: bool, both: bool) -> None:
    """Raises `UsageError`, and `UnknownSource` before anything is asked of the others."""
    if len(sources) > 1 and (for_one or "site" in sources):
        raise click.UsageError(
            "site, --start-url, --base-url et --warc ne vont qu'avec une seule source."
        )
    if both:
        raise click.UsageError("--index ne va pas avec --dry-run : rien ne change.")
    if len(sources) > 1:
        for source in set(sources) - set(described_keys(config.home)):
            find_source(source)


def _harvest_and_tell(
    config: Config, source: str, asked: Asked, as_json: bool, number: int
) -> dict[str, Any]:
    """What it came to, as JSON; of several sources, the failure of one is said and passed over."""
    try:
        report = _harvested(config, source, asked)
    except SouffleurError as error:
        if number == 1:
            raise
        click.echo(f"  ! {source} : {error.message}", err=True)
        return {"source": source, "state": RunState.FAILED.value, "error": error.message}
    notes = read_notes(config, report)
    if not as_json:
        show_report(report, notes)
        if asked.dry_run:
            _show_trial(config, report)
    if asked.warc:
        _write_archive(config, report.run_id, asked.warc, as_json)
    return _as_json(report, notes)


def _harvested(config: Config, source: str, asked: Asked) -> HarvestReport:
    """Harvests, and tells those who asked to be told, of a failure too."""
    try:
        with progress_bar(f"Moisson de {source}") as progress:
            report = harvest(
                config,
                source,
                start_url=asked.start_url,
                base_url=asked.base_url,
                allow_hosts=asked.allow_hosts,
                archive=asked.archive,
                dry_run=asked.dry_run,
                progress=progress,
                description=asked.description,
            )
    except (SourceUnreachable, StorageError):
        tell_end(config, source)
        raise
    tell_end(config, report.source)
    return report


def tell_end(config: Config, source: str) -> None:
    """Tells the end of the last run of the source, as the environment says; failures are remarks
    of its report, and a disk that is full as well is left to the harvest to say."""
    targets = read_targets(os.environ)
    if not (targets.mail or targets.webhook):
        return
    with suppress(StorageError), _catalogue(config) as database:
        reports = Reports(database)
        run = _last_run(reports, source)
        if run is None:
            return
        notes = _notes_of(database, run.id)
        ending = Ending(run, reports.record_counts(run), notes, reports.is_decidable(run))
        failures = notify(targets, ending)
        with database.write() as connection:
            Runs(database).note(run.id, failures, connection)


def _last_run(reports: Reports, source: str) -> Run | None:
    """`site` is whichever site was harvested last."""
    runs = reports.runs(source if source != "site" else "")
    return next((run for run in runs if source != "site" or run.source.startswith("site-")), None)


def read_notes(config: Config, report: HarvestReport) -> list[RunNote]:
    """The remarks of the run: first why it must wait, then in the order they were made."""
    with _catalogue(config) as database:
        return _notes_of(database, report.run_id)


@contextmanager
def _catalogue(config: Config) -> Iterator[Database]:
    database = Database.open(config.catalogue_url)
    try:
        yield database
    finally:
        database.close()


def _notes_of(database: Database, run_id: int) -> list[RunNote]:
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


def _show_trial(config: Config, report: HarvestReport) -> None:
    click.echo("Un essai : la base n'a pas changé. Ce qui changerait :")
    from search_app.cli.runs import show_changes
    from search_app.stores import open_stores

    with open_stores(config) as stores:
        show_changes(stores, report.run_id)
    click.echo(f"Pour le faire entrer dans la base : souffleur runs accept {report.run_id} --by …")


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


def _as_json(report: HarvestReport, notes: list[RunNote]) -> dict[str, Any]:
    return {
        "run": report.run_id,
        "source": report.source,
        "state": report.state.value,
        "resumed": report.resumed,
        "figures": dict(report.figures),
        "notes": [note_json(note) for note in notes],
    }
