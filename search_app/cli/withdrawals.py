"""`souffleur withdrawals`: records that their source has no more, and those withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import click

from corpus.config import Config
from corpus.harvests.decisions import Decisions, Proposal
from corpus.sources import source_label
from search_app.cli.output import counted, print_json
from search_app.stores import open_stores

RECORD = click.argument("record_id", metavar="ID")
BY = click.option("--by", required=True, help="Au nom de qui. / On whose behalf.")


@click.group("withdrawals", epilog="Exemple / example: souffleur withdrawals list")
def command() -> None:
    """Fiches que leur source n'a plus. / Records that their source has no more."""


@command.command("list", epilog="Exemple / example: souffleur withdrawals list --json")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def list_(config: Config, as_json: bool) -> None:
    """Les retraits proposés, et les fiches retirées. / Those proposed, and those withdrawn."""
    with open_stores(config) as stores:
        decisions = Decisions(stores.database)
        proposed, withdrawn = decisions.proposed(), decisions.withdrawn()
    if as_json:
        listed = {"proposed": proposed, "withdrawn": withdrawn}
        print_json({name: [asdict(one) for one in found] for name, found in listed.items()})
        return
    _show("proposé", proposed)
    _show("retirée", withdrawn)
    click.echo(
        f"{counted(len(proposed), 'retrait proposé', 'retraits proposés')}, "
        f"{counted(len(withdrawn), 'fiche retirée', 'fiches retirées')}."
    )


def _show(what: str, found: Sequence[Proposal]) -> None:
    for one in found:
        title = click.style(one.title, bold=True)
        click.echo(f"{what} : {title}  [{source_label(one.source)}] {one.record_id}")
        absent = counted(one.absent_runs, "moisson")
        click.echo(f"  {one.url} (vue le {one.last_seen}, absente de {absent})")


@command.command(
    "withdraw", epilog="Exemple / example: souffleur withdrawals withdraw comedie-1 --by lea"
)
@RECORD
@BY
@click.pass_obj
def withdraw(config: Config, record_id: str, by: str) -> None:
    """Retire une fiche ; rien n'en est effacé. / Withdraws a record; nothing is deleted."""
    with open_stores(config) as stores:
        Decisions(stores.database).withdraw(record_id, by)
    click.echo(f"La fiche {record_id} est retirée. Pour que la recherche suive : souffleur index.")


@command.command(
    "restore", epilog="Exemple / example: souffleur withdrawals restore comedie-1 --by lea"
)
@RECORD
@BY
@click.pass_obj
def restore(config: Config, record_id: str, by: str) -> None:
    """Rétablit une fiche retirée, ou garde une fiche proposée. / Brings a record back."""
    with open_stores(config) as stores:
        Decisions(stores.database).restore(record_id, by)
    click.echo(
        f"La fiche {record_id} est dans la base. Pour que la recherche suive : souffleur index."
    )
