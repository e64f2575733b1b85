"""`souffleur probe`: how a site is built, and a description proposed for it."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.config import Config
from corpus.files import write_whole
from crawler.probe.proposal import key_of, proposed
from crawler.probe.running import probing
from crawler.probe.survey import survey_of
from search_app.cli.output import print_json, progress_bar
from search_app.cli.probe_report import report_json, report_lines

DEFAULT_LIMIT = 1_000


@click.command("probe", epilog="Exemple / example: souffleur probe https://exemple.fr/ --limit 200")
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=DEFAULT_LIMIT,
    show_default=True,
    help="Adresses demandées au plus, une par seconde. / Addresses asked at most, one a second.",
)
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Hôte permis en plus ; répétable. / A host to allow as well.",
)
@click.option(
    "--write",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Où écrire la description proposée. / Where to write the proposed description.",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(
    config: Config,
    urls: tuple[str, ...],
    limit: int,
    allow_hosts: tuple[str, ...],
    file: Path | None,
    as_json: bool,
) -> None:
    """Dit comment un site est fait, et propose sa description. / How a site is built.

    Several addresses of one site may be given: pages that no other leads to are found that way.
    """
    if file and file.exists():
        raise click.UsageError(
            f"{file} existe déjà : donnez un autre nom. / It exists: give another name."
        )
    with (
        progress_bar("Sondage") as progress,
        probing(config, urls, limit, allow_hosts=allow_hosts, progress=progress) as probed,
    ):
        survey = survey_of(probed.seen)
    proposal = proposed(survey, key_of(urls[0]), urls)
    if as_json:
        print_json(report_json(probed, survey, proposal))
    else:
        for line in report_lines(probed, survey):
            click.echo(line)
        click.echo("\nDescription proposée / proposed description :\n")
        click.echo(proposal)
    if file:
        write_whole(file, proposal.encode())
        click.echo(f"Description écrite / written: {file}", err=True)
