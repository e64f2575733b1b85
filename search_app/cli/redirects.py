"""`souffleur redirects`: where every old address leads now, as a server reads it."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO
from urllib.parse import urlsplit

import click

from corpus.config import Config
from corpus.redirects.formats import FORMATS
from corpus.redirects.ledger import NewSite, read_legacy
from corpus.redirects.planning import Plan, plan_of
from search_app.cli.output import counted
from search_app.stores import open_stores

_TOLD = 20


@click.command(
    "redirects",
    epilog="Exemple / example: souffleur redirects --format nginx --to souffleur.conf "
    "--base https://ressources.example.org",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), required=True, help="Format / format."
)
@click.option(
    "--to",
    "output",
    type=click.File("wb", lazy=True, atomic=True),
    default="-",
    help="Fichier à écrire, en entier ou pas du tout. / File, written whole or not at all.",
)
@click.option(
    "--base",
    required=True,
    metavar="URL",
    help="Où Souffleur est servi, pour ce qui n'a pas d'autre adresse. / Where Souffleur is served.",
)
@click.option(
    "--target",
    default="",
    help="Le site où les fiches ont été exportées. / The site they were exported to.",
)
@click.pass_context
def command(ctx: click.Context, form: str, output: BinaryIO, base: str, target: str) -> None:
    """Écrit la carte des redirections ; sort avec 1 si une adresse a été refusée.

    Writes the map of redirects; exits with 1 when an address was refused.
    """
    config: Config = ctx.obj
    site = NewSite(_checked(base), target)
    with open_stores(config) as stores:
        plan = plan_of(*read_legacy(stores.database, site))
    output.write(FORMATS[form](plan))
    _tell(plan)
    if plan.refusals:
        ctx.exit(1)


def _checked(base: str) -> str:
    try:
        parts = urlsplit(base)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise click.BadParameter(
            f"« {base} » n'est pas l'adresse d'un site. Exemple : https://ressources.example.org",
            param_hint="--base",
        )
    return base.rstrip("/")


def _tell(plan: Plan) -> None:
    """On the error output: the file may be going to the other one."""
    said = Counter(rule.status for rule in plan.rules)
    _say(f"{counted(said[301], 'redirection')}, {counted(said[410], 'adresse')} en 410.")
    if plan.kept:
        _say(f"{counted(len(plan.kept), 'adresse')} sans changement.")
    if plan.left:
        _say(
            f"{counted(len(plan.left), 'adresse')} sans fiche ni redirection (--format csv les liste) :"
        )
        for one in plan.left[:_TOLD]:
            _say(f"  · {one.url}")
        if len(plan.left) > _TOLD:
            _say(f"  … et {len(plan.left) - _TOLD} autres.")
    for refusal in plan.refusals:
        _say(f"  ! {refusal.sentence}")


def _say(line: str) -> None:
    click.echo(line, err=True)
