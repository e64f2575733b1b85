"""`souffleur temoins`: are the documents that must be found, found?"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click

from corpus.config import Config
from indexer.engines import open_engine
from indexer.witnesses import Outcome, Witness, WitnessReport, check, parse_witnesses
from search_app.cli.output import counted, print_json
from search_app.cli.reading import read_text
from search_app.lists.witnesses import current_witnesses
from search_app.stores import Stores, open_stores


@click.command("temoins", epilog="Exemple / example: souffleur temoins --list mes-requetes.txt")
@click.option(
    "--list",
    "list_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Une autre liste que celle en vigueur. / Another list than the one in force.",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def command(ctx: click.Context, list_file: Path | None, as_json: bool) -> None:
    """Rejoue les requêtes témoins sur l'index en service ; sort avec 1 si l'une échoue.

    Runs the witness queries on the live index; exits with 1 when one fails.
    """
    config: Config = ctx.obj
    with open_stores(config) as stores, closing(open_engine(config.index_url)) as engine:
        witnesses = _witnesses(list_file, stores)
        report = check(witnesses, partial(engine.search, synonyms=stores.synonyms()))
    if as_json:
        print_json(report_as_json(report))
    else:
        _show(report)
    if report.failed:
        ctx.exit(1)


def _witnesses(list_file: Path | None, stores: Stores) -> tuple[Witness, ...]:
    return parse_witnesses(read_text(list_file)) if list_file else current_witnesses(stores.lists)


def report_as_json(report: WitnessReport) -> dict[str, Any]:
    return {
        "count": len(report.outcomes),
        "passed": report.passed,
        "witnesses": [_outcome_as_json(outcome) for outcome in report.outcomes],
    }


def _outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    found = zip(outcome.witness.expected, outcome.ranks, strict=True)
    return {
        "query": outcome.witness.query,
        "within": outcome.witness.within,
        "passed": outcome.passed,
        "expected": [{"by": e.by, "value": e.value, "rank": rank} for e, rank in found],
        "refused": outcome.refused,
    }


def _show(report: WitnessReport) -> None:
    for outcome in report.outcomes:
        for line in _lines(outcome):
            click.echo(line)
    count = counted(len(report.outcomes), "requête témoin", "requêtes témoins")
    click.echo(f"\n{report.passed} sur {count}.")


def _lines(outcome: Outcome) -> list[str]:
    mark = "✓" if outcome.passed else "✗"
    ranks = ", ".join(str(rank) if rank else "—" for rank in outcome.ranks)
    lines = [f"{mark} {ranks:>7} / {outcome.witness.within:<3} {outcome.witness.query}"]
    if outcome.refused:
        return [*lines, f"    {outcome.refused}"]
    for expected, rank in zip(outcome.witness.expected, outcome.ranks, strict=True):
        if rank is None or rank > outcome.witness.within:
            lines.append(f"    {expected} : {f'rang {rank}' if rank else 'pas trouvé'}")
    return lines
