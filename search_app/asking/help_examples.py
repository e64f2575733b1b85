"""The queries that the help page shows, each with the message that says what it gives.

They live here so that tests can run each of them. `filter_names` lists what may stand before a
colon, in the language of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.fields import FIELDS, Field


@dataclass(frozen=True, slots=True)
class Example:
    query: str
    meaning: str


EXAMPLES = (
    Example("eau agriculture", "help_plain"),
    Example('"budget participatif"', "help_phrase"),
    Example("concert*", "help_prefix"),
    Example("concertation -enquête", "help_minus"),
    Example("médiation OU concertation rivière", "help_or"),
    Example("eau -(mer OU littoral)", "help_group"),
    Example("auteur:Guihéneuf", "help_author"),
    Example('titre:"budget participatif"', "help_in_title"),
    Example("lieu:(Nantes OU Rennes)", "help_place"),
    Example("thème:eau", "help_theme"),
    Example("évaluation année:2015..2020", "help_years"),
    Example("année:2018..", "help_since"),
)


def filter_names(language: str, fields: Sequence[Field] = FIELDS) -> tuple[str, ...]:
    """One name for each field that readers may name; the canonical ones are English."""
    return tuple(
        field.name if language == "en" else field.typed[0] for field in fields if field.typed
    )
