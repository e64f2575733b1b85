"""`souffleur harvest`: gets the records of one source, or of several in turn.

Little is imported here: the process that crawls is started first, and what is done with it is in
`search_app.cli.harvesting`.
"""

from __future__ import annotations

from pathlib import Path

import click

from corpus.config import Config
from crawler.child import started_child


@click.command("harvest", epilog="Exemple / example: souffleur harvest comedie icpc --index")
@click.argument("sources", metavar="SOURCE…", nargs=-1)
@click.option("--start-url", help="Où commencer (site : obligatoire). / Where to start.")
@click.option("--base-url", help="Où la source est servie, si ailleurs. / Where it is served.")
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Hôte permis en plus ; répétable. / A host to allow as well.",
)
@click.option(
    "--from",
    "archive",
    metavar="PATH",
    help="Une archive Web (WARC, WACZ), un dossier de wget, ou « kept » (les réponses gardées), "
    "au lieu du site. / A web archive, a folder saved by wget, or what was kept, not the site.",
)
@click.option(
    "--warc",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrit aussi ce qui a été reçu : .warc.gz ou .wacz. / Writes what was received as well.",
)
@click.option(
    "--description",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier qui décrit la source. / A file that describes the source.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Dit ce qui changerait, sans rien changer. / Says what would change.",
)
@click.option(
    "--index", "then_index", is_flag=True, help="Puis met l'index à jour. / Then indexes."
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    start_url: str | None,
    base_url: str | None,
    allow_hosts: tuple[str, ...],
    archive: str | None,
    warc: Path | None,
    file: Path | None,
    dry_run: bool,
    then_index: bool,
    as_json: bool,
) -> None:
    """Moissonne chaque SOURCE (comedie, icpc, une source décrite, ou site avec --start-url).

    Harvests each SOURCE, or the one that --description describes.
    Exits with 1 when a harvest could not be ended or waits in quarantine; running it again takes
    up an interrupted one. A source that fails stops none of the others.
    """
    config: Config = ctx.obj
    with started_child("crawler.crawl") as child:
        # Imported while the child imports Scrapy: each takes half a second.
        from search_app.cli.harvesting import Asked, harvest_all

        asked = Asked(
            sources=sources,
            start_url=start_url,
            base_url=base_url,
            allow_hosts=allow_hosts,
            dry_run=dry_run,
            archive=archive,
            warc=warc,
            description=file,
            then_index=then_index,
            as_json=as_json,
        )
        all_finished = harvest_all(config, asked, child)
    if then_index:
        _index(config)
    if not all_finished:
        ctx.exit(1)


def _index(config: Config) -> None:
    # When it is asked for: numpy and Whoosh take longer to import than a site that has not changed
    # takes to harvest.
    from search_app.cli.index import bring_up_to_date, say_readable_anew

    say_readable_anew(bring_up_to_date(config))
