"""`souffleur user`: the accounts of the people who tag."""

from __future__ import annotations

import click

from corpus.config import Config
from search_app.stores import open_stores


@click.group("user", epilog="Exemple / example: souffleur user add camille --role librarian")
def command() -> None:
    """Comptes des documentalistes. / Librarians' accounts."""


@command.command("add", epilog="Exemple / example: souffleur user add camille")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["librarian", "admin"]),
    default="librarian",
    show_default=True,
    help="Ce que la personne peut faire. / What the person may do.",
)
@click.option(
    "--password",
    prompt="Mot de passe / password",
    hide_input=True,
    confirmation_prompt="Encore une fois / again",
    help="Demandé s'il manque (préférable). / Asked for when missing (better).",
)
@click.pass_obj
def add(config: Config, name: str, role: str, password: str) -> None:
    """Crée un compte. / Creates an account."""
    with open_stores(config) as stores:
        user = stores.accounts.add(name, password, role)
    click.echo(f"Le compte « {user.name} » est créé ({role}).")
