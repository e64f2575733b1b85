"""The `souffleur` command: the one place where crawling, indexing and searching meet.

Each command is a module of this package, imported only when it is asked for, so that
`souffleur --help` does not wait for Scrapy.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
from pathlib import Path

import click

from corpus.config import read_config
from corpus.errors import ReaderError, SouffleurError, UnknownSource
from corpus.source_names import SourceNames
from corpus.sources import name_sources

COMMANDS = {
    "conflicts": "Sources changées sous une correction. / Changed under a correction.",
    "archive": "Écrit une moisson en archive Web. / Writes a harvest as a web archive.",
    "coverage": "Ce qui manque encore d'une source. / What a source has and we have not.",
    "demo": "Monte la démonstration et la sert. / Builds and serves the demonstration.",
    "doctor": "Dit si tout est sain. / Says whether everything is sound.",
    "doubles": "Trouve et montre les doublons. / Finds and shows doubles.",
    "edit": "Corrige des fiches. / Corrects records.",
    "evaluate": "Mesure la qualité des réponses. / Measures how good the answers are.",
    "export": "Donne les fiches à WordPress, à un tableur. / Records out to other tools.",
    "extract": "Donne le texte de fichiers. / The text of files, page by page.",
    "harvest": "Moissonne une source. / Harvests a source.",
    "index": "Met l'index à jour. / Brings the index up to date.",
    "ledger": "Le sort de chaque adresse. / What became of each address.",
    "links": "Vérifie les liens des fiches. / Checks the links of records.",
    "lists": "Listes des documentalistes. / Librarians' lists.",
    "probe": "Dit comment un site est fait. / How a site is built.",
    "reread": "Relit les fichiers gardés. / Reads kept files again, and says what changes.",
    "records": "Exporte et importe les fiches. / Records out and in.",
    "runs": "Moissons faites, et décisions. / Harvests done, and decisions.",
    "schedule": "Programme les moissons. / Schedules harvests.",
    "redirects": "Mène les anciennes adresses aux nouvelles. / Old addresses to new ones.",
    "report": "Écrit le dossier de migration. / Writes the migration dossier.",
    "search": "Cherche dans la base. / Searches the base.",
    "serve": "Sert la base sur le Web. / Serves the base on the Web.",
    "source": "Sources décrites par un fichier. / Sources described in a file.",
    "status": "Dit ce que contient la base. / What is held.",
    "temoins": "Rejoue les requêtes témoins. / Runs the witness queries.",
    "user": "Comptes des documentalistes. / Librarians' accounts.",
    "withdrawals": "Fiches que leur source n'a plus. / Records gone from their source.",
}
"""Each command and what the general help says of it: the modules are not loaded for that."""

WRONG_USAGE = (ReaderError, UnknownSource)
"""What was typed is not understood; everything else could be done at another moment."""


class LazyCommands(click.Group):
    """Loads `search_app.cli.NAME` when NAME is asked for; its attribute `command` is the command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"search_app.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commandes / commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyCommands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exemple / example: souffleur search concertation --facet kind=method",
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SOUFFLEUR_HOME",
    help="Dossier des fonds (catalogue, fichiers, index). / Where the holdings are.",
)
@click.version_option(package_name="souffleur")
@click.pass_context
def souffleur(ctx: click.Context, home: Path | None) -> None:
    """Souffleur : moissonne, indexe et cherche les ressources d'un réseau.

    Harvests, indexes and searches a network's resources.
    """
    ctx.obj = read_config(home)
    name_sources(SourceNames(ctx.obj.home).now())


def main() -> None:
    """Runs the command; exits 0 when it did its work, 1 when it could not, 2 on wrong usage."""
    atexit.register(gc.freeze)  # what is left goes with the process: no need to look through it
    try:
        code = souffleur.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrompu. Relancez la même commande pour reprendre.", err=True)
        sys.exit(1)
    except BrokenPipeError:  # `souffleur search … | head`: the reader has had enough
        sys.stderr.close()
        sys.exit(0)
    except SouffleurError as error:
        click.echo(f"souffleur : {error.message}", err=True)
        if error.english:
            click.echo(f"souffleur: {error.english}", err=True)
        sys.exit(2 if isinstance(error, WRONG_USAGE) else 1)
    sys.exit(code if isinstance(code, int) else 0)
