"""`souffleur doubles`: the works met several times, and which record each leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from corpus.config import Config
from corpus.doubles.finding import How, Pair
from corpus.doubles.store import Cluster, Doubles, Found, binding
from corpus.texts import Texts
from indexer.extract import Extraction
from indexer.stored_texts import stored_text
from search_app.cli.output import counted, print_json
from search_app.messages import say
from search_app.stores import Stores, open_stores

_NOT_FOLDED = (How.ALIKE, How.PART, How.FILE)


@click.command("doubles", epilog="Exemple / example: souffleur doubles --find")
@click.option(
    "--find",
    "search",
    is_flag=True,
    help="Compare d'abord tous les textes lus. / Compares every text that was read first.",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(config: Config, search: bool, as_json: bool) -> None:
    """Montre les documents rencontrés plusieurs fois et la fiche retenue pour chacun.

    Shows the documents met several times, and the record kept for each. They are judged on the
    page /bureau/doublons.
    """
    with open_stores(config) as stores:
        found = find_doubles(stores) if search else None
        clusters = stores.doubles.clusters()
        beside = stores.doubles.pairs(*_NOT_FOLDED)
        if as_json:
            print_json(_as_json(clusters, beside, found))
        else:
            _show(stores.doubles, clusters, beside, found)


def find_doubles(stores: Stores) -> Found:
    """Looks for doubles among the records and the texts read in their files."""
    return stores.doubles.find(_read_in_files(stores.texts))


def _read_in_files(texts: Texts) -> Iterator[tuple[str, str]]:
    for file in texts.cited_files():
        read = stored_text(texts, file.sha256, file.media_type)
        if isinstance(read, Extraction):
            yield file.sha256, "\n".join(page.text for page in read.pages)


def _show(
    doubles: Doubles, clusters: list[Cluster], beside: list[Pair], found: Found | None
) -> None:
    for cluster in clusters:
        _show_cluster(cluster)
    members = doubles.members({id_ for pair in beside for id_ in (pair.one, pair.other)})
    for how, heading in (
        (How.ALIKE, "À juger : presque les mêmes mots sous d'autres titres"),
        (How.PART, "Un texte repris dans un autre"),
        (How.FILE, "Un texte repris dans un fichier"),
    ):
        pairs = [pair for pair in beside if pair.how is how]
        if pairs:
            click.echo(f"\n{heading} ({len(pairs)})")
        for pair in pairs:
            one, other = (members[id_].title if id_ in members else id_[:12] for id_ in _ids(pair))
            click.echo(f"  {pair.similarity:4.0%}  {pair.one} {one}\n        {pair.other} {other}")
    folded = sum(len(cluster.others) for cluster in clusters)
    click.echo(
        f"\n{counted(len(clusters), 'document')} en double, "
        f"{counted(folded, 'fiche repliée', 'fiches repliées')}."
    )
    if found:
        click.echo(f"{counted(found.changed, 'fiche')} à réindexer : souffleur index.")
    elif not clusters:
        click.echo("Pour chercher les doublons : souffleur doubles --find.")


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.one, pair.other


def _show_cluster(cluster: Cluster) -> None:
    kept = cluster.canonical
    why = say(f"doubles_rule_{cluster.rule.value}", "fr", by=kept.chosen_by)
    click.echo(f"\n{kept.title}  {kept.id}\n  {kept.url}\n  {why}")
    for other in cluster.others:
        link = binding(cluster, kept.id, other.id)
        share = f"{link.similarity:.0%}" if isinstance(link, Pair) else "·"
        click.echo(f"  {share:>5}  {other.title}  {other.id}\n         {other.url}")


def _as_json(clusters: list[Cluster], beside: list[Pair], found: Found | None) -> dict[str, Any]:
    return {
        "clusters": [_cluster_as_json(cluster) for cluster in clusters],
        "pairs": [_pair_as_json(pair) for pair in beside],
        "changed": found.changed if found else None,
    }


def _cluster_as_json(cluster: Cluster) -> dict[str, Any]:
    return {
        "canonical": cluster.canonical.id,
        "rule": cluster.rule.value,
        "chosen_by": cluster.canonical.chosen_by,
        "records": [{"id": m.id, "title": m.title, "url": m.url} for m in cluster.members],
        "pairs": [_pair_as_json(pair) for pair in cluster.pairs],
        "verdicts": [
            {"one": v.one, "other": v.other, "same": v.same, "by": v.by, "at": v.at}
            for v in cluster.verdicts
        ],
    }


def _pair_as_json(pair: Pair) -> dict[str, Any]:
    return {
        "one": pair.one,
        "other": pair.other,
        "how": pair.how.value,
        "similarity": round(pair.similarity, 4),
    }
