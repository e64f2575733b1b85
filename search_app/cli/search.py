"""`souffleur search`: the same search as the page's, in a terminal or for a program."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing

import click

from corpus.config import Config
from corpus.errors import QueryError
from corpus.fields import FIELDS, KINDS, facets
from indexer.engines import open_engine
from indexer.query import MAX_SIZE, Hit, Query, Results, Snippet, Sort
from search_app.answers import as_json as answer
from search_app.cli.output import counted, print_json


@click.command(
    "search", epilog='Exemple / example: souffleur search "rivière" --facet kind=experience'
)
@click.argument("query", nargs=-1)
@click.option(
    "--facet",
    "chosen",
    multiple=True,
    metavar="NAME=VALUE",
    help="Restreint ; répétable. / Narrows; may be repeated.",
)
@click.option("--limit", type=click.IntRange(1, MAX_SIZE), default=10, show_default=True)
@click.option("--page", type=click.IntRange(1, 10_000), default=1, show_default=True)
@click.option(
    "--sort", type=click.Choice([s.value for s in Sort]), default="relevance", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(
    config: Config,
    query: tuple[str, ...],
    chosen: tuple[str, ...],
    limit: int,
    page: int,
    sort: str,
    as_json: bool,
) -> None:
    """Cherche dans la base. / Searches the base."""
    asked = Query(
        text=" ".join(query), chosen=read_facets(chosen), sort=Sort(sort), page=page, size=limit
    )
    with closing(open_engine(config.index_url)) as engine:
        results = engine.search(asked)
    if as_json:
        print_json(answer(asked, results))
    else:
        _show(results)


def read_facets(chosen: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`("kind=method", "kind=memo")` → `{"kind": ("method", "memo")}`. Raises `QueryError`."""
    known = [field.name for field in facets(FIELDS)]
    found: dict[str, list[str]] = defaultdict(list)
    for written in chosen:
        name, equals, value = written.partition("=")
        if not (name and equals and value):
            raise QueryError(f"« {written} » n'est pas de la forme NOM=VALEUR, comme kind=method.")
        if name not in known:
            raise QueryError(f"« {name} » n'est pas une facette. Facettes : {', '.join(known)}.")
        found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def _show(results: Results) -> None:
    click.echo(counted(results.total, "résultat"))
    for hit in results.hits:
        _show_hit(hit)


def _show_hit(hit: Hit) -> None:
    kind = KINDS[hit.kind].fr if hit.kind in KINDS else hit.kind
    click.echo(f"\n{click.style(hit.title, bold=True)}  [{kind}] {hit.id}")
    click.echo(f"  {hit.url}")
    for snippet in hit.snippets:
        click.echo(f"  {_marked(snippet)}")
    if hit.pages:
        click.echo("  p. " + ", ".join(str(page.number) for page in hit.pages))


def _marked(snippet: Snippet) -> str:
    parts, at = [], 0
    for start, end in snippet.spans:
        parts += [snippet.text[at:start], click.style(snippet.text[start:end], underline=True)]
        at = end
    return "".join([*parts, snippet.text[at:]]).replace("\n", " ")
