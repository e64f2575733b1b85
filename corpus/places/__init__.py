"""Places by the official geographic code: what the other rooms call.

The rules by which a name is decided are in `corpus.places.gazetteer`, those by which a mention in prose
is believed in `corpus.places.mentions`.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.places.gazetteer import Gazetteer, Place, PlaceKind, gazetteer
from corpus.places.mentions import mentions

__all__ = [
    "Gazetteer",
    "Place",
    "PlaceKind",
    "ancestors",
    "find_place",
    "gazetteer",
    "homonyms",
    "place_by_code",
    "place_label",
    "places_in",
]


def find_place(name: str, within: str = "") -> Place | None:
    """The one place a field, a form or a subtitle means: « Nantes », « Saint-Aubin (39) ».

    None when the name is unknown, or borne by several places and nothing tells which.
    """
    return gazetteer().find(name, within)


def homonyms(name: str) -> tuple[Place, ...]:
    """Every place that bears this name, the most inhabited first."""
    return gazetteer().homonyms(name)


def places_in(text: str) -> tuple[Place, ...]:
    """The places French prose mentions beyond doubt, each once, in order of appearance."""
    return mentions(text, gazetteer())


def place_by_code(code: str) -> Place | None:
    """The place of an official code (`com-44109`, `dep-44`, `reg-52`, `pays-BE`), or None."""
    return gazetteer().place(code)


def place_label(value: str, language: str) -> str:
    """What people read for a code; a bare name, or a code of another year, is its own label.

    The official names are French and are shown in both languages (`language` is for the seam).
    """
    place = gazetteer().place(value)
    return place.label if place else value


@lru_cache(maxsize=50_000)
def ancestors(code: str) -> tuple[str, ...]:
    """`com-44109` → `("dep-44", "reg-52")`: what a facet adds so that wider places count it."""
    return gazetteer().ancestors(code)
