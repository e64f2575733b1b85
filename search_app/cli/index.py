"""`souffleur index`: brings the index to where the catalogue is."""

from __future__ import annotations

from contextlib import ExitStack

import click

from corpus.config import Config
from corpus.errors import IndexMissing
from indexer.engines import open_engine
from indexer.engines.base import SearchEngine
from indexer.pipeline import CatchUp, catch_up, rebuild
from search_app.cli.output import Progress, counted, print_json, progress_bar
from search_app.cli.stores import open_stores

_STAGES = {"extract": "Lecture des fichiers", "index": "Indexation"}


@click.command("index", epilog="Exemple / example: souffleur index --rebuild")
@click.option(
    "--rebuild",
    "from_zero",
    is_flag=True,
    help="Refait l'index à côté, puis le met en place. / Builds anew beside, then swaps.",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(config: Config, from_zero: bool, as_json: bool) -> None:
    """Extrait les textes et met l'index à jour. / Extracts texts and brings the index up to date."""
    outcome = bring_up_to_date(config, from_zero=from_zero)
    if as_json:
        print_json(
            {
                "written": outcome.written,
                "position": outcome.position,
                "problems": [{"code": p.code, "message": p.message} for p in outcome.problems],
            }
        )
        return
    click.echo(f"{counted(outcome.written, 'fiche')} dans l'index (position {outcome.position}).")
    for problem in outcome.problems:
        click.echo(f"  ! {problem.message}", err=True)
