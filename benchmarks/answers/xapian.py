"""Xapian on analysed terms, its match spies for facets, its own snippets.

Its snippets stem the text again and know a stemmed term by its `Z`; they are made from a folded copy.
A theme is in one of several slots, since a spy counts whole values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xapian as api

from benchmarks import french
from benchmarks.answers.asked import SIZE, SNIPPET, Answer, Asked, whole_text
from indexer.document import Document

SLOTS = {"kind": range(1), "place": range(1, 2), "year": range(2, 3), "theme": range(3, 7)}
ID_SLOT = 10
_WILDCARD = (api.Query.WILDCARD_LIMIT_FIRST, api.Query.OP_SYNONYM)


class Xapian:
    def __init__(self, folder: Path) -> None:
        self._base = api.Database(str(folder))
        self._stemmer = api.Stem("french")

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        base = api.WritableDatabase(str(folder), api.DB_CREATE_OR_OPEN)
        for each in documents:
            base.add_document(_document(each))
        base.commit()
        base.close()

    def answer(self, asked: Asked) -> Answer:
        query = _query(asked, api.Query.OP_AND)
        found, spies = self._search(query)
        if not found.size():
            found, spies = self._search(_query(asked, api.Query.OP_OR))
        counts = {
            name: _counted([spies[slot] for slot in slots]).most_common()
            for name, slots in SLOTS.items()
        }
        documents = [match.document for match in found]
        return Answer(
            total=found.get_matches_estimated(),
            ids=[document.get_value(ID_SLOT).decode() for document in documents],
            counted=sum(count for _, count in counts["kind"]),
            marked=sum(b"<b>" in self._passage(found, document) for document in documents),
        )

    def _search(self, query: Any) -> tuple[Any, dict[int, Any]]:
        enquire = api.Enquire(self._base)
        enquire.set_query(query)
        spies = {slot: api.ValueCountMatchSpy(slot) for slots in SLOTS.values() for slot in slots}
        for spy in spies.values():
            enquire.add_matchspy(spy)
        return enquire.get_mset(0, SIZE, self._base.get_doccount()), spies

    def _passage(self, found: Any, document: Any) -> bytes:
        return bytes(found.snippet(document.get_data(), SNIPPET, self._stemmer))


def _document(document: Document) -> Any:
    text = whole_text(document)
    made = api.Document()
    for position, term in enumerate(french.terms(text)):
        made.add_posting(f"Z{term}"[:200], position)
    for name, slots in SLOTS.items():
        for slot, value in zip(slots, document.facets[name], strict=False):
            made.add_value(slot, value)
    made.add_value(ID_SLOT, document.id)
    made.set_data(french.without_accents(text))
    return made


def _query(asked: Asked, operator: int) -> Any:
    if asked.prefix:
        return api.Query(api.Query.OP_WILDCARD, f"Z{asked.prefix}", 0, *_WILDCARD)
    if asked.phrase:
        terms = [f"Z{term}" for term in french.terms(asked.text)]
        return api.Query(api.Query.OP_PHRASE, terms, len(terms))
    return api.Query(operator, [f"Z{term}" for term in asked.terms])


def _counted(spies: list[Any]) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for spy in spies:
        for item in spy.values():
            found[item.term] += item.termfreq
    return found
