"""`souffleur conflicts`: what a source changed under a person's correction."""

from __future__ import annotations

from dataclasses import asdict

import click

from corpus.catalogue.conflicts import Conflict, Conflicts
from corpus.config import Config
from search_app.cli.output import counted, print_json
from search_app.shown.run_view import field_label
from search_app.stores import open_stores


@click.group("conflicts", epilog="Exemple / example: souffleur conflicts list")
def command() -> None:
    """Sources qui ont changé sous une correction. / Sources that changed under a correction."""


@command.command("list", epilog="Exemple / example: souffleur conflicts list --json")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def list_(config: Config, as_json: bool) -> None:
    """Les conflits à régler, le plus ancien d'abord. / Those to settle, oldest first."""
    with open_stores(config) as stores:
        conflicts = Conflicts(stores.database)
        waiting, count = conflicts.waiting(), conflicts.count()
    if as_json:
        print_json([asdict(conflict) for conflict in waiting])
        return
    for conflict in waiting:
        _show(conflict)
    click.echo(f"{counted(count, 'conflit')} à régler.")


def _show(conflict: Conflict) -> None:
    title = click.style(conflict.title, bold=True)
    click.echo(
        f"n° {conflict.id}  {title} {conflict.record_id} : {field_label(conflict.field, 'fr')}"
    )
    click.echo(f"  La source disait : {conflict.before}")
    click.echo(f"  La source dit maintenant : {conflict.after}")
    click.echo(f"  La correction ({conflict.edited_by}, {conflict.edited_at}) : {conflict.edited}")


@command.command("settle", epilog="Exemple / example: souffleur conflicts settle 3 --keep --by lea")
@click.argument("conflict_id", metavar="ID", type=click.IntRange(min=1))
@click.option("--keep", is_flag=True, help="Garde la correction. / Keeps the correction.")
@click.option(
    "--take-source", is_flag=True, help="Prend ce que dit la source. / Takes what the source says."
)
@click.option("--by", required=True, help="Au nom de qui. / On whose behalf.")
@click.pass_obj
def settle(config: Config, conflict_id: int, keep: bool, take_source: bool, by: str) -> None:
    """Règle un conflit. / Settles one."""
    if keep == take_source:
        raise click.UsageError("Dites --keep ou --take-source : l'un des deux.")
    with open_stores(config) as stores:
        conflict = Conflicts(stores.database).settle(conflict_id, take_source=take_source, by=by)
    says = conflict.edited if keep else conflict.after
    click.echo(f"Réglé : {field_label(conflict.field, 'fr').lower()} = « {says} ».")
