"""`souffleur evaluate`: how good the answers are, on a collection that has judgements."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from indexer.evaluation.collection import load_collection
from indexer.evaluation.evaluate import ASK, INDEX, TEMPORARY, Measured, evaluate
from indexer.evaluation.measuring import Figures
from indexer.evaluation.trec import check_names, write_run
from indexer.synonyms import SynonymList, parse_synonyms
from search_app.cli.output import counted, print_json, stage_bars
from search_app.cli.reading import read_text
from search_app.lists.synonyms import shipped_synonyms

_REFUSALS_SHOWN = 10


@click.command("evaluate", epilog="Exemple / example: souffleur evaluate tests/data/cdtn_mini")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--engine",
    "engine_url",
    default=TEMPORARY,
    show_default=True,
    metavar="URL",
    help="Index vide à remplir : « whoosh: » (temporaire), « memory: » ou « whoosh:DOSSIER ». "
    "/ The empty index to fill.",
)
@click.option(
    "--run",
    "run_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrit les résultats au format TREC. / Writes a TREC run.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="Les N premières requêtes de chaque fichier. / The first N queries of each file.",
)
@click.option(
    "--synonyms",
    "synonyms_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Une autre liste de synonymes que celle qui est fournie (un fichier vide : aucun). "
    "/ Another list of synonyms than the one that ships (an empty file: none).",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
def command(
    folder: Path,
    engine_url: str,
    run_file: Path | None,
    limit: int | None,
    synonyms_file: Path | None,
    as_json: bool,
) -> None:
    """Mesure la qualité des réponses sur une collection jugée (docs.jsonl, queries*.jsonl, qrels*.tsv).

    Measures how good the answers are on a judged collection.
    """
    synonyms = _synonyms(synonyms_file)
    collection = load_collection(folder)
    sets = tuple(topic_set.first(limit) for topic_set in collection.topic_sets)
    collection = replace(collection, topic_sets=sets)
    if run_file:
        check_names(collection)
    labels = {INDEX: "Indexation"} | {f"{ASK} {s.name}": f"Requêtes {s.name}" for s in sets}
    with stage_bars(labels) as progress:
        measured = evaluate(collection, engine_url, synonyms=synonyms, progress=progress)
    if run_file:
        write_run(run_file, [each.run.rankings for each in measured])
    if as_json:
        documents = len(collection.documents)
        print_json({"documents": documents, "sets": [_as_json(each) for each in measured]})
        return
    click.echo(counted(len(collection.documents), "document"))
    for each in measured:
        _show(each)


def _synonyms(file: Path | None) -> SynonymList:
    return parse_synonyms(read_text(file)) if file else shipped_synonyms()


def _as_json(measured: Measured) -> dict[str, Any]:
    topic_set, run = measured.topic_set, measured.run
    return {
        "queries": topic_set.name,
        "count": len(topic_set.topics),
        **asdict(measured.figures),
        "by_intent": asdict(measured.by_intent) if measured.by_intent else None,
        "median_ms": round(run.median_seconds * 1000, 3),
        "unjudged": topic_set.unjudged,
        "absent": topic_set.absent,
        "refused": [
            {"id": r.topic.id, "text": r.topic.text, "message": r.message} for r in run.refused
        ],
    }


def _show(measured: Measured) -> None:
    topic_set, run = measured.topic_set, measured.run
    asked = counted(len(topic_set.topics), "requête")
    click.echo(f"\n{topic_set.name} : {asked}, {run.median_seconds * 1000:.1f} ms (médiane)")
    click.echo(f"  {'':<22}{'nDCG@10':>9}{'Recall@100':>12}{'MRR@10':>9}")
    click.echo(_row("moyenne", measured.figures))
    if measured.by_intent:
        click.echo(_row("moyenne par besoin", measured.by_intent))
    if topic_set.unjudged:
        click.echo(f"  ! {counted(topic_set.unjudged, 'requête')} sans jugement, non posées.")
    if topic_set.absent:
        documents = counted(topic_set.absent, "document")
        click.echo(f"  ! {documents} jugés pertinents manquent à la collection.")
    if run.refused:
        refused = counted(len(run.refused), "requête refusée", "requêtes refusées")
        click.echo(f"  ! {refused}, comptées 0 :")
    for refusal in run.refused[:_REFUSALS_SHOWN]:
        click.echo(f"    {refusal.topic.id} : {refusal.message}")
    if len(run.refused) > _REFUSALS_SHOWN:
        click.echo(f"    … et {len(run.refused) - _REFUSALS_SHOWN} autres (--json les donne).")


def _row(label: str, figures: Figures) -> str:
    return (
        f"  {label:<22}{figures.ndcg_at_10:>9.4f}{figures.recall_at_100:>12.4f}"
        f"{figures.mrr_at_10:>9.4f}"
    )
