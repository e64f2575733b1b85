"""The whole of it: a collection in, figures out, over an index that is made for that."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indexer.engines import open_engine
from indexer.engines.base import SearchEngine
from indexer.evaluation.collection import Collection, TopicSet
from indexer.evaluation.measuring import Figures, figures_by_topic, mean, mean_by_intent
from indexer.evaluation.running import Progress, Run, ask, index_documents
from indexer.synonyms import NO_SYNONYMS, SynonymList

TEMPORARY = "whoosh:"
"""The URL that asks for a Whoosh index in a folder removed at the end."""

INDEX, ASK = "index", "ask"


class Stages(Protocol):
    """Called with a stage (`index`, or `ask NAME`), what is done and what there is to do."""

    def __call__(self, stage: str, done: int, total: int, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one file of topics. `by_intent` is None when each need is said once."""

    topic_set: TopicSet
    run: Run
    by_topic: dict[str, Figures]
    figures: Figures
    by_intent: Figures | None


def evaluate(
    collection: Collection,
    engine_url: str = TEMPORARY,
    *,
    synonyms: SynonymList = NO_SYNONYMS,
    progress: Stages | None = None,
) -> tuple[Measured, ...]:
    """Indexes the documents and measures each set of topics, in order.

    Raises `ConfigError` for an engine that is not empty, and what opening and writing raise.
    """
    show = progress or _silent
    with _engine(engine_url) as engine:
        index_documents(engine, collection.documents, _stage(show, INDEX))
        return tuple(
            measure(each, ask(engine, each.topics, _stage(show, f"{ASK} {each.name}"), synonyms))
            for each in collection.topic_sets
        )


def measure(topic_set: TopicSet, run: Run) -> Measured:
    by_topic = figures_by_topic(topic_set.judgements, run.rankings)
    by_intent = mean_by_intent(topic_set.topics, by_topic)
    return Measured(topic_set, run, by_topic, mean(by_topic.values()), by_intent)


@contextmanager
def _engine(url: str) -> Iterator[SearchEngine]:
    with tempfile.TemporaryDirectory(prefix="souffleur-evaluate-") as folder:
        engine = open_engine(
            f"{url}{Path(folder) / 'index'}" if url == TEMPORARY else url, create=True
        )
        try:
            yield engine
        finally:
            engine.close()


def _stage(show: Stages, stage: str) -> Progress:
    return lambda done, total: show(stage, done, total)


def _silent(stage: str, done: int, total: int, /) -> None:
    """Nobody is watching."""
