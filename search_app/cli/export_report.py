"""What `souffleur export` gives, and what it says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from corpus.errors import UnknownSource
from corpus.exports.selection import Problem, Selection, Wanted, entries, select_ids
from corpus.exports.wordpress.deciding import Outcome
from corpus.exports.wordpress.sending import Report
from corpus.record import Entry
from search_app.cli.output import Progress, counted, print_json
from search_app.stores import Stores

_PROBLEMS_SHOWN = 20
_LEFT_OUT = {
    "withdrawn": "retirées de leur source",
    "moved": "passées sous une autre fiche",
    "double": "doubles d'une autre fiche",
}
_OUTCOMES = {
    Outcome.CREATED: ("créé", "créés"),
    Outcome.UPDATED: ("mis à jour", "mis à jour"),
    Outcome.UNCHANGED: ("sans changement", "sans changement"),
    Outcome.EDITED: ("retravaillé dans WordPress", "retravaillés dans WordPress"),
    Outcome.CONFLICT: ("en conflit", "en conflit"),
    Outcome.GONE: ("supprimé dans WordPress", "supprimés dans WordPress"),
    Outcome.FAILED: ("refusé", "refusés"),
}


def choose(stores: Stores, choice: Mapping[str, Any]) -> tuple[Selection, Wanted]:
    """Raises `UnknownSource` for a source without any record."""
    known = stores.catalogue.figures().by_source
    for source in choice["sources"]:
        if source not in known:
            raise UnknownSource(
                f"Aucune fiche ne vient de la source « {source} ». "
                f"Sources : {', '.join(known) or 'aucune'}."
            )
    wanted = Wanted(
        kinds=frozenset(choice["kinds"]),
        sources=frozenset(choice["sources"]),
        limit=choice["limit"],
        with_contacts=choice["with_contacts"],
    )
    return select_ids(stores.database, wanted), wanted


def total_of(selection: Selection, wanted: Wanted) -> int:
    return min(len(selection.ids), wanted.limit or len(selection.ids))


@dataclass(slots=True)
class Given:
    """Records on their way into a file: walked through, counted, and told about at the end."""

    stores: Stores
    to: Path
    selection: Selection
    wanted: Wanted
    as_json: bool
    progress: Progress
    written: int = 0
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, stores: Stores, to: Path, choice: Mapping[str, Any], progress: Progress) -> Given:
        if choice["as_json"] and str(to) == "-":
            raise click.UsageError("--json écrit sur la sortie : donnez un fichier à --to.")
        return cls(stores, to, *choose(stores, choice), choice["as_json"], progress)

    def walk(self) -> Iterator[Entry]:
        """The entries, once."""
        total = total_of(self.selection, self.wanted)
        given = entries(self.stores.catalogue, self.selection.ids, self.wanted)
        for number, entry in enumerate(given, start=1):
            if isinstance(entry, Problem):
                self.problems.append(entry)
            else:
                self.written += 1
                yield entry
            self.progress(number, total)

    def tell(self, ctx: click.Context) -> None:
        if self.as_json:
            print_json(
                {
                    "file": str(self.to),
                    "written": self.written,
                    "left_out": self.selection.left_out,
                    "problems": list(map(_problem_json, self.problems)),
                }
            )
        else:
            written = counted(self.written, "fiche écrite", "fiches écrites")
            click.echo(f"{written} dans {self.to}.", err=str(self.to) == "-")
            _tell_rest(self.selection, self.problems, err=str(self.to) == "-")
        if self.problems:
            ctx.exit(1)


def tell_sent(report: Report, selection: Selection, as_json: bool, *, dry_run: bool) -> None:
    if as_json:
        print_json(
            {
                **{outcome.value: report.outcomes[outcome] for outcome in Outcome},
                "terms_created": report.terms_created,
                "media_sent": report.media_sent,
                "commands": report.commands,
                "dry_run": dry_run,
                "left_out": selection.left_out,
                "problems": list(map(_problem_json, report.problems)),
            }
        )
        return
    if dry_run:
        click.echo("À blanc : rien n'est envoyé. Ce qui le serait :")
    for outcome, (one, many) in _OUTCOMES.items():
        if number := report.outcomes[outcome]:
            click.echo(f"  {counted(number, 'article')} {one if number < 2 else many}")
    if report.terms_created or report.media_sent:
        click.echo(
            f"  {counted(report.terms_created, 'terme créé', 'termes créés')}, "
            f"{counted(report.media_sent, 'fichier envoyé', 'fichiers envoyés')}"
        )
    _tell_rest(selection, report.problems)


def _tell_rest(selection: Selection, problems: list[Problem], *, err: bool = False) -> None:
    for reason, number in selection.left_out.items():
        click.echo(
            f"  {counted(number, 'fiche')} à part : {_LEFT_OUT.get(reason, reason)}", err=err
        )
    for problem in problems[:_PROBLEMS_SHOWN]:
        click.echo(f"  ! {problem.record_id} : {problem.message}", err=True)
    if len(problems) > _PROBLEMS_SHOWN:
        more = len(problems) - _PROBLEMS_SHOWN
        click.echo(f"  … et {more} de plus : --json les donne toutes.", err=True)


def _problem_json(problem: Problem) -> dict[str, str]:
    return {"id": problem.record_id, "code": problem.code, "message": problem.message}
