"""`souffleur search`: the same search as the page's, in a terminal or for a program."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing

import click

from corpus.config import Config
from corpus.errors import QueryError, RecordNotFound
from corpus.fields import FIELDS, KINDS, facets, field_named
from indexer.engines import open_engine
from indexer.engines.base import SearchEngine
from indexer.query import MAX_SIZE, Hit, Query, Results, Snippet, Sort, Years
from indexer.synonyms import SynonymList
from search_app.answers import as_json as answer
from search_app.answers import explanation_json, similar_json
from search_app.asking.query_args import EARLIEST, LATEST, our_name, stored_value
from search_app.cli.output import counted, print_json
from search_app.messages import say, say_both, say_number
from search_app.shown.answer_view import (
    applied_sentence,
    reasons,
    relaxations,
    score_text,
    understanding,
)
from search_app.stores import open_stores

_YEAR = click.IntRange(EARLIEST, LATEST)


@click.command(
    "search", epilog='Exemple / example: souffleur search "rivière" --facet kind=experience'
)
@click.argument("query", nargs=-1)
@click.option(
    "--facet",
    "chosen",
    multiple=True,
    metavar="NAME=VALUE",
    help="Restreint ; répétable ; NAME=- : sans valeur. / Narrows; repeatable; NAME=-: no value.",
)
@click.option(
    "--not",
    "excluded",
    multiple=True,
    metavar="NAME=VALUE",
    help="Exclut ; répétable. / Leaves out; may be repeated.",
)
@click.option("--year-min", type=_YEAR, help="Depuis cette année. / From this year.")
@click.option("--year-max", type=_YEAR, help="Jusqu'à cette année. / Until this year.")
@click.option("--exact", is_flag=True, help="Les mots tels quels. / The words as they are.")
@click.option("--limit", type=click.IntRange(1, MAX_SIZE), default=10, show_default=True)
@click.option("--page", type=click.IntRange(1, 10_000), default=1, show_default=True)
@click.option(
    "--sort", type=click.Choice([s.value for s in Sort]), default="relevance", show_default=True
)
@click.option("--why", metavar="ID", help="Pourquoi cette fiche répond. / Why a record answers.")
@click.option("--similar", metavar="ID", help="Les fiches proches. / The records near one.")
@click.option("--suggest", is_flag=True, help="Ce qui commence ainsi. / What begins like that.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_obj
def command(
    config: Config,
    query: tuple[str, ...],
    chosen: tuple[str, ...],
    excluded: tuple[str, ...],
    year_min: int | None,
    year_max: int | None,
    exact: bool,
    limit: int,
    page: int,
    sort: str,
    why: str | None,
    similar: str | None,
    suggest: bool,
    as_json: bool,
) -> None:
    """Cherche dans la base. / Searches the base."""
    asked = Query(
        text=" ".join(query),
        chosen=read_facets(chosen),
        sort=Sort(sort),
        page=page,
        size=limit,
        excluded=read_facets(excluded),
        years=read_years(year_min, year_max),
        exact=exact,
    )
    with closing(open_engine(config.index_url)) as engine, open_stores(config) as stores:
        if why:
            _why(engine, asked, why, stores.synonyms(), as_json=as_json)
        elif similar:
            _similar(engine, similar, limit, as_json=as_json)
        elif suggest:
            _suggestions(engine, asked.text, limit, as_json=as_json)
        else:
            _answer(engine, asked, stores.synonyms(), as_json=as_json)


def read_facets(chosen: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`("kind=method", "nature=memo")` → `{"kind": ("method", "memo")}`. Raises `QueryError`."""
    known = [field.name for field in facets(FIELDS)]
    found: dict[str, list[str]] = defaultdict(list)
    for written in chosen:
        typed, equals, value = written.partition("=")
        if not (typed and equals and value.strip()):
            raise QueryError(f"« {written} » n'est pas de la forme NOM=VALEUR, comme kind=method.")
        name = our_name(typed)
        field = field_named(name)
        if field is None or name not in known:
            raise QueryError(f"« {typed} » n'est pas une facette. Facettes : {', '.join(known)}.")
        found[name].append(stored_value(field, value))
    return {name: tuple(values) for name, values in found.items()}


def read_years(first: int | None, last: int | None) -> Years:
    """Raises `QueryError` for a period that runs backwards."""
    if first is not None and last is not None and first > last:
        raise QueryError(say("bad_years", "fr", first=first, last=last))
    return Years(first, last)


def _answer(engine: SearchEngine, asked: Query, synonyms: SynonymList, *, as_json: bool) -> None:
    results = engine.search(asked, synonyms)
    if as_json:
        print_json(answer(asked, results))
    else:
        _show(asked, results)


