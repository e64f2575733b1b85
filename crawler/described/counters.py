"""The numbers that a described site prints of its own works, read where its description says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.markup import Selector, selector_of, text_of
from crawler.described.description import Counter, Description

if TYPE_CHECKING:
    from bs4 import Tag

_A_NUMBER = r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?!\d)|\d+"
"""French groups thousands with a space that does not break, English with a comma."""
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class ReadyCounter:
    """A counter ready to be read: `said` is what the description says of it."""

    said: Counter
    page: re.Pattern[str]
    text: Selector | None
    pattern: re.Pattern[str]
    path: re.Pattern[str]

    def is_on(self, path: str) -> bool:
        """Whether the page at that path below the home may print it."""
        return self.page.search(path) is not None

    def printed(self, root: Tag) -> int | None:
        """The number that a page prints; None when it prints none."""
        place = self.text.first(root) if self.text else root
        found = self.pattern.search(text_of(place)) if place is not None else None
        if found is None:
            return None
        digits = _NO_DIGIT.sub("", found[1] or "" if self.pattern.groups else found[0])
        return int(digits) if digits else None

    def counts(self, kind: str, path: str) -> bool:
        """Whether a record of that kind at that path is among those it counts."""
        return self.said.kind in ("", kind) and self.path.search(path) is not None

    @property
    def name(self) -> str:
        """How a report calls it: where it is looked for."""
        places = (self.said.page, self.said.text, self.said.pattern)
        return " ".join(place for place in places if place)


def ready_counters(description: Description) -> Sequence[ReadyCounter]:
    return tuple(_ready(counter) for counter in description.counter)


def _ready(counter: Counter) -> ReadyCounter:
    return ReadyCounter(
        said=counter,
        page=re.compile(counter.page),
        text=selector_of(counter.text) if counter.text else None,
        pattern=re.compile(counter.pattern or _A_NUMBER),
        path=re.compile(counter.path),
    )
