"""A run against the judgements: nDCG@10, Recall@100 and MRR@10, computed by ir-measures.

`score` of a document, for ir-measures and in a TREC run, only says its rank: the engine orders by
more than one number, and equal scores would be put in another order than the one readers see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from corpus.errors import ConfigError
from indexer.evaluation.collection import Judgements, Topic

Rankings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over topics, from 0 to 1. nDCG is that of trec_eval: gains are the relevances."""

    ndcg_at_10: float
    recall_at_100: float
    mrr_at_10: float


def figures_by_topic(judgements: Judgements, rankings: Rankings) -> dict[str, Figures]:
    """The figures of each judged topic; one without any answer has zeros.

    Raises `ConfigError` where ir-measures could not be installed.
    """
    ir = _ir_measures()
    ndcg, recall, mrr = ir.nDCG @ 10, ir.R @ 100, ir.RR @ 10
    qrels = [
        ir.Qrel(topic, document, relevance)
        for topic, judged in judgements.items()
        for document, relevance in judged.items()
    ]
    run = [ir.ScoredDoc(t, d, float(score)) for t, _, d, score in ranked(rankings)]
    found = {
        (metric.query_id, metric.measure): metric.value
        for metric in ir.iter_calc([ndcg, recall, mrr], qrels, run)
    }
    return {
        topic: Figures(*(found.get((topic, measure), 0.0) for measure in (ndcg, recall, mrr)))
        for topic in judgements
    }


def mean(figures: Iterable[Figures]) -> Figures:
    """The mean of at least one."""
    rows = [(f.ndcg_at_10, f.recall_at_100, f.mrr_at_10) for f in figures]
    return Figures(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


def mean_by_intent(topics: Iterable[Topic], figures: Mapping[str, Figures]) -> Figures | None:
    """The mean over needs of the mean over the ways to say each, so that none weighs more.

    None when no two topics say the same need.
    """
    by_intent: dict[str, list[Figures]] = {}
    for topic in topics:
        by_intent.setdefault(topic.intent or topic.id, []).append(figures[topic.id])
    if all(len(same) == 1 for same in by_intent.values()):
        return None
    return mean(mean(same) for same in by_intent.values())


def ranked(rankings: Rankings) -> Iterator[tuple[str, int, str, int]]:
    """(topic, rank from 1, document, score): the score counts down to 1."""
    for topic, documents in rankings.items():
        for rank, document in enumerate(documents, start=1):
            yield topic, rank, document, len(documents) + 1 - rank


def _ir_measures() -> ModuleType:
    """Imported when measuring: it takes a while, and one platform lacks it (see pyproject)."""
    try:
        import ir_measures
    except ModuleNotFoundError as error:
        raise ConfigError(
            "Mesurer demande ir-measures, qui n'est pas installé ici (il n'existe pas pour Linux "
            "sur ARM). Lancez souffleur evaluate sur une autre machine."
        ) from error
    return ir_measures
