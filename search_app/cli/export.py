"""`souffleur export`: entries given to WordPress, to a spreadsheet, to a program."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

import click

from corpus.database import Database
from corpus.errors import ConfigError
from corpus.exports.lease import sole_export
from corpus.exports.mapping import TAXONOMIES, post_of
from corpus.exports.selection import entries
from corpus.exports.sent_rows import SentThings
from corpus.exports.tables import BYTE_ORDER_MARK, csv_lines
from corpus.exports.wordpress.deciding import Insisting
from corpus.exports.wordpress.sending import Sender, Sending
from corpus.exports.wordpress.site import Site
from corpus.exports.wxr import write_wxr
from corpus.fields import KINDS
from corpus.interchange import to_lines
from search_app.cli.export_report import Given, choose, tell_sent, total_of
from search_app.cli.output import output_file, progress_bar
from search_app.stores import open_stores

PASSWORD = "SOUFFLEUR_WORDPRESS_PASSWORD"  # noqa: S105 (its name)
Command = TypeVar("Command", bound=Callable[..., Any])


@click.group("export", epilog="Exemple / example: souffleur export wxr --to fiches.xml")
def command() -> None:
    """Donne les fiches à d'autres outils. / Gives the records to other tools.

    Records withdrawn by their source and doubles are left out. So are e-mail addresses and
    telephone numbers, unless --with-contacts is given.
    """


def _choosing(command: Command) -> Command:
    """The options that say which records, and how to report."""
    for option in reversed(
        (
            click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), metavar="NATURE", help="Seulement cette nature ; répétable. / Only that kind; repeatable."),
            click.option("--source", "sources", multiple=True, help="Seulement cette source ; répétable. / Only that source; repeatable."),
            click.option("--limit", type=click.IntRange(min=1), help="Au plus tant de fiches. / At most so many."),
            click.option("--with-contacts", is_flag=True, help="Garde courriels et téléphones. / Keeps e-mails and telephones."),
            click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


_TO = click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    required=True,
    help="Fichier à écrire, en entier ou pas du tout ; « - » : la sortie. / File, or - for output.",
)
_STATUS = click.option(
    "--status",
    type=click.Choice(["draft", "publish"]),
    default="draft",
    show_default=True,
    help="État des articles créés : brouillon ou publié. / State of new articles.",
)
_TAXONOMY = click.option(
    "--taxonomy",
    "taxonomies",
    multiple=True,
    metavar="CHAMP=TAXONOMIE",
    help=f"Où va un champ ({', '.join(TAXONOMIES)}) ; répétable ; vide : nulle part. "
    "/ The taxonomy a field goes to; empty for none.",
)


@command.command("wxr", epilog="Exemple / example: souffleur export wxr --to f.xml --kind method")
@_TO
@_STATUS
@_TAXONOMY
@_choosing
@click.pass_context
def wxr(
    ctx: click.Context, /, to: Path, status: str, taxonomies: tuple[str, ...], **choice: Any
) -> None:
    """Un fichier pour l'importateur de WordPress. / A file for WordPress's importer."""
    where = read_taxonomies(taxonomies)
    with open_stores(ctx.obj) as stores, progress_bar("Export WXR") as progress:
        given = Given.of(stores, to, choice, progress)
        posts = (post_of(entry, where) for entry in given.walk())
        with output_file(to) as stream, TemporaryFile() as scratch:
            write_wxr(stream, scratch, posts, stores.catalogue.ids(), status, datetime.now(UTC))
    given.tell(ctx)


@command.command("csv", epilog="Exemple / example: souffleur export csv --to fiches.csv --bom")
@_TO
@click.option("--bom", is_flag=True, help="Pour qu'Excel lise les accents. / So that Excel reads accents.")  # fmt: skip
@_choosing
@click.pass_context
def csv(ctx: click.Context, /, to: Path, bom: bool, **choice: Any) -> None:
    """Un tableau, une fiche par ligne. / A table, one record a line."""
    with open_stores(ctx.obj) as stores, progress_bar("Export CSV") as progress:
        given = Given.of(stores, to, choice, progress)
        with output_file(to) as stream:
            stream.write(BYTE_ORDER_MARK if bom else b"")
            stream.writelines(csv_lines(given.walk()))
    given.tell(ctx)


@command.command("jsonl", epilog="Exemple / example: souffleur export jsonl --to fiches.jsonl")
@_TO
@_choosing
@click.pass_context
def jsonl(ctx: click.Context, /, to: Path, **choice: Any) -> None:
    """Une fiche par ligne, pour un programme. / One record a line, for a program.

    To save everything there is, use `souffleur records export`.
    """
    with open_stores(ctx.obj) as stores, progress_bar("Export JSON Lines") as progress:
        given = Given.of(stores, to, choice, progress)
        with output_file(to) as stream:
            stream.writelines(to_lines(given.walk()))
    given.tell(ctx)


@command.command(
    "wordpress",
    epilog="Exemple / example: souffleur export wordpress --site https://exemple.org "
    "--user camille --dry-run",
)
@click.option("--site", "address", required=True, help="Adresse du site. / Its address.")
@click.option("--user", required=True, help="Compte dans WordPress. / Account in WordPress.")
@_STATUS
@_TAXONOMY
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait. / Says what would be done.")
@click.option("--overwrite", is_flag=True, help="Écrit sur ce qui a été modifié là-bas. / Writes over changes made there.")  # fmt: skip
@click.option("--recreate", is_flag=True, help="Recrée ce qui a été supprimé là-bas. / Creates again what was deleted there.")  # fmt: skip
@_choosing
@click.pass_context
def wordpress(
    ctx: click.Context,
    /,
    address: str,
    user: str,
    status: str,
    taxonomies: tuple[str, ...],
    dry_run: bool,
    overwrite: bool,
    recreate: bool,
    **choice: Any,
) -> None:
    """Envoie les fiches à un WordPress. / Sends the records to a WordPress.

    What did not change is not sent again. Articles changed or deleted by people over there are left
    alone and reported. One export at a time goes to a site; a dry run may go on beside it. The application password is read from SOUFFLEUR_WORDPRESS_PASSWORD.
    """
    how = Sending(status, read_taxonomies(taxonomies), Insisting(overwrite, recreate), dry_run)
    with (
        open_stores(ctx.obj) as stores,
        closing(Site(address, user, read_password(os.environ))) as site,
        _alone(stores.database, site.address, dry_run=dry_run) as still_ours,
        progress_bar("Envoi à WordPress") as progress,
    ):
        selection, wanted = choose(stores, choice)
        things = SentThings(stores.database, site.address)
        sender = Sender(site, things, stores.files, how, still_ours)
        try:
            total = total_of(selection, wanted)
            sender.send(
                entries(stores.catalogue, selection.ids, wanted), lambda done: progress(done, total)
            )
        finally:
            tell_sent(sender.report, selection, choice["as_json"], dry_run=dry_run)
    if sender.report.problems:
        ctx.exit(1)


@contextmanager
def _alone(database: Database, address: str, *, dry_run: bool) -> Iterator[Callable[[], None]]:
    """The only export to that site; what to call before anything is written there."""
    if dry_run:
        yield lambda: None
        return
    with sole_export(database, address) as lease:
        yield lease.renew


def read_taxonomies(given: Iterable[str]) -> Mapping[str, str]:
    """`theme=rubrique` over what is usual. Raises `click.BadParameter`."""
    found = dict(TAXONOMIES)
    for pair in given:
        name, equals, taxonomy = pair.partition("=")
        if not equals or name not in TAXONOMIES:
            raise click.BadParameter(
                f"« {pair} » : écrivez CHAMP=TAXONOMIE, CHAMP parmi {', '.join(TAXONOMIES)}."
            )
        found[name] = taxonomy.strip()
    return {name: taxonomy for name, taxonomy in found.items() if taxonomy}


def read_password(environ: Mapping[str, str]) -> str:
    """Raises `ConfigError` when it is not given. On the command line, everybody could read it."""
    if password := environ.get(PASSWORD, "").strip():
        return password
    raise ConfigError(
        f"Le mot de passe d'application n'est pas donné. Mettez-le dans {PASSWORD} "
        "(WordPress le crée dans le profil de la personne)."
    )
