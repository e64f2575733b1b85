"""`souffleur source`: sources that are described in a file, their skeleton and their test."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.config import Config
from corpus.errors import BadDescription, UnknownSource
from corpus.files import write_whole
from corpus.sources import SOURCES
from crawler.described.registry import (
    described_keys,
    description_path,
    descriptions_in,
    load_description,
)
from crawler.described.saved import rewritten, saved_pages, tested
from crawler.probe.running import probing
from crawler.probe.skeleton import refuse_known, survey_of_saved, write_skeleton
from crawler.probe.survey import survey_of
from search_app.cli.output import counted, progress_bar

_NEW_LIMIT = 200
_NEXT = """
À faire, dans {path} :
  1. name, rights : le nom de la source et ses droits ;
  2. kind de chaque forme : page, experience, document, event… ;
  3. les sélecteurs : ce qui manque (authors, date, themes…), ce qui est de trop (ignore) ;
  4. [[counter]] : les nombres que le site affiche, pour souffleur coverage ;
  5. souffleur source test {key} : dit ce que chaque page enregistrée donne ;
     quand c'est juste, souffleur source test {key} --write le garde comme attendu ;
  6. souffleur harvest {key}
/ To do: name, rights, kinds and selectors; then `source test`, and `harvest`."""


@click.group("source", epilog="Exemple / example: souffleur source list")
def command() -> None:
    """Sources décrites par un fichier. / Sources described in a file."""


@command.command(
    "new", epilog="Exemple / example: souffleur source new cerema --from https://exemple.fr/"
)
@click.argument("key")
@click.option(
    "--from",
    "origin",
    required=True,
    metavar="URL|FICHIER",
    help="Site à sonder, ou page enregistrée. / A site to probe, or a saved page.",
)
@click.option("--url", help="Adresse de la page enregistrée. / Where the saved page stood.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=_NEW_LIMIT,
    show_default=True,
    help="Adresses demandées au plus. / Addresses asked at most.",
)
@click.pass_obj
def new(config: Config, key: str, origin: str, url: str | None, limit: int) -> None:
    """Écrit le squelette de la source KEY. / Writes the skeleton of source KEY."""
    refuse_known(config.home, key)
    if origin.startswith(("http://", "https://")):
        written = _from_site(config, key, origin, limit)
    else:
        written = _from_page(config, key, Path(origin), url)
    for path in written:
        click.echo(f"Écrit / written: {path}")
    click.echo(_NEXT.format(path=description_path(config.home, key), key=key))


def _from_site(config: Config, key: str, start: str, limit: int) -> list[Path]:
    with (
        progress_bar("Sondage") as progress,
        probing(config, [start], limit, progress=progress) as probed,
    ):
        survey = survey_of(probed.seen)
        return write_skeleton(config.home, key, [start], survey, probed.body_of)


def _from_page(config: Config, key: str, page: Path, url: str | None) -> list[Path]:
    if not page.is_file():
        raise click.UsageError(
            f"« {page} » n'est ni une adresse (https://…) ni un fichier. / Neither URL nor file."
        )
    if not (url or "").startswith(("http://", "https://")):
        raise click.UsageError(
            "Dites où cette page se trouvait : --url https://exemple.fr/page. / Give its --url."
        )
    body = page.read_bytes()
    return write_skeleton(
        config.home, key, [str(url)], survey_of_saved(body, str(url)), lambda _: body
    )


@command.command("test", epilog="Exemple / example: souffleur source test cerema")
@click.argument("key")
@click.option(
    "--write",
    is_flag=True,
    help="Garde ce qui est lu comme attendu. / Keeps what is read as expected.",
)
@click.pass_context
def test(ctx: click.Context, key: str, write: bool) -> None:
    """Relit les pages enregistrées d'une source. / Reads its saved pages again."""
    config: Config = ctx.obj
    path = description_path(config.home, key)
    if key not in described_keys(config.home):
        known = ", ".join(described_keys(config.home)) or "aucune / none"
        raise UnknownSource(
            f"Il n'y a pas de source « {key} » décrite ({path}). Décrites : {known}."
        )
    description = load_description(path)
    pages = saved_pages(path.with_suffix(""))
    if not pages:
        raise BadDescription(
            f"La source « {key} » n'a aucune page enregistrée dans {path.with_suffix('')}. "
            'Enregistrez-y une page (NOM.html) et NOM.json avec {"url": "son adresse"}.'
        )
    failed = 0
    for page in pages:
        if write:
            write_whole(page.with_suffix(".json"), rewritten(description, page).encode())
        verdict = tested(description, page)
        failed += bool(verdict.differences)
        click.echo(f"{'✗' if verdict.differences else '✓'} {page.name}")
        for line in verdict.differences:
            click.echo(f"    {line}")
    click.echo(
        f"{counted(len(pages), 'page')}, {failed} autrement qu'attendu / other than expected."
    )
    if failed:
        ctx.exit(1)


@command.command("list", epilog="Exemple / example: souffleur source list")
@click.pass_obj
def list_(config: Config) -> None:
    """Nomme les sources connues. / Names the sources there are."""
    for source in SOURCES.values():
        click.echo(f"{source.key:20} {source.label_fr:30} {source.home}")
    for path, found in descriptions_in(config.home):
        if isinstance(found, BadDescription):
            click.echo(f"{path.stem:20} ! {found.message}")
        else:
            pages = counted(
                len(saved_pages(path.with_suffix(""))), "page enregistrée", "pages enregistrées"
            )
            click.echo(f"{found.key:20} {found.name:30} {found.home} ({pages})")
