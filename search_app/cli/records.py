"""`souffleur records`: entries out to JSON Lines and in again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

import click

from corpus.batches import batched
from corpus.catalogue import Catalogue
from corpus.catalogue.record_rows import PutCounts
from corpus.config import Config
from corpus.errors import BadImport, SouffleurError
from corpus.interchange import from_lines, to_lines
from corpus.record import Entry
from search_app.cli.output import counted, progress_bar
from search_app.stores import open_stores

LINES_A_TRANSACTION = 200
Line = Entry | BadImport


@click.group("records", epilog="Exemple / example: souffleur records export > fiches.jsonl")
def command() -> None:
    """Exporte et importe les fiches (JSON Lines). / Records out and in (JSON Lines)."""


@command.command("export", epilog="Exemple / example: souffleur records export --output f.jsonl")
@click.option(
    "--output",
    type=click.File("wb", lazy=True, atomic=True),
    default="-",
    help="Fichier à écrire, en entier ou pas du tout. / File, written whole or not at all.",
)
@click.pass_obj
def export(config: Config, output: BinaryIO) -> None:
    """Une fiche par ligne, avec ses étiquettes et corrections. / One entry a line."""
    with open_stores(config) as stores:
        output.writelines(to_lines(stores.catalogue.all_entries()))


@command.command("import", epilog="Exemple / example: souffleur records import fiches.jsonl")
@click.argument("lines", type=click.File("rb"))
@click.option("--by", default="import", show_default=True, help="Au nom de qui. / On whose behalf.")
@click.pass_context
def import_(ctx: click.Context, lines: BinaryIO, by: str) -> None:
    """Reprend des fiches exportées ; rien de gardé n'est effacé. / Takes exported entries in.

    A line that cannot be read is said with its number; the others are taken in, and the command
    exits with 1.
    """
    with open_stores(ctx.obj) as stores, progress_bar("Import des fiches") as progress:
        outcome = take_in(stores.catalogue, lines, by)
        progress(outcome.read, outcome.read)
    counts = outcome.counts
    click.echo(
        f"{counted(counts.new, 'nouvelle fiche', 'nouvelles fiches')}, "
        f"{counted(counts.changed, 'changée')}, {counted(counts.unchanged, 'inchangée')}."
    )
    for refused in outcome.refused:
        click.echo(f"  ! {refused.message}", err=True)
    if outcome.refused:
        ctx.exit(1)


@dataclass(slots=True)
class Outcome:
    """What an import did; `refused` holds one error a line that was not taken in."""

    counts: PutCounts = field(default_factory=PutCounts)
    refused: list[SouffleurError] = field(default_factory=list)
    read: int = 0


def take_in(catalogue: Catalogue, lines: Iterable[bytes], by: str) -> Outcome:
    """Some lines a transaction: a bad one stops nothing, a kill loses at most the last few."""
    outcome = Outcome()
    for batch in batched(from_lines(lines), LINES_A_TRANSACTION):
        outcome.read += len(batch)
        outcome.refused += [line for line in batch if isinstance(line, BadImport)]
        outcome.counts += catalogue.restore((e for e in batch if isinstance(e, Entry)), by)
    return outcome
