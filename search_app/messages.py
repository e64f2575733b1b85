"""Every sentence of the interface, in French and in English beside it.

A message takes its values by name. Where a number changes the words, `one` and `many` are two
messages (`results_one`, `results_many`) and `plural` chooses. A test holds that each message exists
in both languages with the same values, and that templates and code use only what is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from search_app.sentences import TABLE

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = LANGUAGES[0]

MESSAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {key: dict(zip(LANGUAGES, pair, strict=True)) for key, pair in TABLE.items()}
)


def say(key: str, language: str, /, **values: object) -> str:
    """The message in that language, with its values put in."""
    words = MESSAGES[key][language]
    return words.format(**values) if values else words


def say_both(key: str, /, **values: object) -> str:
    """The message in French, then in the other languages, for where there is no page to choose one."""
    return " / ".join(say(key, language, **values) for language in LANGUAGES)


@cache
def speaker(language: str) -> Callable[..., str]:
    """`say` in one language: a page says a hundred things."""
    words = {key: pair[language] for key, pair in MESSAGES.items()}

    def said(key: str, /, **values: object) -> str:
        return words[key].format(**values) if values else words[key]

    return said


def say_number(key: str, number: int, language: str, /, **values: object) -> str:
    """`key_one` or `key_many`, with `n` written as that language writes numbers."""
    form = f"{key}_one" if is_singular(number, language) else f"{key}_many"
    return say(form, language, n=number_text(number, language), **values)


def is_singular(number: int, language: str) -> bool:
    """Zero is singular in French and plural in English."""
    return number == 1 or (number == 0 and language == "fr")


def number_text(number: int, language: str) -> str:
    """`1 302` in French (with a no-break space), `1,302` in English."""
    if -1000 < number < 1000:
        return str(number)
    grouped = f"{number:,}"
    return grouped.replace(",", "\u202f") if language == "fr" else grouped
