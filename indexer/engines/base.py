"""What every engine promises, whatever it keeps its index in. One test suite holds them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Protocol, Self

from corpus.errors import QueryError
from corpus.fields import Field
from indexer.analysis import chain_hash
from indexer.document import Document
from indexer.query import Completion, Explanation, FacetCount, Query, Results, Similar, Spans
from indexer.synonyms import NO_SYNONYMS, SynonymList

FORMAT_VERSION = 5
"""Of what engines keep of a document; raised when an index must be rebuilt to be read."""

NO_POSITION = 0
"""The position of an empty index: it must catch up from the beginning."""


class Replacement(Protocol):
    """An index built beside the live one. Left without being published, it is abandoned.

    `write` has the promises of `SearchEngine.write`. Nothing written is seen before `publish`.
    """

    def write(
        self, documents: Iterable[Document], deleted: Iterable[str], position: int
    ) -> None: ...

    def search(self, query: Query, synonyms: SynonymList = NO_SYNONYMS) -> Results:
        """Answers from what was written so far, as the index will once published.

        Raises what `SearchEngine.search` raises.
        """
        ...

    def publish(self, *, back: bool = False) -> bool:
        """Checks the replacement and puts it in the place of the live index, at once.

        False, and nothing changes, when the live index has got further meanwhile: write what is
        missing and publish again; or, with `back`, take the index back. Raises `IndexDamaged` when
        what was written does not read back.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class SearchEngine(Protocol):
    """An index of documents, searched.

    - A batch is seen whole or not at all, its position with it, whenever the process dies.
    - Writing a document again replaces it; deleting an unknown id does nothing.
    - The position never runs ahead of the documents: it is the one given with the last batch.
    - Readers that are open follow a replacement and the batches that come after it; searching
      never stops, and answers from the old index or from the new one, never from a mixture.
    - Values within a facet widen, facets narrow each other, and the counts of a facet leave out
      its own choice. A document may have several values of a facet; a value may hold anything.
    - An answer has every document with all the words, first; then those that have most of them, by
      their rarity. What was asked for with a sign (a phrase, a field, an exclusion) is never given up.
      Equals come in the order of their ids, documents with the same text under the first of them.
    - Whatever the text of a query, an answer takes less than two seconds (`Results.out_of_time`).
    - The fields searched and the facets counted are those of the table given when opening.

    Nothing here ever deletes an index or empties it. Every method may raise `IndexMissing`,
    `IndexOutdated` (written with another analysis or other fields) or `IndexDamaged`; `write` and
    `replacement` also `StorageFull` and `IndexBusy`. `replacement` works on a missing, outdated or
    damaged index: it is the remedy. An engine may be shared by threads, not by forked processes.
    """

    @property
    def fingerprint(self) -> str:
        """What an index must have been written with to be read by this engine."""
        ...

    def position(self) -> int:
        """The catalogue revision the index has reached."""
        ...

    def count(self) -> int:
        """How many documents there are."""
        ...

    def ids(self) -> list[str]:
        """The id of every document, in order."""
        ...

    def write(
        self, documents: Iterable[Document], deleted: Iterable[str], position: int
    ) -> None: ...

    def search(self, query: Query, synonyms: SynonymList = NO_SYNONYMS) -> Results:
        """Raises `QueryError` for a text that the language refuses or a facet that does not exist.

        A text with nothing to search, such as small words, gives everything and says what is ignored.
        """
        ...

    def facet(
        self, query: Query, name: str, synonyms: SynonymList = NO_SYNONYMS
    ) -> tuple[FacetCount, ...]:
        """Every value of one facet, counted as in the answer to the query."""
        ...

    def explain(
        self, query: Query, id_: str, synonyms: SynonymList = NO_SYNONYMS
    ) -> Explanation | None:
        """Why a document answers, and with what score; None when there is no such document."""
        ...

    def marked(
        self, query: Query, texts: Sequence[str], synonyms: SynonymList = NO_SYNONYMS
    ) -> tuple[Spans, ...]:
        """Where the words searched are in texts shown whole, such as the pages of a file."""
        ...

    def similar(self, id_: str, size: int = 5) -> tuple[Similar, ...]:
        """The documents nearest to one, best first; none when there is no such document."""
        ...

    def complete(self, typed: str, size: int = 10) -> tuple[Completion, ...]:
        """Titles, names, places, themes and frequent words that begin as typed, best first."""
        ...

    def replacement(self) -> Replacement: ...

    def close(self) -> None: ...


def fingerprint_of(fields: Sequence[Field]) -> str:
    """The hash of all that decides what is written in an index: format, analysis, fields.

    Boosts weigh answers when they are made, so that changing one needs no rebuild.
    """
    table = [f"{f.name} {f.kind} {f.facet} {f.boost > 0}" for f in fields]
    whole = "\n".join([str(FORMAT_VERSION), chain_hash(), *table])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def check_facets(query: Query, fields: Sequence[Field], *names: str) -> None:
    """Raises `QueryError` when a facet, chosen or one of `names`, is not in the table."""
    known = [f.name for f in fields if f.facet]
    if unknown := sorted({*query.chosen, *query.excluded, *names} - set(known)):
        raise QueryError(
            f"La facette « {unknown[0]} » n'existe pas. Facettes possibles : {', '.join(known)}."
        )
