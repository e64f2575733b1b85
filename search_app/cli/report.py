"""`souffleur report`: what is handed to others about a migration."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import click

from corpus.clock import now
from corpus.config import Config
from corpus.doubles.store import Doubles
from corpus.ledger.likeness import PageWithRecords
from crawler.proof.similarity import THRESHOLD, Similarity
from search_app.cli.output import counted, output_file
from search_app.cli.proving import covered, harvested_sources, measured
from search_app.reports.dossier import answer, render
from search_app.reports.figures import About, Dossier, dossier_of, source_figures
from search_app.reports.pairs import Compared, Drawn, compared, draw
from search_app.stores import Stores, open_stores


@click.group("report", epilog="Exemple / example: souffleur report migration --to dossier.html")
def command() -> None:
    """Dossiers à remettre. / Reports to hand over."""


@command.command(
    "migration",
    epilog="Exemple / example: souffleur report migration --to dossier.html --sample 20",
)
@click.option(
    "--to",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Fichier HTML, écrit en entier ou pas du tout. / HTML file, written whole or not at all.",
)
@click.option("--source", "asked", multiple=True, help="Cette source ; répétable. / That source.")
@click.option(
    "--sample",
    type=click.IntRange(0, 500),
    default=12,
    show_default=True,
    help="Pages montrées à côté de leurs fiches. / Pages shown beside their records.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Graine du tirage. / Seed of the draw."
)
@click.pass_obj
def migration(config: Config, output: Path, asked: tuple[str, ...], sample: int, seed: int) -> None:
    """Écrit le dossier de migration, en un seul fichier HTML. / Writes the migration dossier."""
    with open_stores(config) as stores:
        sources = harvested_sources(stores, asked)
        coverages = covered(stores, config, sources)
        similarity = measured(stores, config, sources)
        doubles = Doubles(stores.database).canonical()
        figures = [
            source_figures(stores.database, coverage, similarity.report(coverage.source), doubles)
            for coverage in coverages
        ]
        about = _about(stores, output.name, asked, sample, seed)
        pairs = _pairs(similarity, sources, sample, seed)
        dossier = dossier_of(stores.database, about, figures, pairs)
    page = render(dossier).encode()
    with output_file(output) as file:
        file.write(page)
    _tell(dossier, str(output))


def _about(stores: Stores, name: str, asked: Sequence[str], sample: int, seed: int) -> About:
    words = ["souffleur", "report", "migration", "--to", name]
    words += [word for source in asked for word in ("--source", source)]
    words += ["--sample", str(sample), "--seed", str(seed)]
    return About(
        made_at=now(),
        version=metadata.version("souffleur"),
        revision=stores.catalogue.revision(),
        command=shlex.join(words),
        sample=sample,
        seed=seed,
        threshold=THRESHOLD,
    )


def _pairs(
    similarity: Similarity, sources: Sequence[str], sample: int, seed: int
) -> Iterator[Compared]:
    pages: dict[str, PageWithRecords] = {}
    names: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        for page in similarity.pages(source):
            pages[page.url] = page
            names[similarity.kind(page)].append(page.url)
    kinds = {url: kind for kind, urls in names.items() for url in urls}
    for url in draw(names, sample, seed):
        page = pages[url]
        passages = similarity.passages(page) or ()
        yield compared(Drawn(url, kinds[url], passages, tuple(similarity.records(page))))


def _tell(dossier: Dossier, name: str) -> None:
    for line in answer(dossier):
        click.echo(line, err=True)
    click.echo(f"{name} : {counted(len(dossier.sources), 'source')}.", err=True)
