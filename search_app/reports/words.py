"""How the dossier says figures, in French. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from types import MappingProxyType

from corpus.harvests.runs import Run
from corpus.harvests.states import PageState
from search_app.messages import number_text, say
from search_app.shown.run_view import kind_label, standing_of

PAGE_STATES: Mapping[str, str] = MappingProxyType(
    {state.value: say(f"page_state_{state.value}", "fr") for state in PageState}
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {"title": "titre", "text": "texte", "credits": "auteurs", "date": "date", "places": "lieux"}
)


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
    return kind_label(kind, "fr")


LEFT = ("robots", "refused", "listing", "layout", "budget")
"""Why addresses are left, where that is not a rule in its own words."""


def left_name(reason: str) -> str:
    return say(f"left_{reason}", "fr") if reason in LEFT else reason


def run_state(run: Run) -> str:
    return say(f"run_state_{standing_of(run)}", "fr")
