"""Every sentence of the interface, in French and in English beside it.

A message takes its values by name. Where a number changes the words, `one` and `many` are two
messages (`results_one`, `results_many`) and `plural` chooses. A test holds that each message exists
in both languages with the same values, and that templates and code use only what is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from search_app.message_table import TABLE

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = LANGUAGES[0]

MESSAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {key: dict(zip(LANGUAGES, pair, strict=True)) for key, pair in TABLE.items()}
)


def say(key: str, language: str, /, **values: object) -> str:
    """The message in that language, with its values put in."""
    return MESSAGES[key][language].format(**values)


def say_number(key: str, number: int, language: str, /, **values: object) -> str:
    """`key_one` or `key_many`, with `n` written as that language writes numbers.

    Zero is singular in French and plural in English.
    """
    singular = number == 1 or (number == 0 and language == "fr")
    form = f"{key}_one" if singular else f"{key}_many"
    return say(form, language, n=number_text(number, language), **values)


def number_text(number: int, language: str) -> str:
    """`1 302` in French (with a no-break space), `1,302` in English."""
    grouped = f"{number:,}"
    return grouped.replace(",", "\u202f") if language == "fr" else grouped
