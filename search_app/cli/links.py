"""`souffleur links`: are the links of the records still good, and which pages have bad ones?"""

from __future__ import annotations

from collections.abc import Iterator

import click

from corpus.config import Config
from corpus.links.archived import AVAILABILITY
from corpus.links.bad_links import PageWithLinks
from corpus.links.checks import LinkState
from corpus.links.report import LinkFigures, LinkReport, never_asked, pages_by_target, read_report
from corpus.links.standing import Shown
from crawler.links.reading import read_written_links
from crawler.links.run import LinkCheckReport, check_links
from search_app.cli.output import counted, print_json, progress_bar
from search_app.messages import say
from search_app.shown.link_words import as_csv, as_json
from search_app.stores import open_stores

_TARGETS_SHOWN = 20
_SEEN = {
    LinkState.OK: "bons",
    LinkState.MOVED: "déplacés pour de bon",
    LinkState.BROKEN: "vers rien (dits morts à la seconde visite, un jour plus tard au moins)",
    LinkState.SOFT_404: "vers une page qui n'est plus là bien qu'elle réponde (de même)",
    LinkState.FORBIDDEN: "fermés au robot",
    LinkState.ERROR: "sans réponse pour l'instant",
}


@click.group("links", epilog="Exemple / example: souffleur links check --limit 200")
def command() -> None:
    """Liens des fiches : vérification et bilan. / Links of records: check and report."""


@command.command("check", epilog="Exemple / example: souffleur links check --host www.exemple.fr")
@click.option("--all", "every", is_flag=True, help="Même ceux vus il y a peu. / Recent ones too.")
@click.option("--host", default="", help="Les liens vers cet hôte. / Links to that host only.")
@click.option("--limit", type=click.IntRange(0), default=0, help="Au plus N liens. / At most N.")
@click.option(
    "--archived",
    is_flag=True,
    help="Demande une copie des liens morts à l'archive. / Asks the archive for copies.",
)
@click.option(
    "--archive-url",
    default=AVAILABILITY,
    show_default=True,
    help="L'interface de cette archive. / That archive's API.",
)
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Hôte privé permis ; répétable. / A private host to allow.",
)
@click.option("--json", "as_object", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def check(
    ctx: click.Context,
    every: bool,
    host: str,
    limit: int,
    archived: bool,
    archive_url: str,
    allow_hosts: tuple[str, ...],
    as_object: bool,
) -> None:
    """Interroge les liens sortants dont c'est le tour. / Asks the outbound links that are due.

    Stopped, it goes on where it was. Exits with 1 when it could not look at all of them.
    """
    with progress_bar("Liens sortants") as progress:
        report = check_links(
            ctx.obj,
            every=every,
            host=host,
            limit=limit,
            archive=archive_url if archived else "",
            allow_hosts=allow_hosts,
            progress=progress,
        )
    if as_object:
        print_json({"due": report.due, "looked_at": report.looked_at, "states": report.states})
    else:
        _show_check(report)
    if not report.is_whole:
        ctx.exit(1)


@command.command("report", epilog="Exemple / example: souffleur links report --csv > liens.csv")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in Shown if state is not Shown.OK]),
    help="Seulement cet état ; répétable. / Only that state.",
)
@click.option("--host", default="", help="Les liens vers cet hôte. / Links to that host only.")
@click.option("--json", "form", flag_value="json", help="Pour un programme. / For a program.")
@click.option("--csv", "form", flag_value="csv", help="Pour un tableur. / For a spreadsheet.")
@click.pass_obj
def report(config: Config, states: tuple[str, ...], host: str, form: str | None) -> None:
    """Dit quelles pages ont des liens morts. / Says which pages have dead links.

    Reads first, off their kept bodies, the pages harvested since the last time.
    """
    with open_stores(config) as stores:
        with progress_bar("Lecture des pages") as progress:
            read_written_links(stores.database, config, progress)
        found, unasked = read_report(stores.database), never_asked(stores.database)
    pages = found.narrowed([Shown(state) for state in states], host)
    if form == "json":
        print_json(as_json(found, unasked, pages))
    elif form == "csv":
        click.echo(as_csv(pages), nl=False)
    else:
        _show_report(found, unasked, pages)


def _show_check(report: LinkCheckReport) -> None:
    click.echo(f"{counted(report.looked_at, 'lien vu', 'liens vus')} sur {report.due}.")
    for state, number in sorted(report.states.items()):
        click.echo(f"  {number:>6}  {_SEEN[LinkState(state)]}")
    if not report.is_whole:
        click.echo("Relancez la même commande : elle ira au bout.", err=True)


def _show_report(report: LinkReport, unasked: int, pages: tuple[PageWithLinks, ...]) -> None:
    for line in _figure_lines(report.figures, unasked):
        click.echo(line)
    targets = pages_by_target(pages)
    for url, linking in list(targets.items())[:_TARGETS_SHOWN]:
        link = next(link for link in linking[0].links if link.url == url)
        click.echo(f"{say(f'link_state_{link.state.value}', 'fr')} : {url}")
        more = f" et {len(linking) - 1} autres" if len(linking) > 1 else ""
        click.echo(f"    dans {linking[0].title or linking[0].url}{more}")
    if len(targets) > _TARGETS_SHOWN:
        click.echo(
            f"… et {len(targets) - _TARGETS_SHOWN} autres adresses : --csv les donne toutes."
        )


def _figure_lines(figures: LinkFigures, unasked: int) -> Iterator[str]:
    yield (
        f"{counted(figures.pages_read, 'page lue', 'pages lues')}, "
        f"{counted(figures.internal, 'lien interne', 'liens internes')}, "
        f"dont {figures.internal_broken} vers rien ({counted(figures.broken_targets, 'adresse')}) "
        f"et {unasked} vers ce que la moisson n'a pas demandé."
    )
    if figures.pages_unread:
        yield f"{counted(figures.pages_unread, 'page')} à moissonner de nouveau pour lire ses liens."
    yield (
        f"{counted(figures.outbound, 'lien sortant', 'liens sortants')}, "
        f"dont {figures.unchecked} jamais vus."
    )
    for state, number in sorted(figures.by_state.items()):
        yield f"  {number:>6}  {say(f'link_state_{state.value}', 'fr')}"
