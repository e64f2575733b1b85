"""`souffleur lists`: the lists that librarians keep, shown and saved."""

from __future__ import annotations

from typing import BinaryIO

import click

from corpus.config import Config
from corpus.lists import NAMES
from search_app.cli.reading import decoded
from search_app.lists.checks import CHECKS
from search_app.stores import open_stores

NAME = click.argument("name", type=click.Choice(NAMES))


@click.group("lists", epilog="Exemple / example: souffleur lists show synonymes")
def command() -> None:
    """Listes des documentalistes. / Librarians' lists."""


@command.command("show", epilog="Exemple / example: souffleur lists show synonymes > liste.txt")
@NAME
@click.pass_obj
def show(config: Config, name: str) -> None:
    """Donne le texte d'une liste. / The text of a list."""
    with open_stores(config) as stores:
        click.echo(stores.lists.current(name).text, nl=False)


@command.command(
    "save", epilog="Exemple / example: souffleur lists save synonymes liste.txt --by camille"
)
@NAME
@click.argument("file", type=click.File("rb"))
@click.option("--by", required=True, help="Au nom de qui. / On whose behalf.")
@click.pass_obj
def save(config: Config, name: str, file: BinaryIO, by: str) -> None:
    """Enregistre une liste ; les versions d'avant restent. / Saves a list; older versions stay."""
    text = decoded(file.read(), file.name)
    with open_stores(config) as stores:
        before = stores.lists.version(name)
        kept = stores.lists.save(name, text, by, before, CHECKS.get(name))
    if kept.version == before:
        click.echo(f"La liste « {name} » disait déjà cela : rien n'a changé.")
    else:
        click.echo(f"La liste « {name} » est enregistrée (version {kept.version}).")
