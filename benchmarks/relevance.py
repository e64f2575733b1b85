"""What each choice of the ranking brings, on collections whose relevant documents are known.

`python -m benchmarks.relevance FOLDER…` measures the ranking as it is, then with one choice less at
a time. Settings were chosen on the requests given with these collections, and on them only.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.peers import shared_data
from corpus.errors import QueryError
from corpus.fields import FIELDS
from indexer.answering.answer import Searcher
from indexer.answering.budget import Budget
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.evaluation.collection import Collection, TopicSet, load_collection
from indexer.evaluation.measuring import figures_by_topic, mean, mean_by_intent
from indexer.evaluation.running import DEPTH, index_documents
from indexer.query import Query
from indexer.ranking import DEFAULT, Ranking
from indexer.snapshot.snapshot import Snapshot
from indexer.snapshot.terms import Terms
from indexer.synonyms import NO_SYNONYMS

GIVEN = ("cdtn", "piaf")

LESS: dict[str, Ranking] = {
    "the whole ranking": DEFAULT,
    "without the clause of each field": replace(DEFAULT, field=0.0),
    "without pairs of words": replace(DEFAULT, pair=0.0),
    "without the word as typed": replace(DEFAULT, surface=0.0),
    "without acronyms and synonyms": replace(DEFAULT, alternative=0.0),
    "complete answers no better": replace(DEFAULT, complete=0.0),
    "without the words that answers share": replace(DEFAULT, feedback=0.0),
    "without the scores of neighbours": replace(DEFAULT, neighbours=0.0),
    "without looking back at all": replace(DEFAULT, weak_titles=2.0),
    "looking back whatever the titles": replace(DEFAULT, weak_titles=0.0),
    "complete answers not first": replace(DEFAULT, complete_first=0),
}
"""What is measured: a name, and the settings."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one file of requests under one ranking; variants count by intent."""

    requests: str
    ndcg: float
    recall: float
    mrr: float


def main() -> None:
    """Prints a Markdown table for each collection."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", help="by default those of the shared data")
    parser.add_argument("--limit", type=int, help="requests of each file, to be quick")
    options = parser.parse_args()
    for folder in options.folders or [shared_data() / "ir" / name for name in GIVEN]:
        collection = load_collection(folder)
        with tempfile.TemporaryDirectory() as place, opened(collection, Path(place)) as engine:
            print(f"\n**{folder.name}**, {len(collection.documents):,} documents\n")
            print("| ranking | requests | nDCG@10 | Recall@100 | MRR@10 |")
            print("| --- | --- | ---: | ---: | ---: |")
            for name, ranking in LESS.items():
                for row in measured(engine, collection, ranking, options.limit):
                    figures = f"{row.ndcg:.4f} | {row.recall:.4f} | {row.mrr:.4f}"
                    print(f"| {name} | {row.requests} | {figures} |", flush=True)


@contextmanager
def opened(collection: Collection, place: Path) -> Iterator[WhooshEngine]:
    """The collection indexed in a folder, for as long as the block lasts."""
    with closing(WhooshEngine.open(place / "index", create=True)) as engine:
        index_documents(engine, collection.documents, lambda done, total: None)
        yield engine


def measured(
    engine: WhooshEngine, collection: Collection, ranking: Ranking, limit: int | None = None
) -> Iterator[Row]:
    """The figures of each file of requests."""
    with engine.searcher(NO_SYNONYMS) as searcher:
        terms = Terms(searcher.snapshot, ranking)
        for topics in collection.topic_sets:
            yield _measured(Searcher(terms, FIELDS, NO_SYNONYMS), topics.first(limit))


def _measured(searcher: Searcher, topics: TopicSet) -> Row:
    rankings = {topic.id: tuple(_ranked(searcher, topic.text)) for topic in topics.topics}
    found = figures_by_topic(topics.judgements, rankings)
    figures = mean_by_intent(topics.topics, found) or mean(found.values())
    return Row(topics.name, figures.ndcg_at_10, figures.recall_at_100, figures.mrr_at_10)


def _ranked(searcher: Searcher, text: str) -> Sequence[str]:
    query = Query(text, size=DEPTH)
    try:
        numbers = searcher.ranked(query, Budget(60.0))
    except QueryError:
        return ()
    snapshot: Snapshot = searcher.snapshot
    return [snapshot.ids[number] for number in numbers]


if __name__ == "__main__":
    main()
