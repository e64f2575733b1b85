"""How the dossier says figures, in French. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from types import MappingProxyType

from corpus.fields import KINDS
from corpus.harvests.runs import Run, RunState
from corpus.harvests.states import PageState
from search_app.messages import number_text, say

PAGE_STATES: Mapping[str, str] = MappingProxyType(
    {
        PageState.NEW: "nouvelles",
        PageState.CHANGED: "changées",
        PageState.UNCHANGED: "inchangées",
        PageState.MOVED: "déplacées",
        PageState.GONE: "disparues",
        PageState.ERROR: "en erreur",
        PageState.REFUSED: "non demandées",
    }
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {"title": "titre", "text": "texte", "credits": "auteurs", "date": "date", "places": "lieux"}
)
_RUN_STATES = {
    RunState.RUNNING: "en cours",
    RunState.INTERRUPTED: "interrompue",
    RunState.FINISHED: "terminée",
    RunState.QUARANTINED: "en quarantaine",
    RunState.FAILED: "sans résultat",
}


def number(value: int) -> str:
    return number_text(value, "fr")


def counted(value: int, one: str, many: str = "") -> str:
    """`1 834 fiches`, `1 fiche`, `aucune` is left to the caller; the plural begins at two."""
    return f"{number(value)} {one if value < 2 else many or one + 's'}"


def percent(share: float) -> str:
    """`99,98 %`: never rounded up to a whole that is not one."""
    hundredths = floor(share * 10_000 + 1e-9)
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d} %" if rest else f"{whole} %"


def kind_name(kind: str) -> str:
    return KINDS[kind].fr if kind in KINDS else kind


LEFT = ("robots", "refused", "listing", "layout", "budget")
"""Why addresses are left, where that is not a rule in its own words."""


def left_name(reason: str) -> str:
    return say(f"left_{reason}", "fr") if reason in LEFT else reason


def run_state(run: Run) -> str:
    state = _RUN_STATES[run.state]
    return f"{state}, dans la base" if run.applied_at else state
