"""`souffleur extract`: the text of files, page by page, with its quality, or why there is none."""

from __future__ import annotations

import json
from pathlib import Path

import click

from corpus.errors import ExtractionError
from indexer.extract import Extraction, pool_extract, to_json
from search_app.cli.output import counted, progress_bar


@click.command("extract", epilog="Exemple / example: souffleur extract rapport.pdf --json")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Un objet par fichier et par ligne. / One object a file, one a line.",
)
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Donne le texte de fichiers, page par page, avec sa qualité (de 0 à 1).

    The text of files, page by page, with its quality. Exits with 1 when a file gave none.
    """
    with progress_bar("Lecture des fichiers") as progress:
        read: dict[Path, Extraction | ExtractionError] = {}
        for path, outcome in pool_extract(files):
            read[path] = outcome
            progress(len(read), len(files))
    in_order = [(path, read[path]) for path in files]
    for path, outcome in in_order:
        if as_json:
            click.echo(json.dumps(to_json(path, outcome), ensure_ascii=False))
        else:
            _show(path, outcome)
    if any(isinstance(outcome, ExtractionError) for outcome in read.values()):
        ctx.exit(1)


def _show(path: Path, outcome: Extraction | ExtractionError) -> None:
    if isinstance(outcome, ExtractionError):
        click.echo(f"== {path} : {outcome.reason} : {outcome.message}")
        return
    click.echo(f"== {path} : {outcome.media_type}, {counted(len(outcome.pages), 'page')}")
    for page in outcome.pages:
        click.echo(f"-- page {page.number}, qualité {page.quality:.2f}")
        click.echo(page.text)
