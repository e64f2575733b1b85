"""Queries and answers, and what the engines under measure have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks import french
from indexer.document import Document

SIZE = 10
FACETS = ("kind", "theme", "place", "year")
SNIPPET = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` as typed; a phrase has its quotation marks, a prefix its star."""

    text: str
    group: str

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(french.terms(self.text)))

    @property
    def phrase(self) -> bool:
        return self.text.startswith('"')

    @property
    def prefix(self) -> str:
        """The letters of a prefix, folded; empty for other queries."""
        return french.without_accents(self.text[:-1].lower()) if self.text.endswith("*") else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What shows that the work was done: `counted` sums the counts of the facet `kind`."""

    total: int
    ids: Sequence[str]
    counted: int
    marked: int


class Answering(Protocol):
    def __init__(self, folder: Path) -> None:
        """Opens the index in `folder`."""

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None: ...

    def answer(self, asked: Asked) -> Answer: ...


def whole_text(document: Document) -> str:
    pages = (text for part in document.parts for _, text in part.pages)
    return "\n".join((document.title, *document.texts.get("body", ()), *pages))