def _why(
    engine: SearchEngine, asked: Query, id_: str, synonyms: SynonymList, *, as_json: bool
) -> None:
    found = engine.explain(asked, id_, synonyms)
    if found is None:
        raise RecordNotFound(f"La fiche « {id_} » n'est pas dans l'index.")
    if as_json:
        print_json(explanation_json(asked, found))
        return
    click.echo(f"{click.style(found.title, bold=True)} {score_text(found.score, 'fr')}")
    for reason in reasons(found, "fr"):
        origin = f" ({reason.origin})" if reason.origin else ""
        click.echo(f"  {reason.score:>6}  {reason.label}{origin} : {', '.join(reason.forms)}")
        if reason.found_in:
            click.echo(f"          {', '.join(reason.found_in)}")
    if found.missing:
        click.echo("  " + say("why_missing", "fr", words=", ".join(found.missing)))


def _similar(engine: SearchEngine, id_: str, size: int, *, as_json: bool) -> None:
    found = engine.similar(id_, size)
    if as_json:
        print_json(similar_json(id_, found))
        return
    for one in found:
        click.echo(f"{click.style(one.title, bold=True)} {one.id}")
        click.echo("  " + say("similar_shared", "fr", words=", ".join(one.shared)))


def _suggestions(engine: SearchEngine, typed: str, size: int, *, as_json: bool) -> None:
    found = engine.complete(typed, size)
    if as_json:
        print_json([typed, [one.text for one in found], [one.field for one in found]])
        return
    for one in found:
        click.echo(f"{one.text}  [{one.field}] {one.count}")


def _show(asked: Query, results: Results) -> None:
    click.echo(counted(results.total, "résultat"))
    for sentence in _around(asked, results):
        click.echo(sentence)
    for hit in results.hits:
        _show_hit(hit)


def _around(asked: Query, results: Results) -> Iterator[str]:
    """What the page says around its hits, in the same words."""
    if not results.total:
        yield say_both("results_none_text")
    if 0 < results.complete < results.total:
        yield say_number("results_complete", results.complete, "fr") + "."
    if results.relaxed:
        yield say("results_relaxed", "fr")
    if results.out_of_time:
        yield say("results_out_of_time", "fr")
    if results.ignored:
        yield say("results_ignored", "fr", words=", ".join(results.ignored))
    yield from understanding(asked.text, results.remarks, "fr").sentences
    if results.applied:
        told = " ; ".join(applied_sentence(one, "fr") for one in results.applied)
        yield f"{say('applied_heading', 'fr')} {told}. (--exact)"
    if suggestion := results.suggestion:
        count = counted(suggestion.total, "résultat")
        yield f"{say('suggestion_heading', 'fr')} {suggestion.text} ({count})"
    if results.related:
        yield f"{say('related_heading', 'fr')} {', '.join(results.related)}"
    if results.relaxations:
        yield say("relax_heading", "fr")
    for one in relaxations(results.relaxations, "fr"):
        yield f"  {one.label} ({counted(one.count or 0, 'résultat')})"
    if not (results.total or results.suggestion or results.relaxations):
        yield from _advice(asked)


def _advice(asked: Query) -> Iterator[str]:
    """What to try when nothing answers and the engine knows no other search to offer."""
    if asked.chosen or asked.excluded or asked.years:
        yield say_both("results_none_narrowed")
    if asked.text:
        yield say_both("results_none_spelling")
        yield say_both("results_none_words", text=shlex.quote(asked.text))


def _show_hit(hit: Hit) -> None:
    kind = KINDS[hit.kind].fr if hit.kind in KINDS else hit.kind
    click.echo(f"\n{click.style(hit.title, bold=True)}  [{kind}] {hit.id}")
    click.echo(f"  {hit.url}")
    for snippet in hit.snippets:
        click.echo(f"  {_marked(snippet)}")
    if not hit.complete:
        click.echo(f"  ({say('hit_incomplete', 'fr')})")
    if hit.copies:
        also = ", ".join(f"{copy.title} {copy.id}" for copy in hit.copies)
        click.echo(f"  {say('hit_copies', 'fr')} {also}")
    if hit.pages:
        click.echo("  p. " + ", ".join(str(page.number) for page in hit.pages))


def _marked(snippet: Snippet) -> str:
    parts, at = [], 0
    for start, end in snippet.spans:
        parts += [snippet.text[at:start], click.style(snippet.text[start:end], underline=True)]
        at = end
    return "".join([*parts, snippet.text[at:]]).replace("\n", " ")
