"""What `souffleur harvest` does while the process that crawls gets ready, and with it: harvests one
source, or several in turn, and says what that came to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from corpus.config import Config
from corpus.database import Database
from corpus.errors import SouffleurError, SourceUnreachable, StorageError
from corpus.harvests.reports import Reports
from corpus.harvests.runs import Run, Runs, RunState
from corpus.sources import find_source
from crawler.archives.base import KEPT
from crawler.child import Child
from crawler.described.parsing import read_description
from crawler.described.registry import described_keys
from crawler.report import HarvestReport
from crawler.run import harvest
from search_app.cli.harvest_report import (
    notes_of,
    read_notes,
    report_json,
    show_report,
)
from search_app.cli.output import print_json, progress_bar
from search_app.notifying import Ending, notify, read_targets


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the command, as it was typed; see `crawler.run.harvest`.

    What is received is written to `warc` as well; `description` is a file that describes a source.
    """

    sources: tuple[str, ...]
    start_url: str | None = None
    base_url: str | None = None
    allow_hosts: tuple[str, ...] = ()
    dry_run: bool = False
    archive: str | None = None
    warc: Path | None = None
    description: Path | None = None
    then_index: bool = False
    as_json: bool = False


def harvest_all(config: Config, asked: Asked, child: Child) -> bool:
    """Harvests each source and says what that came to; False unless all are finished.

    `child` crawls the first. Raises `click.UsageError`, and what `harvest` raises of a single source.
    """
    sources = _keys_of(asked)
    _check_usage(config, sources, asked)
    if asked.warc:
        _require_ending(asked.warc)
    told = []
    for rank, source in enumerate(sources):
        alone = len(sources) == 1
        told.append(_harvest_and_tell(config, source, asked, None if rank else child, alone))
    if asked.as_json:
        print_json(told[0] if len(told) == 1 else told)
    return all(one["state"] == RunState.FINISHED for one in told)


def _harvest_and_tell(
    config: Config, source: str, asked: Asked, child: Child | None, alone: bool
) -> dict[str, Any]:
    """What it came to, as JSON; of several sources, the failure of one is said and passed over."""
    try:
        report = _harvested(config, source, asked, child)
    except SouffleurError as error:
        if alone:
            raise
        click.echo(f"  ! {source} : {error.message}", err=True)
        return {"source": source, "state": RunState.FAILED.value, "error": error.message}
    notes = read_notes(config, report)
    if not asked.as_json:
        show_report(report, notes)
        if asked.dry_run:
            _show_trial(config, report)
    if asked.warc:
        _write_archive(config, report.run_id, asked.warc, asked.as_json)
    return report_json(report, notes)


def _harvested(config: Config, source: str, asked: Asked, child: Child | None) -> HarvestReport:
    """Harvests, and tells those who asked to be told, of a failure too."""
    try:
        with progress_bar(f"Moisson de {source}") as progress:
            report = harvest(
                config,
                source,
                start_url=asked.start_url,
                base_url=asked.base_url,
                allow_hosts=asked.allow_hosts,
                archive=_whole_path(asked.archive),
                dry_run=asked.dry_run,
                progress=progress,
                description=str(asked.description) if asked.description else None,
                child=child,
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
    with suppress(StorageError), closing(Database.open(config.catalogue_url)) as database:
        reports = Reports(database)
        run = _last_run(reports, source)
        if run is None:
            return
        notes = notes_of(database, run.id)
        ending = Ending(run, reports.record_counts(run), notes, reports.is_decidable(run))
        failures = notify(targets, ending)
        with database.write() as connection:
            Runs(database).note(run.id, failures, connection)


def _last_run(reports: Reports, source: str) -> Run | None:
    """`site` is whichever site was harvested last."""
    runs = reports.runs(source if source != "site" else "")
    return next((run for run in runs if source != "site" or run.source.startswith("site-")), None)


def _whole_path(archive: str | None) -> str:
    """The same archive wherever the next command is given from."""
    if not archive or archive == KEPT:
        return archive or ""
    return str(Path(archive).expanduser().resolve())


def _keys_of(asked: Asked) -> tuple[str, ...]:
    """The sources to harvest: those named, else the one the file describes."""
    sources, file = asked.sources, asked.description
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


def _check_usage(config: Config, sources: Sequence[str], asked: Asked) -> None:
    """Raises `UsageError`, and `UnknownSource` before anything is asked of the others."""
    for_one = bool(asked.start_url or asked.base_url or asked.warc)
    if len(sources) > 1 and (for_one or "site" in sources):
        raise click.UsageError(
            "site, --start-url, --base-url et --warc ne vont qu'avec une seule source."
        )
    if asked.dry_run and asked.then_index:
        raise click.UsageError("--index ne va pas avec --dry-run : rien ne change.")
    if len(sources) > 1:
        for source in set(sources) - set(described_keys(config.home)):
            find_source(source)


# An archive is written by what is imported for it alone.


def _require_ending(path: Path) -> None:
    from search_app.cli.archive import require_ending

    require_ending(path)


def _write_archive(config: Config, run_id: int, path: Path, as_json: bool) -> None:
    from search_app.cli.archive import show_written, write_archive

    show_written(write_archive(config, run_id, path), path, err=as_json)


def _show_trial(config: Config, report: HarvestReport) -> None:
    click.echo("Un essai : la base n'a pas changé. Ce qui changerait :")
    from search_app.cli.runs import show_changes
    from search_app.stores import open_stores

    with open_stores(config) as stores:
        show_changes(stores, report.run_id)
    click.echo(f"Pour le faire entrer dans la base : souffleur runs accept {report.run_id} --by …")
