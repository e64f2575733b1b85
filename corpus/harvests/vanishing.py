"""The vanish guard: a run that finds far less than is known, or the same page everywhere, waits.

A site that is down for maintenance, asks to sign in, or answers "not found" with a page and a 200
looks to a crawler like a site that was emptied. Such a run is put in quarantine; people decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.harvests.runs import RunNote

SHARE = 0.20
"""More than this share of a source, or of a kind, gone or turned alike: the run waits."""

SMALLEST_KIND = 5
"""A share of a kind with fewer records says nothing."""

FEWEST = 2

OBJECTIONS = ("vanished", "vanished_kind", "turned_alike")
"""The codes of the remarks that say why a run must wait."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a run found, counted. `known` and `missed` go by kind.

    `alike` counts, for each text or title that several records of the run have and did not have
    before, how many do; `read` is how many records the run read anew.
    """

    known: Mapping[str, int]
    missed: Mapping[str, int]
    alike: Mapping[str, int] = field(default_factory=dict)
    read: int = 0


def objections(findings: Findings, source: str) -> list[RunNote]:
    """Why the run must wait for a person; none when it may be applied."""
    return [*_vanished(findings, source), *_alike(findings, source)]


def _vanished(findings: Findings, source: str) -> Iterable[RunNote]:
    known, missed = sum(findings.known.values()), sum(findings.missed.values())
    if _is_too_much(missed, known):
        yield _note("vanished", source, f"{missed} fiches sur {known} de la source ont disparu.")
        return
    for kind, number in sorted(findings.missed.items()):
        of_kind = findings.known.get(kind, 0)
        if of_kind >= SMALLEST_KIND and _is_too_much(number, of_kind):
            message = f"{number} fiches sur {of_kind} du type « {kind} » ont disparu."
            yield _note("vanished_kind", source, message, kind)


def _alike(findings: Findings, source: str) -> Iterable[RunNote]:
    known = max(sum(findings.known.values()), findings.read)
    for what, number in Counter(findings.alike).most_common(1):
        if number >= SMALLEST_KIND and _is_too_much(number, known):
            message = (
                f"{number} fiches sur {known} sont devenues identiques : page de connexion, de "
                "maintenance, ou page d'erreur servie comme une vraie."
            )
            yield _note("turned_alike", source, message, what)


def _is_too_much(number: int, of: int) -> bool:
    return number >= FEWEST and number > SHARE * of


def _note(code: str, source: str, message: str, value: str = "") -> RunNote:
    remedy = (
        "La base reste comme elle était. Ouvrez le site dans un navigateur, puis décidez : "
        "souffleur runs accept ou souffleur runs discard."
    )
    return RunNote(code, source, f"Moisson mise en quarantaine. {message}", value, remedy)
