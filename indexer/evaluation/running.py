"""Index a collection, ask every topic, keep the order of the answers."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import ConfigError, QueryError
from indexer.document import Document
from indexer.engines.base import NO_POSITION, SearchEngine
from indexer.evaluation.collection import Topic
from indexer.query import Hit, Query
from indexer.synonyms import NO_SYNONYMS, SynonymList

DEPTH = 100
"""How many answers are asked for each topic."""

BATCH = 200

Progress = Callable[[int, int], None]
"""Called with (done, total)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A topic the engine would not search, and the sentence it gave: it counts as no answer."""

    topic: Topic
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """Topic id → ids of the documents, best first. `median_seconds` is of one whole answer."""

    rankings: Mapping[str, tuple[str, ...]]
    refused: tuple[Refusal, ...] = ()
    median_seconds: float = 0.0


def index_documents(
    engine: SearchEngine, documents: Sequence[Document], progress: Progress
) -> None:
    """Writes a collection into an engine that is empty. Raises `ConfigError` for another one."""
    if count := engine.count():
        raise ConfigError(
            f"L'index donné contient déjà {count} documents, et mesurer le changerait. "
            "Donnez un dossier vide, ou rien : un index temporaire sera fait."
        )
    with engine.replacement() as new:
        for start in range(0, len(documents), BATCH):
            batch = documents[start : start + BATCH]
            new.write(batch, (), NO_POSITION)
            progress(start + len(batch), len(documents))
        new.publish()


def ask(
    engine: SearchEngine,
    topics: Sequence[Topic],
    progress: Progress,
    synonyms: SynonymList = NO_SYNONYMS,
) -> Run:
    """Asks each topic as a reader would type it, no facet chosen; a refusal stops nothing.

    The copies folded under an answer are ranked right after it.
    """
    rankings: dict[str, tuple[str, ...]] = {}
    refused: list[Refusal] = []
    seconds: list[float] = []
    for done, topic in enumerate(topics, start=1):
        try:
            results = engine.search(Query(text=topic.text, size=DEPTH), synonyms)
            rankings[topic.id] = tuple(_ranking(results.hits))
            seconds.append(results.took)
        except QueryError as error:
            refused.append(Refusal(topic, error.message))
        progress(done, len(topics))
    return Run(rankings, tuple(refused), statistics.median(seconds or [0.0]))


def _ranking(hits: Sequence[Hit]) -> Iterator[str]:
    for hit in hits:
        yield hit.id
        yield from (copy.id for copy in hit.copies)
