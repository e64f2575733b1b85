"""`souffleur index`: brings the index to where the catalogue is."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from corpus.config import Config
from indexer.engines import open_engine
from indexer.pipeline import CatchUp, catch_up, rebuild
from indexer.witnesses import Trial
from search_app.cli.output import counted, print_json, stage_bars
from search_app.lists.witnesses import current_witnesses
from search_app.stores import open_stores

_STAGES = {"extract": "Lecture des fichiers", "index": "Indexation"}


@click.command("index", epilog="Exemple / example: souffleur index --rebuild")
@click.option(
    "--rebuild",
    "from_zero",
    is_flag=True,
    help="Refait l'index à côté, puis le met en place. / Builds anew beside, then swaps.",
)
@click.option(
    "--publish-anyway",
    is_flag=True,
    help="Avec --rebuild : même si une requête témoin ne passe plus. "
    "/ Even when a witness query passes no more.",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(config: Config, from_zero: bool, publish_anyway: bool, as_json: bool) -> None:
    """Extrait les textes et met l'index à jour. / Extracts texts and brings the index up to date."""
    if publish_anyway and not from_zero:
        raise click.UsageError("--publish-anyway ne va qu'avec --rebuild.")
    outcome = bring_up_to_date(config, from_zero=from_zero, publish_anyway=publish_anyway)
    if as_json:
        print_json(_as_json(outcome))
        return
    click.echo(f"{counted(outcome.written, 'fiche')} dans l'index (position {outcome.position}).")
    say_readable_anew(outcome)
    if outcome.trial:
        _show_trial(outcome.trial)
    for problem in outcome.problems:
        click.echo(f"  ! {problem.message}", err=True)


def say_readable_anew(outcome: CatchUp) -> None:
    """What a newer reader of files could bring; nothing when there is none."""
    if number := outcome.readable_anew:
        files = counted(number, "fichier garde le texte", "fichiers gardent le texte")
        click.echo(
            f"{files} d'un lecteur plus ancien. Ce qu'un plus récent y changerait : "
            "souffleur reread ; pour le garder : souffleur reread --apply, puis souffleur index.",
            err=True,
        )


def bring_up_to_date(
    config: Config, *, from_zero: bool = False, publish_anyway: bool = False
) -> CatchUp:
    """Catches up, or rebuilds when asked to, with a bar for each stage."""
    with (
        open_stores(config) as stores,
        closing(open_engine(config.index_url, create=True)) as engine,
        stage_bars(_STAGES) as progress,
    ):
        given = (stores.catalogue, stores.texts, stores.files, engine)
        if not from_zero:
            return catch_up(*given, progress=progress, same=stores.doubles.folding)
        return rebuild(
            *given,
            progress=progress,
            same=stores.doubles.folding,
            witnesses=current_witnesses(stores.lists),
            synonyms=stores.synonyms(),
            publish_anyway=publish_anyway,
        )


def _as_json(outcome: CatchUp) -> dict[str, Any]:
    return {
        "written": outcome.written,
        "position": outcome.position,
        "readable_anew": outcome.readable_anew,
        "problems": [{"id": p.subject, "message": p.message} for p in outcome.problems],
        "witnesses": _trial_as_json(outcome.trial) if outcome.trial else None,
    }


def _trial_as_json(trial: Trial) -> dict[str, Any]:
    return {
        "count": len(trial.after.outcomes),
        "passed": trial.after.passed,
        "passed_before": trial.before.passed if trial.before else None,
        "changes": [
            {
                "query": change.query,
                "expected": change.expected.value,
                "before": change.before,
                "after": change.after,
                "change": change.change,
                "broken": change.broken,
            }
            for change in trial.changes
        ],
    }


def _show_trial(trial: Trial) -> None:
    count = counted(len(trial.after.outcomes), "requête témoin", "requêtes témoins")
    before = f", {trial.before.passed} avant" if trial.before else ""
    click.echo(f"{trial.after.passed} sur {count}{before} (souffleur temoins en dit le détail).")
    for change in trial.changes:
        click.echo(f"  {'✗' if change.broken else '·'} {change}")
