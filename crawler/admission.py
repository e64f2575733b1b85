"""Which links enter the frontier: new ones, within the budgets.

Without budgets a calendar that always has a next month, or a filter page that links to its own
combinations, never ends. Addresses are counted by pattern: numbers in the path are one pattern,
and so are the values of the query; addresses without either are not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from corpus.harvests.runs import RunNote

LONGEST_URL = 2083
"""Longer addresses are made by loops, and no browser ever took them."""

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Budgets:
    """How much one harvest takes: pages in all, pages a pattern, links a page."""

    pages: int
    pattern: int
    links: int

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Budgets:
        return cls(
            pages=settings.getint("SOUFFLEUR_PAGE_BUDGET"),
            pattern=settings.getint("SOUFFLEUR_PATTERN_BUDGET"),
            links=settings.getint("SOUFFLEUR_LINKS_PER_PAGE"),
        )


class Admission:
    """Says of each link whether it goes into the frontier, and why not.

    `refused` counts the links turned away since it was last emptied; `notes` holds the one remark
    made the first time for each reason.
    """

    def __init__(self, budgets: Budgets, known: Iterable[tuple[str, str]] = ()) -> None:
        self._budgets = budgets
        self._known: set[str] = set()
        self._patterns: Counter[str] = Counter()
        self._said: set[str] = set()
        self.refused: Counter[str] = Counter()
        self.notes: list[RunNote] = []
        for key, url in known:
            self._enter(key, pattern_of(url))

    @property
    def size(self) -> int:
        """How many addresses entered."""
        return len(self._known)

    def is_known(self, key: str) -> bool:
        return key in self._known

    def unknown_of(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys that did not enter, in their order."""
        return [key for key in keys if key not in self._known]

    def admits(self, key: str, url: str) -> bool:
        """Whether this address, met for the first time, is to be fetched; it is known from then."""
        if key in self._known:
            return False
        pattern = pattern_of(url)
        if note := self._objection(url, pattern):
            self._refuse(note, pattern)
            return False
        self._enter(key, pattern)
        return True

    def too_many_links(self, url: str, number: int) -> bool:
        """Whether the link of that rank on the page is beyond what one page may give."""
        if number <= self._budgets.links:
            return False
        note = RunNote(
            "too_many_links",
            url,
            f"La page porte plus de {self._budgets.links} liens nouveaux ; les autres sont laissés.",
            str(self._budgets.links),
            "Si la page est voulue, augmentez SOUFFLEUR_LINKS_PER_PAGE.",
        )
        self._refuse(note, url)
        return True

    def _objection(self, url: str, pattern: str) -> RunNote | None:
        if len(url) > LONGEST_URL:
            message = f"Cette adresse a {len(url)} caractères ; elle n'est pas demandée."
            return RunNote("address_too_long", url[:300], message, str(len(url)))
        if len(self._known) >= self._budgets.pages:
            return RunNote(
                "page_budget",
                url,
                f"La moisson a atteint {self._budgets.pages} adresses ; les autres sont laissées.",
                str(self._budgets.pages),
                "Si le site est vraiment si grand, augmentez SOUFFLEUR_PAGE_BUDGET.",
            )
        if pattern and self._patterns[pattern] >= self._budgets.pattern:
            return RunNote(
                "pattern_budget",
                url,
                f"Plus de {self._budgets.pattern} adresses de la forme {pattern} ; "
                "les autres sont laissées (calendrier sans fin ?).",
                pattern,
                "Si ces pages sont voulues, augmentez SOUFFLEUR_PATTERN_BUDGET.",
            )
        return None

    def _enter(self, key: str, pattern: str) -> None:
        self._known.add(key)
        if pattern:
            self._patterns[pattern] += 1

    def _refuse(self, note: RunNote, about: str) -> None:
        self.refused[note.code] += 1
        said = note.code if note.code == "page_budget" else f"{note.code} {about}"
        if said not in self._said:
            self._said.add(said)
            self.notes.append(note)


def pattern_of(url: str) -> str:
    """`/agenda/2026/11/?d=3` → `/agenda/0/0/?d`; empty for a path without numbers or query."""
    parts = urlsplit(url)
    path, numbers = _DIGITS.subn("0", parts.path)
    if not parts.query:
        return path if numbers else ""
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&")})
    return f"{path}?{'&'.join(names)}"
