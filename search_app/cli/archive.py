"""`souffleur archive`: writes what a harvest received as a standard web archive."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.config import Config
from corpus.errors import ConfigError, StaffError
from corpus.harvests.responses import Responses
from corpus.harvests.runs import Run
from crawler.archives.packing import write_wacz
from crawler.archives.writing import About, Written, write_warc
from crawler.plan import user_agent
from search_app.cli.output import counted
from search_app.stores import Stores, open_stores

FILE = click.Path(path_type=Path, dir_okay=False)
_ALL = 1_000_000
_WRITERS = {".warc.gz": write_warc, ".wacz": write_wacz}


@click.command("archive", epilog="Exemple / example: souffleur archive 12 --to moisson-12.warc.gz")
@click.argument("run", type=int)
@click.option(
    "--to",
    "path",
    required=True,
    type=FILE,
    help="Le fichier : .warc.gz ou .wacz. / The file to write.",
)
@click.pass_obj
def command(config: Config, run: int, path: Path) -> None:
    """Écrit la moisson n° RUN en archive Web. / Writes harvest RUN as a web archive."""
    require_ending(path)
    show_written(write_archive(config, run, path), path)


def require_ending(path: Path) -> None:
    """Raises `ConfigError` for a file whose name does not say which archive is wanted."""
    if not path.name.endswith(tuple(_WRITERS)):
        raise ConfigError(
            f"« {path} » ne dit pas quelle archive écrire. Terminez son nom par "
            f"{' ou '.join(_WRITERS)}."
        )


def write_archive(config: Config, run_id: int, path: Path) -> Written:
    """Raises `StaffError` when the run is unknown or nothing of it is kept, and `StorageError`."""
    write = next(write for ending, write in _WRITERS.items() if path.name.endswith(ending))
    with open_stores(config) as stores:
        run = _run_of(stores, run_id)
        responses = Responses(stores.database, stores.files)
        if next(responses.of_run(run_id), None) is None:
            raise StaffError(
                f"Rien n'est gardé de ce que la moisson n° {run_id} a reçu. "
                f"Relancez-la : souffleur harvest {run.source}."
            )
        software = user_agent(config).partition(" ")[0]
        return write(responses, path, About(run_id, run.source, software, config.contact))


def show_written(written: Written, path: Path, *, err: bool = False) -> None:
    """What the archive holds, and what it could not hold; `err` keeps JSON alone on the output."""
    revisits = counted(written.revisits, "page inchangée", "pages inchangées")
    click.echo(f"{path} : {counted(written.answers, 'réponse')}, {revisits}.", err=err)
    if written.missing:
        lost = counted(written.missing, "réponse")
        click.echo(f"  ! Il y manque {lost} : les octets n'en sont plus gardés.", err=True)


def _run_of(stores: Stores, run_id: int) -> Run:
    run = next((run for run in stores.runs.list(_ALL) if run.id == run_id), None)
    if run is None:
        raise StaffError(f"Il n'y a pas de moisson n° {run_id}. Voyez souffleur status.")
    return run
