"""`souffleur coverage`: what sources say they have, beside what was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from corpus.config import Config
from crawler.proof.coverage import Coverage
from crawler.proof.similarity import SimilarityReport
from crawler.proof.witness import Witness
from search_app.cli.output import counted, print_json
from search_app.cli.proving import covered, harvested_sources, measured
from search_app.messages import say
from search_app.reports.words import left_name, percent
from search_app.stores import open_stores

_SHOWN = 20


@click.command("coverage", epilog="Exemple / example: souffleur coverage --source icpc")
@click.option("--source", "asked", multiple=True, help="Cette source ; répétable. / That source.")
@click.option("--json", "as_object", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def command(ctx: click.Context, asked: tuple[str, ...], as_object: bool) -> None:
    """Ce que la source annonce et lie, et que la base n'a pas ; sort avec 1 s'il y en a.

    What a source announces and links to, and the base has not; exits with 1 when there is any.
    """
    config: Config = ctx.obj
    with open_stores(config) as stores:
        sources = harvested_sources(stores, asked)
        coverages = covered(stores, config, sources)
        similarity = measured(stores, config, sources)
        reports = [similarity.report(source) for source in sources]
    pairs = list(zip(coverages, reports, strict=True))
    if as_object:
        print_json([_as_object(*pair) for pair in pairs])
    else:
        for pair in pairs:
            for line in _lines(*pair):
                click.echo(line)
    if not all(coverage.holds for coverage in coverages):
        ctx.exit(1)


def _lines(coverage: Coverage, report: SimilarityReport) -> Iterator[str]:
    yield f"{coverage.source} : {percent(coverage.share)} des adresses liées sont connues."
    for witness in coverage.witnesses:
        yield f"  {' ' if witness.agrees else '!'} {_said_by(witness)}"
    one, many = "adresse liée et jamais demandée", "adresses liées et jamais demandées"
    yield f"  {counted(coverage.gaps_total, one, many)}"
    for gap in coverage.gaps[:_SHOWN]:
        yield f"  ! {gap.url}"
        yield f"      lien sur {gap.linked_from[0]}" + _others(gap.linking - 1)
    if coverage.gaps_total > _SHOWN:
        yield f"  … et {coverage.gaps_total - _SHOWN} autres : --json en donne davantage."
    for reason, number in sorted(coverage.left.items()):
        yield f"  {number:>6}  laissées exprès : {left_name(reason)}"
    yield (
        f"  {percent(report.share)} des mots de {counted(report.measured, 'page')} sont dans les "
        f"fiches ; {counted(len(report.below), 'page en dit', 'pages en disent')} plus qu'elles"
    )
    for below in report.below[:_SHOWN]:
        yield f"  ! {percent(below.share)} de {below.words} mots : {below.page.url}"
        for passage in below.passages[:3]:
            yield f"      manque : {' '.join(passage.split())[:160]}"


def _said_by(witness: Witness) -> str:
    what = say(f"says_{witness.says.value}", "fr")
    if witness.silent:
        return (
            f"{what} « {witness.name} » : aucune page gardée ne le porte. "
            "Corrigez page, text ou pattern dans la description de la source."
        )
    return f"{what} : {witness.announced} annoncés, {witness.found} trouvés ({witness.url})"


def _others(number: int) -> str:
    return f" et {counted(number, 'autre')}" if number else ""


def _as_object(coverage: Coverage, report: SimilarityReport) -> dict[str, Any]:
    return {
        "source": coverage.source,
        "holds": coverage.holds,
        "share": coverage.share,
        "witnesses": [
            {
                "says": witness.says.value,
                "url": witness.url,
                "announced": witness.announced,
                "found": witness.found,
                "lacking": list(witness.lacking),
                "name": witness.name,
            }
            for witness in coverage.witnesses
        ],
        "links": {asked.value: number for asked, number in sorted(coverage.links.items())},
        "left": dict(sorted(coverage.left.items())),
        "gaps_total": coverage.gaps_total,
        "gaps": [
            {"url": gap.url, "linked_from": list(gap.linked_from), "linking": gap.linking}
            for gap in coverage.gaps
        ],
        "similarity": {
            "pages": report.measured,
            "unkept": report.unkept,
            "words": report.words,
            "held": report.held,
            "below": [
                {
                    "url": below.page.url,
                    "share": below.share,
                    "words": below.words,
                    "records": list(below.page.record_ids),
                    "missing": list(below.passages),
                }
                for below in report.below
            ],
        },
    }
