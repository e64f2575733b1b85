"""`souffleur index`: brings the index to where the catalogue is."""

from __future__ import annotations

from contextlib import closing

import click

from corpus.config import Config
from indexer.engines import open_engine
from indexer.pipeline import CatchUp, catch_up, rebuild
from search_app.cli.output import counted, print_json, stage_bars
from search_app.stores import open_stores

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
        problems = [{"id": p.subject, "message": p.message} for p in outcome.problems]
        print_json({"written": outcome.written, "position": outcome.position, "problems": problems})
        return
    click.echo(f"{counted(outcome.written, 'fiche')} dans l'index (position {outcome.position}).")
    for problem in outcome.problems:
        click.echo(f"  ! {problem.message}", err=True)


def bring_up_to_date(config: Config, *, from_zero: bool = False) -> CatchUp:
    """Catches up, or rebuilds when asked to, with a bar for each stage."""
    with (
        open_stores(config) as stores,
        closing(open_engine(config.index_url, create=True)) as engine,
        stage_bars(_STAGES) as progress,
    ):
        work = rebuild if from_zero else catch_up
        return work(stores.catalogue, stores.texts, stores.files, engine, progress=progress)
