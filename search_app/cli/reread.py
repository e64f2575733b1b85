"""`souffleur reread`: what better readers of files would change, and then its change."""

from __future__ import annotations

from typing import Any

import click

from corpus.config import Config
from corpus.errors import ExtractionError
from indexer.rereading import Rereading, compare
from indexer.stored_texts import Result, keep
from search_app.cli.output import counted, print_json, progress_bar
from search_app.stores import open_stores


@click.command("reread", epilog="Exemple / example: souffleur reread --all")
@click.option("--all", "every", is_flag=True, help="Tous les fichiers gardés. / Every kept file.")
@click.option(
    "--apply", "apply", is_flag=True, help="Garde les nouveaux textes. / Keeps the texts."
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(config: Config, every: bool, apply: bool, as_json: bool) -> None:
    """Relit les fichiers gardés, sans rien demander aux sites, et dit ce qui changerait.

    Reads kept files again with the readers of now and says what would change; pages are read again
    by: souffleur harvest SOURCE --from kept --dry-run.
    """
    with open_stores(config) as stores:
        with progress_bar("Relecture des fichiers") as progress:
            found = list(compare(stores.texts, stores.files, every=every, progress=progress))
        if apply:
            for each in found:
                keep(stores.texts, each.key, each.after)
    changed = [each for each in found if each.changes]
    if as_json:
        print_json([_json(each) for each in changed])
        return
    for each in changed:
        click.echo(_line(each))
    same = counted(len(found) - len(changed), "texte inchangé", "textes inchangés")
    click.echo(f"{counted(len(changed), 'texte changé', 'textes changés')}, {same}.")
    if changed and not apply:
        click.echo("Rien n'est gardé. Pour garder ces textes : la même commande avec --apply.")
    elif changed:
        click.echo("Les textes sont gardés ; souffleur index les met dans la recherche.")


def _line(each: Rereading) -> str:
    before, after = each.words
    words = f"{before} → {after} mots (+{each.gained}, −{each.lost})"
    error = f" ; {_error(each.after)}" if _error(each.after) else ""
    return f"{each.file.name or each.file.url} : {words}{error}"


def _error(result: Result | None) -> str:
    return str(result.code) if isinstance(result, ExtractionError) else ""


def _json(each: Rereading) -> dict[str, Any]:
    before, after = each.words
    return {
        "url": each.file.url,
        "sha256": each.file.sha256,
        "record": each.file.record_id,
        "words_before": before,
        "words_after": after,
        "gained": each.gained,
        "lost": each.lost,
        "error_before": _error(each.before),
        "error_after": _error(each.after),
    }
