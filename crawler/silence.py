"""What readers looked for and did not find, counted; a reader that goes silent fails its run.

A site that changes its template does not break a reader: titles or texts are merely missing, page
after page. Counts are kept with the figures of the run (`sought`, `missed`: kind → field → pages),
so that a resumed harvest goes on counting. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.harvests.figures import Figures, add_figures
from corpus.harvests.runs import RunNote
from corpus.record import Record
from crawler.items import Sought

READER_SILENT = "reader_silent"
_EXAMPLES = 5
_GUESSED_TITLES = frozenset({"first words"})
_NAMES = {"title": "le titre", "body": "le texte ou le fichier", "shape": "la forme de page"}


@dataclass(frozen=True, slots=True)
class Silences:
    """How much silence a run bears: up to `share` of a kind, once `floor` of it were read."""

    share: float = 0.05
    floor: int = 20

    def judge(
        self, figures: Figures, examples: Mapping[tuple[str, str], Sequence[str]]
    ) -> tuple[RunNote, ...]:
        """One remark for each kind and field that is missing too often; none when all is well.

        `figures` are those of the run; `examples` some addresses for each (kind, field).
        """
        return tuple(
            _note(kind, field, missed, sought, examples.get((kind, field), ()))
            for kind, field, missed, sought in _counts(figures)
            if sought >= self.floor and missed > self.share * sought
        )


class Examples:
    """A few addresses for each kind and field that was missed."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], list[str]] = defaultdict(list)

    def add(self, sought: Sought) -> None:
        for field in sought.missed:
            addresses = self.kept[sought.kind, field]
            if len(addresses) < _EXAMPLES and sought.url not in addresses:
                addresses.append(sought.url)


def sought_in(records: Iterable[Record]) -> Iterator[Sought]:
    """What every record is to have, whatever its source: a title of its own, a text or a file."""
    for record in records:
        found = {
            "title": bool(record.title)
            and record.provenance.get("title", "") not in _GUESSED_TITLES,
            "body": bool(record.blocks or record.files),
        }
        missed = tuple(field for field, is_there in found.items() if not is_there)
        yield Sought(record.url, record.kind, tuple(found), missed)


def figures_of(sought: Iterable[Sought]) -> Figures:
    """Those searches as figures of a run."""
    total: Figures = {}
    for one in sought:
        for name, fields in (("sought", one.fields), ("missed", one.missed)):
            if fields:
                total = add_figures(total, {name: {one.kind: dict.fromkeys(fields, 1)}})
    return total


def _counts(figures: Figures) -> Iterator[tuple[str, str, int, int]]:
    missed: Mapping[str, Mapping[str, int]] = figures.get("missed", {})
    for kind, fields in sorted(missed.items()):
        for field, count in sorted(fields.items()):
            yield kind, field, count, figures.get("sought", {}).get(kind, {}).get(field, 0)


def _note(kind: str, field: str, missed: int, sought: int, examples: Sequence[str]) -> RunNote:
    name = _NAMES.get(field, f"le champ « {field} »")
    shown = f" Exemples : {' ; '.join(examples)}." if examples else ""
    return RunNote(
        READER_SILENT,
        examples[0] if examples else "",
        f"{kind} : {name} manque sur {missed} des {sought} pages lues "
        f"({round(100 * missed / sought)} %). Le site a sans doute changé de gabarit : "
        f"la moisson est en échec.{shown}",
        f"{missed}/{sought}",
        "Ouvrir ces pages, puis corriger le sélecteur ou le lecteur ; si ces pages sont bien "
        "ainsi, ne plus demander ce champ, ou relever SOUFFLEUR_MISSING_SHARE.",
    )
