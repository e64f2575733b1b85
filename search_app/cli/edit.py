"""`souffleur edit`: corrections of records, one by one or from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import click

from corpus.catalogue import Catalogue
from corpus.catalogue.entry_rows import edits_to_make
from corpus.config import Config
from corpus.corrections import field_to_correct, read_correction
from corpus.errors import BadImport, StaffError
from corpus.fields import editable
from corpus.record import Entry, written
from search_app.cli.output import counted
from search_app.cli.reading import decoded
from search_app.correcting.form import in_words
from search_app.correcting.table import read_table, values_of
from search_app.stores import open_stores

Values = Mapping[str, str | None]
"""By field of the record; None takes a correction back."""


@click.command(
    "edit",
    epilog='Exemple / example: souffleur edit comedie-1 titre="Le bon titre" lieu=Nantes --by lea',
)
@click.argument("record_id", metavar="[ID]", required=False, default="")
@click.argument("asked", metavar="[CHAMP=VALEUR]…", nargs=-1)
@click.option(
    "--revert",
    multiple=True,
    metavar="CHAMP",
    help="Reprend ce que dit la source ; répétable. / Follows the source again.",
)
@click.option(
    "--csv",
    "table",
    type=click.File("rb"),
    help="Tableau : id, puis des champs ; vide laisse, - vide. / Table: id, then fields.",
)
@click.option("--dry-run", is_flag=True, help="Dit ce qui changerait. / Says what would change.")
@click.option("--by", default="", help="Au nom de qui. / On whose behalf.")
@click.pass_context
def command(
    ctx: click.Context,
    record_id: str,
    asked: tuple[str, ...],
    revert: tuple[str, ...],
    table: BinaryIO | None,
    dry_run: bool,
    by: str,
) -> None:
    """Corrige des fiches ; la correction reste quand la source est moissonnée de nouveau.

    Corrects records; a correction stays when the source is harvested again. Several values of a
    field stand between « | ». A row that cannot be applied is told with its line, the others are
    applied, and the command exits with 1.
    """
    _require_sense(record_id, asked, revert, table)
    if not by and not dry_run:
        raise click.UsageError("Dites --by NOM : au nom de qui corriger (--dry-run s'en passe).")
    config: Config = ctx.obj
    with open_stores(config) as stores:
        desk = Desk(stores.catalogue, by, dry_run)
        if table is None:
            desk.correct(record_id, _values(asked, revert))
        else:
            desk.correct_rows(table.read(), table.name)
    desk.tell_end()
    if desk.refused:
        ctx.exit(1)


def _require_sense(
    record_id: str, asked: Sequence[str], revert: Sequence[str], table: BinaryIO | None
) -> None:
    if table is not None and (record_id or asked or revert):
        raise click.UsageError("--csv dit les fiches et les champs : ne donnez rien d'autre.")
    if table is None and not record_id:
        raise click.UsageError("Dites quelle fiche corriger, ou donnez un tableau avec --csv.")
    if table is None and not asked and not revert:
        raise click.UsageError("Dites quoi corriger : CHAMP=VALEUR, ou --revert CHAMP.")


def _values(asked: Sequence[str], revert: Sequence[str]) -> Values:
    values: dict[str, str | None] = {field_to_correct(name).edits: None for name in revert}
    for pair in asked:
        name, equals, typed = pair.partition("=")
        if not equals:
            raise click.UsageError(f"« {pair} » n'est pas de la forme CHAMP=VALEUR.")
        corrected = field_to_correct(name)
        if corrected.edits in values:
            raise click.UsageError(
                f"Le champ « {name} » est dit deux fois. Donnez ses valeurs ensemble, avec « | »."
            )
        values[corrected.edits] = read_correction(corrected, typed)
    return values


@dataclass(slots=True)
class Desk:
    """Corrects, or only says what it would; counts what it did and keeps what it refused."""

    catalogue: Catalogue
    by: str
    dry_run: bool
    corrected: int = 0
    unchanged: int = 0
    refused: list[StaffError] = field(default_factory=list)

    def correct(self, record_id: str, values: Values) -> None:
        """Raises `RecordNotFound`, and `EditConflict` when somebody saves at the same moment."""
        self._apply(self.catalogue.entry(record_id), values, told=True)

    def correct_rows(self, body: bytes, name: str) -> None:
        """Raises `BadImport` for a file that is no table of corrections."""
        table = read_table(decoded(body, name), name)
        if table.left_aside:
            click.echo(f"Colonnes laissées de côté : {', '.join(table.left_aside)}.", err=True)
        for row in table.rows:
            if isinstance(row, BadImport):
                self.refused.append(row)
                continue
            try:
                entry = self.catalogue.entry(row.record_id)
                self._apply(entry, values_of(row, entry), told=self.dry_run)
            except BadImport as error:
                self.refused.append(error)
            except StaffError as error:
                self.refused.append(BadImport(f"Ligne {row.line} : {error.message}"))

    def _apply(self, entry: Entry, values: Values, *, told: bool) -> None:
        changed = edits_to_make(entry, values)
        if not changed:
            self.unchanged += 1
            return
        if not self.dry_run:
            self.catalogue.save_edits(entry.record.id, entry.version, changed, self.by)
        self.corrected += 1
        if told:
            _tell(entry, changed)

    def tell_end(self) -> None:
        for error in self.refused:
            click.echo(f"  ! {error.message}", err=True)
        words = ("à corriger",) * 2 if self.dry_run else ("corrigée", "corrigées")
        done = counted(self.corrected, f"fiche {words[0]}", f"fiches {words[1]}")
        same = counted(self.unchanged, "inchangée")
        refused = counted(len(self.refused), "refusée")
        follow = (
            "" if self.dry_run or not self.corrected else " Pour la recherche : souffleur index."
        )
        click.echo(f"{done}, {same}, {refused}.{follow}")


def _tell(entry: Entry, values: Values) -> None:
    click.echo(f"{entry.record.id} {click.style(entry.shown.title, bold=True)}")
    for one in editable():
        if one.edits not in values:
            continue
        value = values[one.edits]
        before = written(entry.shown, one.edits)
        after = written(entry.record, one.edits) if value is None else value
        origin = " (la source)" if value is None else ""
        said = [in_words(one, text, "fr").replace("\n", " | ") for text in (before, after)]
        click.echo(f"  {one.label.fr} : « {said[0]} » → « {said[1]} »{origin}")
